"""Room for pictures: taken from the system once, used again, and given back."""

from __future__ import annotations

import gc
import os
import queue
import subprocess
import sys
import threading

import numpy as np
import pytest
from PySide6.QtGui import QImage

from app import memory
from app.memory import LARGE, Blocks, blocks, with_large_pages
from app.ui.viewer.pixels import image_of

MB = 1_000_000
RGB32 = QImage.Format.Format_RGB32
linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems' memory is taken as Qt takes it")


def taken(room: Blocks, size: int) -> memoryview:
    block = room.take(size)
    assert block is not None
    return block


def address(block: memoryview) -> int:
    return np.frombuffer(block, np.uint8).ctypes.data


@linux
def test_a_free_block_is_used_again_for_the_same_size_alone():
    room = Blocks()
    first = taken(room, 4 * MB)
    at = address(first)
    assert room.spare == 0
    del first
    assert room.spare >= 4 * MB
    other, same = taken(room, 5 * MB), taken(room, 4 * MB)
    assert address(other) != at
    assert address(same) == at
    assert room.spare == 0


@linux
def test_spare_blocks_are_bounded_and_the_latest_are_kept():
    room = Blocks(spare=10 * MB)
    held = [taken(room, size * MB) for size in (4, 5, 6)]
    latest = address(held[2])
    while held:
        held.pop(0)
        gc.collect()
    assert 6 * MB <= room.spare <= 10 * MB
    assert address(taken(room, 6 * MB)) == latest


@linux
def test_a_block_larger_than_all_spare_room_goes_back_at_once():
    room = Blocks(spare=4 * MB)
    block = taken(room, 8 * MB)
    del block
    assert room.spare == 0


@linux
def test_who_lets_go_of_many_pictures_does_not_wait_for_the_system(monkeypatch: pytest.MonkeyPatch):
    room, waiting, thread = Blocks(spare=5 * MB), queue.SimpleQueue[tuple[int, int]](), memory._unmapping.blocks
    held = [taken(room, 4 * MB) for _ in range(3)]
    monkeypatch.setattr(memory._unmapping, "blocks", waiting)  # as if its thread was busy with others
    held.clear()
    assert waiting.qsize() == 2, "and one is kept"
    while not waiting.empty():
        thread.put(waiting.get())


def test_small_room_is_left_to_the_library():
    assert blocks.take(LARGE - 1) is None


@linux
def test_more_than_there_is_raises():
    with pytest.raises(MemoryError):
        Blocks().take(1 << 60)


@linux
def test_many_threads_take_and_give_at_once_and_none_gets_anothers():
    room, wrong = Blocks(spare=16 * MB), list[int]()

    def work(own: int) -> None:
        for turn in range(40):
            pixels = np.frombuffer(taken(room, LARGE + 4096 * (turn % 3)), np.uint8)
            pixels[:] = own
            if (pixels != own).any():
                wrong.append(own)

    threads = [threading.Thread(target=work, args=(own,)) for own in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert 0 < room.spare <= 16 * MB


@linux
def test_an_image_keeps_its_block_for_as_long_as_any_copy_of_it_lives():
    before = blocks.spare
    image, pixels = image_of(1500, 1000, RGB32)
    pixels[:] = 7
    copy = QImage(image)
    del image, pixels
    gc.collect()
    assert blocks.spare <= before
    others = [image_of(1500, 1000, RGB32) for _ in range(3)]
    for _, other in others:
        other[:] = 9
    assert copy.pixel(700, 500) & 0xFFFFFF == 0x070707
    now = blocks.spare
    del copy
    gc.collect()
    assert blocks.spare > now


def test_an_image_that_is_painted_on_while_a_copy_is_held_leaves_the_copy_alone():
    image, pixels = image_of(1500, 1000, RGB32)
    pixels[:] = 7
    copy = QImage(image)
    copy.fill(0xFF090909)
    assert image.pixel(0, 0) & 0xFF == 7
    assert pixels[0, 0, 0] == 7


KEPT = """
import sys
import time
import numpy as np
import psutil
from PySide6.QtGui import QImage
from app.memory import blocks, use_heaps
from app.ui.viewer.pixels import image_of

use_heaps()
kept = []
for turn in range(100):
    image, pixels = image_of(1500, 1000, QImage.Format.Format_RGB32)
    pixels[:] = np.ones((1000, 1500, 4), np.uint8)
    kept.append(image)
del image, pixels
full = psutil.Process().memory_info().rss
kept = kept[::2]
deadline = time.monotonic() + 20
while (given := full - psutil.Process().memory_info().rss + blocks.spare) < 290e6 and time.monotonic() < deadline:
    time.sleep(0.01)
print(given)
"""


@linux
def test_pictures_that_go_are_given_back_from_between_those_that_stay():
    done = subprocess.run([sys.executable, "-c", KEPT], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 290 * MB, "fifty of 6 MB"


MADE = """
import sys
import numpy as np
import psutil
from app.memory import use_heaps

if sys.argv[1] == "heaps":
    use_heaps()
made = np.ones(20_000_000, np.uint8)
full = psutil.Process().memory_info().rss
del made
print(full - psutil.Process().memory_info().rss)
"""


@pytest.mark.skipif(
    "CS_GNU_LIBC_VERSION" not in getattr(os, "confstr_names", {}), reason="other C libraries have their own ways"
)
def test_the_room_that_a_picture_was_made_in_stays_for_the_next_one():
    def given_back(how: str) -> int:
        done = subprocess.run([sys.executable, "-c", MADE, how], capture_output=True, text=True, check=True)
        return int(done.stdout)

    assert given_back("heaps") < 2 * MB
    assert given_back("none") > 18 * MB, "else nothing need be done about it"


@linux
def test_a_block_that_becomes_free_in_the_midst_of_a_change_is_kept_all_the_same():
    room = Blocks()
    block = taken(room, 4 * MB)
    with room._change:  # as if the collector found it while this thread takes another one
        del block
    assert room.spare >= 4 * MB


@pytest.mark.skipif(sys.platform != "linux", reason="glibc reads it")
def test_what_the_environment_says_of_pages_stays():
    made = with_large_pages({"GLIBC_TUNABLES": "glibc.malloc.perturb=3", "NUMPY_MADVISE_HUGEPAGE": "1"})
    if "hugetlb" in made["GLIBC_TUNABLES"]:  # else the library here is too old for it
        assert made["GLIBC_TUNABLES"] == "glibc.malloc.perturb=3:glibc.malloc.hugetlb=1"
    assert made["NUMPY_MADVISE_HUGEPAGE"] == "1"
    own = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=0"}
    assert with_large_pages(own) == own
