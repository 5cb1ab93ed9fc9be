"""The language the window speaks, Qt's own words in its dialogs included; chosen once, at the start."""

from __future__ import annotations

import logging

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.language import use

log = logging.getLogger(__name__)


def speak(app: QApplication, wished: str) -> str:
    """Speak the language of this code, or of the system where it is empty; returns the code of the one spoken."""
    system = QLocale.system().uiLanguages()
    code = use(wished or (system[0] if system else "en"))
    words = QTranslator(app)
    if code != "en" and not words.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        log.warning("no words of Qt's in %s", code)
    app.installTranslator(words)  # an empty one says nothing
    return code
