"""Places are followed through drawings both ways, stay in their region, and are hidden where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
import pytest

from engine.imaging.tracking import SIDE, Motion, Place, Reel, Sketch, advance, follow, motion, sketch
from engine.training.clips import make_clip

WIDTH, HEIGHT = 320, 240


def drawn(left: float, head: bool = True, *, scale: int = 1) -> np.ndarray:
    """(H, W) uint8: a body, and a head above it, so far from the left side."""
    line = np.full((HEIGHT * scale, WIDTH * scale), 255, np.uint8)
    at = round(left * scale)
    cv2.rectangle(line, (at, 100 * scale), (at + 70 * scale, 200 * scale), 0, 2 * scale)
    if head:
        cv2.circle(line, (at + 35 * scale, 60 * scale), 30 * scale, 0, 2 * scale)
    return line


def follow_all(lines: Sequence[np.ndarray], points: Sequence[Mapping[int, Place]]) -> list[dict[int, Place]]:
    names = [str(hash(line.tobytes())) if (line < 255).any() else "" for line in lines]
    sketches: dict[int, Sketch] = {}
    for at, line in enumerate(lines):
        sketches[at] = sketch(line)

    def moved(one: int, other: int) -> Motion:
        return motion(sketches[one], sketches[other])

    way = follow(Reel(names, sketches.__getitem__, moved), points)
    while True:
        try:
            next(way)
        except StopIteration as done:
            return done.value


WALK = [drawn(20 + 4 * step) for step in range(12)]


def test_a_place_is_followed_both_ways_from_its_anchor() -> None:
    head, body = follow_all(WALK, [{5: Place(75.0, 60.0)}, {5: Place(60.0, 150.0)}])
    assert sorted(head) == sorted(body) == list(range(12))
    for at in range(12):
        assert abs(head[at].x - (55 + 4 * at)) < 6
        assert abs(head[at].y - 60) < 6
        assert 22 + 4 * at < body[at].x < 88 + 4 * at
        assert 102 < body[at].y < 198


def test_a_place_is_hidden_where_its_region_is_gone_and_does_not_jump_into_another() -> None:
    lines = [drawn(20 + 4 * step, head=step < 6) for step in range(12)]
    head, body = follow_all(lines, [{2: Place(63.0, 60.0)}, {2: Place(63.0, 150.0)}])
    assert sorted(head) == list(range(6))
    assert sorted(body) == list(range(12))


def test_a_drawing_that_comes_again_shows_the_place_of_its_anchor() -> None:
    lines = [drawn(20), drawn(20, head=False), drawn(20), drawn(24)]
    (head,) = follow_all(lines, [{0: Place(55.0, 60.0)}])
    assert sorted(head) == [0, 2, 3]
    assert head[2] == head[0]


def test_blank_drawings_are_passed_over() -> None:
    blank = np.full((HEIGHT, WIDTH), 255, np.uint8)
    (head,) = follow_all([drawn(20), blank, drawn(22)], [{0: Place(55.0, 60.0)}])
    assert sorted(head) == [0, 2]
    (nothing,) = follow_all([blank, drawn(20)], [{0: Place(55.0, 60.0)}])
    assert nothing == {}


def test_between_two_anchors_the_nearer_one_counts() -> None:
    left, right = Place(63.0, 150.0), Place(120.0, 150.0)  # of the body on frame 2 and on frame 9
    (way,) = follow_all(WALK, [{2: left, 9: right}])
    (first,) = follow_all(WALK, [{2: left}])
    (last,) = follow_all(WALK, [{9: right}])
    assert way[2] == left
    assert way[9] == right
    for at in range(12):
        assert way[at] == (first if at <= 5 else last)[at]
    assert first[9].x < right.x - 15, "the two ways differ, or nothing is shown"


def test_what_is_seen_depends_on_no_drawing_beyond() -> None:
    (whole,) = follow_all(WALK, [{4: Place(71.0, 60.0)}])
    (part,) = follow_all(WALK[:8], [{4: Place(71.0, 60.0)}])
    assert {at: whole[at] for at in range(8)} == part


def test_large_drawings_are_followed_at_a_small_size_and_told_in_their_own_pixels() -> None:
    lines = [drawn(20 + 4 * step, scale=4) for step in range(4)]
    assert max(sketch(lines[0]).near.shape) == SIDE
    (head,) = follow_all(lines, [{0: Place(220.0, 240.0)}])
    assert [round(head[at].x / 16) for at in range(4)] == [14, 15, 16, 17]


def test_a_place_that_leaves_the_picture_is_lost() -> None:
    lines = [drawn(200 + 12 * step) for step in range(12)]
    (way,) = follow_all(lines, [{0: Place(260.0, 150.0)}])
    seen = sorted(way)
    assert seen == list(range(len(seen)))
    assert 3 < len(seen) < 12
    assert all(way[at].x < WIDTH for at in seen)


def test_nothing_to_follow_reads_nothing() -> None:
    def never(*_at: int) -> Sketch:
        raise AssertionError("read")

    assert list(follow(Reel(["a", "b"], never, never), [{}, {}])) == []  # pyright: ignore[reportArgumentType]
    places, seen = advance(sketch(WALK[0]), sketch(WALK[1]), motion(sketch(WALK[0]), sketch(WALK[1])), np.zeros((0, 2)))
    assert places.shape == (0, 2)
    assert seen.shape == (0,)


@pytest.mark.parametrize("seed", [105, 107])
def test_in_a_made_clip_a_visible_place_lies_in_its_own_region(seed: int) -> None:
    clip = make_clip(seed, (480, 270), 13)
    bounded = [clip.bounded(frame.regions) for frame in clip.frames]
    anchors: dict[int, Place] = {}
    for region in np.unique(bounded[0]):
        inside = ((bounded[0] == region) & (clip.frames[0].line > 245)).astype(np.uint8)
        room = cv2.distanceTransform(np.pad(inside, 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
        if room.max() > 5:
            row, column = np.unravel_index(room.argmax(), room.shape)
            anchors[int(region)] = Place(float(column), float(row))
    ways = follow_all([frame.line for frame in clip.frames], [{0: place} for place in anchors.values()])
    right = [
        bounded[at][round(place.y), round(place.x)] == region
        for region, way in zip(anchors, ways, strict=True)
        for at, place in way.items()
        if at
    ]
    assert len(right) > 2 * len(anchors)
    assert np.mean(right) > 0.9
