"""`python main.py weights` with the engine's tool as a process of its own and a Hub on this computer."""

from __future__ import annotations

import hashlib
import io
import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hub_server import Hub, serving
from weights_made import release, write_weights

pytest.importorskip("huggingface_hub")
WANTED = ("tokenizer", "scheduler", "lines")  # the small ones


@pytest.fixture
def weights_home(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our own folder of weights, empty; so is the Hub's cache."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return home / "data" / "weights"


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of the line extractor, in its real size."""
    torch = pytest.importorskip("torch")
    from engine.longanimation.models.line_extractor import LineExtractor

    path = tmp_path_factory.mktemp("lines") / "sk_model.pth"
    torch.save(LineExtractor().state_dict(), path)
    return path.read_bytes()


@pytest.fixture
def hub(tmp_path: Path, lines: bytes, weights_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A Hub that has the small parts, in the repositories of the manifest."""
    with serving() as server:
        release(tmp_path / "offered", "tokenizer", "scheduler")
        (tmp_path / "offered" / "CogVideoX1.5-5B-I2V" / "LICENSE").write_text("The licence.")
        server.add("THUDM/CogVideoX1.5-5B-I2V", tmp_path / "offered" / "CogVideoX1.5-5B-I2V")
        server.files["lllyasviel/Annotators"] = {"sk_model.pth": lines, "sk_model2.pth": b"not wanted"}
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        yield server


def states(done: Any) -> dict[str, str]:
    return {part["name"]: part["state"] for part in done.named("part")}


def test_without_any_weights_each_part_is_named_with_its_licence(shiage: Callable, weights_home: Path):
    told = shiage("weights", "list", "--json")
    assert told.code == 0
    assert set(states(told).values()) == {"missing"}
    assert len(told.named("part")) == 9
    assert {licence["name"]: licence["accept"] for licence in told.named("licence")} == {
        "cogvideox": True, "longanimation": True, "apache": False, "mit": False,
    }  # fmt: skip
    assert told.named("done")[0]["ready"] is False
    in_words = shiage("weights", "check")
    assert in_words.code == 1
    assert "MISSING  control: LongAnimation: SketchDiT, 1.6 GB, to be had at https://hugg" in in_words.out
    assert in_words.out.endswith("parts, about 49.9 GB. Draft works without them.\n")
    assert not weights_home.exists()  # looking writes nothing


def test_files_are_read_as_a_whole_once_and_a_download_need_not_be(
    shiage: Callable, hub: Hub, weights_home: Path, lines: bytes
):
    home = weights_home / "line_extractor"
    home.mkdir(parents=True)
    (home / "sk_model.pth").write_bytes(lines)
    assert not (weights_home / "sums.json").exists()
    told = shiage("weights", "check", "--sums", "--json")
    assert told.code == 1  # the others are missing
    assert told.named("done")[0]["sentence"] == "1 file of weights was read as a whole."
    (kept,) = json.loads((weights_home / "sums.json").read_text()).values()
    assert kept["sha256"] == hashlib.sha256(lines).hexdigest()

    (home / "sk_model.pth").unlink()
    (weights_home / "sums.json").unlink()
    shiage("weights", "download", "lines", "--accept-licences")
    (again,) = json.loads((weights_home / "sums.json").read_text()).values()
    assert again["sha256"] == kept["sha256"]


def test_licences_are_accepted_once_before_anything_is_downloaded(shiage: Callable, hub: Hub):
    refused = shiage("weights", "download", *WANTED)
    assert refused.code == 1
    assert refused.err.startswith("Read and accept the licences first. The CogVideoX License (https://")
    assert "open.bigmodel.cn/mla/form" in refused.err
    assert "Apache" not in refused.err
    assert not hub.requests

    done = shiage("weights", "download", *WANTED, "--accept-licences", "--json")
    assert (done.code, done.named("done")[0]["sentence"]) == (0, "3 parts downloaded and checked.")
    moved = done.named("progress")
    assert (moved[-1]["done"], moved[-1]["total"], moved[-1]["unit"]) == (17, 17, "MB")
    told = shiage("weights", "list", "--json")
    assert {name for name, state in states(told).items() if state == "found"} == set(WANTED)
    assert all(part["place"] == "own" for part in told.named("part") if part["state"] == "found")
    accepted = {licence["name"] for licence in told.named("licence") if licence["accepted"]}
    assert accepted == {"cogvideox"}

    asked = {path.partition("?")[0] for path in hub.requests}
    assert all(path.startswith(("/api/models/", "/THUDM/", "/lllyasviel/")) for path in asked)

    again = shiage("weights", "download", *WANTED)
    assert (again.code, again.out) == (0, "Nothing is missing.\n")


def test_the_licence_itself_lies_beside_the_weights(shiage: Callable, hub: Hub, weights_home: Path):
    assert shiage("weights", "download", "scheduler", "--accept-licences").code == 0
    assert (weights_home / "licences" / "THUDM--CogVideoX1.5-5B-I2V-LICENSE").read_text() == "The licence."


def test_a_download_stopped_by_ctrl_c_goes_on_where_it_was(
    start: Callable, shiage: Callable, hub: Hub, weights_home: Path, lines: bytes
):
    hub.hold_at = 12_000_000
    running = start("weights", "download", "lines")
    running.until(lambda: any(path.stat().st_size >= 10_000_000 for path in weights_home.rglob("*.part")))
    running.process.send_signal(signal.SIGINT)
    assert running.end().code == 130
    hub.let_go.set()
    hub.hold_at = 0
    hub.asked.clear()
    done = shiage("weights", "download", "lines")
    assert (done.code, done.out) == (0, "1 part downloaded and checked.\n")
    [(name, wanted)] = hub.asked
    assert name == "sk_model.pth"
    assert 10_000_000 <= int(wanted.removeprefix("bytes=").rstrip("-")) < len(lines)


def test_a_wrong_checksum_is_one_sentence_and_the_next_try_starts_anew(shiage: Callable, hub: Hub):
    hub.told_sums["sk_model.pth"] = "0" * 64
    refused = shiage("weights", "download", "lines")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == "sk_model.pth arrived damaged: its checksum is wrong. Start the download again.\n"
    hub.told_sums.clear()
    assert shiage("weights", "download", "lines").code == 0


def test_weights_that_their_makers_changed_are_refused_by_name(shiage: Callable, hub: Hub, lines: bytes):
    import torch

    changed, file = torch.load(io.BytesIO(lines)), io.BytesIO()
    changed["model0.1.bids"] = changed.pop("model0.1.bias")
    torch.save(changed, file)
    hub.files["lllyasviel/Annotators"]["sk_model.pth"] = file.getvalue()
    refused = shiage("weights", "download", "lines")
    assert refused.code == 1
    assert (
        "Line extractor has come, and is not what LongAnimation was built for: sk_model.pth lacks 1 entry"
        in refused.err
    )
    wrong = shiage("weights", "check", "--json")
    assert states(wrong)["lines"] == "wrong"
    part = next(part for part in wrong.named("part") if part["name"] == "lines")
    assert part["details"] == ["missing: model0.1.bias", "unexpected: model0.1.bids"]


def test_files_that_are_there_are_brought_or_used_in_place(shiage: Callable, weights_home: Path, tmp_path: Path):
    release(tmp_path / "theirs", "control", "glm", "vae")
    (tmp_path / "theirs" / "LongAnimation" / "glm_module.safetensors").write_bytes(b"")
    used = shiage("weights", "import", "--in-place", tmp_path / "theirs", "--json")
    assert used.code == 0
    assert used.named("done")[0]["sentence"] == "2 parts found and will be used from there."
    said = "Not used, LongAnimation: global and local memory: glm_module.safetensors is empty."
    assert used.named("note")[0]["sentence"] == said
    told = shiage("weights", "list", "--json")
    assert {part["name"]: part["place"] for part in told.named("part") if part["place"]} == {
        "control": "folder", "vae": "folder", "glm": "folder",
    }  # fmt: skip
    assert json.loads((weights_home / "places.json").read_text())["folders"] == [str(tmp_path / "theirs")]

    write_weights(tmp_path / "theirs" / "LongAnimation", "glm")
    (weights_home / "places.json").unlink()
    brought = shiage("weights", "import", tmp_path / "theirs")
    assert (brought.code, brought.out) == (0, f'3 parts found and brought to "{weights_home}".\n')
    own = weights_home / "LongAnimation" / "glm_module.safetensors"
    assert own.samefile(tmp_path / "theirs" / "LongAnimation" / "glm_module.safetensors")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["import"], "The following arguments are required: FOLDER. See: python main.py weights import --help"),
        (["check", "{tmp}"], "Unrecognized arguments: {tmp}."),
        (["import", "{tmp}"], "holds nothing that LongAnimation can use."),
        (["import", "{tmp}/none"], "is no folder."),
        (["download", "everything"], "There is no part everything. The parts are transformer,"),
        (["list", "--in-place"], "Unrecognized arguments: --in-place."),
        (["fetch"], "Argument what: invalid choice"),
    ],
)
def test_a_wrong_wish_is_one_sentence(
    shiage: Callable, weights_home: Path, tmp_path: Path, words: list[str], sentence: str
):
    told = shiage("weights", *(word.replace("{tmp}", str(tmp_path)) for word in words))
    assert told.code == 1
    assert sentence.replace("{tmp}", str(tmp_path)) in told.err
    assert "Traceback" not in told.err


def test_no_network_is_one_sentence(shiage: Callable, weights_home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    told = shiage("weights", "download", "lines")
    assert told.code == 1
    assert told.err.endswith("Check the network and start the download again.\n")
