"""What is remembered of drawings and of pairs of them: it says the same as what is found out anew, and is asked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest
from shots_made import HEIGHT, PAPER, WIDTH, figure, shot

from engine.draft import reading
from engine.draft.blend import Word
from engine.draft.colorizer import DraftColorizer
from engine.draft.drawing import Drawing, folded, study
from engine.draft.finishing import Finisher
from engine.draft.matcher.matching import shipped_matcher
from engine.draft.sights import Sights
from engine.draft.tuning import Tuning
from engine.imaging.palette import Palette, color_codes
from engine.protocol.frames import FrameFile, FrameFileHeader, FrameFileWriter


def studied(step: int) -> Drawing:
    return study(figure(step, fill=False)[..., 0], Tuning(), shipped_matcher())


def same(one: object, other: object) -> bool:
    """Whether two things are equal to the last bit, arrays within them too."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if is_dataclass(one) and not isinstance(one, type):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return one == other


def size(thing: object) -> int:
    """Bytes of the arrays of a dataclass."""
    values = [getattr(thing, field.name) for field in fields(thing)]  # pyright: ignore[reportArgumentType]
    return sum(
        value.nbytes if isinstance(value, np.ndarray) else is_dataclass(value) and size(value) for value in values
    )


@pytest.mark.parametrize("line", [figure(3, fill=False)[..., 0], np.full((HEIGHT, WIDTH), 255, np.uint8)])
def test_a_folded_drawing_comes_out_as_it_was(line: np.ndarray) -> None:
    drawing = study(line, Tuning(), shipped_matcher())
    kept = folded(drawing)
    assert same(kept.unfolded(), drawing)
    beside = size(drawing.tokens) + drawing.near.nbytes + drawing.small.nbytes + drawing.look.nbytes
    assert 10 * (size(kept) - beside) < size(drawing) - beside


def test_what_is_remembered_of_two_drawings_is_what_is_seen_anew() -> None:
    one, other, tuning = studied(0), studied(9), Tuning()
    sights = Sights()
    seen = sights.sight(one, other, tuning, again=True)
    assert sights.sight(one, other, tuning, again=True) is seen
    assert same(
        sights.sight(one, folded(other).unfolded(), tuning, again=True), Sights().sight(one, other, tuning, again=False)
    )
    assert not same(sights.sight(other, one, tuning, again=True), seen)
    # What stays of the one on the other has been found out on the way, and is the same when it has not.
    assert np.array_equal(sights.stays(other, one, tuning), Sights().stays(other, one, tuning))
    assert not same(sights.sight(studied(3), other, tuning, again=True), seen), "another drawing is none remembered"


def test_a_drawing_that_colors_come_to_from_both_sides_is_studied_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studies: list[Drawing] = []

    def counted(*given: object) -> Drawing:
        studies.append(study(*given))  # pyright: ignore[reportArgumentType]
        return studies[-1]

    monkeypatch.setattr(reading, "study", counted)
    request = shot(tmp_path, list(range(24)), {1: 0, 24: 23}, length=24)
    for _ in DraftColorizer().colorize(request, lambda: False):
        pass
    assert len(studies) == 24


def test_frames_are_finished_in_order_and_what_goes_wrong_is_told(tmp_path: Path) -> None:
    palette = Palette(color_codes(np.array([[(0, 0, 0), PAPER]], np.uint8)).ravel())
    colors, trust = np.zeros((4, 6), np.uint16), np.full((4, 6), 9, np.uint8)
    words = [Word(colors + at, trust, 1) for at in (0, 1)]
    header = FrameFileHeader(
        first=1,
        last=3,
        width=12,
        height=8,
        channels=3,
        colorizer="draft",
        seed=0,
        inputs="x",
        palette=tuple(tuple(color) for color in palette.colors.tolist()),
    )
    with ThreadPoolExecutor(2) as pool:
        writer = FrameFileWriter(tmp_path / "a.frames", header)
        with Finisher(writer, palette, (12, 8), Tuning(), pool) as finisher:
            finisher.put(words[:1], None, None, ())
            finisher.put([], None, None, ())  # a hold
            finisher.put(words[1:], None, None, ())
        writer.commit()
        with FrameFile(tmp_path / "a.frames") as file:
            assert [int(file.indices(at).max()) for at in range(3)] == [0, 0, 1]
            assert file.indices(0).shape == (8, 12)
        writer = FrameFileWriter(tmp_path / "b.frames", header)
        with pytest.raises(ValueError, match="indices"), Finisher(writer, palette, (12, 8), Tuning(), pool) as finisher:
            finisher.put([Word(colors + 2, trust, 1)], None, None, ())
        writer.abort()
