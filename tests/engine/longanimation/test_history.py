"""The memory of a shot: what the artist sees before a segment, read once, read anew from where it changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from shots import segments

from engine.errors import BadRequest, JobCancelled
from engine.imaging.stills import file_digest, write_png
from engine.longanimation.history import Memories, Memory, Seen, remembered, seen_before
from engine.longanimation.models.memory_config import LanguageConfig, Prompt, VisionConfig
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.settings import official, product
from engine.protocol.frames import FrameFileHeader, FrameFileWriter, read_header
from engine.protocol.messages import KeyFrame

WINDOW = 10


@pytest.fixture(scope="module")
def encoder() -> MemoryEncoder:
    torch.manual_seed(0)
    language = LanguageConfig(hidden=32, intermediate=48, layers=9, heads=4, kv_heads=2, window=160)
    vision = VisionConfig(width=32, intermediate=48, layers=1, heads=2, image=112)
    return MemoryEncoder(language, vision, Prompt((1, 2, 3), (4, 5))).requires_grad_(False).eval()


def take(folder: Path, first: int, last: int, seed: int) -> Path:
    """A finished segment of noise."""
    path = folder / f"{first}-{last}-{seed}.frames"
    header = FrameFileHeader(
        first=first, last=last, width=12, height=8, channels=3, colorizer="x", seed=seed, inputs="x"
    )
    writer = FrameFileWriter(path, header)
    draw = np.random.default_rng(seed)
    for _ in range(first, last + 1):
        writer.append(draw.integers(0, 256, (8, 12, 3), dtype=np.uint8))
    writer.commit()
    return path


class Files:
    """Keys from picture files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, number: int, gray: int) -> KeyFrame:
        path = self._folder / f"key{number}.png"
        write_png(path, np.full((8, 12, 3), gray, np.uint8))
        return KeyFrame(number=number, path=str(path), digest=file_digest(path))

    def picture(self, key: KeyFrame) -> np.ndarray:
        from engine.imaging.stills import read_still

        return read_still(Path(key.path))

    def line(self, number: int) -> np.ndarray:
        return np.full((8, 12), 255, np.uint8)


def nothing() -> None:
    """A job that is never stopped."""


def frames(count: int, changed: int | None = None, keys: Sequence[int] = ()) -> list[Seen]:
    """Frames from 1 on, each of one color; the frame at place `changed` is another one."""

    def one(at: int) -> Seen:
        gray = 200 if at == changed else at * 3 % 256
        return Seen(at + 1, f"{at} {gray}", lambda: np.full((8, 12, 3), gray, np.uint8), key=at in keys)

    return [one(at) for at in range(count)]


def test_the_history_is_what_is_shown_up_to_the_middle_of_the_overlap(tmp_path) -> None:
    takes = [take(tmp_path, 1, 81, 1), take(tmp_path, 65, 145, 2), take(tmp_path, 129, 209, 3)]
    segment = segments([(1, 81), (65, 145), (129, 209)])[2]
    with seen_before(segment, takes, (), Files(tmp_path)) as seen:
        assert [one.number for one in seen] == list(range(1, 137))  # 129 .. 145 are shared; the middle is 137
        names = {one.number: one.name for one in seen}
        at = {one.number: one.read() for one in seen}
    first, second = (np.random.default_rng(seed).integers(0, 256, (81, 8, 12, 3), dtype=np.uint8) for seed in (1, 2))
    assert names[72].rpartition(":")[0] != names[73].rpartition(":")[0]
    np.testing.assert_array_equal(at[72], first[71])
    np.testing.assert_array_equal(at[73], second[73 - 65])
    assert names[72].endswith(":71")


def test_keys_are_seen_instead_of_what_was_colored_and_where_nothing_was(tmp_path) -> None:
    files = Files(tmp_path)
    keys = [files.key(3, 10), files.key(40, 20), files.key(90, 30), files.key(200, 40)]
    segment = segments([(1, 81), (65, 145)])[1]
    with seen_before(segment, [take(tmp_path, 1, 81, 1)], keys, files) as seen:
        by_number = {one.number: one for one in seen}
        assert sorted(by_number) == list(range(1, 73))
        assert [number for number, one in by_number.items() if one.key] == [3, 40]
        assert (by_number[40].read() == 20).all()
    with seen_before(segment, [], keys, files) as seen:
        assert [one.number for one in seen] == [3, 40]
    with seen_before(segments([(1, 81)])[0], [take(tmp_path, 65, 145, 2)], keys, files) as seen:
        assert seen == []


def test_a_damaged_take_is_left_out(tmp_path) -> None:
    bad = tmp_path / "bad.frames"
    bad.write_bytes(b"nothing")
    with seen_before(segments([(65, 145)])[0], [bad, take(tmp_path, 1, 81, 1)], (), Files(tmp_path)) as seen:
        assert len(seen) == 72


def test_keys_stay_when_a_long_history_is_sampled() -> None:
    keys = [1, 700, 701, 702, 998]
    chosen = remembered(frames(1000, keys=keys), "steady", 650)
    assert 520 <= len(chosen) <= 650
    assert {one.number - 1 for one in chosen if one.key} == set(keys)
    assert [one.number for one in chosen] == sorted(one.number for one in chosen)
    gaps = np.diff([one.number for one in chosen])
    assert gaps.max() <= 2
    assert len(remembered(frames(1000, keys=range(1000)), "steady", 650)) == 650
    assert remembered(frames(40), "steady", 650) == frames(40)


def test_a_long_history_is_read_on_as_it_grows_and_the_authors_way_is_read_anew() -> None:
    grown = {count: [one.number for one in remembered(frames(count), "steady", 65)] for count in range(60, 200)}
    anew = 0
    for count in range(61, 200):
        before, after = grown[count - 1], grown[count]
        assert len(after) <= 65
        assert len(after) >= min(count, 51)
        anew += after[: len(before)] != before
    assert anew == 6  # at 66, 82, 102, 127, 159 and 199 frames: each time the step grows by a quarter
    even = {count: [one.number for one in remembered(frames(count), "even", 65)] for count in (140, 150)}
    assert even[150][:65] != even[140][:65]
    assert (even[150][0], even[150][-1]) == (1, 150)


def test_takes_inside_others_hide_nothing(tmp_path) -> None:
    takes = [take(tmp_path, 1, 81, 1), take(tmp_path, 20, 40, 2), take(tmp_path, 65, 145, 3), take(tmp_path, 70, 75, 4)]
    with seen_before(segments([(129, 209)])[0], takes, (), Files(tmp_path)) as seen:
        assert [one.number for one in seen] == list(range(1, 137))
        names = [one.name.rpartition(":")[0] for one in seen]
    assert len(set(names)) == 2
    with seen_before(segments([(30, 50)])[0], takes, (), Files(tmp_path)) as seen:
        assert [one.number for one in seen] == list(range(1, 40))  # up to the middle of 30 .. 50


def test_the_look_of_frames_is_part_of_what_is_kept(encoder) -> None:
    def one(at: int) -> Seen:
        draw = np.random.default_rng(at).integers(0, 256, (8, 20, 3), dtype=np.uint8)
        return Seen(at, f"wide {at}", lambda: draw)

    wide, memories = [one(at) for at in range(20)], Memories()
    whole = memories.of(encoder, "w", wide, product(), nothing)
    middle = memories.of(encoder, "w", wide, official(), nothing)
    assert memories.windows_read == 4
    assert same(middle, Memories().of(encoder, "w", wide, official(), nothing))
    assert not torch.equal(whole.whole, middle.whole)


def same(one: Memory, other: Memory) -> bool:
    return torch.equal(one.whole, other.whole) and torch.equal(one.latest, other.latest)


def test_what_was_kept_gives_the_memory_of_all_read_at_once_bit_for_bit(encoder) -> None:
    growing = Memories()
    for count in (7, 23, 41):
        kept = growing.of(encoder, "w", frames(count), product(), nothing)
        assert same(kept, Memories().of(encoder, "w", frames(count), product(), nothing)), count
    assert growing.windows_read == 4  # of 0 + 2 + 4 full windows none twice


@pytest.mark.parametrize(("changed", "anew"), [(0, 4), (9, 4), (10, 3), (25, 2), (39, 1), (40, 0), (45, 0)])
def test_windows_are_read_anew_from_the_one_that_changed(encoder, changed: int, anew: int) -> None:
    memories = Memories()
    before = memories.of(encoder, "w", frames(46), product(), nothing)
    read = memories.windows_read
    after = memories.of(encoder, "w", frames(46, changed), product(), nothing)
    assert memories.windows_read - read == anew
    assert same(after, Memories().of(encoder, "w", frames(46, changed), product(), nothing))
    assert not torch.equal(before.whole, after.whole)


def test_equal_frames_of_another_file_and_a_shorter_history_need_no_reading(encoder) -> None:
    memories = Memories()
    memories.of(encoder, "w", frames(46), product(), nothing)
    read = memories.windows_read
    renamed = [Seen(one.number, f"other {one.name}", one.read) for one in frames(46)]
    memories.of(encoder, "w", renamed, product(), nothing)
    shorter = memories.of(encoder, "w", frames(25), product(), nothing)
    assert memories.windows_read == read
    assert same(shorter, Memories().of(encoder, "w", frames(25), product(), nothing))


def test_reading_that_was_stopped_goes_on_from_the_last_full_window(encoder) -> None:
    memories, left = Memories(), 26

    def stops() -> None:
        nonlocal left
        left -= 1
        if not left:
            raise JobCancelled("the job was stopped")

    memories.contents(frames(46), product(), nothing)
    with pytest.raises(JobCancelled):
        memories.of(encoder, "w", frames(46), product(), stops)
    assert memories.windows_read == 2
    whole = memories.of(encoder, "w", frames(46), product(), nothing)
    assert memories.windows_read == 4
    assert same(whole, Memories().of(encoder, "w", frames(46), product(), nothing))


def test_other_weights_remember_nothing_of_these(encoder) -> None:
    memories = Memories()
    memories.of(encoder, "w", frames(20), product(), nothing)
    memories.of(encoder, "v", frames(20), product(), nothing)
    assert memories.windows_read == 4


def test_only_the_last_frames_are_in_the_local_memory(encoder) -> None:
    one = Memories().of(encoder, "w", frames(40), product(), nothing)
    other = Memories().of(encoder, "w", frames(40, changed=5), product(), nothing)
    assert torch.equal(one.latest, other.latest)
    assert not torch.equal(one.whole, other.whole)


def test_a_take_with_a_damaged_frame_is_named(tmp_path) -> None:
    path = take(tmp_path, 3, 6, seed=1)
    start = read_header(path).offsets[1]
    data = bytearray(path.read_bytes())
    data[start + 40] ^= 255
    path.write_bytes(data)
    (segment,) = segments([(7, 9)])
    with seen_before(segment, [path], [], Files(tmp_path)) as seen:
        assert seen[0].read().shape == (8, 12, 3)
        with pytest.raises(BadRequest, match="The take of frames 3-6 is damaged; delete it"):
            seen[1].read()
