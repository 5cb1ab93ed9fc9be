"""The shipped matcher at work: it knows parts again, whatever order they come in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from drawn import page

from engine.draft.drawing import Drawing, study
from engine.draft.matcher.known import Known
from engine.draft.matcher.matching import shipped_matcher
from engine.draft.matcher.weights import WEIGHTS
from engine.draft.tuning import Tuning
from engine.errors import JobCancelled

# A figure of parts unlike each other: a wide body, a small head, a long arm, a square foot.
PARTS = ((60, 60, 50, 60), (75, 34, 20, 24), (112, 66, 40, 9), (66, 124, 16, 14))
MOVED = ((90, 50, 50, 60), (106, 24, 20, 24), (142, 60, 40, 9), (96, 114, 16, 14))


def seen(*boxes: tuple[int, int, int, int]) -> Drawing:
    return study(page(*boxes), Tuning(), shipped_matcher())


def remembered(one: Drawing) -> Known:
    return Known(one.tokens, one.look, None, np.ones(one.regions.count, np.float32), key=True, distance=3)


def middles(one: Drawing, boxes: tuple[tuple[int, int, int, int], ...]) -> list[int]:
    """The region in the middle of each box."""
    return [int(one.regions.labels[y + high // 2, x + wide // 2]) for x, y, wide, high in boxes]


def test_parts_are_known_again_after_they_moved() -> None:
    before, after = seen(*PARTS), seen(*MOVED)
    chances = shipped_matcher().chances(after.tokens, after.look, [remembered(before)])
    assert chances.sum(axis=1) == pytest.approx(np.ones(len(chances)))
    there = middles(before, PARTS)
    assert [int(chances[region, :-1].argmax()) for region in middles(after, MOVED)] == there


def test_the_order_of_what_is_remembered_does_not_matter() -> None:
    one, two, now = seen(*PARTS), seen(*PARTS[:2]), seen(*MOVED)
    first = shipped_matcher().chances(now.tokens, now.look, [remembered(one), remembered(two)])
    second = shipped_matcher().chances(now.tokens, now.look, [remembered(two), remembered(one)])
    count = one.regions.count
    turned = np.concatenate([second[:, -1 - count : -1], second[:, : -1 - count], second[:, -1:]], axis=1)
    assert first == pytest.approx(turned, abs=1e-4)


def test_the_same_question_has_the_same_answer() -> None:
    before, after = seen(*PARTS), seen(*MOVED)
    ask = [shipped_matcher().chances(after.tokens, after.look, [remembered(before)]) for _ in range(2)]
    assert np.array_equal(ask[0], ask[1])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.replace(b'"version":"1"', b'"version":"0"'), "version 1"),
        (lambda data: data[:-5], "damaged"),
        (lambda data: data[:-5] + bytes([data[-5] ^ 1]) + data[-4:], "damaged"),
        (lambda data: data[:200], "not a matcher"),
        (lambda data: data.replace(b"F32", b"F16", 1), "damaged"),
        (lambda data: b"", "not a matcher"),
        (lambda data: data.replace(b'"size":', b'"sise":', 1), "damaged"),
        (lambda data: data.replace(b'"dtype":', b'"dtipe":', 1), "damaged"),
        (lambda data: data.replace(b"data_offsets", b"data_0ffsets", 1), "damaged"),
        (lambda data: data.replace(b'"eye.out.bias"', b'"eye.0ut.bias"', 1), "damaged"),
    ],
)
def test_a_file_of_another_version_or_a_damaged_one_is_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], said: str
) -> None:
    path = tmp_path / "other.safetensors"
    path.write_bytes(change(WEIGHTS.read_bytes()))
    with pytest.raises(ValueError, match=said):
        shipped_matcher(path)


def test_the_shipped_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size < 20_000_000


def test_whoever_waits_can_end_it_in_the_middle_of_a_drawing() -> None:
    before, after = seen(*PARTS), seen(*MOVED)
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked == 3:
            raise JobCancelled("enough")

    matcher = shipped_matcher().ended_by(check)
    with pytest.raises(JobCancelled):
        matcher.chances(after.tokens, after.look, [remembered(before)])
    asked = 0
    with pytest.raises(JobCancelled):
        matcher.look(after.tokens)
