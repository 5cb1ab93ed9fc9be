"""LongAnimation's measurement runs in the engine's process, at small size with the code that times full size."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="LongAnimation's libraries are not installed"),
]


@pytest.mark.long
@pytest.mark.timeout(900)
def test_small_networks_are_measured(shiage, temporary: Path) -> None:
    done = shiage(*["bench", "longanimation", "--weights", "tiny", "--steps", "2", "--size", "160x96", "--json"])
    assert done.code == 0, done.err + done.out
    results = {result["name"]: result["value"] for result in done.named("result")}
    assert all(value >= 0 for value in results.values())
    assert {
        "160x96: DiT, attention, one pass", "160x96: a segment, standard",
        "authors' order: a step", "ours, equal numbers: authors' segment / this one",
        "DiT, both halves", "control branch, both halves", "DGLM, both halves",
        "preset quick: a segment of 10 steps", "preset standard: authors' segment / this one",
        "preset final: a segment of 50 steps", "halves one after the other", "step with another seed, control kept",
        "VAE tiled: frames of a segment decoded", "VAE untiled: lines of a segment encoded",
    } <= set(results)  # fmt: skip
    assert results["preset quick: a segment of 10 steps"] < results["authors' order: a segment of 50 steps"]
    notes = [note["sentence"] for note in done.named("note")]
    assert not [note for note in notes if "did not work" in note or "does not suffice" in note]
    assert {f"{tier}: a step of denoising" for tier in ("resident", "swapped", "streamed", "compact")} <= set(results)
    assert not list(temporary.glob("shiage-bench-*"))


def test_without_a_gpu_operations_are_counted_and_one_sentence_says_why_that_is_all(shiage, monkeypatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    done = shiage(*["bench", "longanimation", "--size", "256x144", "--json"])
    assert done.code == 0
    assert all(result["name"].startswith("256x144: ") for result in done.named("result"))
    assert [note["sentence"] for note in done.named("note")] == [
        "PyTorch finds no NVIDIA GPU here, so nothing was timed at full size; --weights tiny times small networks."
    ]


@pytest.mark.parametrize("size", ["100x96", "0x16", "large"])
def test_a_size_that_the_networks_cannot_have_is_refused(shiage, size: str) -> None:
    done = shiage("bench", "longanimation", "--size", size)
    assert done.code == 1
    assert "multiples of 16" in done.err
    assert len(done.err.splitlines()) == 1
