"""Where a swatch is used: in which frames, on the timeline and in words, gone through by keys; and model sheets as part
of what frames are checked against."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from flawed_takes import BODY, FOREIGN, HEIGHT, SKY, WIDTH, make_project, repainted, write_take
from PySide6.QtCore import Qt

from app.media.checked import check_of, checked
from app.media.sheets import bring_in
from app.media.whereabouts import SearchStopped, used_in_key, used_in_take
from app.project.model import Project, Span, with_sheet
from app.project.storage import save_project

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
FLAWS = {number: repainted(1, 3) for number in (4, 5, 9)}  # a body that is green
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose take has a green body on 4, 5 and 9; elsewhere it is red as in the key."""
    folder = tmp_path / "green.shiage"
    write_take(folder, make_project(folder, tmp_path / "drawn"), FLAWS)
    return folder


@pytest.mark.parametrize("indexed", [True, False], ids=["flats", "pixels with grain"])
def test_the_frames_of_a_take_with_a_color_are_found(tmp_path: Path, indexed: bool):
    folder = tmp_path / "p.shiage"
    take = write_take(folder, make_project(folder, tmp_path / "drawn"), FLAWS, indexed=indexed)
    assert used_in_take(folder / take.path, [FOREIGN]) == (3, 4, 8)
    assert used_in_take(folder / take.path, [BODY]) == (0, 1, 2, 5, 6, 7, 9, 10, 11)
    assert used_in_take(folder / take.path, [BODY, FOREIGN]) == tuple(range(12))
    assert used_in_take(folder / take.path, [(1, 2, 3)]) == ()
    with pytest.raises(SearchStopped):
        used_in_take(folder / take.path, [SKY], lambda: True)


def test_a_key_with_a_color_is_found_and_a_speck_is_none(tmp_path: Path):
    image = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    image[10:20, 10:20] = BODY
    image[50, 50] = FOREIGN
    cv2.imwrite(str(tmp_path / "key.png"), image[..., ::-1])
    assert used_in_key(tmp_path / "key.png", [BODY])
    assert not used_in_key(tmp_path / "key.png", [FOREIGN])


def test_a_swatch_is_found_told_gone_through_and_ended(drive: Callable, project: Path) -> None:
    async def body(driver) -> None:
        await driver.opened()
        page, table, uses = driver.page, driver.window.actions_table, driver.workspace.uses
        palettes, playhead = page.panel.palettes, driver.workspace.playhead
        await driver.until(lambda: palettes.nearest(BODY), "the swatches")
        palettes.mark(palettes.nearest(BODY))
        await driver.until(table["find_swatch"].isEnabled, "the action")
        await driver.keyboard()
        page.canvas.setFocus()
        driver.key(Qt.Key.Key_F, CTRL)
        await driver.until(lambda: uses.spans == (Span(1, 3), Span(6, 8), Span(10, 12)), "the frames")
        await driver.until(lambda: not uses.waiting and palettes.used.isVisible(), "the words")
        assert palettes.used.text().endswith(" is in 9 of 12 frames: 1-3, 6-8 and 10-12.")
        assert page.timeline.looks.used == uses.spans
        assert "The swatch looked for is used here." in page.timeline.looks.words(Span(7, 7))
        assert page.timeline.looks.words(Span(5, 5)).find("looked for") < 0
        await driver.until(table["next_use"].isEnabled, "the way through them")
        for number in (6, 10, 1):
            driver.key(Qt.Key.Key_F3)
            assert playhead.number == number
        driver.key(Qt.Key.Key_F3, SHIFT)
        assert playhead.number == 10
        assert table["find_swatch"].isChecked()
        driver.key(Qt.Key.Key_F, CTRL)
        assert uses.spans == ()
        await driver.until(lambda: not palettes.used.isVisible(), "the words to go")

    drive(body, str(project))


def test_a_key_that_is_damaged_has_no_swatch_and_is_no_fault(
    drive: Callable, project: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def body(driver) -> None:
        await driver.opened()
        page, table, uses = driver.page, driver.window.actions_table, driver.workspace.uses
        palettes = page.panel.palettes
        await driver.until(lambda: palettes.nearest(BODY), "the swatches")
        (key,) = driver.workspace.document.shot.keys
        (project / key.path).write_bytes(b"damaged")
        palettes.mark(palettes.nearest(BODY))
        await driver.until(table["find_swatch"].isEnabled, "the action")
        await driver.keyboard()
        page.canvas.setFocus()
        driver.key(Qt.Key.Key_F, CTRL)
        await driver.until(lambda: uses.spans == (Span(2, 3), Span(6, 8), Span(10, 12)), "the frames of the take")

    drive(body, str(project))
    assert [record.exc_info for record in caplog.records if record.name == "app.ui.uses"] == [None]
    assert not any("failed" in record.message for record in caplog.records)


def test_a_color_of_a_model_sheet_is_not_off_the_model(tmp_path: Path):
    folder = tmp_path / "p.shiage"
    shot = make_project(folder, tmp_path / "drawn")
    take = write_take(folder, shot, FLAWS)
    check = check_of(shot, folder, take)
    assert check is not None
    assert {concern.kind for concern in checked(check)} == {"off_model"}
    sheet = np.full((60, 60, 3), 255, np.uint8)
    sheet[10:50, 10:50] = FOREIGN
    shot = with_sheet(shot, bring_in(sheet, folder))
    save_project(folder, Project((shot,)))
    check = check_of(shot, folder, take)
    assert check is not None
    assert "off_model" not in {concern.kind for concern in checked(check)}, "looked at anew with the sheet"
