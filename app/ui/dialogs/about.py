"""What Shiage is, and the list of all shortcuts."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from app import APP_VERSION
from app.ui.actions import ACTIONS, MENUS
from app.ui.tokens import SIZES

_ABOUT = f"""<h2>Shiage {APP_VERSION}</h2>
<p>Colors a whole shot of line art from a few colored keys.</p>
<p>仕上げ (shiage) is the finishing and painting step of anime production.</p>
<p>Apache-2.0. The sample shot is CC0; see resources/sample/CREDITS.txt.</p>"""


def _dialog(parent: QWidget, title: str, html: str, height: int) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.resize(520, height)
    text = QTextBrowser()
    text.setHtml(html)
    text.setAccessibleName(title)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
    column.setSpacing(SIZES.space_m)
    column.addWidget(text)
    column.addWidget(buttons)
    return dialog


def about(parent: QWidget) -> QDialog:
    """What Shiage is."""
    return _dialog(parent, "About Shiage", _ABOUT, 300)


def shortcuts(parent: QWidget) -> QDialog:
    """Every action that has a shortcut, by menu."""
    rows: list[str] = []
    for menu in MENUS:
        listed = [action for action in ACTIONS if action.menu == menu and action.shortcuts]
        rows += [f'<tr><td colspan="2"><br><b>{menu}</b></td></tr>'] * bool(listed)
        for action in listed:
            native = QKeySequence.SequenceFormat.NativeText
            keys = "  or  ".join(QKeySequence(key).toString(native) for key in action.shortcuts)
            rows.append(f"<tr><td>{escape(action.text.removesuffix('...'))}</td><td>&nbsp; {escape(keys)}</td></tr>")
    return _dialog(parent, "Keyboard shortcuts", f'<table cellpadding="2">{"".join(rows)}</table>', 620)
