"""Operations of a segment: equal to the networks' formulas, counted along the real loop."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from engine.longanimation.bench.flops import FLOORS, TERA, Passes, count, passes, report_operations
from engine.longanimation.bench.report import Report
from engine.longanimation.bench.scale import TINY, TINY_SIZE
from engine.longanimation.settings import PRESETS, official, product


@pytest.mark.parametrize("size", list(FLOORS))
def test_at_full_size_nothing_is_computed_beyond_the_formulas(size):
    width, height = size
    vision, text, blocks, wide = 11 * (width // 16) * (height // 16), 226, 42, 3072
    one = count(size)
    assert one.attention == 4 * (vision + text) ** 2 * wide * blocks
    # queries, keys, values, output and the feed-forward take 24 d^2 a token; the rest is below 1 %
    assert one.linear == pytest.approx(24 * (vision + text) * wide**2 * blocks, rel=0.01)
    floor = FLOORS[size]
    assert one.control / TERA == pytest.approx(floor.control, rel=2e-3)
    assert (one.dglm + one.project) / TERA == pytest.approx(floor.dglm, rel=2e-3)
    assert one.decode / TERA == pytest.approx(floor.decode, rel=2e-3)
    assert one.encode / TERA == pytest.approx(floor.encode, rel=2e-3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # 6 of 10 steps guided; control at 0 2 4 6 for both halves (6 is asked for by step 5), at 8 and 9 for one
        ("quick", Passes(2 * 6 + 4, 2 * 4 + 2, 2 * 4 + 2)),
        # 20 of 25 guided; control at 0 2 .. 20 for both halves, at 22 and 24 for one
        ("standard", Passes(2 * 20 + 5, 2 * 11 + 2, 2 * 11 + 2)),
        ("final", Passes(100, 100, 100)),
    ],
)
def test_passes_of_the_presets(name, expected):
    assert passes(replace(product(), **PRESETS[name])) == expected


def test_what_is_told_adds_up():
    channel = io.BytesIO()
    report_operations(Report(channel), (TINY_SIZE,), TINY)
    told = [json.loads(line) for line in channel.getvalue().splitlines()]
    values = {fact["name"].partition(": ")[2]: fact["value"] for fact in told if fact["event"] == "result"}
    one = count(TINY_SIZE, TINY)
    assert values["a segment, official"] * 1e15 == passes(official()).operations(one)
    assert values["DiT, attention, one pass"] * TERA == one.attention
    assert values["a segment, quick"] < values["a segment, standard"] < values["a segment, official"]
    assert told[0]["event"] == "progress"
