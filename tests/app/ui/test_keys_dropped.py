"""Several pictures dropped as keys: each goes to the frame in its name, and what has none is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform


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
