"""Shots of every length come back whole: as many frames out as in, of the shot's size, keys bit for bit."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import numpy as np
import pytest
from shots import LENGTH, SHARED, SIZE, colored, drawn, pictures, read, spans

from engine.longanimation.colorizer import LongAnimationColorizer
from engine.longanimation.models.memory_encoder import LONGEST
from engine.protocol.messages import Note, Preview, Progress


@pytest.mark.parametrize("frames", [1, 14, 80, 81, 82])
def test_as_many_frames_out_as_in(make_shot, tmp_path, colorizer, frames: int) -> None:
    key = (frames + 1) // 2
    shot = drawn(make_shot, tmp_path, frames, keys=(key,))
    done = colored(shot.request, colorizer)
    assert [(one.first_frame, one.first_frame + one.shape[0] - 1) for one in done] == spans(frames)
    for one, (first, last) in zip(done, spans(frames), strict=True):
        seen = pictures(one.path)
        assert seen.shape == (last - first + 1, SIZE[1], SIZE[0], 3)
        if first <= key <= last:
            np.testing.assert_array_equal(seen[key - first], read(shot.color[key - 1]))


@pytest.mark.parametrize("size", [(101, 67), (50, 90), (17, 16)])
def test_any_size_comes_back_at_its_size(make_shot, tmp_path, colorizer, size: tuple[int, int]) -> None:
    shot = drawn(make_shot, tmp_path, 5, size=size, keys=(2,))
    (done,) = colored(shot.request, colorizer)
    assert done.shape == (5, size[1], size[0], 3)
    np.testing.assert_array_equal(pictures(done.path)[1], read(shot.color[1]))


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("frames", [145, *(pytest.param(many, marks=pytest.mark.long) for many in (500, 1000))])
def test_long_shots_come_back_whole_in_even_memory(make_shot, tmp_path, frames: int) -> None:
    shot = drawn(make_shot, tmp_path, frames, hold=2)
    begun, peaks, covered = time.monotonic(), [], set()
    for event in LongAnimationColorizer().colorize(shot.request, lambda: False):
        if isinstance(event, Progress | Preview | Note):
            continue
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        covered |= set(range(event.first_frame, event.first_frame + event.shape[0]))
        assert Path(event.path).is_file()
    assert covered == set(range(1, frames + 1))
    print(
        f"{frames} frames: {time.monotonic() - begun:.1f} s, peak MB after each segment {[round(it) for it in peaks]}"
    )
    full = min(LONGEST // (LENGTH - SHARED), len(peaks) - 1)  # from this segment on no more frames are remembered
    assert peaks[-1] - peaks[full] < 40
    if len(peaks) > 4:
        assert peaks[-1] - peaks[2] < 40  # the memory of 1,000 tiny frames is about 13 MB
