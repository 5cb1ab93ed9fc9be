"""Pictures make room for whatever else the app holds, and the system has large blocks back at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np
import psutil
import pytest

from app.ui.viewer.scales import APP, AROUND, Scales, room

MB = 1_000_000


def test_room_is_what_the_rest_leaves():
    frame = 1920 * 1080 * 4
    assert room(4000 * MB, 0, 1920, 1080) == 4000 * MB - APP - AROUND * frame
    assert room(4000 * MB, APP, 1920, 1080) == room(4000 * MB, 0, 1920, 1080), "as much as was reckoned with"
    assert 4000 * MB - 1100 * MB < room(4000 * MB, 1000 * MB, 1920, 1080) < 4000 * MB - 1000 * MB
    assert room(4000 * MB, 3900 * MB, 1920, 1080) == 2000 * MB, "pictures keep the half"
    assert room(64 * MB, 0, 1920, 1080) == 32 * MB


@pytest.fixture
def scales() -> Iterator[Callable[[int], Scales]]:
    made: list[Scales] = []

    def make(allowed: int) -> Scales:
        made.append(Scales(allowed, 64, 36, lambda: 0))
        return made[-1]

    yield make
    for each in made:
        each.close()


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_the_app_takes_up_pictures_give_back(scales: Callable[[int], Scales]):
    held = psutil.Process().memory_info().rss
    weighed, told = scales(4 * held + 4 * APP), []
    begun = weighed.room
    weighed.begin(told.append)
    more = np.ones(max(0, APP - held) + 100 * MB, np.uint8)
    until(lambda: told and told[-1] < begun - 100 * MB)
    assert weighed.room == told[-1]
    weighed.expect(8 * held + 8 * APP, 64, 36)
    until(lambda: weighed.room > begun)
    assert more.all()


def test_closed_scales_weigh_no_more(scales: Callable[[int], Scales]):
    weighed = scales(8 * APP)
    weighed.close()
    weighed = scales(8 * APP)
    weighed.begin(lambda _: None)
    weighed.close()
    before = weighed.room
    weighed.expect(16 * APP, 64, 36)
    time.sleep(0.05)
    assert weighed.room == before
