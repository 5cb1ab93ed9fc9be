"""Made clips are what they say: repeatable, exact in their regions, held, hidden and back, and described in words."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.imaging.ink import INK_BELOW
from engine.training.clips import Clip, ClipError, Recipe, clips, make_clip, recipe_of
from engine.training.clips.acts import MOTIONS
from engine.training.clips.recipe import BORDERS, PLANS

ROOT = Path(__file__).resolve().parents[3]
SIZE = (320, 180)
PLAIN = Recipe(
    plans=("chibi",), acts=("talk",), framing="full", camera="still", step=2, holds=False, background="none",
    effect="none", foreground="none", border="none", light="day", alike=False, line=1.5, swing=0.2, ink=30, wobble=0.4,
    gaps=0.0, grain=0.0,
)  # fmt: skip


@cache
def made(seed: int) -> Clip:
    return make_clip(seed, SIZE, 12)


def data_of(clip: Clip) -> bytes:
    return b"".join(frame.line.tobytes() + frame.color.tobytes() + frame.regions.tobytes() for frame in clip.frames)


def drawn(seed: int, frames: int = 12, size: tuple[int, int] = SIZE, **wishes: object) -> Clip:
    return make_clip(seed, size, frames, replace(PLAIN, **wishes))  # type: ignore[arg-type]


SEEDS = range(8)


@pytest.mark.parametrize("seed", [0, 5])
def test_a_seed_gives_the_same_bytes_again(seed: int):
    again = make_clip(seed, SIZE, 12)
    assert data_of(again) == data_of(made(seed))
    assert (again.palette, again.caption, again.drawings) == (
        made(seed).palette,
        made(seed).caption,
        made(seed).drawings,
    )


def test_another_process_makes_the_same_clip():
    code = f"""
import hashlib
from engine.training.clips import make_clip
clip = make_clip(3, {SIZE}, 12)
print(hashlib.sha256(b"".join(f.line.tobytes() + f.regions.tobytes() for f in clip.frames)).hexdigest())
"""
    command = [sys.executable, "-c", code]
    printed = {
        subprocess.run(
            command, check=True, cwd=ROOT, capture_output=True, text=True, env={"PYTHONHASHSEED": salt, "PATH": ""}
        ).stdout
        for salt in ("1", "2")
    }
    assert len(printed) == 1


def test_seeds_differ():
    assert len({data_of(made(seed)) for seed in SEEDS}) == len(SEEDS)


def test_the_stream_goes_on_from_any_seed():
    found = list(islice(clips(2, SIZE, 4), 3))
    assert [clip.seed for clip in found] == [2, 3, 4]
    assert data_of(found[1]) == data_of(make_clip(3, SIZE, 4))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_identity_has_one_color(seed: int):
    clip = made(seed)
    assert [area.identity for area in clip.palette] == list(range(len(clip.palette)))
    assert len({area.name for area in clip.palette}) == len(clip.palette)
    for frame in clip.frames:
        for identity in np.unique(frame.regions):
            there = frame.color[frame.regions == identity]
            assert (there == clip.palette[identity].color).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_most_of_what_is_seen_is_seen_in_several_drawings(seed: int):
    clip = made(seed)
    seen = np.zeros(len(clip.palette), int)
    shown = set()
    for number, frame in zip(clip.drawings, clip.frames, strict=True):
        if number not in shown:
            shown.add(number)
            seen[np.unique(frame.regions)] += 1
    assert np.count_nonzero(seen >= 2) > 0.7 * np.count_nonzero(seen)


def leak(clip: Clip) -> float:
    """The share of all paper that lies in another region than most of the line-bounded patch it belongs to."""
    wrong = paper = 0
    for frame in clip.frames:
        bounded = clip.bounded(frame.regions)
        _, patches = cv2.connectedComponents((frame.line >= INK_BELOW).astype(np.uint8), connectivity=4)
        for patch in range(1, int(patches.max()) + 1):
            counts = np.bincount(bounded[patches == patch])
            wrong += int(counts.sum() - counts.max())
            paper += int(counts.sum())
    return wrong / paper


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("border", BORDERS)
def test_lines_bound_regions(plan: str, border: str):
    act = "turn" if border == "none" else "talk"
    assert leak(drawn(11, 6, (512, 288), plans=(plan,), acts=(act,), border=border, step=3)) < 0.002


def test_gaps_let_regions_run_together():
    closed = drawn(11, 8, (512, 288), framing="medium")
    opened = drawn(11, 8, (512, 288), framing="medium", gaps=1.0)
    assert leak(opened) > 5 * leak(closed) + 0.01


def test_inkless_shadows_have_no_line_and_traced_ones_a_pale_one():
    tones = {}
    for border in ("inkless", "traced", "inked"):
        clip = drawn(4, 1, (512, 288), border=border, framing="close-up", ink=0)
        frame = clip.frames[0]
        shadows = [area for area in clip.palette if area.name.endswith("shadow)")]
        assert shadows
        assert all((area.bounded_with != area.identity) == (border == "inkless") for area in shadows)
        face = next(area.identity for area in clip.palette if "face (skin)" in area.name)
        shade = next(area.identity for area in shadows if "face" in area.name)
        lit, dark = (cv2.dilate((frame.regions == area).astype(np.uint8), np.ones((3, 3))) for area in (face, shade))
        border_tones = frame.line[np.logical_and(lit, dark)]
        assert len(border_tones) > 20
        tones[border] = float(np.median(border_tones))
    assert tones["inkless"] == 255
    assert 120 < tones["traced"] < 240
    assert tones["inked"] < tones["traced"] - 30


@pytest.mark.parametrize("step", [1, 2, 3])
def test_drawings_last_as_long_as_they_are_exposed(step: int):
    clip = drawn(6, 12, step=step, acts=("dance",))
    assert clip.drawings == tuple(frame // step for frame in range(12))
    for t in range(1, 12):
        same = np.array_equal(clip.frames[t].line, clip.frames[t - 1].line)
        assert same == (t % step != 0)


def test_some_drawings_are_held():
    runs = [np.bincount(drawn(seed, 48, (64, 48), holds=True).drawings).max() for seed in range(4)]
    assert max(runs) >= 6


def test_the_hand_wobbles_between_drawings_and_never_within_one():
    still = {"acts": ("idle",), "grain": 0.5}
    calm, shaky = (drawn(9, 6, wobble=wobble, **still) for wobble in (0.0, 0.8))
    assert np.array_equal(shaky.frames[0].line, shaky.frames[1].line)

    def moved(clip: Clip) -> int:
        return int(np.count_nonzero(clip.frames[0].regions != clip.frames[2].regions))

    assert moved(shaky) > 1.5 * moved(calm)


def visible(clip: Clip, ending: str) -> np.ndarray:
    """Pixels per frame of the one identity whose name ends so."""
    identity = next(area.identity for area in clip.palette if area.name.endswith(ending))
    return np.array([np.count_nonzero(frame.regions == identity) for frame in clip.frames])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_who_walks_behind_a_pillar_is_hidden_and_comes_back(seed: int):
    clip = drawn(seed, 72, acts=("run",), foreground="pillar", step=3)
    face = visible(clip, "face (skin)")
    gone = np.flatnonzero(face < 0.2 * face.max())
    inside = [t for t in gone if face[:t].max(initial=0) > 0.5 * face.max() and face[t:].max() > 0.5 * face.max()]
    assert inside


@pytest.mark.parametrize("plan", ["chibi", "person"])
def test_a_turn_hides_the_eyes_and_shows_them_again(plan: str):
    clip = drawn(7, 84, plans=(plan,), acts=("turn",), framing="close-up", step=3)
    pupils = visible(clip, "left pupil (pupil)") + visible(clip, "right pupil (pupil)")
    hidden = np.flatnonzero(pupils == 0)
    assert len(hidden)
    middle = hidden[len(hidden) // 2]
    assert pupils[:middle].max(initial=0) > 0
    assert pupils[middle:].max() > 0


def test_a_blink_closes_the_eyes_for_a_moment():
    clip = drawn(12, 48, framing="close-up", acts=("idle",), step=1)
    assert (visible(clip, "left pupil (pupil)") == 0).any()
    assert (visible(clip, "left pupil (pupil)") > 0).sum() > 24


@pytest.mark.parametrize("size", [(512, 288), (333, 187), (187, 333), (33, 47), (64, 64)])
def test_every_size_can_be_drawn(size: tuple[int, int]):
    clip = make_clip(1, size, 2)
    for frame in clip.frames:
        assert frame.line.shape == frame.regions.shape == (size[1], size[0])
        assert frame.color.shape == (size[1], size[0], 3)
        assert (frame.line.dtype, frame.color.dtype, frame.regions.dtype) == (np.uint8, np.uint8, np.int32)
        assert frame.regions.max() > 0
        assert (frame.line < 128).any()
        assert (frame.line == 255).any()


@pytest.mark.parametrize("act", MOTIONS)
@pytest.mark.parametrize("plan", PLANS)
def test_every_figure_moves_in_every_act(plan: str, act: str):
    clip = drawn(3, 24, (160, 90), plans=(plan,), acts=(act,), step=2, wobble=0.0)
    first = clip.frames[0].regions
    assert max(np.count_nonzero(frame.regions != first) for frame in clip.frames) > 0.001 * first.size
    assert min(np.count_nonzero(frame.regions) for frame in clip.frames) > 0


def test_the_camera_moves_a_held_drawing_without_redrawing_it():
    clip = drawn(2, 4, step=3, camera="pan")
    assert clip.drawings[:3] == (0, 0, 0)
    assert not np.array_equal(clip.frames[0].line, clip.frames[2].line)
    found = cv2.phaseCorrelate(*(255.0 - clip.frames[t].line.astype(np.float64) for t in (0, 2)))
    assert abs(found[0][0]) > 5
    assert abs(found[0][1]) < 0.5


def test_captions_name_what_is_there():
    words = {
        "person": "cartoon person", "chibi": "small cartoon child", "bird": "bird",
        "quadruped": ("cat", "dog", "fox", "horse", "bear"),
        "blob": ("slime", "ghost", "drop", "mushroom"), "robot": "robot",
    }  # fmt: skip
    for plan, names in words.items():
        text = drawn(5, 1, plans=(plan,), acts=("jump",)).caption
        assert any(name in text for name in ((names,) if isinstance(names, str) else names)), text
        assert "jumps" in text
    full = drawn(
        5,
        2,
        plans=("chibi", "bird"),
        acts=("walk", "talk"),
        camera="pan",
        background="hills",
        effect="smoke",
        foreground="tree",
        light="night",
    ).caption
    for part in (
        "cartoon child",
        "bird",
        "walks to the",
        "talks",
        "hills",
        "smoke",
        "tree",
        "at night",
        "the camera pans",
    ):
        assert part in full


def test_what_a_caption_says_is_worn_is_in_the_palette():
    for seed in range(12):
        clip = drawn(seed, 1, plans=("person",), acts=("idle",))
        names = " ".join(area.name for area in clip.palette)
        for word, part in (
            ("skirt", "skirt"),
            ("dress", "skirt"),
            ("trousers", "trouser leg"),
            ("cape", "cape"),
            ("scarf", "scarf"),
        ):
            assert (word in clip.caption) <= (part in names), clip.caption
        assert ("cape" in names) <= ("cape" in clip.caption)
        assert ("bald" in clip.caption) == (": hair (" not in names)


def test_night_darkens_the_same_regions():
    day, night = (drawn(8, 1, light=light) for light in ("day", "night"))
    assert np.array_equal(day.frames[0].regions, night.frames[0].regions)
    skin = [next(a.color for a in clip.palette if "face (skin)" in a.name) for clip in (day, night)]
    assert sum(skin[1]) < 0.85 * sum(skin[0])


def test_figures_alike_have_colors_close_but_not_equal():
    clip = drawn(8, 1, plans=("chibi", "chibi"), acts=("idle", "idle"), alike=True)
    tops = [np.array(a.color, int) for a in clip.palette if a.name.endswith("figure: face (skin)")]
    assert len(tops) == 2
    assert 0 < np.abs(tops[0] - tops[1]).max() < 60


def test_lots_fall_on_every_kind():
    recipes = [recipe_of(seed) for seed in range(300)]
    assert {plan for recipe in recipes for plan in recipe.plans} == set(PLANS)
    assert {act for recipe in recipes for act in recipe.acts} == set(MOTIONS)
    assert {recipe.step for recipe in recipes} == {1, 2, 3}
    assert {recipe.border for recipe in recipes} == set(BORDERS)
    assert sum(recipe.background == "none" for recipe in recipes) > 150


@pytest.mark.parametrize(("seed", "size", "frames"), [(-1, SIZE, 2), (0, (16, 180), 2), (0, SIZE, 0)])
def test_a_wish_that_cannot_be_met_is_told(seed: int, size: tuple[int, int], frames: int):
    with pytest.raises(ClipError):
        make_clip(seed, size, frames)


def test_nobody_writes_on_a_frame():
    with pytest.raises(ValueError, match="read-only"):
        made(0).frames[0].line[0, 0] = 0


def test_the_command_writes_a_sheet(tmp_path: Path):
    sheet = tmp_path / "sheet.png"
    command = [
        sys.executable,
        "-m",
        "engine.training.clips",
        str(sheet),
        "--count",
        "2",
        "--frames",
        "4",
        "--columns",
        "3",
        "--width",
        "96",
        "--height",
        "54",
    ]
    done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
    picture = cv2.imread(str(sheet))
    assert picture is not None
    assert picture.shape == (2 * 56, 3 * 98, 3)
    assert make_clip(0, (96, 54), 4).caption in done.stdout
    refused = subprocess.run([*command, "--frames", "0"], check=False, cwd=ROOT, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "at least one frame" in refused.stderr
