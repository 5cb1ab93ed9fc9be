"""The draft colorizer on small drawn shots: right colors, and pixels that depend on nothing but their inputs."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from shots_made import (
    BODY,
    HEAD,
    HEIGHT,
    PAPER,
    SHADE,
    SKY,
    WIDTH,
    accuracy,
    color,
    figure,
    relaid,
    shot,
    with_segments,
    write,
)

from engine.draft.coloring import BORDERS
from engine.draft.colorizer import DraftColorizer
from engine.draft.store import ColoringStore
from engine.errors import BadRequest, JobCancelled
from engine.imaging.stills import file_digest
from engine.protocol.frames import FrameFile
from engine.protocol.messages import KeyFrame, Progress, SegmentDone

STEPS: list[int | None] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]


def test_one_key_colors_the_whole_shot_in_its_exact_colors(tmp_path: Path) -> None:
    done = color(shot(tmp_path, STEPS, {4: 3}))
    assert sorted(done) == list(range(1, 11))
    for number, layer in done.items():
        step = STEPS[number - 1]
        assert step is not None
        assert accuracy(layer, figure(step, fill=True), figure(step, fill=False)) > 0.99
        assert {tuple(found) for found in np.unique(layer.reshape(-1, 3), axis=0)} == {SKY, BODY, HEAD}, "no ink left"


def test_it_colors_with_its_matcher_where_torch_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = sys.modules["engine.draft.matcher"]
    for name in [name for name in sys.modules if name.startswith(("engine.draft.matcher.", "safetensors"))]:
        if name.startswith("engine."):  # the package is given back the modules that all others know
            monkeypatch.setattr(package, name.rpartition(".")[2], sys.modules[name])
        monkeypatch.delitem(sys.modules, name)
    for name in ("torch", "safetensors"):
        monkeypatch.setitem(sys.modules, name, None)  # as if they were not there
    from engine.draft.matcher.matching import shipped_matcher

    assert shipped_matcher().digest
    test_one_key_colors_the_whole_shot_in_its_exact_colors(tmp_path)


def test_a_border_without_ink_travels_with_its_shape(tmp_path: Path) -> None:
    def shaded(step: int, *, fill: bool) -> np.ndarray:
        return figure(step, fill=fill, shade=True)

    done = color(shot(tmp_path, STEPS, {1: 0}, draw=shaded))
    for number in (2, 5, 10):
        layer = done[number]
        left = 20 + 3 * (number - 1)
        assert tuple(layer[90, left + 8]) == SHADE
        assert tuple(layer[90, left + 40]) == BODY


def test_color_does_not_leak_through_a_gap(tmp_path: Path) -> None:
    def gappy(step: int, *, fill: bool) -> np.ndarray:
        return figure(step, fill=fill, gap=not fill)

    done = color(shot(tmp_path, STEPS, {1: 0}, draw=gappy))
    for number, layer in done.items():
        left = 20 + 3 * (number - 1)
        assert tuple(layer[90, left + 25]) == BODY
        assert tuple(layer[90, 10]) == SKY
        assert tuple(layer[90, WIDTH - 10]) == SKY


def test_a_segment_is_the_same_alone_in_any_order_and_without_the_cache(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS, {1: 0, 6: 5})
    whole = color(request)
    shutil.rmtree(request.cache_dir)
    for order in ((2,), (1,), (2, 0, 1)):
        again = color(with_segments(request, *order))
        assert all(np.array_equal(layer, whole[number]) for number, layer in again.items())
    assert all(np.array_equal(layer, whole[number]) for number, layer in color(request).items())


def test_damaged_cache_files_change_nothing(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS, {1: 0})
    whole = color(request)
    kept = sorted(Path(request.cache_dir).rglob("*.color"))
    assert kept
    for at, path in enumerate(kept):
        data = path.read_bytes()
        path.write_bytes([b"", data[:40], data[:-1], data[:30] + b"?" + data[31:]][at % 4])
    assert all(np.array_equal(layer, whole[number]) for number, layer in color(request).items())


def test_a_stopped_job_resumes_to_the_same_pixels(tmp_path: Path) -> None:
    request = shot(tmp_path / "a", STEPS, {1: 0, 10: 9})
    calls = 0

    def stop() -> bool:
        nonlocal calls
        calls += 1
        return calls > 14

    with pytest.raises(JobCancelled):
        list(DraftColorizer().colorize(request, stop))
    assert not list(Path(request.out_dir).glob("*.part"))
    resumed = color(request)
    fresh = color(shot(tmp_path / "b", STEPS, {1: 0, 10: 9}))
    assert all(np.array_equal(layer, fresh[number]) for number, layer in resumed.items())


def test_keys_outside_the_reach_change_nothing(tmp_path: Path) -> None:
    near = with_segments(shot(tmp_path / "a", STEPS, {1: 0, 5: 4}, length=4), 0)
    far = with_segments(shot(tmp_path / "b", STEPS, {1: 0, 5: 4, 9: 2}, length=4), 0)
    files = []
    for request in (near, far):
        (done,) = [
            event for event in DraftColorizer().colorize(request, lambda: False) if isinstance(event, SegmentDone)
        ]
        files.append((done.digest, FrameFile(Path(done.path)).header.palette))
    assert files[0] == files[1]


def test_holds_and_returning_drawings_get_the_same_pixels(tmp_path: Path) -> None:
    done = color(shot(tmp_path, [0, 1, 1, 2, 3, 3, 1], {1: 0}, length=7))
    assert np.array_equal(done[2], done[3])
    assert np.array_equal(done[5], done[6])
    assert np.array_equal(done[2], done[7])


def test_a_blank_drawing_is_paper_and_colors_come_back_after_it(tmp_path: Path) -> None:
    done = color(shot(tmp_path, [0, 1, None, 2, 3], {1: 0}, length=5))
    assert {tuple(found) for found in np.unique(done[3].reshape(-1, 3), axis=0)} == {SKY}
    assert accuracy(done[5], figure(3, fill=True), figure(3, fill=False)) > 0.99


def test_nearer_of_two_disagreeing_keys_wins(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS, {1: 0, 10: 9}, length=10)
    other = figure(9, fill=True)
    other[(other == BODY).all(axis=2)] = (20, 90, 200)
    write(Path(request.keys[1].path), other)
    done = color(relaid(request))
    assert tuple(done[2][90, 20 + 3 + 25]) == BODY
    assert tuple(done[9][90, 20 + 24 + 25]) == (20, 90, 200)


def test_a_key_frame_has_the_keys_colors_without_ink(tmp_path: Path) -> None:
    done = color(shot(tmp_path, STEPS, {4: 3}))
    assert accuracy(done[4], figure(3, fill=True), figure(3, fill=False)) == 1.0


def test_a_seed_repeats(tmp_path: Path) -> None:
    first = color(shot(tmp_path / "a", STEPS, {1: 0}, seed=7))
    second = color(shot(tmp_path / "b", STEPS, {1: 0}, seed=7))
    assert all(np.array_equal(layer, second[number]) for number, layer in first.items())


def test_transparent_paper_of_a_key_is_white(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS[:3], {1: 0}, length=3)
    colored = figure(0, fill=True)
    alpha = np.where((colored == SKY).all(axis=2), 0, 255).astype(np.uint8)
    cv2.imwrite(request.keys[0].path, np.dstack([colored[..., ::-1], alpha]))
    done = color(relaid(request))
    assert tuple(done[3][5, 5]) == (255, 255, 255)
    assert tuple(done[3][90, 50]) == BODY


def test_many_colored_key_keeps_flats_exact(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS[:2], {1: 0}, length=2)
    colored = figure(0, fill=True)
    noise = np.random.default_rng(1).integers(0, 256, (50, WIDTH, 3), dtype=np.uint8)
    colored[:15] = noise[:15]
    write(Path(request.keys[0].path), colored)
    done = color(relaid(request))
    assert tuple(done[2][90, 50]) == BODY
    assert tuple(done[2][40, 50]) == HEAD


def test_progress_rises_within_each_segment(tmp_path: Path) -> None:
    events = list(DraftColorizer().colorize(shot(tmp_path, STEPS, {1: 0, 8: 7}), lambda: False))
    finished = [event.segment for event in events if isinstance(event, SegmentDone)]
    assert finished == [0, 1, 2]
    for index in finished:
        mine = [event for event in events if isinstance(event, Progress) and event.segment == index]
        assert [event.done for event in mine] == sorted(event.done for event in mine)
        assert all(event.done <= event.total for event in mine)
        assert len(mine) >= 4 - (index == 2)


def test_bad_requests_say_what_to_do(tmp_path: Path) -> None:
    good = shot(tmp_path, STEPS, {1: 0})
    small = write(tmp_path / "small.png", np.full((20, 30, 3), 255, np.uint8))
    odd_line = msgspec.structs.replace(good.frames[2], path=str(small), digest=file_digest(small))
    other = msgspec.structs.replace(good.frames[2], path=good.frames[3].path)
    cases = {
        "no colored key": msgspec.structs.replace(good, keys=()),
        "frame 99 lies outside": msgspec.structs.replace(good, keys=(KeyFrame(number=99, path="x", digest="x"),)),
        "The key on frame 1 is 30 x 20": msgspec.structs.replace(
            good, keys=(KeyFrame(number=1, path=str(small), digest=file_digest(small)),)
        ),
        "The line art of frame 3 is 30 x 20": msgspec.structs.replace(
            good, frames=(*good.frames[:2], odd_line, *good.frames[3:])
        ),
        "The line art of frame 3 was changed on disk": msgspec.structs.replace(
            good, frames=(*good.frames[:2], other, *good.frames[3:])
        ),
        "The key on frame 1 was changed on disk": msgspec.structs.replace(
            good, keys=(KeyFrame(number=1, path=str(small), digest="x"),)
        ),
        "The key on frame 1 cannot be read": msgspec.structs.replace(
            good, keys=(KeyFrame(number=1, path=str(tmp_path / "none.png"), digest="x"),)
        ),
    }
    for words, request in cases.items():
        with pytest.raises(BadRequest, match=words):
            list(DraftColorizer().colorize(request, lambda: False))


@pytest.mark.parametrize(
    ("decoded", "remedy"), [(False, "choose File > Reload changed line art"), (True, "import it again")]
)
def test_line_art_that_was_changed_is_had_again_by_what_can_be_done_with_it(
    tmp_path: Path, decoded: bool, remedy: str
) -> None:
    good = shot(tmp_path, STEPS, {1: 0})
    other = msgspec.structs.replace(good.frames[2], path=good.frames[3].path)
    request = msgspec.structs.replace(good, frames=(*good.frames[:2], other, *good.frames[3:]), decoded=decoded)
    with pytest.raises(BadRequest) as raised:
        list(DraftColorizer().colorize(request, lambda: False))
    assert str(raised.value) == f"The line art of frame 3 was changed on disk; {remedy}, then generate again."


def test_a_folder_that_cannot_be_written_is_named_plainly(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS, {1: 0})
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(BadRequest, match="cannot be written"):
        list(DraftColorizer().colorize(request, lambda: False))


def test_the_cache_is_pruned_to_its_budget(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS, {1: 0})
    whole = color(request)
    pool = ThreadPoolExecutor(1)
    store = ColoringStore(Path(request.cache_dir) / "draft", request.height, request.width, pool)
    kept = list(Path(request.cache_dir).rglob("*.color"))
    size = sum(path.stat().st_size for path in kept)
    store.prune(size)
    assert list(Path(request.cache_dir).rglob("*.color")) == kept
    store.prune(size // 2)
    left = sum(path.stat().st_size for path in Path(request.cache_dir).rglob("*.color"))
    assert 0 < left <= size // 2
    assert all(np.array_equal(layer, whole[number]) for number, layer in color(request).items())


def test_drawings_that_come_again_are_colored_alone_and_in_any_order(tmp_path: Path) -> None:
    loop = [0, 1, 2, 3, 0, 4, 5, 1, 6, 7, 3, 8, None, 9, 2, 4]
    request = shot(tmp_path, loop, {1: 0, 14: 9})
    whole = color(request)
    for order in ((2,), (3,), (1,), (3, 2, 1, 0)):
        shutil.rmtree(request.cache_dir)
        again = color(with_segments(request, *order))
        assert all(np.array_equal(layer, whole[number]) for number, layer in again.items())


def test_a_store_with_holes_is_filled(tmp_path: Path) -> None:
    request = shot(tmp_path, [0, 1, 2, 0, 3, 4, 1, 5, 6, 7], {1: 0})
    whole = color(request)
    for path in sorted(Path(request.cache_dir).rglob("*.color"))[::2]:
        path.unlink()
    again = color(with_segments(request, 2))
    assert all(np.array_equal(layer, whole[number]) for number, layer in again.items())


def test_each_region_carries_its_trust_and_keys_are_certain(tmp_path: Path) -> None:
    request = shot(tmp_path, STEPS, {1: 0, 10: 9}, length=10)
    (done,) = [event for event in DraftColorizer().colorize(request, lambda: False) if isinstance(event, SegmentDone)]
    with FrameFile(Path(done.path)) as file:
        planes = [file.trust(at) for at in range(len(file))]
    assert all(plane is not None and plane.shape == (HEIGHT, WIDTH) for plane in planes)
    for at in (0, 9):
        assert (planes[at] == 255).all()
    inside = planes[5]
    assert inside is not None
    assert 0 < int(inside.min()) < 255
    left = 20 + 3 * 5
    assert len({*inside[90:110, left + 10 : left + 40].ravel().tolist()}) == 1, "equal within a region"


def test_a_border_without_ink_is_never_wholly_trusted_but_on_its_key(tmp_path: Path) -> None:
    request = shot(
        tmp_path, STEPS[:3], {1: 0}, length=3, draw=lambda step, *, fill: figure(step, fill=fill, shade=True)
    )
    (done,) = [event for event in DraftColorizer().colorize(request, lambda: False) if isinstance(event, SegmentDone)]
    with FrameFile(Path(done.path)) as file:
        key, second = file.trust(0), file.trust(1)
    assert key is not None
    assert second is not None
    left = 20 + 3
    assert (key == 255).all()
    assert (second[70:110, left + 5 : left + 45] <= 255 * BORDERS + 1).all()
    assert (second[30:45, left + 18 : left + 32] > 255 * BORDERS + 1).all(), "the head has no such border"


@pytest.mark.parametrize("settings", [{"ask": "flow"}, {"ask": "matcher"}, {"remember": "none"}, {"remember": "local"}])
def test_what_is_asked_and_remembered_can_be_chosen(tmp_path: Path, settings: dict[str, str]) -> None:
    request = msgspec.structs.replace(shot(tmp_path, STEPS, {4: 3}), settings=settings)
    done = color(request)
    assert sorted(done) == list(range(1, 11))
    assert accuracy(done[6], figure(5, fill=True), figure(5, fill=False)) > 0.9


@pytest.mark.parametrize("settings", [{"ask": "twice"}, {"quality": "best"}])
def test_settings_that_there_are_not_are_refused(tmp_path: Path, settings: dict[str, str]) -> None:
    request = msgspec.structs.replace(shot(tmp_path, STEPS, {4: 3}), settings=settings)
    with pytest.raises(BadRequest, match="Draft"):
        color(request)


def open_figure(step: int, *, fill: bool) -> np.ndarray:
    """A flag, and a figure whose body is open to the sky at the side: one region. From step 9 on it is gone."""
    image = figure(step, fill=fill) if step < 9 else np.full((HEIGHT, WIDTH, 3), SKY if fill else PAPER, np.uint8)
    if step < 9:
        left = 20 + 3 * step
        cv2.rectangle(image, (left + 47, 80), (left + 50, 100), BODY if fill else PAPER, -1)
        cv2.rectangle(image, (left + 51, 80), (left + 53, 100), SKY if fill else PAPER, -1)
    cv2.rectangle(image, (185, 5), (195, 25), (20, 90, 200) if fill else PAPER, -1)
    cv2.rectangle(image, (185, 5), (195, 25), (0, 0, 0), 2)
    return image


def test_a_figure_with_an_open_outline_leaves_no_color_behind(tmp_path: Path) -> None:
    done = color(shot(tmp_path, [0, 1, 2, 9, 9], {1: 0}, length=5, draw=open_figure))
    assert (done[3][75:115, 30:70] == BODY).all(), "the open body keeps its color"
    for number in (4, 5):
        assert accuracy(done[number], open_figure(9, fill=True), open_figure(9, fill=False)) == 1
