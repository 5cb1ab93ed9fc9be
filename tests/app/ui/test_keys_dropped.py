"""Several pictures dropped as keys: each goes to the frame in its name, and what has none is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.ui.dialogs.asking import Choice

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


def test_a_key_named_for_another_frame_is_laid_where_it_was_dropped_and_can_be_moved_there(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)
    version = shot.folder / "walk_v3.png"
    version.write_bytes(shot.color[1].read_bytes())

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.until(lambda: not driver.window.errands.busy, "the import to end")
        document, playhead = driver.workspace.document, driver.workspace.playhead
        for path, number in ((version, 1), (shot.color[1], 2)):
            playhead.go(number)
            driver.drop(driver.page.canvas, QPoint(30, 30), [path])
            await driver.until(lambda number=number: document.shot.key(number), "the key")
        own = document.shot.key(2)
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[4]])
        words = '"0005.png" was laid on frame 2; the number in its name is 5.'
        await driver.until(lambda: words in driver.said, "the notice")
        assert not any("walk_v3.png" in said or '"0002.png" was laid' in said for said in driver.said)
        laid = document.shot.key(2)
        assert laid != own
        assert any(said.startswith("Frame 2: This key seems to lie") for said in driver.said)
        notice = next(notice for notice in driver.window.notices.shown if notice.sentence == words)
        driver.press_button(notice, "Move to frame 5")
        assert document.shot.key(5) == replace(laid, number=5)
        assert document.shot.key(2) == own, "what lay there is back"
        assert playhead.number == 5
        assert words not in driver.said
        offers = "Frame 2: This key seems to lie"
        await driver.until(lambda: not any(said.startswith(offers) for said in driver.said), "what is no longer so", 10)
        document.undo_stack.undo()
        assert (document.shot.key(2), document.shot.key(5)) == (laid, None)

    drive(body)


def test_one_picture_dropped_beside_the_frame_becomes_its_key_by_default(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)
    for path in shot.color:  # painted in grays alone
        gray = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        assert gray is not None
        cv2.imwrite(str(path), gray)

    async def asked(driver, path: Path) -> Choice:
        driver.drop(driver.window, QPoint(5, 5), [path])
        return await driver.dialog(Choice)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.until(lambda: not driver.window.errands.busy, "the import to end")
        document, line = driver.workspace.document, driver.workspace.document.shot.line
        driver.workspace.playhead.go(3)
        question = await asked(driver, shot.color[2])
        answers = ["Lay it as a key", "Begin a new shot", "Replace the line art", "Cancel"]
        assert [button.text() for button in question.buttons] == answers
        assert question.buttons[0].isDefault()
        assert "all 6 pictures" in question.detail
        assert "frame 3" in question.detail
        QTest.keyClick(question, Qt.Key.Key_Return)
        await driver.until(lambda: document.shot.key(3), "the key")
        assert document.shot.line == line
        question = await asked(driver, shot.color[2])
        assert [button.text() for button in question.buttons][:2] == ["Begin a new shot", "Lay it as a key"]
        question.reject()
        driver.workspace.playhead.go(4)
        driver.drop(driver.window, QPoint(5, 5), [shot.color[3]])
        driver.workspace.playhead.go(5)  # while sequences are still looked for
        question = await driver.dialog(Choice)
        assert "A key is laid on frame 4." in question.detail
        driver.press_button(question, "Lay it as a key")
        await driver.until(lambda: document.shot.key(4), "the key where the picture was dropped")
        assert document.shot.key(5) is None

    drive(body)


def test_keys_that_belong_to_no_frame_are_named_and_the_others_laid(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)
    dropped = [
        shot.folder / name for name in ("front.png", "back.png", "key_0003.png", "late_0040.png", "last_0006.png")
    ]
    for path, color in zip(dropped, shot.color, strict=False):
        path.write_bytes(color.read_bytes())
    dropped[2].write_bytes(b"no picture")

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.until(lambda: not driver.window.errands.busy, "the import to end")
        driver.drop(driver.page.canvas, QPoint(30, 30), dropped)
        driver.press_button(await driver.dialog(), "Lay them as keys")
        document = driver.workspace.document
        await driver.until(lambda: document.shot.key(6), "the key after those that cannot be laid")
        assert [key.number for key in document.shot.keys] == [6]
        bare = next(text for text in driver.said if text.startswith("No frame number is in these names: "))
        assert '"front.png"' in bare
        assert '"back.png"' in bare
        assert 'These are for frames outside the shot (1 to 6): "late_0040.png".' in driver.said
        assert any(text.startswith('Frame 3 got no key: "key_0003.png"') for text in driver.said)

    drive(body)


def test_a_folder_of_keys_is_laid_by_the_numbers_in_their_names(
    drive: Callable, make_shot: Callable, tmp_path: Path
) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)
    keys = tmp_path / "painted"
    keys.mkdir()
    for number in (2, 5):
        (keys / f"{number:04d}.png").write_bytes(shot.color[number - 1].read_bytes())

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.until(lambda: not driver.window.errands.busy, "the import to end")
        document, line = driver.workspace.document, driver.workspace.document.shot.line
        for place, at in ((driver.page.canvas, QPoint(30, 30)), (driver.page.timeline, driver.on_timeline(4))):
            driver.drop(place, at, [keys])
            question = await driver.dialog(Choice)
            answers = ["Lay them as keys", "Begin a new shot", "Replace the line art", "Cancel"]
            assert [button.text() for button in question.buttons] == answers
            question.reject()
            await driver.until(lambda: not driver.window.errands.busy, "the question to go")
        driver.drop(driver.window, QPoint(5, 5), [keys])
        driver.press_button(await driver.dialog(Choice), "Lay them as keys")
        await driver.until(lambda: len(document.shot.keys) == 2, "the keys")
        assert [key.number for key in document.shot.keys] == [2, 5]
        assert document.shot.line == line
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.line_folder])
        question = await driver.dialog(Choice)
        assert question.buttons[0].text() == "Begin a new shot", "as many as there are drawings may be another shot"
        question.reject()
        late = keys / "0040.png"
        late.write_bytes(shot.color[0].read_bytes())
        driver.drop(driver.page.canvas, QPoint(30, 30), [keys])
        question = await driver.dialog(Choice)
        assert "Lay them as keys" not in [button.text() for button in question.buttons]
        question.reject()

    drive(body)


def test_what_is_true_of_several_keys_is_said_once(drive: Callable, make_shot: Callable, tmp_path: Path) -> None:
    shot = make_shot(tmp_path / "walk", frames=6)
    for path in shot.color:  # no line is seen on them
        color = cv2.imread(str(path))
        assert color is not None
        color[:] = (200, 160, 90)
        cv2.imwrite(str(path), color)

    async def body(driver) -> None:
        await driver.begin(shot.line_folder)
        await driver.until(lambda: not driver.window.errands.busy, "the import to end")
        driver.drop(driver.page.canvas, QPoint(30, 30), [shot.color[0], shot.color[1], shot.color[3]])
        driver.press_button(await driver.dialog(Choice), "Lay them as keys")
        await driver.until(lambda: len(driver.workspace.document.shot.keys) == 3, "the keys")
        strange = "This picture does not seem to belong to this drawing; check the frame number."
        await driver.until(lambda: f"Frames 1-2 and 4: {strange}" in driver.said, "what there is to say")
        assert sum(strange in text for text in driver.said) == 1

    drive(body)
