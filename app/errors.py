"""The base of every error the app shows to the artist."""

from __future__ import annotations


class ShiageError(Exception):
    """Base; the text is one plain sentence with the next step."""
