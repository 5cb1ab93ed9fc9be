"""Another palette: swatches and what blends between them move, all else stays bit for bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.media.parts import Table
from app.media.pictures import PictureKey, parts_of, read_parts, render, render_proxy
from app.media.plates import plate_of, small_plate_of
from app.media.recolor import MOST_MIXED, recolored
from engine.imaging.flats import MOST, flat_colors, indexed
from engine.imaging.stills import write_png
from engine.protocol.frames import FrameFileError, FrameFileHeader, FrameFileWriter

RED, SKIN, BLUE, NIGHT = (206, 54, 48), (240, 200, 170), (60, 70, 120), (20, 30, 90)
MAPPING = ((BLUE, BLUE), (RED, NIGHT), (SKIN, SKIN))


def table(*colors: tuple[int, ...]) -> np.ndarray:
    return np.array(colors, np.uint8)


def test_a_swatch_moves_and_others_stay():
    got = recolored(table(RED, SKIN, BLUE, (0, 255, 0)), MAPPING)
    assert got.tolist() == [list(NIGHT), list(SKIN), list(BLUE), [0, 255, 0]]
    assert recolored(table(RED), ()).tolist() == [list(RED)]
    assert recolored(table((*RED, 9), (*SKIN, 200)), MAPPING).tolist() == [[*NIGHT, 9], [*SKIN, 200]]


@pytest.mark.parametrize("other", [SKIN, BLUE, (0, 0, 0), (255, 255, 255)])
@pytest.mark.parametrize("share", [0.25, 0.5, 0.8])
def test_a_soft_edge_moves_as_far_as_it_is_made_of_the_swatch(other: tuple[int, int, int], share: float):
    def blend(color: tuple[int, int, int]) -> np.ndarray:
        return np.rint(share * np.array(color) + (1 - share) * np.array(other)).astype(np.uint8)

    got = recolored(blend(RED)[None], MAPPING)[0].astype(int)
    assert np.abs(got - blend(NIGHT).astype(int)).max() <= 8
    if other in (SKIN, BLUE):
        swatches_that_stay = tuple((color, color) for color in (SKIN, BLUE))
        assert (recolored(blend(other)[None], ((RED, NIGHT), *swatches_that_stay)) == blend(other)).all()


def test_nothing_between_colors_that_stay_moves():
    some = np.random.default_rng(1).integers(0, 256, (500, 3), dtype=np.uint8)
    between = np.rint(np.linspace(SKIN, BLUE, 50)).astype(np.uint8)
    assert (recolored(between, MAPPING) == between).all()
    same = tuple((source, source) for source, _ in MAPPING)
    assert (recolored(some, same) == some).all()


def test_in_a_photograph_only_the_swatches_change():
    colors = np.stack(np.unravel_index(np.arange(MOST_MIXED + 1), (64, 64, 64)), axis=1).astype(np.uint8)
    got = recolored(colors, (((5, 5, 5), (255, 0, 0)),))
    assert np.flatnonzero((got != colors).any(axis=1)).tolist() == [5 * 4096 + 5 * 64 + 5]


def test_what_is_seen_along_edges_alone_moves_with_the_colors_it_lies_between():
    corner = np.array([[132, 46, 40], [132, 46, 40]], np.uint8)  # where red, skin and a dark line meet
    mapping = ((RED, BLUE), (SKIN, SKIN))
    alone, along = recolored(corner, mapping, np.array([False, True]))
    assert alone.tolist() == [132, 46, 40]
    assert along[2] > along[0], "mostly blue, as red was"


def test_a_shade_beside_a_swatch_is_a_mixture_of_it_and_never_of_two_others():
    shade = np.array([[RED[0], RED[1] + 3, RED[2] + 3]], np.uint8)
    others = ((RED[0] - 22, RED[1] + 28, RED[2] + 27), (RED[0] + 22, RED[1] - 22, RED[2] - 21))
    mapping = ((RED, BLUE), *((other, other) for other in others))
    assert np.abs(recolored(shade, mapping)[0].astype(int) - BLUE).max() <= 12


def figure() -> np.ndarray:
    """(120, 160, 3): two flats with soft dark edges on white."""
    picture = np.full((120, 160, 3), 255, np.uint8)
    for center, color in (((50, 60), RED), ((110, 60), SKIN)):
        cv2.circle(picture, center, 28, color, -1)
        cv2.circle(picture, center, 28, (0, 0, 0), 2, cv2.LINE_AA)
    return picture


def test_flats_are_found_by_their_area_and_edges_are_not():
    found = flat_colors(figure())
    assert found[0].color == (255, 255, 255)
    assert {flat.color for flat in found} == {(255, 255, 255), RED, SKIN, (0, 0, 0)}
    assert [flat.share for flat in found] == sorted((flat.share for flat in found), reverse=True)
    assert sum(flat.share for flat in found) > 0.9
    assert len(np.unique(figure().reshape(-1, 3), axis=0)) > len(found) + 20
    noisy = figure()
    noisy[::2, ::2] -= (noisy[::2, ::2] > 2).astype(np.uint8)  # as compression leaves it
    assert len(flat_colors(noisy)) == len(found)
    clear = np.dstack([figure(), np.zeros((120, 160), np.uint8)])
    assert flat_colors(clear) == []
    clear[:, :80, 3] = 255
    assert SKIN not in [flat.color for flat in flat_colors(clear)]
    many = np.repeat(np.repeat(np.random.default_rng(1).integers(0, 256, (20, 20, 3), np.uint8), 8, 0), 8, 1)
    assert len(flat_colors(many)) == MOST


def softened() -> np.ndarray:
    """(600, 800, 3): two flats under lines with few levels, many pixels of each, as drawings on paper have them."""
    ink = np.full((600, 800), 255, np.uint8)
    for center, across in (((250, 300), 200), ((560, 300), 160), ((250, 300), 120), ((250, 300), 80), ((560, 300), 90)):
        cv2.circle(ink, center, across, 0, 3, cv2.LINE_AA)
    colors = np.full((600, 800, 3), 255, np.uint8)
    cv2.circle(colors, (250, 300), 200, RED, -1)
    cv2.circle(colors, (560, 300), 160, SKIN, -1)
    levels = np.rint(ink / 51) * 51 / 255
    return np.rint(colors * levels[..., None]).astype(np.uint8)


def test_what_softens_lines_is_no_flat_however_much_there_is_of_it():
    picture = softened()
    _, counts = np.unique(picture.reshape(-1, 3), axis=0, return_counts=True)
    assert (counts > picture[..., 0].size / 1500).sum() > 8
    assert {flat.color for flat in flat_colors(picture)} == {(255, 255, 255), RED, SKIN, (0, 0, 0)}


def test_a_thin_line_stays_a_swatch_though_its_color_is_a_mixture_of_what_is_beside_it():
    for width in (1, 2):
        picture = softened()
        for across, color in ((90, (200, 140, 120)), (70 + width, (100, 70, 60)), (70, (0, 0, 0))):
            cv2.circle(picture, (250, 300), across, color, -1)
        found = {flat.color for flat in flat_colors(picture)}
        assert found == {(255, 255, 255), RED, SKIN, (0, 0, 0), (200, 140, 120), (100, 70, 60)}, width


def test_a_picture_is_its_table_and_places():
    colors, places = indexed(figure())
    assert (colors[places] == figure()).all()
    assert (Table(colors, places).shown(()) == figure()).all()


GRAY = (153, 153, 153)


def in_gray() -> np.ndarray:
    """(240, 320, 3): a gray flat with a soft black outline, and far from it a soft black line and a thin gray one."""
    picture = np.full((240, 320, 3), 255, np.uint8)
    cv2.circle(picture, (70, 120), 40, GRAY, -1, cv2.LINE_AA)
    cv2.circle(picture, (70, 120), 40, (0, 0, 0), 2, cv2.LINE_AA)
    cv2.ellipse(picture, (220, 90), (70, 40), 20, 0, 360, (0, 0, 0), 3, cv2.LINE_AA)
    cv2.line(picture, (180, 200), (300, 200), GRAY, 1)
    return picture


def test_soft_edges_move_with_a_swatch_that_lies_between_two_others_only_where_it_is_near(tmp_path: Path):
    write_png(tmp_path / "key.png", in_gray())
    key = PictureKey(1, "picture", 320, 240, "", "", "dark", key_path=str(tmp_path / "key.png"))
    mapping = ((GRAY, BLUE),)
    got = render(replace(key, colors=mapping))
    far = np.zeros((240, 320), bool)
    far[:150, 130:] = True
    assert (got[far] == in_gray()[far]).all(), "the line on white has no gray in it"
    assert (got[200, 181:299] == BLUE).all(), "a thin line is what it is"
    flat = np.zeros((240, 320), np.uint8)
    cv2.circle(flat, (70, 120), 36, 1, -1)
    assert (got[flat > 0] == BLUE).all()
    inner = np.abs(np.hypot(*(np.mgrid[:240, :320] - np.array([120, 70])[:, None, None])) - 38.5) < 1.5
    soft = inner & (in_gray().min(axis=2) > 20) & (in_gray() != GRAY).any(axis=2)
    assert soft.sum() > 40
    assert (got[soft][:, 2] > got[soft][:, 0] + 8).mean() > 0.9, "along the flat edges turn blue with it"
    plate, image = plate_of(key, read_parts(key)), np.zeros((240, 320, 4), np.uint8)
    assert plate is not None
    plate.fill(mapping, image)
    assert (image[..., 2::-1] == got).all()


@pytest.fixture
def key(tmp_path: Path) -> PictureKey:
    """A frame with line art and a take of indices."""
    write_png(tmp_path / "line.png", np.full((120, 160), 255, np.uint8))
    colors, places = indexed(figure())
    header = FrameFileHeader(
        first=1, last=1, width=160, height=120, channels=3, colorizer="draft", seed=0, inputs="-",
        palette=tuple((int(r), int(g), int(b)) for r, g, b in colors),
    )  # fmt: skip
    writer = FrameFileWriter(tmp_path / "take.frames", header)
    writer.append(places)
    writer.commit()
    line, take = str(tmp_path / "line.png"), str(tmp_path / "take.frames")
    return PictureKey(1, "picture", 160, 120, line, "-", "dark", take_path=take, colors=MAPPING)


def at(picture: np.ndarray) -> list[tuple[int, ...]]:
    """The colors inside of the two flats."""
    return [tuple(picture[60, x, :3].tolist()) for x in (50, 110)]


def test_a_take_of_indices_shows_the_palette_in_every_layer(key: PictureKey):
    plain = replace(key, colors=())
    assert at(render(plain)) == [RED, SKIN]
    for layer in ("picture", "color", "picture_alpha", "color_alpha"):
        assert at(render(replace(key, layer=layer))) == [NIGHT, SKIN]
    assert at(render_proxy(key)) == [NIGHT, SKIN]
    assert at(render(replace(key, layer="line"))) == [(255, 255, 255)] * 2
    # What is paper is told by the colors as they are: here the figure has the paper's color in this palette.
    white = replace(key, colors=(((RED), (255, 255, 255)),), layer="color_alpha")
    assert (render(white)[..., 3] == render(replace(plain, layer="color_alpha"))[..., 3]).all()


def test_parts_that_are_at_hand_are_not_read_again(key: PictureKey):
    parts = read_parts(key)
    Path(key.take_path).unlink()
    Path(key.line_path).unlink()
    assert at(render(key, parts)) == [NIGHT, SKIN]
    assert at(render(replace(key, colors=((RED, SKIN),)), parts)) == [SKIN, SKIN]
    with pytest.raises(FrameFileError):
        render(key)


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("clear", [False, True])
def test_a_key_shows_the_palette_and_keeps_its_depth_and_alpha(
    key: PictureKey, tmp_path: Path, deep: bool, clear: bool
):
    picture = figure() if not deep else figure().astype(np.uint16) * 257
    if deep:
        picture[0, 0] = 65530  # a value that 8 bits do not have
    if clear:
        alpha = np.full((120, 160, 1), 65535 if deep else 255, picture.dtype)
        alpha[:10] = 0
        picture = np.concatenate([picture, alpha], axis=2)
    write_png(tmp_path / "key.png", picture)
    laid = replace(key, layer="picture_alpha", key_path=str(tmp_path / "key.png"), key_digest="k", take_path="")
    plain, shown = render(replace(laid, colors=())), render(laid)
    assert shown.dtype == plain.dtype == picture.dtype
    assert (plain[..., :3] == picture[..., :3]).all()
    wide = 257 if deep else 1
    assert at(shown) == [tuple(value * wide for value in NIGHT), tuple(value * wide for value in SKIN)]
    assert (shown[..., 3] == plain[..., 3]).all()
    assert (shown[0] == plain[0]).all()
    parts = parts_of(laid)
    assert (render(laid, parts) == render(laid, parts)).all()


def test_a_gray_key_shows_the_palette(key: PictureKey, tmp_path: Path):
    write_png(tmp_path / "key.png", np.full((120, 160), 128, np.uint8))
    laid = replace(key, key_path=str(tmp_path / "key.png"), colors=(((128, 128, 128), RED),))
    assert render(laid)[0, 0].tolist() == list(RED)
    assert render(replace(laid, colors=()))[0, 0].tolist() == [128] * 3


def test_a_take_of_pixels_stays_as_it_is(key: PictureKey, tmp_path: Path):
    header = FrameFileHeader(
        first=1, last=1, width=160, height=120, channels=3, colorizer="longanimation", seed=0, inputs="-"
    )
    writer = FrameFileWriter(tmp_path / "pixels.frames", header)
    writer.append(figure())
    writer.commit()
    assert at(render(replace(key, take_path=str(tmp_path / "pixels.frames")))) == [RED, SKIN]


@pytest.mark.parametrize("line", ["gray", "colored", "clear", "deep", "light", "none"])
@pytest.mark.parametrize("laid", [False, True])
def test_a_plate_is_filled_as_the_picture_is_rendered(key: PictureKey, tmp_path: Path, line: str, laid: bool):
    shades = np.random.default_rng(3).integers(0, 256, (120, 160, 4), np.uint8)
    shades[:60] = 255  # paper
    gray = shades[..., 0]
    drawn = {"colored": shades[..., :3], "clear": shades, "deep": gray * np.uint16(257)}
    write_png(tmp_path / "line.png", drawn.get(line, gray))
    if line == "light":
        key = replace(key, polarity="light")
    if line == "none":
        key = replace(key, line_path="", line_digest="")
    if laid:
        write_png(tmp_path / "key.png", figure())
        key = replace(key, key_path=str(tmp_path / "key.png"), key_digest="k")
    parts = read_parts(key)
    for layer in ("picture", "color"):
        shown = replace(key, layer=layer)
        plate = plate_of(shown, parts)
        assert plate is not None
        for colors in ((), MAPPING, ((RED, SKIN),)):
            target = np.zeros((120, 160, 4), np.uint8)
            plate.fill(colors, target)
            picture = render(replace(shown, colors=colors), parts)
            assert (target == cv2.cvtColor(picture, cv2.COLOR_RGB2BGRA)).all()


def test_what_has_no_flats_or_lines_that_lie_over_it_has_no_plate(key: PictureKey, tmp_path: Path):
    assert plate_of(replace(key, take_path=""), parts_of(replace(key, take_path=""))) is None
    assert plate_of(replace(key, layer="line"), parts_of(key)) is None
    write_png(tmp_path / "line.png", np.full((120, 160, 4), 255, np.uint8))
    over = replace(key, polarity="alpha")
    assert plate_of(over, parts_of(over)) is None
    write_png(tmp_path / "line.png", np.full((60, 80), 255, np.uint8))
    with pytest.raises(ValueError, match="do not fit"):
        plate_of(key, parts_of(key))


def test_a_small_plate_is_the_proxy_but_for_edges_between_colors(key: PictureKey, tmp_path: Path):
    large = cv2.resize(figure(), (2560, 1920), interpolation=cv2.INTER_NEAREST)
    colors, places = indexed(large)
    palette = tuple((int(r), int(g), int(b)) for r, g, b in colors)
    with_size = FrameFileHeader(
        first=1, last=1, width=2560, height=1920, channels=3, colorizer="draft", seed=0, inputs="-", palette=palette
    )
    writer = FrameFileWriter(tmp_path / "large.frames", with_size)
    writer.append(places)
    writer.commit()
    lines = np.full((1920, 2560), 255, np.uint8)
    lines[::40] = 0
    write_png(tmp_path / "line.png", lines)
    shown = replace(key, width=2560, height=1920, take_path=str(tmp_path / "large.frames"))
    parts = read_parts(shown)
    plate = small_plate_of(shown, parts)
    assert plate is not None
    assert (plate.width, plate.height) == (960, 720)
    target = np.zeros((720, 960, 4), np.uint8)
    plate.fill(MAPPING, target)
    proxy = cv2.cvtColor(render_proxy(shown, parts), cv2.COLOR_RGB2BGRA)
    off = np.abs(target.astype(int) - proxy).max(axis=2)
    assert (off > 3).mean() < 0.04, "the edges of two circles"
    assert off.mean() < 2


def test_what_compression_leaves_along_edges_is_no_swatch():
    picture = cv2.GaussianBlur(figure(), (0, 0), 1.2)
    rough = picture.astype(int) + np.random.default_rng(3).integers(-4, 5, picture.shape)
    soft = (picture != figure()).any(axis=2)
    picture = np.where(soft[..., None], rough // 12 * 12, picture).clip(0, 255).astype(np.uint8)  # few colors at edges
    found = [flat.color for flat in flat_colors(picture)]
    flats = {(255, 255, 255), RED, SKIN}
    assert flats <= set(found)
    assert len(found) <= len(flats) + 3, found
