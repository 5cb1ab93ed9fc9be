"""The matcher's training: examples that tell the truth, a run that learns, and that goes on where it stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.draft.matcher.weights import WEIGHTS, Size, load_weights
from engine.training.matcher.evaluate import TASKS, evaluate
from engine.training.matcher.examples import Example, load_example, make_example, save_example
from engine.training.matcher.tasks import draw_task
from engine.training.matcher.train import Plan, Run, take_steps, train

SMALL = Size(width=32, heads=2, within=1, across=1, channels=(4, 8, 16))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("examples")
    for seed in (1, 5):
        save_example(made / f"{seed:07d}.npz", make_example(seed, 4))
    return made


@pytest.fixture(scope="module")
def example(folder: Path) -> Example:
    return load_example(folder / "0000001.npz")


def test_examples_come_back_as_they_were_saved(example: Example) -> None:
    again = make_example(1, 4)
    assert len(again.drawings) == len(example.drawings) > 2
    for one, other in zip(example.drawings, again.drawings, strict=True):
        assert np.array_equal(one.identity, other.identity)
        assert np.array_equal(one.tokens.geometry, other.tokens.geometry)
        assert one.area.sum() == pytest.approx(1)
    for pair, flow in example.flows.items():
        assert np.abs(flow - again.flows[pair]).max() < 1 / 255


def test_the_same_identity_is_the_same_color(example: Example) -> None:
    colors: dict[int, set[int]] = {}
    for drawn in example.drawings:
        for identity, color in zip(drawn.identity.tolist(), drawn.color.tolist(), strict=True):
            colors.setdefault(identity, set()).add(color)
    assert all(len(found) == 1 for found in colors.values())


def test_a_task_never_remembers_its_own_answer(example: Example) -> None:
    for seed in range(40):
        task = draw_task(example, 1, np.random.default_rng(seed))
        assert 1 not in [one.drawing for one in task.known]
        assert task.pairs(example).shape[1] == len(task.color) == len(task.sure) == len(task.kinds(example))


def test_training_learns(folder: Path) -> None:
    run = Run.begin(SMALL, "cpu")
    losses = take_steps(run, folder, 28)
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])


def test_a_run_that_stops_goes_on_exactly_where_it_was(folder: Path, tmp_path: Path) -> None:
    whole = Run.begin(SMALL, "cpu")
    take_steps(whole, folder, 4)
    first = Run.begin(SMALL, "cpu")
    take_steps(first, folder, 2)
    first.save(tmp_path)
    second = Run.begin(SMALL, "cpu")
    assert second.resume(tmp_path)
    take_steps(second, folder, 2)
    assert second.step == whole.step == 4
    for name, values in whole.network.state_dict().items():
        assert torch.equal(values, second.network.state_dict()[name]), name


def test_a_run_comes_to_rest_at_its_end(folder: Path, tmp_path: Path) -> None:
    run = Run.begin(SMALL, "cpu")
    for _ in range(2):
        train(run, folder, tmp_path, 10, lambda now: {}, Plan(steps=3, settles=2))
        assert run.step == 3
    plan = Plan(steps=100, settles=40)
    rates = [plan.rate_at(step) for step in (0, 30, 60, 80, 100)]
    assert rates == pytest.approx([6e-4 / 20, 6e-4, 6e-4, 3e-4, 0])


def test_judging_knows_a_perfect_answer_from_the_flow(example: Example) -> None:
    report = evaluate(Run.begin(SMALL, "cpu").network, [example])
    assert {given.name for given in TASKS} <= set(report)
    assert 0.3 < report["flow_recent"] <= 1


def test_two_drawings_are_enough_to_judge_by(example: Example) -> None:
    pair = Example(example.drawings[:2], {key: flow for key, flow in example.flows.items() if max(key) < 2})
    assert set(evaluate(Run.begin(SMALL, "cpu").network, [pair])) > {given.name for given in TASKS}


def test_a_run_can_start_from_what_was_learned_before() -> None:
    run = Run.begin(Size(), "cpu")
    learned = load_weights(WEIGHTS)
    run.start_from(learned)
    for network in (run.network, run.average):
        assert all(np.array_equal(values, learned.arrays[name]) for name, values in network.state_dict().items())
