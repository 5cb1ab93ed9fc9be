"""The flat colors that are found in keys, brought in or painted in the app."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from app.media.swatches import KeyFlats, KeyPicture

RED, BLUE, GREEN = (200, 40, 40), (30, 60, 180), (40, 160, 60)
TALL, WIDE = 120, 160


def colors_of(*keys: KeyPicture) -> list[tuple[int, int, int]]:
    return [flat.color for flat in KeyFlats().of(keys)]


def written(path: Path, picture: np.ndarray) -> Path:
    cv2.imwrite(str(path), picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    return path


def flats(*colors: tuple[int, int, int]) -> np.ndarray:
    """Upright bars, the first the widest."""
    picture, left = np.zeros((TALL, WIDE, 3), np.uint8), 0
    for at, color in enumerate(colors):
        picture[:, left:] = color
        left += (WIDE - left) * 2 // 3 if at < len(colors) - 1 else 0
    return picture


def shaded(paper: int = 255) -> np.ndarray:
    """Line art with a black line and wide gray shading."""
    line = np.full((TALL, WIDE), paper, np.uint8)
    line[20:40] = paper * 8 // 10
    line[60:64] = 0
    return line


def laid(color: np.ndarray, line: np.ndarray) -> np.ndarray:
    return (color.astype(np.uint16) * line[..., None] // 255).astype(np.uint8)


def test_of_a_painted_key_only_what_lies_beside_its_lines_counts(tmp_path: Path):
    line = written(tmp_path / "line.png", shaded())
    path = written(tmp_path / "key.png", laid(flats(RED, BLUE), shaded()))
    assert len(colors_of(KeyPicture("a", path))) > 3  # with lines and shading, as of a key that was brought in
    assert colors_of(KeyPicture("a", path, line)) == [RED, BLUE]


def test_a_painted_key_has_its_colors_though_its_drawing_cannot_be_read(tmp_path: Path):
    path = written(tmp_path / "key.png", flats(RED, BLUE))
    assert colors_of(KeyPicture("a", path, tmp_path / "gone.png", "b")) == [RED, BLUE]


def test_another_drawing_below_a_painted_key_is_looked_at(tmp_path: Path):
    first = written(tmp_path / "line.png", np.full((TALL, WIDE), 255, np.uint8))
    other = written(tmp_path / "other.png", shaded())
    path = written(tmp_path / "key.png", laid(flats(RED, BLUE), shaded()))
    looked = KeyFlats()
    assert len(looked.of([KeyPicture("a", path, first, "1")])) > 3
    assert [flat.color for flat in looked.of([KeyPicture("a", path, other, "2")])] == [RED, BLUE]


def test_on_gray_paper_all_of_a_painted_key_counts(tmp_path: Path):
    line = written(tmp_path / "line.png", shaded(paper=200))
    path = written(tmp_path / "key.png", flats(RED, BLUE))
    assert colors_of(KeyPicture("a", path, line)) == [RED, BLUE]


def test_a_later_key_adds_its_colors_behind_and_moves_none(tmp_path: Path):
    first = KeyPicture("a", written(tmp_path / "1.png", flats(RED, BLUE)))
    other = KeyPicture("b", written(tmp_path / "2.png", flats(GREEN, BLUE, RED)))
    assert colors_of(first) == [RED, BLUE]
    assert colors_of(first, other) == [RED, BLUE, GREEN]
