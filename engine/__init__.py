"""The background process that colors shots. Never imports PySide6 or app."""

ENGINE_VERSION = "0.1.0"
