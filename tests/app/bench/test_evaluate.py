"""`evaluate`: a run's networks color clips by the product's way; scores, the report and what is said of failures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from app import cli
from engine.imaging.stills import read_still
from engine.training.longanimation.clips import MadeExamples
from engine.training.longanimation.configs import STAGES, TINY
from engine.training.longanimation.evaluate import color_clip, make_clips
from engine.training.longanimation.keeping import KeptExamples
from engine.training.longanimation.networks import build
from engine.training.longanimation.run import Run
from engine.training.longanimation.source import RunSource
from engine.training.longanimation.together import Crew

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that has been a step through every stage but the reward."""
    folder = tmp_path_factory.mktemp("run") / "tiny run"
    examples = KeptExamples(MadeExamples(TINY, count=1), tmp_path_factory.mktemp("examples"))
    for stage in STAGES[:-1]:
        training = Run(TINY, stage, build(TINY, torch.device("cpu")), examples, folder, Crew(0, 1, torch.device("cpu")))
        training.take_step()
        training.save()
    return folder


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    make_clips(folder, 1, 90, (64, 48), lambda done: None)
    return folder


def test_a_run_is_scored_and_reported(run: Path, clips: Path, tmp_path: Path, home: Path, capsys) -> None:
    out = tmp_path / "out"
    arguments = ["evaluate", str(run), "--clips", str(clips), "--out", str(out), "--steps", "10", "--json"]
    assert cli.run(arguments) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    scored = next(event for event in events if event["event"] == "scored")
    assert 0 < scored["ssim"] < 1
    assert scored["key_exact"] == 1
    (kept,) = json.loads((out / "scores.json").read_text())
    assert kept["psnr"] == scored["psnr"]
    assert kept["stages"] == {"codec": 1, "base": 1, "1": 1, "2": 1}
    page = (out / "report.html").read_text()
    assert "as trained" in page
    assert "<polyline" in page
    assert "data:image/png;base64," in page
    assert "http" not in page, "nothing is fetched"
    (clip,) = clips.iterdir()
    frames = sorted((out / "frames" / "as trained" / clip.name).iterdir())
    assert len(frames) == 90
    assert (read_still(frames[0]) == read_still(clip / "color" / "0001.png")).all(), "the key is the artist's"


def test_the_same_run_colors_the_same_and_without_fusion_otherwise(run: Path, clips: Path, tmp_path: Path) -> None:
    (clip,) = clips.iterdir()

    def second_segment(name: str, source: RunSource, fused: int = 20) -> bytes:
        assert color_clip(source, clip, [1], tmp_path / name, 10, fused, lambda done: None) == 90
        return b"".join((tmp_path / name / f"{number:04d}.png").read_bytes() for number in range(82, 91))

    ways = {
        "both": second_segment("both", RunSource(run)),
        "again": second_segment("again", RunSource(run)),
        "unfused": second_segment("unfused", RunSource(run), fused=0),
    }
    assert ways["both"] == ways["again"]
    assert ways["unfused"] != ways["both"]


def test_the_memory_is_left_out_as_the_tables_ask(run: Path) -> None:
    whole, latest = torch.randn(1, 2, 3, 30, 48), torch.randn(1, 2, 3, 12, 48)
    cpu, seen = torch.device("cpu"), {}
    for remembers in ("both", "local", "global", "nothing"):
        dglm = RunSource(run, remembers).denoising(cpu, torch.float32).dglm
        seen[remembers] = 0 if dglm is None else dglm.project(whole, latest).keys[0].shape[2]
    assert seen == {"both": 42, "local": 12, "global": 30, "nothing": 0}
    assert RunSource(run, until="1").denoising(cpu, torch.float32).dglm is None
    assert RunSource(run, "local").digest != RunSource(run).digest


def test_what_is_no_run_is_said(clips: Path, tmp_path: Path, home: Path, capsys) -> None:
    assert cli.run(["evaluate", str(tmp_path), "--clips", str(clips), "--steps", "10"]) == 1
    assert f'There is no run in "{tmp_path}"' in capsys.readouterr().err


def test_draft_is_evaluated_and_so_are_the_frames_it_wrote(tmp_path: Path, home: Path, capsys) -> None:
    clips, out, again = tmp_path / "clips", tmp_path / "out", tmp_path / "again"
    make_clips(clips, 1, 20, (96, 64), lambda done: None)
    (clip,) = clips.iterdir()
    assert cli.run(["evaluate", "draft", "--clips", str(clips), "--only", clip.name, "--out", str(out)]) == 0
    assert cli.run(["evaluate", str(out / "frames" / "draft"), "--clips", str(clips), "--out", str(again)]) == 0
    (first,), (second,) = (json.loads((place / "scores.json").read_text()) for place in (out, again))
    assert first["seconds"] > 0
    assert second["seconds"] == 0
    assert first["variant"] == second["variant"] == "draft"
    for measure in ("psnr", "ssim", "fg_accuracy", "lowfreq_decay", "highfreq_decay", "flicker", "key_exact"):
        assert first[measure] == second[measure]
    page = (out / "report.html").read_text()
    assert page.count("not measured: no file given") == 6, "three measures of the means and of the clip"
    assert "prefers-color-scheme:dark" in page
    assert "distance to the nearest key, frames" in page
    (out / "frames" / "draft" / clip.name / "0020.png").unlink()
    capsys.readouterr()
    assert cli.run(["evaluate", str(out / "frames" / "draft"), "--clips", str(clips), "--out", str(again)]) == 1
    told = capsys.readouterr()
    assert "has 20 frames and there are 19 colored ones" in told.out + told.err


def test_what_cannot_be_evaluated_is_said_before_anything_is_colored(tmp_path: Path, home: Path, capsys) -> None:
    (tmp_path / "heads.pth").write_bytes(b"")
    for arguments, said in (
        (["nothing"], 'There is no folder "nothing"; name one, or draft, mini, released, tiny.'),
        (["draft", "--ablations"], "Only parts of a run can be left out"),
        (["draft", "--lpips", "none.pth", "none.pth"], "There is no file"),
        (["draft", "--inception", str(tmp_path / "heads.pth")], "FID takes the Inception network of 2015"),
    ):
        assert cli.run(["evaluate", *arguments, "--out", str(tmp_path / "out")]) == 1
        assert said in capsys.readouterr().err
