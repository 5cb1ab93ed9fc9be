"""The short guide: how a shot is colored, in six pictures; needs no network."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QImageReader, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from app.language import chosen, tr
from app.ui import theme
from app.ui.actions.naming import with_keys_named
from app.ui.dialogs.asking import close_only
from app.ui.tokens import SIZES

PICTURES = Path(__file__).resolve().parents[3] / "resources" / "guide"
_WIDE = 560  # px that pictures have at most

STEPS: tuple[tuple[str, str, str], ...] = (
    ("1. Bring in the line art", "line-art",
     "Drop a folder, some files or a movie on the window, or press {import_line_art}. Frames keep the numbers of "
     "their files; held drawings and missing numbers are found by themselves. {import_shots} brings in several shots "
     "at once; they stand in a bar above the picture, and {next_shot} goes to the next; what is being "
     "colored can go on being colored in the background."),
    ("2. Lay a key", "key",
     "Go to a frame and paint it: {paint_fill} fills what the lines enclose, {paint_brush} is the brush. Or drop a "
     "picture of it there that you have colored before. The frame is a key now. One key is enough to begin with. "
     "Keys are shown and exported exactly as you made them."),
    ("3. Generate", "generate",
     "Press Generate, or {generate}. The shot is colored segment by segment; the first are there within seconds, and "
     "you can go on working meanwhile. Every segment says how it stands: Empty, Queued, Ready, Stale. Where the lines "
     "of a key have colors of their own, Draft gives them to the lines of the other frames."),
    ("4. Look at it", "look",
     "{play} plays, the arrows step, and a drag along the timeline scrubs. {check_view} dims the colors and marks "
     "what needs a look; {next_problem} goes to the next such place. {compare_wipe} compares two takes with a line "
     "between them."),
    ("5. Correct", "correct",
     "Where a color is wrong, paint over it: {paint_fill} fills what the lines enclose, {paint_brush} is the brush. "
     "The frame becomes a key, only the segments that depend on it become stale, and {generate} colors only those "
     "again. A swatch of the palette changes its color in every frame at once. Everything can be undone; finished "
     "takes stay."),
    ("6. Export", "export",
     "{export} writes PNG files or a movie and reads them back to be sure. {export_timeline} writes a timeline for "
     "editing programs. Everything is saved by itself all the while."),
)  # fmt: skip
_TITLE = "A shot in six steps"
_MORE = (
    "Every action is in a menu, and {shortcuts} finds any action and its key. {preferences} changes keys, colors "
    "and sizes. If something goes wrong, Help > Save diagnostics keeps what is needed to find out why."
)


class _Page(QTextBrowser):
    """The words with their pictures, which are made smaller smoothly: a text document leaves out lines and with them
    parts of letters."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        url = QUrl(name)
        if kind != QTextDocument.ResourceType.ImageResource.value or not url.isLocalFile():
            return super().loadResource(kind, url)
        path, ratio = Path(url.toLocalFile()), self.devicePixelRatioF()
        size = QSize(*_shown_size(path)) * ratio
        image = QImage(str(path)).scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image


class GuideDialog(QDialog):
    """The guide in a window of its own, beside which work goes on; `keys` are those of the actions, by id."""

    def __init__(self, parent: QWidget, keys: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(parent)
        self._keys, self._worn = keys, theme.tokens()
        self.setWindowTitle(tr("Short guide"))
        self.page = _Page()
        self.page.setAccessibleName(tr("Short guide"))
        self.page.setHtml(html(keys))
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.space_l, SIZES.space_l, SIZES.space_l, SIZES.space_l)
        column.setSpacing(SIZES.space_m)
        column.addWidget(self.page)
        column.addWidget(close_only(self))
        room = self.screen().availableSize()
        self.resize(min(_WIDE + 110, room.width() - 40), min(760, room.height() - 60))
        self.page.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self._worn != theme.tokens():  # the words have their own ink
            self._worn = theme.tokens()
            place = self.page.verticalScrollBar().value()
            self.page.setHtml(html(self._keys))
            self.page.verticalScrollBar().setValue(place)
        super().changeEvent(event)


def html(keys: Mapping[str, tuple[str, ...]]) -> str:
    """The guide as a page in the colors of the theme that is shown, with the keys that actions have, by id."""
    t = theme.tokens()
    parts = [f'<h1 style="font-size:{SIZES.text_title}px; color:{t.text}">{escape(tr(_TITLE))}</h1>']
    for title, picture, text in STEPS:
        path = picture_file(picture)
        wide, tall = _shown_size(path)
        parts += [
            f'<h2 style="font-size:{SIZES.text_large}px; color:{t.text}; margin-top:{SIZES.space_xl}px">'
            f"{escape(tr(title))}</h2>",
            f'<p style="color:{t.text}">{escape(tr(with_keys_named(text, keys)))}</p>',
            f'<p><img src="{path.as_uri()}" width="{wide}" height="{tall}"></p>',
        ]
    parts.append(
        f'<p style="color:{t.text}; margin-top:{SIZES.space_xl}px">{escape(tr(with_keys_named(_MORE, keys)))}</p>'
    )
    return "".join(parts)


def picture_file(name: str) -> Path:
    """The file of a picture: the window in the theme that is shown, light or dark, and in the language that is spoken,
    or in English where there is none of that."""
    folder = PICTURES / "light" if theme.tokens().name == "light" else PICTURES
    own = folder / chosen() / f"{name}.png"
    return own if own.is_file() else folder / f"{name}.png"


def _shown_size(path: Path) -> tuple[int, int]:
    """Px that a picture has on the page: half its own, for it is taken at twice the size."""
    size = QImageReader(str(path)).size()
    wide = min(size.width() // 2, _WIDE)
    return wide, round(wide * size.height() / max(1, size.width()))
