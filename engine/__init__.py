"""The background process that colors shots. Never imports PySide6 or app."""
