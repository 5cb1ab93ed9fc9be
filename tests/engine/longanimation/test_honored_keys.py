"""Keys in finished frames: exact on their frame, leaned to around it, untouched where they are transparent."""

from __future__ import annotations

import numpy as np
import pytest

from engine.longanimation.keys import REACH, honored, weights


def clip(frames: int, size: tuple[int, int] = (24, 32)) -> list[np.ndarray]:
    draw = np.random.default_rng(3)
    return [draw.integers(60, 180, (*size, 3), dtype=np.uint8) for _ in range(frames)]


def test_a_key_stands_on_its_frame_bit_for_bit_and_nothing_is_changed_far_from_it() -> None:
    frames = clip(20)
    key = np.random.default_rng(4).integers(0, 256, frames[0].shape, dtype=np.uint8)
    seen = list(honored(iter(frames), {9: key}))
    assert len(seen) == 20
    np.testing.assert_array_equal(seen[9], key)
    for at in [*range(9 - REACH), *range(9 + REACH + 1, 20)]:
        np.testing.assert_array_equal(seen[at], frames[at])


@pytest.mark.parametrize("at", [0, 1, 10, 19])
def test_frames_around_lean_towards_the_key_less_with_distance(at: int) -> None:
    frames = [np.full((24, 32, 3), 100, np.uint8) for _ in range(20)]
    key = np.full((24, 32, 3), 150, np.uint8)
    seen = [int(frame[12, 16, 0]) for frame in honored(iter(frames), {at: key})]
    for place, value in enumerate(seen):
        assert value == 100 + 50 * max(0, REACH + 1 - abs(place - at)) // (REACH + 1), place


def test_two_keys_share_the_frames_between_them() -> None:
    assert weights(5, [4, 6]) == {4: 0.5, 6: 0.5}
    assert weights(5, [5]) == {5: 1.0}
    assert weights(5, [0, 20]) == {}
    frames = [np.full((8, 8, 3), 100, np.uint8) for _ in range(8)]
    bright, dark = np.full((8, 8, 3), 200, np.uint8), np.full((8, 8, 3), 0, np.uint8)
    seen = list(honored(iter(frames), {2: bright, 4: dark}))
    assert int(seen[3][0, 0, 0]) == 100  # the one asks for 100 more, the other for 100 less
    np.testing.assert_array_equal(seen[2], bright)
    np.testing.assert_array_equal(seen[4], dark)


def test_where_a_key_is_transparent_the_generated_frame_stands() -> None:
    frames = clip(9)
    key = np.zeros((24, 32, 4), np.uint8)
    key[6:18, 8:24] = (10, 200, 30, 255)
    seen = list(honored(iter(frames), {4: key}))
    np.testing.assert_array_equal(seen[4][6:18, 8:24], key[6:18, 8:24, :3])
    outside = np.ones((24, 32), bool)
    outside[6:18, 8:24] = False
    for at in range(9):
        np.testing.assert_array_equal(seen[at][outside], frames[at][outside])
    assert (seen[5][11, 16] != frames[5][11, 16]).any()


def test_at_most_a_few_frames_are_held_back() -> None:
    taken = 0

    def source() -> object:
        nonlocal taken
        for frame in clip(40):
            taken += 1
            yield frame

    for given, _ in enumerate(honored(source(), {20: clip(1)[0]}), 1):  # pyright: ignore[reportArgumentType]
        assert taken - given <= REACH
