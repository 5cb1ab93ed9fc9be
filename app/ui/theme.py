"""The look of the window: design tokens, the style sheet and palette made from them, and icons in any color.

Panels are gray without a tint, so that nothing beside the canvas shifts how a color is judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.project.staleness import Status

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"


@dataclass(frozen=True)
class StateLook:
    """How one segment state looks beside its word: icon name, pattern, and colors as "#rrggbb"."""

    icon: str
    pattern: str
    ink: str
    fill: str
    mark: str


@dataclass(frozen=True)
class Tokens:
    """Every size (px) and color ("#rrggbb") of the window."""

    space_xs: int = 4
    space_s: int = 8
    space_m: int = 12
    space_l: int = 16
    space_xl: int = 24
    radius: int = 4
    control: int = 28
    icon: int = 16

    text_small: int = 11
    text_normal: int = 12
    text_large: int = 15
    text_title: int = 20

    canvas: str = "#2c2c2c"
    window: str = "#1d1d1d"
    panel: str = "#242424"
    sunken: str = "#181818"
    raised: str = "#343434"
    hover: str = "#404040"
    pressed: str = "#2a2a2a"
    border: str = "#3b3b3b"
    border_strong: str = "#6e6e6e"

    text: str = "#e9e9e9"
    text_dim: str = "#adadad"
    text_off: str = "#737373"

    accent: str = "#7db2ff"
    accent_hover: str = "#9cc5ff"
    accent_dim: str = "#2f4a70"
    on_accent: str = "#0c1420"
    key: str = "#f2b84b"
    on_key: str = "#241a05"
    danger: str = "#ff8f82"
    warning: str = "#f2c46d"
    good: str = "#8fd19e"

    empty: StateLook = StateLook("state-empty", "none", "#b4b4b4", "#202020", "#5c5c5c")
    queued: StateLook = StateLook("state-queued", "dots", "#d5d5d5", "#343434", "#6a6a6a")
    working: StateLook = StateLook("state-working", "progress", "#e3eeff", "#26344a", "#3f6298")
    ready: StateLook = StateLook("state-ready", "solid", "#d3f0d9", "#2b4733", "#47785a")
    stale: StateLook = StateLook("state-stale", "diagonal", "#ffe6b8", "#463a20", "#8a6f34")
    failed: StateLook = StateLook("state-failed", "cross", "#ffd9d4", "#512b28", "#a3554d")
    locked: StateLook = StateLook("state-locked", "rows", "#e4e0f2", "#35323f", "#676180")

    def state(self, status: Status) -> StateLook:
        """The look of a segment state."""
        return {
            Status.EMPTY: self.empty,
            Status.QUEUED: self.queued,
            Status.WORKING: self.working,
            Status.READY: self.ready,
            Status.STALE: self.stale,
            Status.FAILED: self.failed,
            Status.LOCKED: self.locked,
        }[status]


DARK = Tokens()

_FAMILIES = ["Inter", "SF Pro Text", "Segoe UI", "Noto Sans", "Ubuntu", "Cantarell", "DejaVu Sans"]

# Check boxes, combo boxes, spin boxes and sliders are left to Fusion with our palette, which draws them crisply at
# any scale; a style-sheet rule for them would need picture files for every arrow and tick.
_SHEET = Template("""
QMainWindow, QDialog { background: $window; }
QMainWindow::separator { background: $window; width: 4px; height: 4px; }
QMainWindow::separator:hover { background: $hover; }
QSplitter::handle { background: $window; }
QSplitter::handle:hover { background: $hover; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${text_title}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${text_large}px; font-weight: 600; }
QLabel[role="dim"] { color: $text_dim; }
QLabel[role="error"] { color: $danger; }

QMenuBar { background: $window; padding: 2px ${space_xs}px; }
QMenuBar::item { background: transparent; padding: ${space_xs}px ${space_s}px; border-radius: ${radius}px; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $panel; border: 1px solid $border; padding: ${space_xs}px; }
QMenu::item { padding: 5px ${space_xl}px 5px ${space_m}px; border-radius: ${radius}px; }
QMenu::item:selected { background: $accent_dim; color: $text; }
QMenu::item:disabled { color: $text_off; background: transparent; }
QMenu::icon { padding-left: ${space_s}px; }
QMenu::separator { height: 1px; background: $border; margin: ${space_xs}px ${space_s}px; }

QToolBar { background: $panel; border: 0; padding: ${space_xs}px ${space_s}px; spacing: ${space_xs}px; }
QToolBar::separator { background: $border; width: 1px; margin: ${space_xs}px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${radius}px; padding: 5px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $accent_dim; border-color: $accent; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $text_off; }

QPushButton {
    background: $raised; border: 1px solid $border; border-radius: ${radius}px;
    padding: 0 ${space_m}px; min-height: ${control}px; min-width: 64px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $text_off; background: $panel; }
QPushButton[role="primary"], QPushButton:default {
    background: $accent; border-color: $accent; color: $on_accent; font-weight: 600;
}
QPushButton[role="primary"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[role="primary"]:focus, QPushButton:default:focus { border-color: $text; }
QPushButton[role="primary"]:disabled, QPushButton:default:disabled {
    background: $raised; border-color: $border; color: $text_off;
}

QLineEdit, QPlainTextEdit, QTextEdit, QListView, QTreeView, QTableView {
    background: $sunken; border: 1px solid $border_strong; border-radius: ${radius}px;
    selection-background-color: $accent_dim; selection-color: $text;
}
QLineEdit { padding: 0 ${space_s}px; min-height: ${control}px; }
QPlainTextEdit, QTextEdit { padding: ${space_xs}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QListView:focus { border-color: $accent; }
QLineEdit:disabled { color: $text_off; background: $panel; border-color: $border; }

QGroupBox { border: 1px solid $border; border-radius: ${radius}px; margin-top: 18px; padding-top: ${space_s}px; }
QGroupBox::title { subcontrol-origin: margin; left: ${space_s}px; color: $text_dim; }
QTabBar::tab { padding: 6px ${space_m}px; color: $text_dim; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabWidget::pane { border: 0; border-top: 1px solid $border; }
QHeaderView::section { background: $panel; color: $text_dim; border: 0; padding: ${space_xs}px ${space_s}px; }

QProgressBar {
    background: $sunken; border: 1px solid $border; border-radius: ${radius}px; text-align: center; min-height: 16px;
}
QProgressBar::chunk { background: $accent_dim; border-radius: 3px; }

QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle { background: #585858; border-radius: 3px; margin: 3px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:hover { background: $border_strong; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QStatusBar { background: $window; color: $text_dim; }
QStatusBar::item { border: 0; }
QToolTip { background: $panel; color: $text; border: 1px solid $border_strong; padding: ${space_xs}px ${space_s}px; }
""")


def style_sheet(tokens: Tokens = DARK) -> str:
    """The style sheet of the window, made from the tokens alone."""
    return _SHEET.substitute(vars(tokens))


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


def font(tokens: Tokens = DARK, size: int | None = None, bold: bool = False) -> QFont:
    """The window's font; `size` in px, numbers of equal width where the family has them."""
    result = QFont(_FAMILIES)
    result.setPixelSize(size or tokens.text_normal)
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return result


def apply(app: QApplication, tokens: Tokens = DARK) -> None:
    """Dress the application."""
    style = QStyleFactory.create("Fusion")
    if style is not None:
        app.setStyle(style)
    app.setPalette(palette(tokens))
    app.setFont(font(tokens))
    app.setStyleSheet(style_sheet(tokens))


@lru_cache(maxsize=512)
def icon_image(name: str, color: str, size: int, ratio: float = 1.0) -> QImage:
    """The icon as a premultiplied ARGB image of `size` px at a device pixel ratio. Treat it as read-only.

    Raises FileNotFoundError for a name that is not in resources/icons.
    """
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    pixels = max(1, round(size * ratio))
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, color: str = DARK.text, off: str = DARK.text_off) -> QIcon:
    """The icon for buttons and menus, grayed to `off` where disabled; crisp up to 64 px."""
    result = QIcon()
    for size in (16, 20, 24, 32, 48, 64):
        result.addPixmap(QPixmap.fromImage(icon_image(name, color, size)), QIcon.Mode.Normal)
        result.addPixmap(QPixmap.fromImage(icon_image(name, off, size)), QIcon.Mode.Disabled)
    return result
