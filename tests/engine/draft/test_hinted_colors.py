"""A color hint makes its region right on its own frame and on those around it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
from shots_made import BODY, HEAD, SKY, color, figure, shot, with_segments, write

from engine.draft.coloring import Coloring
from engine.draft.colorizer import DraftColorizer
from engine.draft.hints import Spot, overridden, regions_hinted
from engine.imaging.palette import Palette
from engine.imaging.stills import file_digest
from engine.protocol.messages import ColorHint, ColorizeShot, HintAnchor, Progress

STEPS: list[int | None] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
GREEN = (10, 160, 60)


def head_at(number: int) -> tuple[int, int]:
    """Row and column of the middle of the head on a frame; the body's is 50 rows further down."""
    return 38, 45 + 3 * (number - 1)


def hinted(request: ColorizeShot, *hints: tuple[tuple[int, int, int], dict[int, tuple[float, float]]]) -> ColorizeShot:
    """The request with hints: each a color, and frame: (x, y)."""
    made = tuple(
        ColorHint(color=rgb, anchors=tuple(HintAnchor(number=at, x=x, y=y) for at, (x, y) in anchors.items()))
        for rgb, anchors in hints
    )
    return msgspec.structs.replace(request, hints=made)


def heads(done: dict[int, np.ndarray]) -> list[tuple[int, ...]]:
    return [tuple(int(part) for part in layer[head_at(number)]) for number, layer in sorted(done.items())]


def bodies(done: dict[int, np.ndarray]) -> set[tuple[int, int, int]]:
    return {tuple(layer[head_at(number)[0] + 50, head_at(number)[1]].tolist()) for number, layer in done.items()}


def test_a_hint_colors_its_region_on_every_frame_of_the_shot(tmp_path: Path) -> None:
    request = hinted(shot(tmp_path, STEPS, {1: 0}), (GREEN, {5: (57.0, 38.0)}))
    done = color(request)
    assert heads(done) == [HEAD] + 9 * [GREEN], "a key stays as it was painted, all others follow the hint"
    assert bodies(done) == {BODY}
    assert {tuple(done[5][5, 5].tolist()), tuple(done[10][5, 5].tolist())} == {SKY}


def test_a_hint_does_not_reach_beyond_the_keys_around_it(tmp_path: Path) -> None:
    request = hinted(shot(tmp_path, STEPS, {1: 0, 5: 4, 8: 7}), (GREEN, {6: (60.0, 38.0)}))
    assert heads(color(request)) == 5 * [HEAD] + 2 * [GREEN] + 3 * [HEAD]


def test_where_the_region_is_gone_the_hint_is_too_and_what_it_said_is_kept(tmp_path: Path) -> None:
    request = shot(tmp_path, [0, 1, None, 3, 4], {1: 0})
    done = color(hinted(request, (GREEN, {2: (48.0, 38.0)})))
    assert heads({number: done[number] for number in (1, 2, 4, 5)}) == [HEAD, GREEN, GREEN, GREEN]
    assert (done[3] == SKY).all()


def test_of_two_hints_in_one_region_the_later_one_counts(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS[:3], {1: 0})
    first, second = (GREEN, {2: (46.0, 36.0)}), (BODY, {2: (50.0, 40.0)})
    assert heads(color(hinted(request, first, second)))[1:] == [BODY, BODY]
    assert heads(color(hinted(request, second, first)))[1:] == [GREEN, GREEN]


def test_another_anchor_takes_the_same_hint_elsewhere_from_there_on(tmp_path: Path) -> None:
    """Dragged from the head to the body on frame 8: the head is green up to the middle, then the body is."""
    request = hinted(shot(tmp_path, STEPS, {1: 0}), (GREEN, {2: (48.0, 38.0), 8: (66.0, 90.0)}))
    done = color(request)
    assert heads(done)[1:5] == 4 * [GREEN]
    assert bodies({number: done[number] for number in (6, 7, 8, 9, 10)}) == {GREEN}
    assert bodies({number: done[number] for number in (2, 3, 4)}) == {BODY}


def test_a_hint_on_a_key_s_frame_holds_on_both_sides_of_it(tmp_path: Path) -> None:
    request = hinted(shot(tmp_path, STEPS, {1: 0, 5: 4, 10: 9}), (GREEN, {5: (57.0, 38.0)}))
    assert heads(color(request)) == [HEAD] + 3 * [GREEN] + [HEAD] + 4 * [GREEN] + [HEAD]


def test_segments_colored_apart_or_together_or_again_are_the_same(tmp_path: Path) -> None:
    plain = shot(tmp_path / "one", STEPS, {1: 0})
    color(plain)  # its colorings lie in the cache, without the hint
    request = hinted(plain, (GREEN, {5: (57.0, 38.0)}))
    together = color(request)
    elsewhere = hinted(shot(tmp_path / "two", STEPS, {1: 0}), (GREEN, {5: (57.0, 38.0)}))
    apart = color(with_segments(elsewhere, 2)) | color(with_segments(elsewhere, 0)) | color(with_segments(elsewhere, 1))
    for number, layer in together.items():
        assert np.array_equal(layer, apart[number])
    assert heads(color(plain)) == 10 * [HEAD], "without the hint, all is as before"


def test_a_held_drawing_is_hinted_as_a_whole(tmp_path: Path) -> None:
    request = hinted(shot(tmp_path, [0, 1, 1, 1, 2, 2], {1: 0}), (GREEN, {3: (48.0, 38.0)}))
    done = color(request)
    assert {tuple(done[number][38, 48].tolist()) for number in (2, 3, 4)} == {GREEN}


def test_a_hint_in_a_region_with_a_shadow_leaves_the_shadow(tmp_path: Path) -> None:
    def shaded(step: int, *, fill: bool) -> np.ndarray:
        return figure(step, fill=fill, shade=True)

    request = hinted(shot(tmp_path, STEPS[:4], {1: 0}, draw=shaded), (GREEN, {2: (63.0, 90.0)}))
    done = color(request)
    for number in (2, 3, 4):
        left = 20 + 3 * (number - 1)
        assert tuple(done[number][90, left + 40]) == GREEN
        assert tuple(done[number][90, left + 8]) == (140, 20, 20)


def test_anchors_outside_the_shot_and_the_picture_do_no_harm(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS[:3], {1: 0})
    far = (GREEN, {77: (48.0, 38.0), 0: (1.0, 1.0)})
    assert heads(color(hinted(request, far))) == 3 * [HEAD]
    assert tuple(color(hinted(request, (GREEN, {2: (900.0, -40.0)})))[2][5, 190].tolist()) == GREEN


def test_following_hints_is_told_and_can_be_stopped(tmp_path: Path) -> None:
    request = hinted(shot(tmp_path, STEPS, {1: 0}, length=10), (GREEN, {5: (57.0, 38.0)}))
    events = [event for event in DraftColorizer().colorize(request, lambda: False) if isinstance(event, Progress)]
    assert sum(event.stage == "reading" for event in events) > 8


def test_a_changed_drawing_is_refused_while_hints_are_followed(tmp_path: Path) -> None:
    request = hinted(shot(tmp_path, STEPS, {1: 0}), (GREEN, {9: (69.0, 38.0)}))
    before = color(with_segments(request, 0))
    path = Path(request.frames[6].path)
    write(path, figure(6, fill=False, gap=True))
    frames = tuple(msgspec.structs.replace(frame, digest=file_digest(Path(frame.path))) for frame in request.frames)
    again = color(with_segments(msgspec.structs.replace(request, frames=frames), 0))
    assert heads(before)[1:] == heads(again)[1:] == 3 * [GREEN]


def test_drawings_beyond_the_segment_and_the_hint_s_anchors_are_not_looked_at(tmp_path: Path) -> None:
    request = hinted(shot(tmp_path / "one", STEPS, {1: 0}), (GREEN, {3: (51.0, 38.0), 6: (60.0, 38.0)}))
    whole = color(request)
    apart = hinted(shot(tmp_path / "two", STEPS, {1: 0}), (GREEN, {3: (51.0, 38.0), 6: (60.0, 38.0)}))
    for frame in apart.frames[6:]:
        Path(frame.path).write_bytes(b"not a picture")
    done = color(with_segments(apart, 0))
    assert [number for number in done if not np.array_equal(done[number], whole[number])] == []
    held = hinted(shot(tmp_path / "three", STEPS, {4: 3}), (GREEN, {6: (60.0, 38.0)}))
    for frame in held.frames[4:]:
        Path(frame.path).write_bytes(b"not a picture")
    assert heads(color(with_segments(held, 0))) == 4 * [HEAD], "the key ends the segment: no hint after it tells of it"


def test_overriding_says_of_the_region_that_it_is_certain() -> None:
    labels = np.zeros((10, 20), np.int32)
    labels[:, 10:] = 1
    coloring = Coloring(
        np.zeros((10, 20), np.uint16), labels, np.full(2, 0.3, np.float32), np.zeros(2, bool), np.zeros(2, np.uint16)
    )
    palette = Palette(np.array([0x000000, 0x0AA03C]))
    spots = (Spot(0.9, 0.5, 0x0AA03C),)
    assert regions_hinted(labels, spots) == {1: spots[0]}
    made = overridden(coloring, spots, palette)
    assert made.sure.tolist() == [np.float32(0.3), 1.0]
    assert made.best.tolist() == [0, 1]
    assert (made.colors == labels).all()
    assert not coloring.colors.any()
    assert overridden(coloring, (), palette) is coloring


def filled(request: ColorizeShot, number: int, only: tuple[int, int]) -> ColorizeShot:
    """The request with the head filled green on some frames alone, from frame `number` on."""
    row, column = head_at(number)
    anchors = (HintAnchor(number=number, x=float(column), y=float(row)),)
    return msgspec.structs.replace(request, hints=(*request.hints, ColorHint(color=GREEN, anchors=anchors, only=only)))


def test_what_is_filled_on_some_frames_changes_not_a_pixel_of_any_other(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS, {1: 0, 10: 9})
    before = color(request)
    done = color(filled(request, 5, (4, 7)))
    assert heads(done) == 3 * [HEAD] + 4 * [GREEN] + 3 * [HEAD]
    for number in (1, 2, 3, 8, 9, 10):
        assert np.array_equal(done[number], before[number])
    for number in (4, 5, 6, 7):
        changed = (done[number] != before[number]).any(axis=2)
        assert (done[number][changed] == GREEN).all(), "and on those frames nothing but the head"
        assert changed.any()


def test_of_a_held_drawing_only_the_frames_meant_are_filled(tmp_path: Path) -> None:
    request = filled(shot(tmp_path, [0, 1, 1, 1, 1, 2], {1: 0}), 3, (3, 4))
    assert [tuple(color(request)[number][38, 48].tolist()) for number in (2, 3, 4, 5)] == [HEAD, GREEN, GREEN, HEAD]


def test_filling_frames_with_the_drawing_of_a_key_leaves_the_key(tmp_path: Path) -> None:
    done = color(filled(shot(tmp_path, [0, 0, 0, 1], {1: 0}), 1, (1, 2)))
    assert [tuple(layer[38, 45].tolist()) for _, layer in sorted(done.items())][:3] == [HEAD, GREEN, HEAD]


def test_where_the_area_is_gone_nothing_is_filled(tmp_path: Path) -> None:
    request = shot(tmp_path, [0, 1, None, 3, 4], {1: 0})
    assert (color(filled(request, 2, (2, 3)))[3] == SKY).all()


def test_what_is_filled_counts_over_a_hint_and_leaves_the_hint_elsewhere(tmp_path: Path) -> None:
    request = hinted(shot(tmp_path, STEPS[:6], {1: 0}), (BODY, {4: (54.0, 38.0)}))
    assert heads(color(filled(request, 3, (3, 4)))) == [HEAD, BODY, GREEN, GREEN, BODY, BODY]
