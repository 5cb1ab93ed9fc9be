"""Keys are kept bit for bit, checked against their drawing, and fitted only when asked."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from app.media.errors import KeyOutside, MediaError, MediaUnreadable
from app.media.importer import import_line_art
from app.media.keys import BARE, KeyMismatch, alignment, lay_key
from app.project.model import LineArt
from engine.imaging.line import line_layer
from engine.imaging.stills import read_still, write_png

WIDTH, HEIGHT = 200, 160


def figure(at: int = 0, across: int = 0, down: int = 0) -> np.ndarray:
    """(HEIGHT, WIDTH) line art of drawing `at`, moved."""
    page = np.full((HEIGHT, WIDTH), 255, np.uint8)
    cv2.circle(page, (70 + 30 * at + across, 70 + down), 30, 0, 2, cv2.LINE_AA)
    cv2.rectangle(page, (60 + across, 100 + down), (140 + across, 130 + down - 8 * at), 0, 2)
    cv2.line(page, (20 + across, 30 + 12 * at + down), (60 + across, 60 + down), 0, 2, cv2.LINE_AA)
    return page


def colored(at: int = 0, across: int = 0, down: int = 0) -> np.ndarray:
    """(HEIGHT, WIDTH, 3): the same drawing, painted, its lines on top."""
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    cv2.circle(picture, (70 + 30 * at + across, 70 + down), 30, (230, 90, 60), -1)
    cv2.rectangle(picture, (60 + across, 100 + down), (140 + across, 130 + down - 8 * at), (60, 110, 220), -1)
    return cv2.min(picture, figure(at, across, down)[..., None].repeat(3, 2))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "p.shiage").mkdir()
    return tmp_path / "p.shiage"


@pytest.fixture
def line(tmp_path: Path, project: Path) -> LineArt:
    (tmp_path / "cut").mkdir()
    for number in range(3):
        write_png(tmp_path / "cut" / f"a.{1001 + number}.png", figure(number))
    return import_line_art([tmp_path / "cut"], project).line


def saved(path: Path, picture: np.ndarray) -> Path:
    Image.fromarray(picture).save(path)
    return path


@pytest.mark.parametrize("name", ["key.png", "key.TIF", "key.tga", "key.webp"])
def test_a_file_is_copied_byte_for_byte(tmp_path: Path, project: Path, line: LineArt, name: str):
    source = saved(tmp_path / name, colored(1))
    result = lay_key(source, line, 1002, project)
    key = result.key
    assert (result.notes, result.offers) == ((), ())
    assert key.path == f"keys/1002_{key.digest[:8]}{source.suffix.lower()}"
    assert (key.number, key.name) == (1002, name)
    assert (project / key.path).read_bytes() == source.read_bytes()


def test_16_bit_keys_stay_16_bit(tmp_path: Path, project: Path, line: LineArt):
    deep = colored().astype(np.uint16) * 257
    deep[3, 3] = (1, 2, 3)
    write_png(tmp_path / "deep.png", deep)
    for source in (tmp_path / "deep.png", deep):
        key = lay_key(source, line, 1001, project).key
        assert np.array_equal(read_still(project / key.path), deep)


@pytest.mark.parametrize("channels", [3, 4])
def test_a_pasted_picture_keeps_its_pixels(project: Path, line: LineArt, channels: int):
    picture = np.dstack([colored(), np.full((HEIGHT, WIDTH), 255, np.uint8)])[..., :channels]
    result = lay_key(picture, line, 1001, project, name="Pasted")
    assert result.key.name == "Pasted"
    assert result.key.path.endswith(".png")
    assert np.array_equal(read_still(project / result.key.path), picture)


def test_keys_are_never_overwritten_and_equal_ones_are_stored_once(tmp_path: Path, project: Path, line: LineArt):
    first = lay_key(colored(), line, 1001, project).key
    repainted = colored()
    repainted[repainted[..., 0] == 230] = (20, 200, 20)
    second = lay_key(repainted, line, 1001, project).key
    assert lay_key(colored(), line, 1001, project).key == first
    assert {path.name for path in (project / "keys").iterdir()} == {Path(first.path).name, Path(second.path).name}
    assert np.array_equal(read_still(project / first.path), colored())
    # Another file that happens to have the short name is left alone.
    (project / first.path).write_bytes(b"other")
    assert lay_key(colored(), line, 1001, project).key.path == f"keys/1001_{first.digest}.png"


@pytest.mark.parametrize(("across", "down"), [(5, -3), (-11, 0), (0, 14), (2, 1), (0, -2)])
def test_a_shifted_key_is_noticed_and_moved_back(project: Path, line: LineArt, across: int, down: int):
    result = lay_key(colored(0, across, down), line, 1001, project)
    (note,) = result.notes
    assert "seems to lie" in note
    assert [offer.fit for offer in result.offers] == ["align"]
    assert np.array_equal(read_still(project / result.key.path), colored(0, across, down))
    aligned = lay_key(colored(0, across, down), line, 1001, project, fit="align")
    assert (aligned.notes, aligned.offers) == ((), ())
    middle = (slice(20, -20), slice(20, -20))
    assert np.array_equal(read_still(project / aligned.key.path)[middle], colored()[middle])


def test_the_words_for_a_shift(project: Path, line: LineArt):
    result = lay_key(colored(0, 5, -1), line, 1001, project)
    assert result.notes == (
        "This key seems to lie 5 pixels right of and 1 pixel above its drawing; align it, or keep it as it is.",
    )
    assert result.offers[0].text == "Move it 5 pixels left and 1 pixel down."


def test_one_pixel_is_not_called_a_shift(project: Path, line: LineArt):
    assert lay_key(colored(0, 1, 1), line, 1001, project).notes == ()


def test_a_key_in_place_is_not_moved_by_align(tmp_path: Path, project: Path, line: LineArt):
    source = saved(tmp_path / "key.png", colored())
    key = lay_key(source, line, 1001, project, fit="align").key
    assert (project / key.path).read_bytes() == source.read_bytes()


def test_a_picture_of_something_else_is_noticed(project: Path, line: LineArt):
    other = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for at in range(0, WIDTH, 24):
        cv2.line(other, (at, 0), (WIDTH - at, HEIGHT), (200, 40, 90), 3)
    (note,) = lay_key(other, line, 1001, project).notes
    assert note == "This picture does not seem to belong to this drawing; check the frame number."


def test_a_gray_key_is_kept_with_a_note(project: Path, line: LineArt):
    result = lay_key(figure(), line, 1001, project)
    assert result.notes == ("This key has no color; lay a colored picture if that was not meant.",)


def test_another_size_is_refused_with_offers(tmp_path: Path, project: Path, line: LineArt):
    half = cv2.resize(colored(), (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA)
    with pytest.raises(KeyMismatch) as caught:
        lay_key(saved(tmp_path / "half.png", half), line, 1001, project)
    assert str(caught.value) == (
        '"half.png" is 100 x 80 but the line art is 200 x 160; choose how to fit it, or save it at that size.'
    )
    assert [(offer.fit, offer.text) for offer in caught.value.offers] == [
        ("scale", "Scale it from 100 x 80 to 200 x 160; the proportions are the same."),
        (
            "pad",
            "Keep its size and center it: add 100 pixels in all of its border color left and right, "
            "add 80 pixels in all of its border color top and bottom.",
        ),
    ]
    assert not (project / "keys").exists()
    scaled = lay_key(half, line, 1001, project, fit="scale")
    assert scaled.notes == ()
    assert np.abs(read_still(project / scaled.key.path).astype(int) - colored()).mean() < 8


def test_padding_keeps_pixels_and_fills_with_the_border(project: Path, line: LineArt):
    wide = np.full((100, 240, 3), (9, 8, 7), np.uint8)
    wide[40:60, 100:140] = (250, 0, 0)
    with pytest.raises(KeyMismatch) as caught:
        lay_key(wide, line, 1001, project)
    assert "cut 40 pixels in all off left and right" in caught.value.offers[1].text
    assert "to 200 x 83, and fill the rest" in caught.value.offers[0].text
    padded = read_still(project / lay_key(wide, line, 1001, project, fit="pad").key.path)
    assert padded.shape == (HEIGHT, WIDTH, 3)
    assert np.array_equal(padded[30:130], wide[:, 20:220])
    assert (padded[:30] == (9, 8, 7)).all()
    fitted = read_still(project / lay_key(wide, line, 1001, project, fit="scale").key.path)
    assert (fitted[:30] == (9, 8, 7)).all()


def test_what_cannot_be_a_key_gives_a_sentence(tmp_path: Path, project: Path, line: LineArt):
    (tmp_path / "text.png").write_text("hello")
    rows: list[tuple[Path | np.ndarray, int, type[MediaError], str]] = [
        (colored(), 1004, KeyOutside, "Frame 1004 is not in this shot, which has frames 1001 to 1003"),
        (tmp_path / "text.png", 1001, MediaUnreadable, "not a picture"),
        (tmp_path / "gone.png", 1001, MediaUnreadable, "no longer there"),
        (np.zeros((HEIGHT, WIDTH, 3), np.float32), 1001, MediaUnreadable, "pasted picture"),
        (np.zeros((0, 0, 3), np.uint8), 1001, MediaUnreadable, "pasted picture"),
        (np.zeros((HEIGHT, WIDTH, 2), np.uint8), 1001, MediaUnreadable, "pasted picture"),
    ]
    for source, number, error, words in rows:
        with pytest.raises(error) as caught:
            lay_key(source, line, number, project)
        assert words in str(caught.value)
        assert str(caught.value).endswith(".")
    (project / "keys").write_text("in the way")
    with pytest.raises(MediaError, match="could not be written"):
        lay_key(colored(), line, 1001, project)


def test_a_lost_drawing_does_not_stop_a_key(tmp_path: Path, project: Path, line: LineArt):
    (tmp_path / "cut" / "a.1001.png").unlink()
    assert lay_key(colored(), line, 1001, project).notes == ()


def test_an_empty_drawing_says_nothing_about_alignment():
    assert alignment(np.full((HEIGHT, WIDTH), 255, np.uint8), colored()) is None
    assert alignment(np.zeros((3, 3), np.uint8), np.zeros((3, 3, 3), np.uint8)) is None


def test_real_keys_lie_where_their_lines_are(clips: Path):
    for clip in sorted(path.parent for path in clips.glob("*/meta.json")):
        files = sorted((clip / "line").glob("*.png"))
        drawn = files[len(files) // 2]
        layer = line_layer(read_still(drawn), "dark")
        own = alignment(layer, read_still(clip / "color" / drawn.name))
        assert own is not None
        assert not own.shifted, clip.name
        assert not own.foreign, clip.name


def test_a_picture_of_the_paint_without_the_lines_is_told_as_such(project: Path, line: LineArt):
    paint = np.full((HEIGHT, WIDTH, 3), (180, 200, 220), np.uint8)
    cv2.circle(paint, (70, 70), 30, (230, 90, 60), -1)
    cv2.rectangle(paint, (60, 100), (140, 130), (60, 110, 220), -1)
    assert lay_key(paint, line, 1001, project).notes == (BARE,)
    traced = np.where(figure()[..., None] < 128, np.uint8(90), paint)  # in a color of their own, over the same paint
    assert lay_key(traced, line, 1001, project).notes == ()
