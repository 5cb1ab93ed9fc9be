"""Lines in the colors of the keys, from the option beside Generate to the canvas, the palette and the export."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.media.pictures import ShotPictures, describe, parts_of, render
from app.media.plates import plate_of
from app.project.colorizers import line_colors, with_colorizer, with_preset
from engine.imaging.stills import read_still

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
PURPLE = (90, 20, 130)  # no color of the figure is like it
BETWEEN = 10


@pytest.fixture(scope="module")
def traced_key(timeline_shot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key on frame 1, its lines in a color of their own."""
    ink = 255 - read_still(timeline_shot.line[0])
    key = read_still(timeline_shot.color[0]) + ink[..., None] * (np.array(PURPLE) / 255)
    path = tmp_path_factory.mktemp("traced") / "key.png"
    assert cv2.imwrite(str(path), np.rint(key).astype(np.uint8)[..., ::-1])
    return path


def canvas(driver) -> np.ndarray:
    """(H, W, 3) uint8: what the canvas shows."""
    image = driver.page.canvas.image
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return raw[:, : image.width(), 2::-1]


def exported(driver, layer) -> np.ndarray:
    document = driver.workspace.document
    return ShotPictures(document.shot, document.segments, document.folder).picture(BETWEEN, layer)


async def generate(driver) -> None:
    document = driver.workspace.document
    await driver.act("generate")
    await driver.until(lambda: all(segment.fresh for segment in document.segments), "the takes", 240)
    await driver.idle()


def test_frames_between_keys_are_shown_and_exported_with_the_keys_lines(drive, timeline_shot, traced_key):
    async def body(driver) -> None:
        await driver.begin(timeline_shot.line_folder)
        driver.drop(driver.page.timeline, driver.on_timeline(1), [traced_key])
        document = driver.workspace.document
        await driver.until(lambda: document.shot.keys, "a key")
        await generate(driver)
        ink = 255 - read_still(timeline_shot.line[BETWEEN - 1]).astype(int)
        black = exported(driver, "color") * ((255 - ink) / 255)[..., None]
        wanted = black + ink[..., None] * (np.array(PURPLE) / 255)
        picture = exported(driver, "picture")
        assert (np.abs(picture - wanted).max(axis=2)[ink > 0] <= 2).mean() > 0.9
        driver.workspace.playhead.go(BETWEEN)
        await driver.until(lambda: np.array_equal(canvas(driver), picture), "the canvas")
        key = describe(document.shot, document.segments, document.folder, BETWEEN, "picture")
        plate = plate_of(key, parts_of(key))
        assert plate is not None
        filled = np.zeros((*picture.shape[:2], 4), np.uint8)
        plate.fill(key.colors, filled)
        assert np.array_equal(filled[..., 2::-1], picture)
        laid = describe(document.shot, document.segments, document.folder, 1, "picture")
        assert np.array_equal(render(laid), read_still(traced_key)), "the key itself stays bit for bit"

        option, before = driver.page.panel.generating.colorizer.lines, [each.inputs for each in document.segments]
        assert option.isVisible()
        assert option.isChecked()
        driver.page.timeline.selected_segment = 0
        await driver.act("lock")
        option.click()
        many = len(document.segments) - 1
        told = f"{many} segments are stale now: " if many > 1 else "1 segment is stale now: "
        assert any(said.startswith(told) for said in driver.said), "a locked one stays as it is, so it is not counted"
        await driver.act("undo")
        await driver.act("undo")
        assert not document.segments[0].locked
        await driver.until(option.isChecked, "the option")
        option.click()
        assert not line_colors(document.shot)
        assert not any(segment.fresh for segment in document.segments)
        assert any("stale now: " in said for said in driver.said), "what that leads to is told"
        await driver.act("undo")
        assert [each.inputs for each in document.segments] == before, "one step takes it back"
        assert not any("stale now: " in said for said in driver.said)
        await driver.until(option.isChecked, "the option")
        option.click()
        await generate(driver)
        assert np.abs(exported(driver, "picture") - black).max() <= 1
        await driver.until(lambda: np.abs(canvas(driver) - black).max() <= 1, "the lines as they are drawn")
        option.click()
        assert [each.inputs for each in document.segments] == before
        assert np.array_equal(exported(driver, "picture"), picture), "the takes of before are shown again"

    drive(body)


def test_the_option_is_drafts(drive, timeline_shot):
    async def body(driver) -> None:
        await driver.begin(timeline_shot.line_folder)
        document, option = driver.workspace.document, driver.page.panel.generating.colorizer.lines
        document.edit("Colorizer", with_preset(document.shot, "quick", untrained=True))
        await driver.until(lambda: not option.isVisible(), "no such option")
        document.edit("Colorizer", with_colorizer(document.shot, "draft"))
        await driver.until(option.isVisible, "the option")
        option.click()
        assert document.undo_stack.undoText() == "Lines as they are drawn"
        await driver.act("undo")
        assert line_colors(document.shot)
        await driver.until(option.isChecked, "the option")

        option.click()
        chosen, chooser = document.shot, driver.page.panel.generating.colorizer.colorizer
        document.edit("Colorizer", with_preset(document.shot, "quick", untrained=True))
        await driver.until(lambda: not option.isVisible(), "no such option")
        await driver.until(lambda: chooser.findData("draft") >= 0, "Draft on offer")
        chooser.setCurrentIndex(chooser.findData("draft"))
        chooser.activated.emit(chooser.currentIndex())
        assert document.shot == chosen, "what was said of lines counts for Draft again"
        await driver.until(lambda: option.isVisible() and not option.isChecked(), "the option, off")

    drive(body)
