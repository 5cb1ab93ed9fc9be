"""Says the app's words in the artist's language; they are written in English everywhere in the code."""

from __future__ import annotations

from app.language.catalog import Catalog
from app.language.spoken import LANGUAGES, chosen, tr, use

__all__ = ["LANGUAGES", "Catalog", "chosen", "tr", "use"]
