"""Frame files: exact, whole or not there, and every kind of damage is one error."""

from __future__ import annotations

import os
import stat
import zlib
from pathlib import Path

import msgspec
import numpy as np
import pytest

from engine.protocol.frames import MAGIC, FrameFile, FrameFileError, FrameFileHeader, FrameFileWriter, read_header

HEIGHT, WIDTH = 9, 13


def header(count: int = 3, **changes: object) -> FrameFileHeader:
    plain = FrameFileHeader(
        first=1001,
        last=1000 + count,
        width=WIDTH,
        height=HEIGHT,
        channels=3,
        colorizer="draft",
        seed=5,
        inputs="in",
        created=12.5,
        info={"engine": "0.1.0"},
    )
    return msgspec.structs.replace(plain, **changes)


def pixels(count: int = 3, channels: int = 3) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (count, HEIGHT, WIDTH, channels), np.uint8)


def write(path: Path, head: FrameFileHeader, frames: np.ndarray) -> FrameFileHeader:
    writer = FrameFileWriter(path, head)
    for frame in frames:
        writer.append(frame)
    return writer.commit()


@pytest.mark.parametrize("channels", [3, 4])
def test_pixels_come_back_exactly(tmp_path: Path, channels: int) -> None:
    frames = pixels(channels=channels)
    written = write(tmp_path / "a.frames", header(channels=channels), frames)
    with FrameFile(tmp_path / "a.frames") as file:
        assert file.header == written == read_header(tmp_path / "a.frames")
        assert len(file) == 3
        for at in (2, 0, 1):
            np.testing.assert_array_equal(file.frame(at), frames[at])


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot flush a folder")
def test_the_new_name_is_flushed_to_disk_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[tuple[bool, bool]] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        flushed.append((stat.S_ISDIR(os.fstat(handle).st_mode), (tmp_path / "a.frames").exists()))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    write(tmp_path / "a.frames", header(), pixels())
    assert flushed == [(False, False), (True, True)]


@pytest.mark.parametrize(("colors", "index_bytes"), [(1, 1), (256, 1), (257, 2), (5000, 2)])
@pytest.mark.parametrize("channels", [3, 4])
def test_a_palette_gives_its_own_colors_exactly(tmp_path: Path, colors: int, index_bytes: int, channels: int) -> None:
    rng = np.random.default_rng(2)
    palette = rng.integers(0, 256, (colors, channels), np.uint8)
    frames = rng.integers(0, colors, (3, HEIGHT, WIDTH)).astype(np.uint16)
    frames[0, 0, 0] = colors - 1
    head = header(channels=channels, palette=tuple(map(tuple, palette.tolist())))
    assert write(tmp_path / "a.frames", head, frames).index_bytes == index_bytes
    with FrameFile(tmp_path / "a.frames") as file:
        np.testing.assert_array_equal(file.palette, palette)
        for at in range(3):
            np.testing.assert_array_equal(file.indices(at), frames[at])
            np.testing.assert_array_equal(file.frame(at), palette[frames[at]])


def test_the_same_frames_have_the_same_digest_and_other_frames_or_colors_another(tmp_path: Path) -> None:
    index = np.zeros((1, HEIGHT, WIDTH), np.uint8)
    red, blue = ((255, 0, 0), (0, 0, 0)), ((0, 0, 255), (0, 0, 0))
    first = write(tmp_path / "1.frames", header(1, palette=red), index)
    again = write(tmp_path / "2.frames", header(1, palette=red, created=99.0), index)
    recolored = write(tmp_path / "3.frames", header(1, palette=blue), index)
    redrawn = write(tmp_path / "4.frames", header(1, palette=red), index + 1)
    assert first.pixels == again.pixels
    assert len({first.pixels, recolored.pixels, redrawn.pixels}) == 3


def test_nothing_is_seen_before_commit_and_nothing_is_left_after_abort(tmp_path: Path) -> None:
    writer = FrameFileWriter(tmp_path / "takes" / "a.frames", header())
    writer.append(pixels()[0])
    assert not (tmp_path / "takes" / "a.frames").exists()
    assert not list(tmp_path.rglob("*.frames"))
    writer.abort()
    assert not list((tmp_path / "takes").iterdir())


def test_an_abort_after_commit_does_no_harm(tmp_path: Path) -> None:
    writer = FrameFileWriter(tmp_path / "a.frames", header(1))
    writer.append(pixels()[0])
    writer.commit()
    writer.abort()
    assert len(FrameFile(tmp_path / "a.frames")) == 1


def test_an_older_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.frames"
    write(path, header(), pixels())
    write(path, header(2), pixels(2))
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.frames"]
    assert len(FrameFile(path)) == 2


@pytest.mark.parametrize(
    ("head", "frame"),
    [
        (header(), np.zeros((HEIGHT, WIDTH + 1, 3), np.uint8)),
        (header(), np.zeros((HEIGHT, WIDTH, 4), np.uint8)),
        (header(), np.zeros((HEIGHT, WIDTH, 3), np.uint16)),
        (header(), np.zeros((HEIGHT, WIDTH), np.uint8)),
        (header(palette=((0, 0, 0),)), np.ones((HEIGHT, WIDTH), np.uint8)),
        (header(palette=((0, 0, 0),)), np.zeros((HEIGHT, WIDTH, 3), np.uint8)),
    ],
)
def test_a_frame_that_does_not_fit_is_refused(tmp_path: Path, head: FrameFileHeader, frame: np.ndarray) -> None:
    writer = FrameFileWriter(tmp_path / "a.frames", head)
    with pytest.raises(ValueError, match="frame"):
        writer.append(frame)
    writer.abort()


def test_a_file_with_frames_missing_is_not_sealed(tmp_path: Path) -> None:
    writer = FrameFileWriter(tmp_path / "a.frames", header(3))
    writer.append(pixels()[0])
    with pytest.raises(ValueError, match="1 frames written"):
        writer.commit()
    writer.abort()
    assert not list(tmp_path.iterdir())


def test_every_truncation_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.frames"
    write(path, header(), pixels())
    whole = path.read_bytes()
    for length in [*range(40), *range(40, len(whole), 97), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(FrameFileError):
            read_header(path)


def test_bytes_added_behind_the_end_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.frames"
    write(path, header(), pixels())
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(FrameFileError):
        read_header(path)


def test_a_changed_byte_anywhere_is_an_error_or_still_a_frame_of_the_right_shape(tmp_path: Path) -> None:
    """No damage may end in another kind of error: the app would not expect it."""
    path = tmp_path / "a.frames"
    palette = tuple((value, value, 0) for value in range(40))
    write(path, header(palette=palette), np.random.default_rng(3).integers(0, 40, (3, HEIGHT, WIDTH), np.uint8))
    whole = bytearray(path.read_bytes())
    refused = 0
    for at in range(len(whole)):
        damaged = bytearray(whole)
        damaged[at] ^= (0x01, 0x10, 0x80)[at % 3]
        path.write_bytes(damaged)
        try:
            with FrameFile(path) as file:
                for number in range(len(file)):
                    assert file.frame(number).shape == (file.header.height, file.header.width, 3)
        except FrameFileError:
            refused += 1
    assert refused > len(whole) / 2  # zlib's checksum alone catches every change of pixels


def sealed(blob: dict[str, object], blocks: bytes = b"") -> bytes:
    body = msgspec.json.encode(blob)
    return MAGIC + len(body).to_bytes(4, "little") + (20 + len(blocks)).to_bytes(8, "little") + blocks + body


BLOCK = zlib.compress(bytes(HEIGHT * WIDTH * 3))
GOOD = {
    "first": 1, "last": 1, "width": WIDTH, "height": HEIGHT, "channels": 3, "colorizer": "d", "seed": 0, "inputs": "i",
    "offsets": [20, 20 + len(BLOCK)],
}  # fmt: skip


def test_the_hand_made_file_of_the_next_test_is_good(tmp_path: Path) -> None:
    (tmp_path / "a.frames").write_bytes(sealed(GOOD, BLOCK))
    assert not FrameFile(tmp_path / "a.frames").frame(0).any()


@pytest.mark.parametrize(
    "change",
    [
        {"offsets": []},
        {"offsets": [20]},
        {"offsets": [20, 21, 20 + len(BLOCK)]},
        {"offsets": [0, 20 + len(BLOCK)]},
        {"offsets": [20, 10**9]},
        {"offsets": [20 + len(BLOCK), 20]},
        {"last": 0},
        {"last": -5, "offsets": []},
        {"last": 10**12},
        {"width": 0},
        {"width": -13},
        {"height": HEIGHT + 1},
        {"channels": 2},
        {"channels": 4},
        {"palette": [[1, 2, 3]]},
        {"palette": [[1, 2, 300]], "index_bytes": 1},
        {"palette": [[1, 2]], "index_bytes": 1},
        {"palette": [[1, 2, 3]], "index_bytes": 1},
        {"index_bytes": 1},
        {"first": "1"},
        {"seed": None},
    ],
)
def test_a_header_that_contradicts_itself_is_an_error(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "a.frames"
    path.write_bytes(sealed({**GOOD, **change}, BLOCK))
    with pytest.raises(FrameFileError):
        FrameFile(path).frame(0)


@pytest.mark.parametrize(
    "data",
    [b"", b"SHIAGEF1", b"SHIAGEF2" + bytes(12), MAGIC + b"\xff" * 12, MAGIC + bytes(12), b"\x89PNG\r\n\x1a\n" * 9],
)
def test_other_files_are_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.frames").write_bytes(data)
    with pytest.raises(FrameFileError):
        FrameFile(tmp_path / "a.frames")


def test_no_file_and_a_folder_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(FrameFileError):
        read_header(tmp_path / "none.frames")
    with pytest.raises(FrameFileError):
        read_header(tmp_path)


def test_a_frame_outside_the_file_is_an_index_error(tmp_path: Path) -> None:
    write(tmp_path / "a.frames", header(), pixels())
    with FrameFile(tmp_path / "a.frames") as file:
        for at in (-1, 3):
            with pytest.raises(IndexError):
                file.frame(at)


def test_a_file_stays_readable_when_a_new_one_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "a.frames"
    old, new = pixels(), pixels()[::-1]
    write(path, header(), old)
    with FrameFile(path) as file:
        if os.name == "posix":
            write(path, header(), new)
        np.testing.assert_array_equal(file.frame(0), old[0])


def planes() -> list[np.ndarray | None]:
    rng = np.random.default_rng(3)
    first, second = (rng.integers(0, 256, (HEIGHT, WIDTH), np.uint8) for _ in range(2))
    return [first, first.copy(), None, first, second]


def test_trust_comes_back_exactly_and_is_no_part_of_the_digest(tmp_path: Path) -> None:
    frames, trust = pixels(5), planes()
    writer = FrameFileWriter(tmp_path / "a.frames", header(5))
    for frame, plane in zip(frames, trust, strict=True):
        writer.append(frame, plane)
    written = writer.commit()
    assert written.pixels == write(tmp_path / "b.frames", header(5), frames).pixels
    with FrameFile(tmp_path / "a.frames") as file, FrameFile(tmp_path / "b.frames") as plain:
        assert file.header == written
        assert plain.trust(0) is None
        for at, plane in enumerate(trust):
            np.testing.assert_array_equal(file.frame(at), frames[at])
            found = file.trust(at)
            assert (found is None) == (plane is None)
            if found is not None and plane is not None:
                np.testing.assert_array_equal(found, plane)


def test_a_hold_keeps_its_trust_once(tmp_path: Path) -> None:
    plane = np.random.default_rng(4).integers(0, 256, (HEIGHT, WIDTH), np.uint8)
    sizes = []
    for count in (2, 200):
        writer = FrameFileWriter(tmp_path / f"{count}.frames", header(count))
        for frame in np.zeros((count, HEIGHT, WIDTH, 3), np.uint8):
            writer.append(frame, plane)
        sizes.append(writer.commit())
    assert len({*sizes[1].trust}) == 1
    assert sizes[1].trust[0][1] - sizes[1].trust[0][0] == sizes[0].trust[0][1] - sizes[0].trust[0][0]


@pytest.mark.parametrize(
    "wrong", [np.zeros((HEIGHT, WIDTH + 1), np.uint8), np.zeros((HEIGHT, WIDTH), np.float32)], ids=["size", "type"]
)
def test_trust_of_another_size_or_type_is_refused(tmp_path: Path, wrong: np.ndarray) -> None:
    writer = FrameFileWriter(tmp_path / "a.frames", header(1))
    with pytest.raises(ValueError, match="trust is uint8 and 13x9"):
        writer.append(pixels(1)[0], wrong)
    writer.abort()


def test_planes_that_do_not_fill_the_file_are_damage(tmp_path: Path) -> None:
    writer = FrameFileWriter(tmp_path / "a.frames", header(2))
    for frame, plane in zip(pixels(2), [planes()[0], planes()[4]], strict=True):
        writer.append(frame, plane)
    written = writer.commit()
    data = (tmp_path / "a.frames").read_bytes()
    (begin, middle), (_, end) = written.trust
    told = f'"trust":[[{begin},{middle}],[{middle},{end}]]'.encode()
    assert told in data
    for lie in (f"[[{begin},{middle - 1}],[{middle},{end}]]", f"[[{begin},{end}],[{middle},{end}]]", "[[0,0],[0,0]]"):
        text = f'"trust":{lie}'.encode()
        (tmp_path / "b.frames").write_bytes(data.replace(told, text.ljust(len(told))))
        with pytest.raises(FrameFileError, match="damaged"):
            read_header(tmp_path / "b.frames")


def test_colors_of_lines_lie_beside_the_palette_and_count_as_pixels(tmp_path):
    plain = FrameFileHeader(
        first=1,
        last=1,
        width=2,
        height=1,
        channels=3,
        colorizer="x",
        seed=0,
        inputs="-",
        palette=((1, 2, 3), (4, 5, 6)),
    )
    lined = msgspec.structs.replace(plain, lines=((7, 8, 9), (0, 0, 0)))
    pixels = []
    for name, header in (("plain", plain), ("lined", lined)):
        writer = FrameFileWriter(tmp_path / name, header)
        writer.append(np.array([[0, 1]], np.uint8))
        pixels.append(writer.commit().pixels)
        with FrameFile(tmp_path / name) as file:
            assert (file.lines is None) == (name == "plain")
    assert pixels[0] != pixels[1]
    with FrameFile(tmp_path / "lined") as file:
        assert file.lines is not None
        assert file.lines.tolist() == [[7, 8, 9], [0, 0, 0]]
    for wrong in (((7, 8, 9),), ((7, 8, 9), (0, 0, 256)), ((7, 8, 9), (0, 0))):
        writer = FrameFileWriter(tmp_path / "wrong", msgspec.structs.replace(plain, lines=wrong))
        writer.append(np.array([[0, 1]], np.uint8))
        writer.commit()
        with pytest.raises(FrameFileError, match="damaged"):
            read_header(tmp_path / "wrong")
