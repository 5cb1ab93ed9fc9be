"""The look of the window: style sheet, palette and font made from the design tokens, and icons in any color."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from string import Template

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QIconEngine, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.settings import Theme
from app.ui.tokens import CONTRAST, DARK, LIGHT, SIZES, Tokens

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"


class _Worn:
    """The theme the application is dressed in."""

    tokens = DARK


def tokens() -> Tokens:
    """The colors of the theme that is shown; ask at each painting, for the artist may change it at any time."""
    return _Worn.tokens


_FAMILIES = [
    "Inter", "SF Pro Text", "Segoe UI", "Noto Sans", "Ubuntu", "Cantarell", "DejaVu Sans",
    "Hiragino Sans", "Yu Gothic UI", "Meiryo", "Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic",  # what those lack
]  # fmt: skip

_SHEET = Template("""
QMainWindow, QDialog { background: $window; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMainWindow::separator { background: $window; width: 4px; height: 4px; }
QMainWindow::separator:hover { background: $hover; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${text_title}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${text_large}px; font-weight: 600; }
QLabel[role="dim"] { color: $text_dim; }
QLabel[role="error"] { color: $danger; }
QLabel[role="warning"] { color: $warning; }
QLabel[role="info-word"] { color: $accent; font-weight: 600; }
QLabel[role="warning-word"] { color: $warning; font-weight: 600; }
QLabel[role="error-word"] { color: $danger; font-weight: 600; }

#notice { background: $raised; border: 1px solid $border_strong; border-radius: ${radius}px; }
#notice QPushButton { background: $panel; border-color: $border_strong; }
#notice QPushButton:hover { background: $hover; }
#notice QPushButton:focus { border: ${focus}px solid $accent; }
#notice[kind="info"] { border-left: 4px solid $accent; }
#notice[kind="warning"] { border-left: 4px solid $warning; }
#notice[kind="error"] { border-left: 4px solid $danger; }
#card { background: $panel; border: 1px solid $border; border-radius: ${radius}px; }
#import-picture { background: $canvas; }
#queue, #palette { border-top: 1px solid $border; }

QMenuBar { background: $window; padding: 2px ${space_xs}px; }
QMenuBar::item { background: transparent; padding: ${space_xs}px ${space_s}px; border-radius: ${radius}px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; border: 1px solid $border; padding: ${space_xs}px; }
QMenu::item { padding: 5px ${space_xl}px 5px ${space_m}px; border-radius: ${radius}px; }
QMenu::item:selected { background: $accent_dim; color: $text; }
QMenu::item:disabled { color: $text_off; background: transparent; }
QMenu::icon { padding-left: ${space_s}px; }
QMenu::indicator { width: 14px; height: 14px; left: ${space_s}px; border: 1px solid transparent; border-radius: 3px; }
QMenu::indicator:checked { background: $ticked; border-color: $accent; image: url("$tick_picture"); }
QMenu::separator { height: 1px; background: $border; margin: ${space_xs}px ${space_s}px; }

QToolBar { background: $panel; border: 0; padding: ${space_xs}px ${space_s}px; spacing: ${space_xs}px; }
QToolBar::separator { background: $border; width: 1px; margin: ${space_xs}px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${radius}px; padding: 5px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $accent_dim; border-color: $accent; }
QToolButton:focus { border: ${focus}px solid $accent; }
QToolButton:checked:focus { border-color: $text; }
QToolButton:disabled { color: $text_off; }
QToolButton[popupMode="2"] { padding-right: 14px; }
QToolButton::menu-indicator {
    subcontrol-origin: padding; subcontrol-position: center right; right: 5px;
    image: url("$arrow_down"); width: 10px; height: 10px;
}
QToolButton::menu-indicator:disabled { image: url("$arrow_down_off"); }

QPushButton {
    background: $raised; border: 1px solid $border; border-radius: ${radius}px;
    padding: 0 ${space_m}px; min-height: ${control}px; min-width: 64px; outline: none;
}
QPushButton#low { min-height: 20px; max-height: 20px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: ${focus}px solid $accent; }
QPushButton:disabled { color: $text_off; background: $panel; }
QPushButton[role="primary"], QPushButton:default {
    background: $accent; border-color: $accent; color: $on_accent; font-weight: 600;
}
QPushButton[role="narrow"] { padding: 0 ${space_xs}px; min-width: 0; }
QPushButton[role="link"] {
    text-align: left; border: ${focus}px solid transparent; padding: 0; background: transparent; color: $accent;
}
QPushButton[role="link"]:hover { background: $hover; }
QPushButton[role="link"]:focus { border-color: $accent; }
QPushButton[role="primary"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus, QPushButton:default:focus {
    /* within the color, from which an edge around it would hardly be told */
    border: 3px double $on_accent; padding: 0 ${ringed}px;
}
QPushButton[role="primary"]:disabled, QPushButton:default:disabled {
    background: $raised; border-color: $border; color: $text_off;
}

QLineEdit, QPlainTextEdit, QTextEdit, QListView, QTreeView, QTableView {
    background: $sunken; border: 1px solid $border_strong; border-radius: ${radius}px;
    selection-background-color: $accent_dim; selection-color: $text;
}
QLineEdit { padding: 0 ${space_s}px; min-height: ${control}px; }
QPlainTextEdit, QTextEdit { padding: ${space_xs}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QListView:focus, QTreeView:focus, QTableView:focus {
    border: ${focus}px solid $accent;
}
QLineEdit:disabled { color: $text_off; background: $panel; border-color: $border; }

QComboBox, QAbstractSpinBox {
    border: 1px solid $border_strong; border-radius: ${radius}px; min-height: ${control}px;
    selection-background-color: $accent_dim; selection-color: $text;
}
QAbstractSpinBox, QComboBox:editable { background: $sunken; }
QAbstractSpinBox { padding: 0 22px 0 ${space_s}px; }
QComboBox { background: $raised; padding: 0 ${space_xs}px 0 ${space_s}px; combobox-popup: 0; }
QComboBox:hover:!editable { background: $hover; }
QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus { border: ${focus}px solid $accent; }
QComboBox:disabled, QAbstractSpinBox:disabled { color: $text_off; background: $panel; border-color: $border; }
QComboBox::drop-down {
    subcontrol-origin: border; subcontrol-position: center right; width: 24px; border: 0;
    border-top-right-radius: ${radius}px; border-bottom-right-radius: ${radius}px;
}
QComboBox::drop-down:editable:hover { background: $hover; }
QComboBox::down-arrow { image: url("$arrow_down"); width: 12px; height: 12px; }
QComboBox::down-arrow:disabled { image: url("$arrow_down_off"); }
QComboBox QAbstractItemView {
    background: $panel; border: 1px solid $border_strong; padding: ${space_xs}px; outline: 0;
}
QComboBox QAbstractItemView::item { min-height: 26px; padding: 0 ${space_xs}px; border-radius: ${radius}px; }
QComboBox QAbstractItemView::item:hover { background: $hover; }
QComboBox QAbstractItemView::item:selected { background: $accent_dim; color: $text; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 20px; height: 15px; border: 0;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; border-top-right-radius: ${radius}px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; border-bottom-right-radius: ${radius}px; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::up-button:pressed, QAbstractSpinBox::down-button:pressed { background: $pressed; }
QAbstractSpinBox::up-arrow { image: url("$arrow_up"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$arrow_down"); width: 10px; height: 10px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: url("$arrow_up_off"); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: url("$arrow_down_off"); }
QCheckBox { spacing: ${space_s}px; }
QCheckBox::indicator, QTreeView::indicator {
    width: 16px; height: 16px; background: $sunken; border: 1px solid $border_strong; border-radius: 3px;
}
QCheckBox::indicator:checked, QTreeView::indicator:checked {
    background: $ticked; border-color: $accent; image: url("$tick_picture");
}
QCheckBox::indicator:focus { border: 2px solid $accent; }
QCheckBox::indicator:disabled { background: $panel; border-color: $border; }
QCheckBox:disabled { color: $text_off; }
QTreeView::item { min-height: 24px; }
#import-found::item { padding: 0 ${space_xs}px; }

QGroupBox { border: 1px solid $border; border-radius: ${radius}px; margin-top: 18px; padding-top: ${space_s}px; }
QGroupBox::title { subcontrol-origin: margin; left: ${space_s}px; color: $text_dim; }
QTabBar::tab { padding: 6px ${space_m}px; color: $text_dim; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar:focus { background: $hover; border-radius: ${radius}px; }
QTabWidget::pane { border: 0; border-top: 1px solid $border; }
QHeaderView::section { background: $panel; color: $text_dim; border: 0; padding: ${space_xs}px; }

QProgressBar {
    background: $sunken; border: 1px solid $border; border-radius: ${radius}px; text-align: center; min-height: 16px;
}
QProgressBar[textVisible="false"] { min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent_dim; border-radius: 3px; }

QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle { background: $text_off; border-radius: 3px; margin: 3px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:hover { background: $border_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QStatusBar { background: $window; color: $text_dim; }
QStatusBar::item { border: 0; }
QToolTip { background: $panel; color: $text; border: 1px solid $border_strong; padding: ${space_xs}px ${space_s}px; }
""")


def ink(name: str) -> str:
    """The color that the shown theme has under this name, "text" or "ready.ink"."""
    return attrgetter(name)(_Worn.tokens)


def style_sheet(tokens: Tokens = DARK) -> str:
    """The style sheet of the window, made from the tokens alone."""
    pictures = {"tick_picture": ICONS / "tick.svg"}
    for way in ("up", "down"):  # a style sheet takes files, and gives them no color
        pictures[f"arrow_{way}"] = ICONS / "sheet" / f"{tokens.name}-{way}.svg"
        pictures[f"arrow_{way}_off"] = ICONS / "sheet" / f"{tokens.name}-{way}-off.svg"
    ringed = SIZES.space_m - 2  # px: an edge of 3 leaves as much room for the words as one of 1
    return _SHEET.substitute(
        vars(SIZES), ringed=ringed, **vars(tokens), **{name: path.as_posix() for name, path in pictures.items()}
    )


def palette(tokens: Tokens = DARK) -> QPalette:
    """The colors for everything the style sheet leaves to Qt."""
    result = QPalette()
    role = QPalette.ColorRole
    for place, color in {
        role.Window: tokens.panel,
        role.WindowText: tokens.text,
        role.Base: tokens.sunken,
        role.AlternateBase: tokens.panel,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text_dim,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.danger,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.ToolTipBase: tokens.panel,
        role.ToolTipText: tokens.text,
        role.Light: tokens.hover,
        role.Midlight: tokens.raised,
        role.Mid: tokens.border,
        role.Dark: tokens.window,
        role.Shadow: tokens.sunken,
    }.items():
        result.setColor(place, QColor(color))
    for place in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, place, QColor(tokens.text_off))
    return result


@lru_cache(maxsize=16)
def font(size: int = SIZES.text_normal, bold: bool = False) -> QFont:
    """The window's font, not to be changed; `size` in px, numbers of equal width where the family has them."""
    result = QFont(_FAMILIES)
    result.setPixelSize(size)
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return result


def named(name: Theme) -> Tokens:
    """The theme of this name; "system" is the one the desktop asks for now, the dark one where it asks for none."""
    if name == "system":
        return LIGHT if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Light else DARK
    return {"light": LIGHT, "contrast": CONTRAST}.get(name, DARK)


def apply(app: QApplication, chosen: Tokens = DARK) -> None:
    """Dress the application; everything that is shown is painted anew."""
    _Worn.tokens = chosen
    if app.style().name() != "fusion":
        style = QStyleFactory.create("Fusion")
        if style is not None:
            app.setStyle(style)
    app.setPalette(palette(chosen))
    app.setFont(font())
    app.setStyleSheet(style_sheet(chosen))


@lru_cache(maxsize=512)
def icon_image(name: str, color: str, size: int, ratio: float = 1.0) -> QImage:
    """The icon as a premultiplied ARGB image of `size` px at a device pixel ratio. Treat it as read-only.

    Raises FileNotFoundError for a name that is not in resources/icons.
    """
    text = _icon_text(name).replace("currentColor", color)
    pixels = max(1, round(size * ratio))
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


# All at once, before there is a window: it would read each when it has something else to do.
_ICON_TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in ICONS.glob("*.svg")}


def _icon_text(name: str) -> str:
    if name not in _ICON_TEXTS:
        raise FileNotFoundError(f"There is no icon {name!r} in {ICONS}")
    return _ICON_TEXTS[name]


class _IconEngine(QIconEngine):
    """Draws an icon whenever it is asked for: crisp at every scale, in the color of the theme that is shown then."""

    def __init__(self, name: str, ink: str) -> None:
        super().__init__()
        self._name, self._ink = name, ink

    def clone(self) -> QIconEngine:
        return _IconEngine(self._name, self._ink)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        size = min(rect.width(), rect.height())
        color = ink("text_off" if mode is QIcon.Mode.Disabled else self._ink)
        picture = icon_image(self._name, color, size, painter.device().devicePixelRatioF())
        painter.drawImage(rect.center() - QPoint((size - 1) // 2, (size - 1) // 2), picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        result = QPixmap(size * scale)
        if result.isNull():  # a window without room for it asks for nothing
            return result
        result.setDevicePixelRatio(scale)
        result.fill(Qt.GlobalColor.transparent)
        painter = QPainter(result)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return result


def icon(name: str, color: str = "text") -> QIcon:
    """The icon for buttons and menus in the color that `ink` finds under `color`, grayed where disabled.

    Raises FileNotFoundError for a name that is not in resources/icons.
    """
    _icon_text(name)
    # A copy, which shares the engine: the collector may take the first one's engine away before it, and crash on it.
    return QIcon(QIcon(_IconEngine(name, color)))
