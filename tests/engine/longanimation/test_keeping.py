"""What is told of the disk before a run is what the run keeps there, and app and engine go by the same choices."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from shots import drawn

from app.project import colorizers
from app.project.model import LineArt, Shot, Span
from engine.longanimation.fusion import Fusion, join_of
from engine.longanimation.kept import KeptTensors
from engine.longanimation.settings import PRESETS, parse
from engine.longanimation.wish import wish_of
from engine.protocol.keeping import TEXT, kept_bytes
from engine.protocol.messages import Note, Preview, Progress, SegmentDone


@pytest.mark.parametrize("settings", [{"preset": "quick"}, {}, {"mode": "official"}, {"steps": 40, "fusion_from": 0.3}])
def test_the_files_of_a_full_segment_come_to_what_is_told(tmp_path, settings) -> None:
    """At the released networks' size: 1024 x 576 in 16 bits."""
    wish = wish_of(settings)
    latents = torch.zeros(1, 22, 16, 72, 128, dtype=torch.bfloat16)
    fusion = Fusion(join_of(wish.settings), keep_as=latents.dtype)
    for index in range(wish.settings.steps):
        fusion.after_step(index, latents)
    fusion.edges().save(tmp_path / "edges.safetensors")
    kept = KeptTensors(tmp_path)
    for name, count in (("lines", 21), ("reference", 1), ("its lines", 1)):
        kept.get(name, lambda count=count: latents[:, :count].clone())
    kept.get("text", lambda: torch.zeros(1, 226, 4096, dtype=torch.bfloat16))
    there = sum(path.stat().st_size for path in tmp_path.iterdir())
    shot = Shot("shot", "Shot", line=LineArt("line", "", 1024, 576, ()), settings=tuple(settings.items()))
    told = colorizers.kept_beside(shot, [Span(1, 81)])
    assert told <= there <= told + 4000  # the files' own headers
    assert colorizers.kept_beside(shot, [Span(1, 81), Span(65, 145)]) == 2 * told


def test_steps_and_sizes_are_those_of_the_engine() -> None:
    assert {preset.name: preset.steps for preset in colorizers.PRESETS} == {
        name: told["steps"] for name, told in PRESETS.items()
    }
    usual = wish_of({})
    told = kept_bytes(1920, 1080, 49, 25)
    assert told == kept_bytes(1920, 1080, 49, 25, usual.working_height, parse({}).fusion_from)
    assert kept_bytes(1920, 1080, 33, 25) == kept_bytes(1920, 1080, 18, 25) < told < kept_bytes(1920, 1080, 50, 25)
    assert (kept_bytes(2048, 1152, 81, 50, 1152) - TEXT) == 4 * (kept_bytes(2048, 1152, 81, 50) - TEXT)


def test_nothing_is_told_without_lines_and_what_no_engine_takes_is_passed_over() -> None:
    empty = Shot("shot", "Shot")
    assert colorizers.kept_beside(empty, [Span(1, 81)]) == 0
    drawn = replace(empty, line=LineArt("line", "", 640, 360, ()))
    odd = replace(drawn, settings=(("steps", "many"),))
    assert colorizers.kept_beside(odd, [Span(1, 81)]) == colorizers.kept_beside(drawn, [Span(1, 81)])


def test_what_the_disk_refuses_to_keep_is_an_error_of_the_disk(tmp_path) -> None:
    kept = KeptTensors(tmp_path / "gone")
    kept.folder.rmdir()
    with pytest.raises(OSError, match="gone"):
        kept.get("text", lambda: torch.zeros(3))


@pytest.mark.parametrize("blocked", ["edges", "previews", "previews/000001.png"])
def test_frames_are_finished_though_what_lies_beside_them_cannot_be_written(
    make_shot, tmp_path, colorizer, blocked: str
) -> None:
    """Edges for neighbours are missed with a word, previews without one."""
    request = drawn(make_shot, tmp_path, 5).request
    place = Path(request.cache_dir) / "longanimation" / blocked
    events: list[object] = []
    for event in colorizer.colorize(request, lambda: False):
        if isinstance(event, Progress) and event.stage == "remembering" and not place.is_file():
            shutil.rmtree(place, ignore_errors=True)
            if place.suffix:
                place.mkdir(parents=True)
            else:
                place.write_bytes(b"in the way")
        events.append(event)
    assert isinstance(events[-1], SegmentDone)
    notes = [event.text for event in events if isinstance(event, Note)]
    assert ["What joins frames 1-5 to their neighbours could not be written" in text for text in notes] == (
        [True] if blocked == "edges" else []
    )
    assert any(isinstance(event, Preview) for event in events) == (blocked == "edges")
