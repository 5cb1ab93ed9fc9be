"""What the artist reads before a run of LongAnimation: the memory that the engine tells of, and room on the disk."""

from __future__ import annotations

import shutil
import threading
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_choosing import begin, box, pick

from app.render.forecast import Forecast
from app.ui.panels.generate_box import disk_short, disk_words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform
Usage = namedtuple("Usage", "total used free")


def test_the_engines_word_on_memory_is_shown_for_trained_networks_alone(
    drive: Callable, make_shot: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    shot = make_shot(tmp_path / "walk", frames=100, size=(64, 48))

    async def body(driver) -> None:
        await begin(driver, shot, 1)
        document, generating, chooser = driver.workspace.document, driver.page.panel.generating, box(driver)
        assert not generating.memory.isVisible()
        pick(chooser.colorizer, "LongAnimation")
        hello = driver.workspace.coloring.queue.hello
        (told,) = (info for info in hello.colorizers if info.name == "longanimation")
        await driver.until(generating.memory.isVisible, "the word on memory", 5)
        assert generating.memory.text() == told.memory
        assert f"eeds about {told.memory_needed / 1e9:.0f} GB of " in told.memory
        assert f"{told.memory_free / 1e9:.0f} GB is free" in told.memory
        assert generating.next.text() == (
            "2 segments to color, 100 frames. First time on this computer: no forecast yet."
        )
        assert not generating.disk.isVisible()

        before = document.shot
        document.edit("Color small", replace(before, settings=(*before.settings, ("working_height", 320))))
        await driver.until(lambda: not generating.memory.isVisible(), "the figures, those of another size, to go", 5)
        document.edit("Color as before", before)
        await driver.until(generating.memory.isVisible, "the word on memory", 5)
        QTest.mouseClick(chooser.details, Qt.MouseButton.LeftButton)
        pick(chooser.weights, "Tiny (untrained)")
        await driver.until(lambda: not generating.memory.isVisible(), "the word on memory to go", 5)
        assert chooser.note.text().startswith("Untrained")

    drive(body)


def test_a_disk_with_too_little_room_is_told_of_and_looked_at_beside_the_window(
    drive: Callable, make_shot: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shot = make_shot(tmp_path / "walk", frames=100, size=(64, 48))
    threads: list[threading.Thread] = []

    def usage(_folder: Path) -> Usage:
        threads.append(threading.current_thread())
        return Usage(10**9, 10**9 - 10**6, 10**6)

    async def body(driver) -> None:
        await begin(driver, shot, 1)
        generating, chooser = driver.page.panel.generating, box(driver)
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", usage)
            pick(chooser.colorizer, "LongAnimation")
            await driver.until(generating.disk.isVisible, "the word about the disk")
            # 81 + 36 frames of 64 x 48 pixels of 3 bytes, and far more for their joins on a canvas of 768 x 576
            assert generating.disk.text() == (
                "This may take up to 45 MB on disk, but only 1.0 MB is free. Free some space first."
            )
        assert threads
        assert threading.main_thread() not in threads
        pick(chooser.colorizer, "Draft")
        await driver.until(lambda: not generating.disk.isVisible(), "the word about the disk to go", 5)

    drive(body)


@pytest.mark.parametrize(
    ("disk", "free", "large", "short"),
    [
        (4_900_000_000, 80_000_000_000, "", ""),
        (5_100_000_000, 80_000_000_000, " Up to 5.1 GB on disk.", ""),
        (21_400_000_000, None, " Up to 21 GB on disk.", ""),
        (4_900_000_000, 340_000_000, "", "4.9 GB on disk, but only 340 MB is free."),
    ],
)
def test_the_disk_is_spoken_of_where_it_matters(disk: int, free: int | None, large: str, short: str) -> None:
    forecast = Forecast(2, 100, None, disk, free)
    assert disk_words(forecast) == large
    assert short in disk_short(forecast)
    assert bool(disk_short(forecast)) is bool(short)
