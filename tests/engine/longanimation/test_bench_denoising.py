"""What is timed is what it is called: the authors' order gives our numbers, and a part that fails loses no other."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from engine.longanimation.bench import authors, kernels
from engine.longanimation.bench.denoising import Bench, authors_steps, our_steps
from engine.longanimation.bench.probe import Probe, Timed
from engine.longanimation.bench.report import Report
from engine.longanimation.bench.scale import LEAST, TINY, built, networks, segment
from engine.longanimation.models.attention import SDPA, JointAttention
from engine.longanimation.settings import official

CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Threads do not help networks this small, and wait for each other where the machine is busy."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def bench() -> Bench:
    parts, inputs = networks(LEAST, CPU, torch.float32), segment(LEAST, (48, 32), CPU, torch.float32)
    return Bench(Report(io.BytesIO()), Probe(CPU), parts, inputs, 2)


def test_the_authors_order_and_ours_give_the_same_segment(bench: Bench, tmp_path: Path):
    *_, theirs = authors_steps(bench, tmp_path)
    *_, ours = our_steps(bench, official())
    off = (theirs - ours.latents).abs().max() / theirs.abs().max()
    assert off < 1e-4
    tails = bench.tails(authors.STEPS)
    blended = torch.load(tmp_path / "49.pt", weights_only=True)
    torch.testing.assert_close(blended, theirs[:, -authors.SHARED :], rtol=0, atol=0)
    assert not torch.equal(blended, tails[49])
    assert (tmp_path / "49.pt").stat().st_size > theirs.nbytes > 5 * tails[49].nbytes  # the whole storage goes along


def test_ours_gets_its_attention_back_however_far_the_authors_order_ran(bench: Bench, tmp_path: Path):
    def processors() -> list[object]:
        return list(bench.networks.transformer.attn_processors.values())

    steps = authors_steps(bench, tmp_path)
    next(steps)
    assert not any(isinstance(found, JointAttention) for found in processors())
    steps.close()  # pyright: ignore[reportAttributeAccessIssue]  # a generator
    assert all(isinstance(found, JointAttention) and found.kernel is SDPA for found in processors())


def test_a_part_that_fails_is_told_and_the_next_goes_on():
    channel = io.BytesIO()
    report = Report(channel)
    with report.attempt("too large"):
        raise torch.OutOfMemoryError("tried to allocate 90 GiB")
    with report.attempt("no kernel"):
        torch.zeros(2) @ torch.zeros(3)
    report.result("the next", 1.0, "s")
    first, second, third = (json.loads(line) for line in channel.getvalue().splitlines())
    assert first["sentence"] == "too large: the memory of the graphics card does not suffice for this."
    assert second["sentence"].startswith("no kernel did not work: RuntimeError: ")
    assert (third["name"], third["value"]) == ("the next", 1.0)


def test_a_segment_is_what_was_measured_where_it_ran_to_the_end():
    assert Timed((3.0, 1.0, 1.0, 2.0)).segment(4) == 7.0
    assert Timed((3.0, 1.0, 1.0, 2.0)).segment(50) == 50.0
    assert Timed((3.0,)).step == 3.0


def test_a_loop_that_ends_early_is_timed_as_far_as_it_goes():
    def work() -> Iterator[float]:
        yield from (sum(range(200_000)) for _ in range(3))

    timed = Probe(CPU).loop(work(), 5)
    assert len(timed.steps) == 3
    assert min(timed.steps) > 0


def test_kernels_that_this_device_lacks_are_told():
    told: list[str] = []
    found = {kernel.name for kernel in kernels.others(CPU, torch.float32, told.append)}
    missing = {name for name in kernels.BACKENDS if any(f"by {name} is" in sentence for sentence in told)}
    assert found | missing == set(kernels.BACKENDS)
    assert "cuDNN" in missing
    assert any("SageAttention" in sentence for sentence in told)


def test_random_networks_keep_numbers_and_leave_nothing_at_zero():
    for make in (TINY.sketch_dit_made, TINY.dglm_made, TINY.text_encoder_made, TINY.memory_encoder_made):
        network = built(make, CPU, torch.bfloat16)
        for name, value in network.named_parameters():
            assert value.dtype == torch.bfloat16
            assert torch.isfinite(value).all()
            assert value.abs().sum() > 0, name
        for name, value in network.named_buffers():
            assert value.flatten().tolist() == list(range(value.numel())), name
