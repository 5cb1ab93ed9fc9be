"""The training command as a process: it writes what it says, goes on, stops when told, and shares a step's work."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.imaging.stills import read_still
from engine.training.longanimation import speed
from engine.training.longanimation.__main__ import main
from engine.training.longanimation.checkpoints import load
from engine.training.longanimation.configs import STAGES
from engine.training.longanimation.events import EventFile
from engine.training.longanimation.run import folder_of

pytestmark = pytest.mark.slow


def started(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "engine.training.longanimation", "--config", "tiny", "--device", "cpu", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", **environment},  # sums are the same with as many threads
    )  # fmt: skip


def told(*arguments: str, code: int = 0) -> list[dict[str, Any]]:
    """What the command says, carried out in this process; those that are stopped or share the work are their own."""
    heard = {kind: signal.getsignal(kind) for kind in (signal.SIGINT, signal.SIGTERM)}
    exact, said = torch.are_deterministic_algorithms_enabled(), io.StringIO()
    filled = torch.utils.deterministic.fill_uninitialized_memory  # pyright: ignore[reportAttributeAccessIssue]
    try:
        with contextlib.redirect_stdout(said):
            assert main(["--config", "tiny", "--device", "cpu", *arguments]) == code
    finally:
        torch.use_deterministic_algorithms(exact)
        torch.utils.deterministic.fill_uninitialized_memory = filled  # pyright: ignore[reportAttributeAccessIssue]
        for kind, handler in heard.items():
            signal.signal(kind, handler)
    return [json.loads(line) for line in said.getvalue().splitlines()]


@pytest.fixture(scope="module")
def codec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose codec was trained for a step."""
    folder = tmp_path_factory.mktemp("codec")
    events = told("--stage", "codec", "--steps", "1", "--one-clip", "--out", str(folder))
    assert [event["event"] for event in events] == ["began", "step", "saved", "done"]
    sample = read_still(Path(events[2]["sample"]))
    assert sample.shape == (3 * 48, 6 * 64, 3)
    assert sum(path.stat().st_size for path in (folder / "codec").glob("events.out.tfevents.*")) > 100
    return folder


def beginning(codec: Path, folder: Path) -> list[str]:
    """Arguments for the stage after it, in a folder of its own."""
    folder.mkdir()
    for part in ("codec", "examples", "encoded"):
        if (codec / part).exists():
            (folder / part).symlink_to(codec / part)
    return ["--stage", "base", "--one-clip", "--out", str(folder)]


def test_two_processes_train_what_one_does_and_one_may_be_stopped_between(codec, tmp_path) -> None:
    alone = beginning(codec, tmp_path / "alone")
    told(*alone, "--steps", "1")
    last = told(*alone, "--steps", "2")[-1]
    assert last["step"] == 2
    together(*beginning(codec, tmp_path / "both"), "--steps", "2")
    assert_same(tmp_path / "alone" / "base", tmp_path / "both" / "base")


def test_two_processes_train_what_one_does_in_every_stage(tmp_path) -> None:
    wish = ["--stage", "all", "--steps", "2", "--one-clip", "--out"]
    events = told(*wish, str(tmp_path / "alone"))
    assert [event["stage"] for event in events if event["event"] == "began"] == list(STAGES)
    (tmp_path / "both").mkdir()
    (tmp_path / "both" / "examples").symlink_to(tmp_path / "alone" / "examples")
    together(*wish, str(tmp_path / "both"))
    for stage in STAGES:
        name = folder_of(Path(), stage)
        assert_same(tmp_path / "alone" / name, tmp_path / "both" / name)


def together(*arguments: str) -> None:
    """Two processes on one run, as accelerate starts them."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free.getsockname()[1]), "WORLD_SIZE": "2"}
    place["LOCAL_WORLD_SIZE"] = "2"
    both = [started(*arguments, RANK=str(rank), LOCAL_RANK=str(rank), **place) for rank in range(2)]
    said = [process.communicate(timeout=150) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert said[1][0] == "", "only the first tells"


def assert_same(folder: Path, shared: Path) -> None:
    one, other = load(folder), load(shared)
    assert one is not None
    assert other is not None
    assert one.facts == other.facts
    assert one.tensors.keys() == other.tensors.keys()
    assert [name for name, value in one.tensors.items() if not torch.equal(value, other.tensors[name])] == []


def test_a_run_that_is_ended_saves_the_step_in_hand(codec, tmp_path) -> None:
    process = started(*beginning(codec, tmp_path / "ended"), "--minutes", "10")
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["event"] == "step":
            break
    process.send_signal(signal.SIGTERM)
    rest = [json.loads(line) for line in process.communicate(timeout=150)[0].splitlines()]
    assert process.returncode == 0
    assert rest[-1]["event"] == "done"
    state = load(tmp_path / "ended" / "base")
    assert state is not None
    assert state.facts["step"] == rest[-1]["step"] < 1000


def test_what_is_missing_is_said(tmp_path) -> None:
    (failed,) = told("--stage", "1", "--out", str(tmp_path / "new"), code=2)
    assert failed["event"] == "failed"
    assert "Train the stage codec first" in failed["sentence"]
    (failed,) = told("--stage", "codec", "--out", str(tmp_path / "new"), "--clips", str(tmp_path / "no"), code=2)
    assert "There is no folder" in failed["sentence"]


def test_the_data_can_be_looked_at_without_training(tmp_path) -> None:
    events = told("--look", "2", "--out", str(tmp_path))
    assert [event["event"] for event in events] == ["look", "look"]
    assert all(event["words"].startswith("2D cel animation") for event in events)
    assert [read_still(Path(event["sheet"])).shape for event in events] == [(3 * 48, 6 * 64, 3)] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["examples", "look"]


@pytest.mark.parametrize("stage", ["codec", "2"])
def test_how_long_a_segment_takes_is_told(stage, tmp_path, capsys) -> None:
    speed.main([str(tmp_path), "--config", "tiny", "--stage", stage, "--times", "1"])
    found = json.loads(capsys.readouterr().out)
    assert (found["config"], found["stage"], found["segments"]) == ("tiny", stage, 1)
    frames = {"codec": 9, "2": 17}[stage]
    assert found["frames a second"] == pytest.approx(frames / found["seconds a segment"], rel=0.05)


def test_the_log_is_records_with_the_checksums_that_readers_test(tmp_path) -> None:
    log = EventFile(tmp_path)
    log.add(7, {"stage 1/loss": 0.5})
    log.close()
    (path,) = tmp_path.iterdir()
    data, records = path.read_bytes(), []
    while data:
        (size,) = struct.unpack("<Q", data[:8])
        assert struct.unpack("<I", data[8:12])[0] == masked(data[:8])
        records.append(data[12 : 12 + size])
        assert struct.unpack("<I", data[12 + size : 16 + size])[0] == masked(records[-1])
        data = data[16 + size :]
    assert len(records) == 2
    assert records[0].endswith(b"\x1a\x0dbrain.Event:2")
    assert records[1][9:] == b"\x10\x07\x2a\x15\x0a\x13\x0a\x0cstage 1/loss\x15\x00\x00\x00\x3f"


def masked(data: bytes) -> int:
    """CRC-32C bit by bit, masked as record files do."""
    value = np.uint32(0xFFFFFFFF)
    for byte in data:
        value ^= np.uint32(byte)
        for _ in range(8):
            value = (value >> np.uint32(1)) ^ (np.uint32(0x82F63B78) if value & np.uint32(1) else np.uint32(0))
    value = int(value) ^ 0xFFFFFFFF
    return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF
