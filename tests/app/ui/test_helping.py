"""Help in the window: the guide with its pictures, diagnostics in one file, the timeline for editing programs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import opentimelineio as otio
import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextBlock, QTextDocument, QTextFragment
from PySide6.QtWidgets import QApplication, QFileDialog

from app.ui import theme
from app.ui.actions.keys import keys_of_all
from app.ui.dialogs.guide import PICTURES, STEPS, GuideDialog, html, picture_file

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_the_guide_stands_beside_the_work_and_has_a_picture_for_each_step(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.opened()
        await driver.keyboard()
        driver.key(Qt.Key.Key_F1, SHIFT)
        found = [part for part in QApplication.topLevelWidgets() if isinstance(part, GuideDialog)]
        assert [part.isModal() for part in found] == [False]
        page = found[0].page
        assert all(title in page.toPlainText() for title, _, _ in STEPS)
        image = QTextDocument.ResourceType.ImageResource.value
        for _, picture, _ in STEPS:
            url = QUrl((PICTURES / f"{picture}.png").as_uri())
            shown = page.document().resource(image, url)
            assert isinstance(shown, QImage)
            wide = round(shown.deviceIndependentSize().width())
            assert f'width="{wide}"' in html(keys_of_all({})), (
                "as large as it is shown: the page itself would leave out lines of it"
            )
            assert not QImage(url.toLocalFile()).isNull(), picture
        await driver.act("guide")
        assert len([part for part in QApplication.topLevelWidgets() if isinstance(part, GuideDialog)]) == 1
        found[0].reject()

    drive(body, "--sample")


def test_an_open_guide_wears_another_theme_at_once(drive: Callable) -> None:
    async def body(driver) -> None:
        await driver.act("theme_dark")
        await driver.act("guide")
        guide = next(part for part in QApplication.topLevelWidgets() if isinstance(part, GuideDialog))
        bar = guide.page.verticalScrollBar()
        for name in ("light", "contrast", "dark"):
            bar.setValue(120)
            await driver.act(f"theme_{name}")
            inks = {
                piece.charFormat().foreground().color().name()
                for block in _blocks(guide.page.document())
                for piece in _pieces(block)
                if not piece.charFormat().isImageFormat()
            }
            assert inks == {QColor(theme.tokens().text).name()}
            named = guide.page.document().toHtml()
            grounds = {
                QImage(str(picture_file(picture))).pixelColor(2, 40).lightness() > 127 for _, picture, _ in STEPS
            }
            assert grounds == {name == "light"}, "its pictures are of the window in that theme"
            assert all(picture_file(picture).as_uri() in named for _, picture, _ in STEPS)
            assert bar.value() == 120, "at the place that was read"
        guide.reject()

    drive(body, "--sample")


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _pieces(block: QTextBlock) -> Iterator[QTextFragment]:
    at = block.begin()
    while not at.atEnd():
        yield at.fragment()
        at += 1


def test_diagnostics_are_saved_from_the_window(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "Kirschbluete", frames=4, size=(64, 48))

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.act("save_diagnostics")
        await driver.name_file(tmp_path / "faults.zip")
        await driver.until(lambda: any("Look through it" in said for said in driver.said), "the file", 180)

    drive(body)
    with zipfile.ZipFile(tmp_path / "faults.zip") as file:
        texts = [file.read(name).decode() for name in file.namelist()]
    assert any('"gaps": 0' in text for text in texts)
    assert not any("kirschbluete" in text.casefold() for text in texts)
    assert not any(str(tmp_path) in text for text in texts)


def test_the_timeline_is_exported_from_the_window(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=6, size=(64, 48))
    out = tmp_path / "cut" / "walk.otio"
    out.parent.mkdir()

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        driver.drop(driver.page.timeline, driver.on_timeline(1), [shot.color[0]])
        for action in ("generate", "regenerate"):
            await driver.act(action)
            await driver.until(lambda: driver.workspace.coloring.queue.busy, "coloring")
            await driver.idle()
        assert len(driver.workspace.document.takes) == 2
        await driver.act("export_timeline")
        files = await driver.dialog(QFileDialog)
        assert files.nameFilters() == ["OpenTimelineIO (*.otio)"], "the kind of file is named"
        await driver.name_file(out)
        dialog = await driver.dialog()
        driver.press_button(dialog, "All takes")
        await driver.until(lambda: any("Wrote" in said for said in driver.said), "the timeline")
        assert any('Wrote "walk.otio" with 1 clip, and 12 pictures beside it.' in said for said in driver.said)
        await driver.act("export_timeline")
        await driver.name_file(out)
        await driver.until(lambda: any("exists already" in said for said in driver.said), "the refusal")

    drive(body)
    timeline = otio.adapters.read_from_file(str(out))
    assert isinstance(timeline, otio.schema.Timeline)
    clip = next(iter(timeline.find_clips()))
    assert set(clip.media_references()) == {"shown", "take 1"}
