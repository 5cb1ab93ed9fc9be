"""A shot through the real job with tiny networks: joins, one segment again, the same bytes, cancel, what is told."""

from __future__ import annotations

import importlib.metadata
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import pytest
from shots import Drawn, colored, drawn, history, pictures, read, segments, spans

from engine.errors import BadRequest, JobCancelled, MissingWeights
from engine.imaging.stills import file_digest, read_still, write_png
from engine.longanimation.colorizer import LongAnimationColorizer
from engine.longanimation.models.sketch_dit import SketchDiT
from engine.protocol.frames import read_header
from engine.protocol.messages import (
    ColorizeShot,
    HistoryFrames,
    KeyFrame,
    Note,
    Preview,
    Progress,
    PromptRange,
    Reference,
    SegmentDone,
)

SHORT = [(1, 33), (17, 49), (33, 65), (49, 81), (65, 97), (81, 107)]  # six, aligned as full segments are


@dataclass
class Whole:
    """A shot of six segments, colored in one go."""

    shot: Drawn
    done: list[SegmentDone]
    events: list[object]
    colorizer: LongAnimationColorizer

    def frames(self) -> list[np.ndarray]:
        return [pictures(one.path) for one in self.done]

    def files(self) -> list[bytes]:
        return [Path(one.path).read_bytes() for one in self.done]


@pytest.fixture(scope="module")
def whole(make_shot, tmp_path_factory, colorizer) -> Whole:
    shot = drawn(make_shot, tmp_path_factory.mktemp("whole"), 107, keys=(1, 40, 60), cut=SHORT)
    events: list[object] = []
    return Whole(shot, colored(shot.request, colorizer, events=events), events, colorizer)


def again(whole: Whole, folder: Path, at: int, **changes: object) -> ColorizeShot:
    """A request for one of the six, the others being what the artist sees; written elsewhere, joins where they are."""
    (folder / "out").mkdir()
    (wanted,) = (one for one in whole.shot.request.segments if one.index == at)
    asked = msgspec.structs.replace(wanted, **{"seed": 5, "digest": "another", **changes})
    others = history(one for one in whole.done if one.segment != at)
    return msgspec.structs.replace(whole.shot.request, segments=(asked,), history=others, out_dir=str(folder / "out"))


def test_every_segment_tells_its_steps_and_ends_on_its_file(whole) -> None:
    assert [one.segment for one in whole.done] == list(range(6))
    for one in whole.done:
        told = [event for event in whole.events if isinstance(event, Progress) and event.segment == one.segment]
        begins = ["loading"] if one.segment == 0 else []
        assert [event.stage for event in told[: len(begins)]] == begins
        # Which networks are there already, and need not be loaded on the way, is for the tests before this one to say.
        stages = begins + list(dict.fromkeys(event.stage for event in told if event.stage != "loading"))
        assert stages == [*begins, "reading", "encoding", "remembering", "coloring", "writing"]
        told = told[len(begins) :]
        assert [event.done for event in told] == sorted(event.done for event in told)
        coloring = [event for event in told if event.stage == "coloring"]
        assert [event.step for event in coloring] == list(range(11))
        assert {event.steps for event in coloring} == {10}
        assert max(event.done for event in told) <= told[0].total
    assert not [event for event in whole.events if isinstance(event, Note)]


def test_loading_is_said_before_torch_is_loaded(make_shot, tmp_path) -> None:
    request = tmp_path / "request.json"
    request.write_bytes(msgspec.json.encode(drawn(make_shot, tmp_path, 5).request))
    code = (
        "import sys, msgspec\n"
        "from engine.longanimation.colorizer import LongAnimationColorizer\n"
        "from engine.protocol.messages import ColorizeShot\n"
        "shot = msgspec.json.decode(open(sys.argv[1], 'rb').read(), type=ColorizeShot)\n"
        "events = LongAnimationColorizer().colorize(shot, lambda: False)\n"
        "print(next(events).stage, 'torch' in sys.modules, next(events).stage, 'torch' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(request)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["loading", "False", "reading", "True"], done.stderr


def test_previews_are_pictures_and_come_with_their_step(whole) -> None:
    shown = [event for event in whole.events if isinstance(event, Preview)]
    assert shown
    for event in shown:
        assert 1 <= event.step <= 10
        image = read_still(Path(event.path))
        assert image.shape[2] == 3
        assert event.frames > 1
        moments = np.split(image, event.frames)  # of one size
        assert all(len(np.unique(moment.reshape(-1, 3), axis=0)) > 10 for moment in moments)
        assert any((moment != moments[0]).any() for moment in moments[1:]), "they are of different times"


def test_keys_stand_bit_for_bit_in_every_segment_that_holds_them(whole) -> None:
    held = 0
    for (first, last), frames in zip(SHORT, whole.frames(), strict=True):
        for key in (1, 40, 60):
            if first <= key <= last:
                np.testing.assert_array_equal(frames[key - first], read(whole.shot.color[key - 1]))
                held += 1
    assert held == 5  # 40 and 60 lie in overlaps


def test_a_join_brings_both_sides_together(whole, tmp_path) -> None:
    """Frames that two segments share are more alike when they were fused than when each was colored alone."""
    alone = msgspec.structs.replace(whole.shot.request.segments[4], seed=9, digest="alone")
    (tmp_path / "out").mkdir()
    base = msgspec.structs.replace(whole.shot.request, segments=(alone,), out_dir=str(tmp_path / "out"))
    before = whole.frames()[3]
    earlier = history(whole.done[:4])

    def apart(request: ColorizeShot) -> float:
        (done,) = colored(request, whole.colorizer)
        shared = pictures(done.path)[:17].astype(int)
        return float(np.abs(shared[5:] - before[-12:]).mean())

    fused = apart(msgspec.structs.replace(base, history=earlier))
    unfused = apart(msgspec.structs.replace(base, history=tuple(_without_edges(earlier, tmp_path))))
    assert fused < 0.9 * unfused, (fused, unfused)


def _without_edges(takes: tuple[HistoryFrames, ...], folder: Path) -> Iterator[HistoryFrames]:
    """The same frames, as a colorizer without edges would have made them."""
    from engine.protocol.frames import FrameFile, FrameFileWriter

    for take in takes:
        path = folder / f"bare{take.first}.frames"
        with FrameFile(Path(take.path)) as file:
            header = msgspec.structs.replace(file.header, info={}, offsets=(), pixels="")
            writer = FrameFileWriter(path, header)
            for at in range(len(file)):
                writer.append(file.frame(at))
        writer.commit()
        yield msgspec.structs.replace(take, path=str(path))


def test_one_segment_again_changes_no_other_file_and_is_fused_on_both_sides(whole, tmp_path) -> None:
    before = whole.files()
    events: list[object] = []
    (done,) = colored(again(whole, tmp_path, 2), whole.colorizer, events=events)
    assert whole.files() == before
    assert not [event for event in events if isinstance(event, Note)]
    new, old = pictures(done.path), whole.frames()[2]
    assert (new[16] != old[16]).any()
    made = read_header(Path(done.path)).info
    neighbours = [read_header(Path(whole.done[at].path)).info["made"] for at in (1, 3)]
    assert made["joins"].split() == neighbours

    # its last frames lean towards the segment after, which nothing but the join can have told it
    (tmp_path / "bare").mkdir()
    request = again(whole, tmp_path / "bare", 2)
    without = tuple(frames for frames in request.history if frames.first < 33)
    (alone,) = colored(msgspec.structs.replace(request, history=without), whole.colorizer)
    later = whole.frames()[3].astype(int)
    near, far = (float(np.abs(pictures(one.path)[-12:].astype(int) - later[5:17]).mean()) for one in (done, alone))
    assert near < 0.9 * far, (near, far)


def test_the_same_request_gives_the_same_bytes_on_another_engine(whole, tmp_path) -> None:
    request = msgspec.structs.replace(
        whole.shot.request,
        out_dir=str(tmp_path / "out"),
        cache_dir=str(tmp_path / "cache"),
        segments=whole.shot.request.segments[:3],
    )
    for folder in (request.out_dir, request.cache_dir):
        Path(folder).mkdir()
    for one, other in zip(colored(request, LongAnimationColorizer()), whole.frames(), strict=False):
        np.testing.assert_array_equal(pictures(one.path), other)


def test_another_seed_gives_other_frames(whole, tmp_path) -> None:
    (done,) = colored(again(whole, tmp_path, 0, seed=1), whole.colorizer)
    assert (pictures(done.path)[10] != whole.frames()[0][10]).any()


def test_another_variation_needs_no_control_branch(whole, tmp_path, monkeypatch) -> None:
    """The same conditions with another seed: the signals of before are used, and the frames are those without them."""
    for name in ("first", "other", "fresh", "words"):
        (tmp_path / name).mkdir()
    engine = LongAnimationColorizer()
    (first,) = colored(again(whole, tmp_path / "first", 2, seed=3), engine)
    ran: list[int] = []
    forward = SketchDiT.forward
    monkeypatch.setattr(SketchDiT, "forward", lambda *given: (ran.append(1), forward(*given))[1])
    (other,) = colored(again(whole, tmp_path / "other", 2, seed=4), engine)
    assert not ran
    (fresh,) = colored(again(whole, tmp_path / "fresh", 2, seed=4), LongAnimationColorizer())
    assert len(ran) == 6  # of 10 steps every other, and the last
    assert (other.digest, other.digest != first.digest) == (fresh.digest, True)
    del ran[:]
    prompts = (PromptRange(first=1, last=107, text="at night"),)
    colored(msgspec.structs.replace(again(whole, tmp_path / "words", 2, seed=4), prompts=prompts), engine)
    assert len(ran) == 6


def test_character_sheets_are_told_of_where_they_are_not_looked_at(make_shot, tmp_path, whole) -> None:
    shot, events = drawn(make_shot, tmp_path, 3), []
    sheet = Reference(name="Mika", path=str(shot.color[0]), digest="m")
    colored(msgspec.structs.replace(shot.request, references=(sheet,)), whole.colorizer, events=events)
    (note,) = (event.text for event in events if isinstance(event, Note))
    assert "only for segments that have it as their reference" in note


def test_a_segment_takes_its_colors_from_a_model_sheet(make_shot, tmp_path, whole) -> None:
    """Of another size than the shot; the words of a header say which one it was, and no key is needed."""
    shot = drawn(make_shot, tmp_path, 17, cut=[(1, 17)])
    found: dict[str, np.ndarray] = {}
    for name, color in (("red", (220, 30, 40)), ("blue", (30, 60, 220))):
        image = np.full((50, 90, 3), 255, np.uint8)
        image[10:40, 20:70] = color
        write_png(tmp_path / f"{name}.png", image)
        sheet = Reference(name=name, path=str(tmp_path / f"{name}.png"), digest=file_digest(tmp_path / f"{name}.png"))
        asked = segments([(1, 17)], sheet=sheet.digest)
        events: list[object] = []
        request = msgspec.structs.replace(shot.request, keys=(), references=(sheet,), segments=asked)
        (done,) = colored(request, whole.colorizer, events=events)
        assert read_header(Path(done.path)).info["reference"] == f"sheet {sheet.digest}"
        assert not any(isinstance(event, Note) for event in events)
        found[name] = pictures(done.path)
    assert (found["red"] != found["blue"]).any()


def test_a_sheet_that_is_not_what_it_was_is_refused(make_shot, tmp_path, whole) -> None:
    shot = drawn(make_shot, tmp_path, 3, cut=[(1, 3)])
    gone = Reference(name="Mika", path=str(tmp_path / "gone.png"), digest="m")
    other = Reference(name="Mika", path=str(shot.color[0]), digest="m")
    for references, said in (((), "is not there"), ((gone,), "cannot be read"), ((other,), "was changed on disk")):
        asked = segments([(1, 3)], sheet="m")
        with pytest.raises(BadRequest, match=said):
            colored(msgspec.structs.replace(shot.request, references=references, segments=asked), whole.colorizer)


def test_a_finished_segment_tells_what_it_was_made_from(whole) -> None:
    header = read_header(Path(whole.done[2].path))
    assert header.colorizer == "longanimation"
    info = header.info
    assert info["weights"] == "tiny"
    assert "never trained" in info["untrained"]
    assert info["preset"] == "quick"
    assert info["attention"] == "sdpa"
    assert info["computed on"].startswith("processor")
    assert info["transformers"] == importlib.metadata.version("transformers")
    assert json.loads(info["settings"])["steps"] == 10
    assert info["keys"].startswith("40:")
    assert int(info["reference"].split()[0]) in (1, 40, 60)
    assert info["seed"] == "0"
    assert len({read_header(Path(one.path)).info["made"] for one in whole.done}) == 6


def test_a_neighbour_colored_in_another_way_is_told_of(whole, tmp_path) -> None:
    events: list[object] = []
    request = again(whole, tmp_path, 2)
    request = msgspec.structs.replace(request, settings={**request.settings, "steps": 20})
    colored(request, whole.colorizer, events=events)
    (note,) = (event for event in events if isinstance(event, Note))
    assert "Frames 33-65 do not run smoothly into the segment before and after" in note.text


@pytest.mark.parametrize("stage", ["encoding", "remembering", "coloring", "writing"])
def test_cancel_is_heard_within_a_step_and_leaves_nothing(whole, tmp_path, stage: str) -> None:
    request = again(whole, tmp_path, 2, seed=11)
    cancelled, after, seen = False, 0, []

    def stop() -> bool:
        return cancelled

    with pytest.raises(JobCancelled):  # noqa: PT012 - the events up to it are the test
        for event in whole.colorizer.colorize(request, stop):
            after += cancelled
            seen.append(event)
            cancelled = cancelled or (isinstance(event, Progress) and event.stage == stage)
    assert after <= 1
    assert not list((tmp_path / "out").iterdir())
    assert not list((Path(request.cache_dir) / "longanimation" / "edges").glob(".*"))


def test_words_of_the_ranges_that_touch_a_segment_reach_it(make_shot, tmp_path, whole) -> None:
    shot = drawn(make_shot, tmp_path, 5)
    prompts = (
        PromptRange(first=1, last=2, text="a red coat"),
        PromptRange(first=1, last=5, text="at dusk"),
        PromptRange(first=6, last=9, text="not here"),
    )
    (plain,) = colored(shot.request, whole.colorizer)
    before = pictures(plain.path)
    (told,) = colored(msgspec.structs.replace(shot.request, prompts=prompts), whole.colorizer)
    said = read_header(Path(told.path)).info["words"]
    assert said.startswith("a red coat at dusk High quality")
    assert "not here" not in said
    assert (pictures(told.path)[3] != before[3]).any()


def test_a_key_without_background_leaves_the_background_to_the_networks(make_shot, tmp_path, whole) -> None:
    shot = drawn(make_shot, tmp_path, 5)
    picture = np.dstack([read(shot.color[2]), np.zeros((64, 96), np.uint8)])
    picture[16:48, 24:72, 3] = 255
    path = tmp_path / "figure.png"
    write_png(path, picture)
    key = KeyFrame(number=3, path=str(path), digest=file_digest(path))
    (done,) = colored(msgspec.structs.replace(shot.request, keys=(key,)), whole.colorizer)
    seen = pictures(done.path)[2]
    np.testing.assert_array_equal(seen[16:48, 24:72], picture[16:48, 24:72, :3])
    assert (seen[:10] != picture[:10, :, :3]).any()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"weights": "large"}, "weights"),
        ({"working_height": 8}, "working_height"),
        ({"memory": "lots"}, "memory"),
        ({"steps": 13}, "steps"),
        ({"preset": "best"}, "preset"),
        ({"colour": "red"}, 'no setting named "colour"'),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_a_sentence(make_shot, tmp_path, settings, sentence: str) -> None:
    shot = drawn(make_shot, tmp_path, 2, **settings)
    with pytest.raises(BadRequest, match=sentence):
        colored(shot.request)


@pytest.mark.slow
def test_the_authors_way_colors_every_frame_by_each_of_its_own_choices(make_shot, tmp_path, colorizer) -> None:
    """16 frames shared, extracted lines, a squashed reference, no key laid; each of these is undone by its name."""
    cut = [(1, 33), (18, 40)]
    shot = drawn(make_shot, tmp_path, 40, cut=cut, size=(100, 64), hold=8, mode="official")

    def run(name: str, **settings: object) -> list[np.ndarray]:
        (tmp_path / name).mkdir()
        changed = {**shot.request.settings, **settings}
        request = msgspec.structs.replace(shot.request, settings=changed, out_dir=str(tmp_path / name))
        done = colored(request, colorizer)
        assert [(one.first_frame, one.shape) for one in done] == [(1, (33, 64, 100, 3)), (18, (23, 64, 100, 3))]
        info = read_header(Path(done[1].path)).info
        assert info["joins"] == read_header(Path(done[0].path)).info["made"]
        copies = 1 + json.loads(info["settings"])["suffix_accumulates"]  # toy networks read too few letters to tell
        assert info["words"].count("masterpiece") == copies
        return [pictures(one.path) for one in done]

    authors = run("authors")
    run("one suffix", suffix_accumulates=False)
    assert (authors[0][0] != read(shot.color[0])).any()
    for at, (name, value) in enumerate({
        "extracts_lines": False, "sketch_fit": "pad", "reference_fit": "pad", "lays_keys": True,
        "remembers_first": True, "history_look": "letterbox",
        "reference_sketch_always": True, "samples_sketches": False, "samples_reference": False, "fuses": "unseen",
    }.items()):  # fmt: skip
        changed = run(f"changed{at}", **{name: value})
        assert any((one != other).any() for one, other in zip(changed, authors, strict=True)), name


def test_a_segment_longer_than_the_model_goes_is_refused(make_shot, tmp_path, whole) -> None:
    shot = drawn(make_shot, tmp_path, 170, cut=[(1, 170)], size=(32, 32))
    with pytest.raises(BadRequest, match="shorter segments"):
        colored(shot.request, whole.colorizer)


def test_without_released_weights_one_sentence_says_what_to_do(make_shot, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SHIAGE_WEIGHTS", str(tmp_path / "none"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "none"))
    shot = drawn(make_shot, tmp_path, 2, weights="released")
    with pytest.raises(MissingWeights, match="LongAnimation lacks 9 of 9 parts"):
        colored(shot.request)
    info = LongAnimationColorizer().info()
    assert not info.ready
    assert "LongAnimation lacks" in info.missing


def test_full_length_plans_are_aligned() -> None:
    for frames in (82, 145, 146, 500, 1000):
        cut = spans(frames)
        assert cut[-1][1] == frames
        assert all(after[0] == before[1] - 16 for before, after in itertools.pairwise(cut))
        assert segments(cut)[-1].last == frames
