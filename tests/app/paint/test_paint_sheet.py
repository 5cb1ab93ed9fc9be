"""A sheet and its copy: what is painted, taken back and laid again, and that nothing else changes by a bit."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.media.line_colors import with_line_colors
from app.media.pictures import PictureKey, render
from app.paint import sheet as sheet_module
from app.paint.base import Base, base_of
from app.paint.copying import Copy
from app.paint.seen import Seen
from app.paint.sheet import Sheet
from engine.imaging.compose import lay_lines
from engine.imaging.filling import Area, areas_of
from engine.imaging.spots import Spots
from engine.imaging.stills import read_still, to_8_bit, write_png
from engine.imaging.stretches import Stretches
from engine.protocol.frames import FrameFileHeader, FrameFileWriter

WIDTH, HEIGHT = 160, 120
RED, BLUE, GREEN = (200, 30, 30), (30, 40, 220), (40, 200, 60)


def drawing() -> np.ndarray:
    """(H, W) uint8: two boxes side by side in soft black lines on white."""
    image = np.full((HEIGHT, WIDTH), 255, np.uint8)
    for left, right in ((20, 75), (85, 140)):
        cv2.rectangle(image, (left, 20), (right, 100), 0, 2, cv2.LINE_AA)
    return cv2.GaussianBlur(image, (3, 3), 0)


def flats() -> np.ndarray:
    color = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    color[20:101, 20:76], color[20:101, 85:141] = RED, BLUE
    return color


@pytest.fixture
def laid(tmp_path: Path) -> PictureKey:
    """A key that is the drawing over flats."""
    write_png(tmp_path / "line.png", drawing())
    write_png(tmp_path / "key.png", lay_lines(flats(), drawing(), "dark"))
    line, key = str(tmp_path / "line.png"), str(tmp_path / "key.png")
    return PictureKey(0, "picture", WIDTH, HEIGHT, line, "l", "dark", key, "k")


@pytest.fixture
def bare(laid: PictureKey) -> PictureKey:
    return PictureKey(0, "picture", WIDTH, HEIGHT, laid.line_path, "l", "dark")


def screen(base: Base) -> np.ndarray:
    picture = to_8_bit(base.picture)
    if picture.shape[2] == 4:
        alpha = picture[..., 3:].astype(np.float32) / 255
        picture = np.rint(picture[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    return cv2.cvtColor(picture, cv2.COLOR_RGB2BGRA)


def sheet_of(base: Base, gap: float = 0) -> Sheet:
    sheet = Sheet(base, screen(base), (), lambda box: None)
    areas = areas_of(base.lines.ink, gap)
    areas.look(base.color)
    areas.stretches = Stretches(areas.labels, base.lines.ink, base.lines.drawn)
    sheet.set_areas(gap, areas)
    return sheet


def rgba(color: tuple[int, int, int]) -> np.ndarray:
    return np.array([*color, 255], np.uint8)


def fill(sheet: Sheet, x: int, y: int, color: tuple[int, int, int]) -> None:
    sheet.begin()
    sheet.fill(0, x, y, 8, rgba(color))
    sheet.end("Fill")


def test_a_fill_changes_what_is_between_the_lines_and_nothing_else(laid: PictureKey):
    base = base_of(laid)
    sheet, copy = sheet_of(base), Copy(base)
    before = read_still(Path(laid.key_path))
    fill(sheet, 40, 60, GREEN)
    copy.follow(sheet.done, 0)
    after = copy.picture()
    np.testing.assert_array_equal(after[30:90, 30:66], np.broadcast_to(GREEN, (60, 36, 3)))
    np.testing.assert_array_equal(after[~sheet.touched], before[~sheet.touched])
    assert not sheet.touched[:, 80:].any()
    assert not sheet.touched[:15].any()
    flat = flats()
    flat[sheet.touched] = GREEN
    ideal = lay_lines(flat, drawing(), "dark")
    np.testing.assert_array_equal(after[sheet.touched], ideal[sheet.touched])  # no fringe of red along the lines


def test_what_the_screen_shows_is_what_the_key_will_be(laid: PictureKey):
    base = base_of(laid)
    sheet, copy = sheet_of(base), Copy(base)
    fill(sheet, 40, 60, GREEN)
    sheet.begin()
    sheet.mark((10, 10), (120, 70), (9, 3), rgba(BLUE))
    sheet.end("Brush")
    copy.follow(sheet.done, 0)
    np.testing.assert_array_equal(cv2.cvtColor(sheet.shown, cv2.COLOR_BGRA2RGB), copy.picture())


def test_taking_back_and_laying_again_is_exact_in_any_order(laid: PictureKey):
    base = base_of(laid)
    sheet, copy = sheet_of(base), Copy(base)
    states = [(sheet.color.copy(), sheet.shown.copy(), sheet.touched.copy(), base.picture)]
    random = np.random.default_rng(5)
    for step in range(12):
        sheet.begin()
        color = rgba(tuple(random.integers(0, 256, 3).tolist()))
        if step % 2:
            points = [tuple(random.uniform(0, 120, 2).tolist()) for _ in range(40)]
            for begin, end in pairwise(points):
                sheet.mark(begin, end, (7, 12), color if step % 4 == 1 else np.zeros(4, np.uint8))
        else:
            sheet.fill(0, int(random.integers(WIDTH)), int(random.integers(HEIGHT)), 8, color)
        if sheet.end("Stroke") is not None:
            copy.follow(sheet.done, 0)
            states.append((sheet.color.copy(), sheet.shown.copy(), sheet.touched.copy(), copy.picture()))
    assert len(states) == len(sheet.done) + 1 > 8
    at = len(sheet.done)
    for target in (0, 5, 2, len(states) - 1, 3, 7):
        while at > target:
            sheet.step_back()
            at -= 1
        while at < target:
            sheet.step_on()
            at += 1
        copy.follow(sheet.done, 0)
        color, shown, touched, picture = states[target]
        np.testing.assert_array_equal(sheet.color, color)
        np.testing.assert_array_equal(sheet.shown, shown)
        np.testing.assert_array_equal(sheet.touched, touched)
        np.testing.assert_array_equal(copy.picture(), picture)


def test_a_bare_frame_is_clear_where_nothing_is_painted(bare: PictureKey, tmp_path: Path):
    base = base_of(bare)
    sheet, copy = sheet_of(base), Copy(base)
    fill(sheet, 40, 60, GREEN)
    copy.follow(sheet.done, 0)
    key = copy.write(tmp_path, 7)
    written = read_still(tmp_path / key.path)
    assert written.shape == (HEIGHT, WIDTH, 4)
    assert tuple(written[60, 40]) == (*GREEN, 255)
    assert written[60, 110, 3] == 0
    shown = PictureKey(0, "picture", WIDTH, HEIGHT, bare.line_path, "l", "dark", str(tmp_path / key.path), key.digest)
    flat = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    flat[sheet.touched] = GREEN
    difference = np.abs(render(shown).astype(int) - lay_lines(flat, drawing(), "dark"))
    assert difference.max() <= 1


def test_sixteen_bits_stay_sixteen_bits_where_nothing_is_painted(laid: PictureKey, tmp_path: Path):
    deep = lay_lines(flats(), drawing(), "dark").astype(np.uint16) * 257 - 100
    deep[deep > 60000] = 61234
    write_png(Path(laid.key_path), deep)
    base = base_of(laid)
    sheet, copy = sheet_of(base), Copy(base)
    fill(sheet, 40, 60, GREEN)
    copy.follow(sheet.done, 0)
    written = read_still(tmp_path / copy.write(tmp_path, 7).path)
    assert written.dtype == np.uint16
    np.testing.assert_array_equal(written[~sheet.touched], deep[~sheet.touched])
    assert tuple(written[60, 40]) == tuple(value * 257 for value in GREEN)


def test_a_fill_with_the_color_that_is_there_is_no_stroke(laid: PictureKey):
    sheet = sheet_of(base_of(laid))
    fill(sheet, 40, 60, RED)
    assert not sheet.done
    assert not sheet.touched.any()


def test_forgetting_the_oldest_strokes_keeps_the_others(laid: PictureKey, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheet_module, "BUDGET", 25_000)
    base = base_of(laid)
    sheet, copy = sheet_of(base), Copy(base)
    for step in range(6):
        fill(sheet, 40, 60, (10 * step, 100, 100))
        copy.follow(sheet.done, sheet.forgotten)
    assert sheet.forgotten > 0
    sheet.step_back()
    copy.follow(sheet.done, sheet.forgotten)
    assert tuple(copy.picture()[60, 40]) == (40, 100, 100)
    np.testing.assert_array_equal(cv2.cvtColor(sheet.shown, cv2.COLOR_BGRA2RGB), copy.picture())


def test_colors_alone_and_what_is_unpainted_can_be_shown(bare: PictureKey):
    base = base_of(bare)
    sheet = sheet_of(base)
    fill(sheet, 40, 60, GREEN)
    usual = sheet.shown.copy()
    sheet.show_as(lines=False, holes=False)
    assert not (sheet.shown[20, 30:60, :3] == 0).all(axis=1).any()
    sheet.show_as(lines=True, holes=True)
    marked = (sheet.shown != usual).any(axis=2)
    assert marked[60, 90:130].all()
    assert not marked[60, 30:60].any()
    fill(sheet, 110, 60, RED)
    assert tuple(sheet.shown[60, 110, :3]) == RED[::-1]
    sheet.step_back()
    sheet.show_as(lines=True, holes=False)
    np.testing.assert_array_equal(sheet.shown, usual)


def test_the_palette_shows_its_colors_for_what_is_painted(laid: PictureKey):
    base = base_of(laid)
    mapping = ((GREEN, (9, 9, 99)),)
    sheet = Sheet(base, screen(base), mapping, lambda box: None)
    sheet.set_areas(0, areas_of(base.lines.ink, 0))
    fill(sheet, 40, 60, GREEN)
    assert tuple(sheet.shown[60, 40, 2::-1]) == (9, 9, 99)
    assert sheet.color_at(40, 60) == GREEN


def test_rims_look_without_lines_as_the_viewer_shows_them(laid: PictureKey):
    color = flats()
    color[20:101, 30:40] = GREEN
    color[20:101, 40] = (132, 128, 60)  # between green and red, farther off than a flat between them may be
    write_png(Path(laid.key_path), lay_lines(color, drawing(), "dark"))
    colors = ((GREEN, (90, 0, 90)), (RED, RED))
    shown = to_8_bit(render(replace(laid, colors=colors)))
    assert tuple(shown[60, 40]) not in ((132, 128, 60), GREEN, RED), "the viewer has it follow"
    base = base_of(laid)
    sheet = Sheet(base, cv2.cvtColor(shown, cv2.COLOR_RGB2BGRA), colors, lambda box: None)
    sheet.show_as(lines=False, holes=False)
    np.testing.assert_array_equal(sheet.shown[60, 28:60, 2::-1], shown[60, 28:60])
    sheet.set_areas(0, areas_of(base.lines.ink, 0))
    sheet.begin()
    sheet.lay(Area(0, 0, np.ones((HEIGHT, WIDTH), bool)), base.color.reshape(-1, 4))
    sheet.end("Fill from the neighbour")
    np.testing.assert_array_equal(sheet.shown[60, 28:60, 2::-1], shown[60, 28:60])


def test_what_painting_softens_an_edge_with_is_a_rim(laid: PictureKey):
    soft = np.array([[1, 2, 3, 255], [*RED, 255]], np.uint8)
    seen = Seen(((GREEN, BLUE),), read_still(Path(laid.key_path)))
    seen.softened(soft)
    assert seen.rims(soft).tolist() == [True, False], "red has flats"


def test_lay_changes_only_its_area(laid: PictureKey):
    sheet = sheet_of(base_of(laid))
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[50:60, 30:40] = True
    before = sheet.color.copy()
    sheet.begin()
    sheet.lay(Area(0, 0, mask), np.broadcast_to(rgba(GREEN), (100, 4)))
    sheet.end("Fill from the neighbour")
    np.testing.assert_array_equal(sheet.color[~mask], before[~mask])
    assert (sheet.color[mask] == rgba(GREEN)).all()


def test_lines_that_the_key_has_in_another_color_keep_it(laid: PictureKey):
    brown = (150, 60, 10)
    cover = (255 - drawing().astype(np.float32))[..., None] / 255
    right = np.arange(WIDTH)[None, :, None] > 80  # only the right box has brown lines
    lines = np.where(right, brown, (0, 0, 0))
    write_png(Path(laid.key_path), np.rint(flats() * (1 - cover) + lines * cover).astype(np.uint8))
    base = base_of(laid)
    sheet, copy = sheet_of(base), Copy(base)
    fill(sheet, 40, 60, GREEN)
    fill(sheet, 110, 60, GREEN)
    copy.follow(sheet.done, 0)
    flat = flats()
    flat[sheet.touched] = GREEN
    ideal = np.rint(flat * (1 - cover) + lines * cover)
    difference = np.abs(copy.picture() - ideal)[sheet.touched].max(axis=1)
    assert difference.max() <= 24
    assert np.percentile(difference, 98) <= 2


def test_a_key_without_lines_gets_the_drawings_own(laid: PictureKey):
    write_png(Path(laid.key_path), flats())
    base = base_of(laid)
    sheet, copy = sheet_of(base), Copy(base)
    fill(sheet, 40, 60, GREEN)
    copy.follow(sheet.done, 0)
    flat = flats()
    flat[sheet.touched] = GREEN
    ideal = lay_lines(flat, drawing(), "dark").astype(int)
    assert np.abs(copy.picture().astype(int) - ideal)[sheet.touched].max() <= 1


def test_marking_what_is_unpainted_leaves_the_rest_of_the_picture_as_it_is(laid: PictureKey):
    base = base_of(laid)
    sheet = sheet_of(base)
    sheet.begin()
    sheet.mark((50, 60), (60, 60), (12, 12), np.zeros(4, np.uint8))
    sheet.end("Eraser")
    usual = sheet.shown.copy()
    sheet.show_as(lines=True, holes=True)
    painted = sheet.color[..., 3] == 255
    np.testing.assert_array_equal(sheet.shown[painted], usual[painted])
    assert (sheet.shown[~painted] != usual[~painted]).any(axis=1).all()
    sheet.step_back()
    sheet.step_on()
    sheet.show_as(lines=True, holes=False)
    np.testing.assert_array_equal(sheet.shown, usual)


def test_a_long_stroke_over_the_whole_width_stays_as_it_was_drawn(bare: PictureKey) -> None:
    sheet = sheet_of(base_of(bare))
    before = sheet.color.copy()
    sheet.begin()
    for at in range(60):  # more marks than are kept apart
        y = 4 + at * (HEIGHT - 8) / 60
        sheet.mark((-5, y), (WIDTH + 5, y + 2), (9, 9), rgba(GREEN))
    drawn = sheet.color.copy()
    assert sheet.end("Brush") is not None
    assert np.array_equal(sheet.color, drawn)
    sheet.step_back()
    assert np.array_equal(sheet.color, before)
    sheet.step_on()
    assert np.array_equal(sheet.color, drawn)


def test_a_fill_dragged_over_many_areas_stays(bare: PictureKey) -> None:
    sheet = sheet_of(base_of(bare))
    before = sheet.color.copy()
    sheet.begin()
    for at in range(60):
        sheet.fill(0, 2 + at % 3 * 65, 60, 8, rgba(RED if at % 2 else GREEN))
    drawn = sheet.color.copy()
    assert not np.array_equal(drawn, before)
    sheet.end("Fill")
    assert np.array_equal(sheet.color, drawn)
    sheet.step_back()
    assert np.array_equal(sheet.color, before)


def test_areas_that_come_in_the_midst_of_a_stroke_know_of_it(bare: PictureKey) -> None:
    sheet = sheet_of(base_of(bare))
    areas = areas_of(sheet.base.lines.ink, 0)
    areas.look(sheet.base.color)
    sheet.begin()
    sheet.mark((40, 50), (55, 50), (12, 12), rgba(GREEN))
    sheet.set_areas(0, areas)
    sheet.end("Brush")
    drawn = sheet.color.copy()
    fill(sheet, 30, 90, BLUE)
    assert sheet.color_at(48, 50) == GREEN, "another color, which the fill goes around"
    sheet.step_back()
    assert np.array_equal(sheet.color, drawn)


def test_marks_that_lie_together_are_taken_back_as_one(bare: PictureKey) -> None:
    sheet = sheet_of(base_of(bare))
    before = sheet.shown.copy()
    sheet.begin()
    for at in range(12):
        sheet.mark((10 + 4 * at, 60), (14 + 4 * at, 62), (20, 20), rgba(GREEN))
    drawn = sheet.shown.copy()
    assert sheet.end("Brush") is not None
    told: list[tuple[int, int, int, int]] = []
    sheet.changed = told.append
    sheet.step_back()
    assert len(told) == 1, "the screen is drawn anew once"
    assert np.array_equal(sheet.shown, before)
    sheet.step_on()
    assert len(told) == 2
    assert np.array_equal(sheet.shown, drawn)


def test_marks_that_lie_apart_are_taken_back_each_for_itself(bare: PictureKey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.paint.strokes._ROOM", 200)  # the picture is small
    sheet = sheet_of(base_of(bare))
    drawn, shown = [sheet.color.copy()], sheet.shown.copy()
    sheet.begin()
    for x, y in ((4, 4), (WIDTH - 4, 4), (6, 6), (4, HEIGHT - 4), (7, HEIGHT - 6), (WIDTH - 4, HEIGHT - 4), (5, 5)):
        sheet.mark((x, y), (x + 1, y), (3, 3), rgba(RED if x % 2 else GREEN))
    drawn.append(sheet.color.copy())
    stroke = sheet.end("Brush")
    assert stroke is not None
    assert len(stroke.parts) == 6, "the two at the lower left, which follow each other, became one"
    told: list[tuple[int, int, int, int]] = []
    sheet.changed = told.append
    sheet.step_back()
    assert max(width * height for _, _, width, height in told) < 200, "not all of the picture between them"
    assert np.array_equal(sheet.shown, shown)
    assert np.array_equal(sheet.color, drawn[0])
    sheet.step_on()
    assert np.array_equal(sheet.color, drawn[1])


def test_what_a_stroke_of_two_parts_changes_is_told_once(bare: PictureKey) -> None:
    sheet = sheet_of(base_of(bare))
    sheet.begin()
    sheet.mark((20, 60), (60, 60), (20, 20), rgba(GREEN))
    sheet.mark((22, 62), (58, 58), (8, 8), rgba(RED))
    stroke = sheet.end("Brush")
    assert stroke is not None
    assert len(stroke.parts) == 2
    told: list[tuple[int, int, int, int]] = []
    sheet.changed = told.append
    sheet.step_back()
    sheet.step_on()
    assert len(told) == 2
    left, top, width, height = told[0]
    for part in stroke.parts:
        rows, columns = part.area.window
        assert left <= columns.start < columns.stop <= left + width
        assert top <= rows.start < rows.stop <= top + height


@pytest.mark.parametrize("lines", [True, False])
def test_stray_pixels_of_other_colors_come_back_as_they_were(laid: PictureKey, lines: bool) -> None:
    picture = flats()
    for at in range(8):  # as compression leaves them: near enough to be filled, and under the lines too
        picture[22 + 9 * at, 22 + 6 * at] = (196 + at // 2, 33, 28)
    write_png(Path(laid.key_path), lay_lines(picture, drawing(), "dark"))
    base = base_of(laid)
    sheet, copy, before = sheet_of(base), Copy(base), screen(base)
    sheet.show_as(lines, False)
    unpainted = sheet.shown.copy()
    fill(sheet, 60, 40, GREEN)
    areas = [part.area for part in sheet.done[0].parts]
    assert [type(area) for area in areas] == [Area, Spots]
    assert (sheet.color[40, 60] == rgba(GREEN)).all()
    painted, shown = sheet.color.copy(), sheet.shown.copy()
    copy.follow(sheet.done, 0)
    key = copy.picture()
    inside = np.zeros((HEIGHT, WIDTH), bool)
    for area in areas:
        inside[area.window] |= area.mask
    assert inside[40:60, 40:60].all()
    assert (painted[inside] == rgba(GREEN)).all()
    sheet.step_back()
    np.testing.assert_array_equal(sheet.color, base.color)
    np.testing.assert_array_equal(sheet.shown, unpainted)
    if lines:
        np.testing.assert_array_equal(sheet.shown, before)
    assert not sheet.touched.any()
    copy.follow((), 0)
    np.testing.assert_array_equal(copy.picture(), to_8_bit(base.picture)[..., :3])
    sheet.step_on()
    np.testing.assert_array_equal(sheet.color, painted)
    np.testing.assert_array_equal(sheet.shown, shown)
    copy.follow(sheet.done, 0)
    np.testing.assert_array_equal(copy.picture(), key)


def test_stray_pixels_are_put_together_with_what_is_painted_over_them(laid: PictureKey) -> None:
    picture = flats()
    picture[40, 40], picture[60, 50] = (196, 33, 28), (203, 30, 30)
    write_png(Path(laid.key_path), lay_lines(picture, drawing(), "dark"))
    base = base_of(laid)
    sheet = sheet_of(base)
    sheet.begin()
    sheet.fill(0, 60, 40, 8, rgba(GREEN))
    for at in range(30):
        sheet.mark((30 + at, 40), (31 + at, 40), (6, 6), rgba(BLUE))
    stroke = sheet.end("Both")
    assert stroke is not None
    assert len(stroke.parts) == 1
    after = sheet.color.copy()
    sheet.step_back()
    np.testing.assert_array_equal(sheet.color, base.color)
    sheet.step_on()
    np.testing.assert_array_equal(sheet.color, after)


@pytest.mark.parametrize("brown", [(120, 60, 30), (36, 22, 14)])
@pytest.mark.parametrize("over", [(0, 1, 2), (1,)], ids=["all", "some"])
def test_on_a_finished_frame_lines_keep_the_colors_that_the_take_gives_them(
    bare: PictureKey, tmp_path: Path, brown: tuple[int, int, int], over: tuple[int, ...]
):
    colors = ((255, 255, 255), RED, BLUE)
    header = FrameFileHeader(
        first=1, last=1, width=WIDTH, height=HEIGHT, channels=3, colorizer="draft", seed=0, inputs="-",
        palette=colors, lines=tuple(brown if at in over else (0, 0, 0) for at in range(3)),
    )  # fmt: skip
    writer = FrameFileWriter(tmp_path / "take.frames", header)
    writer.append(np.array([(flats() == color).all(axis=2) for color in colors]).argmax(axis=0).astype(np.uint8))
    writer.commit()
    key = replace(bare, take_path=str(tmp_path / "take.frames"))
    base = base_of(key)
    np.testing.assert_array_equal(base.picture, render(key))
    sheet, copy = sheet_of(base), Copy(base)
    fill(sheet, 40, 60, GREEN)
    copy.follow(sheet.done, 0)
    full = sheet.touched & (drawing() == 0) & (flats() == RED).all(axis=2)
    assert full.any()
    assert (copy.picture()[full] == brown).all()
    fill(sheet, 40, 60, RED)
    copy.follow(sheet.done, 0)
    np.testing.assert_array_equal(copy.picture(), render(key))


def color_line(sheet: Sheet, x: int, y: int, color: tuple[int, int, int]) -> None:
    stretch = sheet.stretch(0, x, y)
    assert stretch is not None
    sheet.begin()
    sheet.color_line(stretch, rgba(color))
    sheet.end("Color lines")


def in_color(flat: np.ndarray, line: np.ndarray) -> np.ndarray:
    """(H, W, 3) uint8: the drawing over flats, in the colors (H, W, 3) of its lines."""
    cover = (255 - drawing().astype(np.float32))[..., None] / 255
    return np.rint(flat * (1 - cover) + line * cover).astype(np.uint8)


def test_a_line_takes_a_color_over_what_lies_below_and_no_other_line_does(laid: PictureKey):
    base = base_of(laid)
    sheet, copy = sheet_of(base), Copy(base)
    before = read_still(Path(laid.key_path))
    color_line(sheet, 75, 60, GREEN)
    copy.follow(sheet.done, 0)
    after = copy.picture()
    lines = np.zeros((HEIGHT, WIDTH, 3))
    lines[:, :80] = GREEN
    off = np.abs(after.astype(int) - in_color(flats(), lines)).max(axis=2)
    assert off.max() <= 24  # what lies below the soft edge of a line is guessed
    assert (off <= 1).mean() > 0.99
    np.testing.assert_array_equal(after[:, 80:], before[:, 80:])
    np.testing.assert_array_equal(cv2.cvtColor(sheet.shown, cv2.COLOR_BGRA2RGB), after)
    fill(sheet, 40, 60, BLUE)
    copy.follow(sheet.done, 0)
    assert tuple(copy.picture()[60, 75]) == GREEN, "a fill beneath leaves it"
    color_line(sheet, 75, 60, RED)
    for _ in range(3):
        sheet.step_back()
    copy.follow(sheet.done, 0)
    np.testing.assert_array_equal(copy.picture(), before)
    np.testing.assert_array_equal(sheet.shown, screen(base))
    for _ in range(3):
        sheet.step_on()
    copy.follow(sheet.done, 0)
    assert tuple(copy.picture()[60, 75]) == RED
    np.testing.assert_array_equal(cv2.cvtColor(sheet.shown, cv2.COLOR_BGRA2RGB), copy.picture())


@pytest.mark.parametrize("color", [GREEN, RED, (12, 10, 14)])
def test_a_painted_key_tells_what_its_lines_are_whatever_is_beside_them(laid: PictureKey, tmp_path: Path, color):
    base = base_of(laid)
    sheet, copy = sheet_of(base), Copy(base)
    color_line(sheet, 75, 60, color)
    copy.follow(sheet.done, 0)
    key = copy.write(tmp_path, 3)
    again = base_of(replace(laid, key_path=str(tmp_path / key.path), key_digest=key.digest))
    later, second = sheet_of(again), Copy(again)
    fill(later, 40, 60, BLUE)
    second.follow(later.done, 0)
    assert tuple(second.picture()[60, 75]) == color
    assert second.picture()[60, 85].max() <= 2, "others are black"
    told = second.line_colors()
    assert told is not None
    np.testing.assert_array_equal(told, copy.line_colors())


def test_dark_flats_along_the_lines_of_a_painted_key_are_not_taken_for_lines(laid: PictureKey, tmp_path: Path):
    plain = Copy(base_of(laid)).write(tmp_path, 3)
    odd = read_still(tmp_path / plain.path)
    odd[drawing() < 20] = (90, 70, 60)  # which looks as if lines had a color of their own
    lines = base_of(replace(laid, key_path=str(tmp_path / plain.path), key_digest="p")).lines
    assert lines.told() is None
    path = tmp_path / "foreign.png"
    write_png(path, odd)
    assert base_of(replace(laid, key_path=str(path), key_digest="f")).lines.told() is not None
    path.write_bytes(with_line_colors(path.read_bytes(), None))
    assert base_of(replace(laid, key_path=str(path), key_digest="t")).lines.told() is None


def test_a_line_on_a_bare_frame_takes_a_color(bare: PictureKey, tmp_path: Path):
    base = base_of(bare)
    sheet, copy = sheet_of(base), Copy(base)
    color_line(sheet, 75, 60, GREEN)
    copy.follow(sheet.done, 0)
    written = read_still(tmp_path / copy.write(tmp_path, 7).path)
    assert tuple(written[60, 75, :3]) == GREEN
    assert written[60, 40, 3] == 0
    np.testing.assert_array_equal(sheet.shown[60, 75, 2::-1], GREEN)


def test_the_palette_shows_its_colors_for_lines(laid: PictureKey):
    base = base_of(laid)
    sheet = Sheet(base, screen(base), ((GREEN, (9, 9, 99)),), lambda box: None)
    areas = areas_of(base.lines.ink, 0)
    areas.stretches = Stretches(areas.labels, base.lines.ink, base.lines.drawn)
    sheet.set_areas(0, areas)
    color_line(sheet, 75, 60, GREEN)
    assert tuple(sheet.shown[60, 75, 2::-1]) == (9, 9, 99)


def test_what_a_pixel_looks_like_is_told_without_the_mark_of_what_is_unpainted(bare: PictureKey):
    sheet = sheet_of(base_of(bare))
    fill(sheet, 40, 60, GREEN)
    plain = sheet.shown[..., 2::-1].copy()
    sheet.show_as(lines=True, holes=True)
    assert sheet.seen_at(110, 60) is None
    assert sheet.seen_at(40, 60) == GREEN
    y, x = next((y, x) for y, x in np.argwhere(sheet.base.lines.ink) if x > 90)
    assert tuple(sheet.shown[y, x, 2::-1]) != tuple(plain[y, x]), "it is marked too"
    assert sheet.seen_at(x, y) == pytest.approx(tuple(plain[y, x].tolist()), abs=1)
    sheet.show_as(lines=False, holes=True)
    assert sheet.seen_at(x, y) is None


def test_the_color_of_a_line_is_picked_from_it(laid: PictureKey):
    sheet = sheet_of(base_of(laid))
    assert sheet.line_color_at(75, 60) is None
    color_line(sheet, 75, 60, GREEN)
    assert sheet.line_color_at(75, 60) == GREEN
    assert sheet.line_color_at(40, 60) is None
    assert sheet.line_color_at(85, 60) is None


def test_a_line_looks_ahead_as_it_will(laid: PictureKey):
    sheet = sheet_of(base_of(laid))
    stretch = sheet.stretch(0, 75, 60)
    assert stretch is not None
    ahead = sheet.line_ahead(stretch, rgba(GREEN))
    color_line(sheet, 75, 60, GREEN)
    np.testing.assert_array_equal(ahead[stretch.mask], sheet.shown[stretch.window][stretch.mask])
    assert not ahead[~stretch.mask].any()
