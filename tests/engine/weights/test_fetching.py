"""Downloads from a real HTTP server: what broke off goes on, what is wrong is refused, what is there is not fetched."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest
from hub_server import Hub, serving
from weights_made import sparse

from engine.errors import WeightsNotFetched
from engine.weights.fetching import Remote, check_space, fetch, remote_files
from engine.weights.manifest import Part

constants = pytest.importorskip("huggingface_hub.constants")
SHARDED = Part(
    name="big", title="Something big", licence="mit", repositories=("old/name", "new/name"), within="sub",
    folder="big", files=("config.json",), also=("extra.json",), weights="model.safetensors",
)  # fmt: skip
MANY = 3_000_000  # bytes


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving() as server:
        yield server


@pytest.fixture(autouse=True)
def here(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Hub's library speaks with our server, and with a small big part on it."""
    monkeypatch.setattr(constants, "ENDPOINT", hub.address)
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 1 << 18)  # of ten megabytes; less than our files
    monkeypatch.setattr(
        constants, "HUGGINGFACE_CO_URL_TEMPLATE", hub.address + "/{repo_id}/resolve/{revision}/{filename}"
    )
    folder = tmp_path / "theirs"
    (folder / "sub").mkdir(parents=True)
    (folder / "LICENSE").write_text("Be kind.")
    (folder / "sub" / "config.json").write_text('{"a": 1}')
    (folder / "sub" / "model.safetensors.index.json").write_text("{}")
    for number in (1, 2):
        sparse(folder / "sub" / f"model-0000{number}-of-00002.safetensors", {f"w{number}": (MANY // 4,)}, "F32", 4)
    (folder / "sub" / "training.bin").write_bytes(b"nobody wants this")
    hub.add("new/name", folder)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "weights"


class Heard:
    """What a download tells of itself."""

    def __init__(self, done: int = 0) -> None:
        self.done = done
        self.stages: list[str] = []

    def __call__(self, stage: str, file: str, count: int) -> None:
        self.done += count
        if not self.stages or self.stages[-1] != stage:
            self.stages.append(stage)


def shard(files: list[Remote]) -> Remote:
    return next(file for file in files if file.target.name.startswith("model-00002"))


def test_everything_that_is_wanted_comes_and_nothing_else(hub: Hub, home: Path, tmp_path: Path):
    files = remote_files([SHARDED], home)
    heard = Heard()
    for file in files:
        fetch(file, heard)
    assert heard.done == sum(file.size for file in files)
    came = {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    theirs = {f"big/{path.name}": path.read_bytes() for path in (tmp_path / "theirs" / "sub").iterdir()}
    del theirs["big/training.bin"]
    assert came == theirs | {"licences/new--name-LICENSE": b"Be kind."}

    hub.asked.clear()
    for file in remote_files([SHARDED], home):  # there already: looked at, not fetched
        fetch(file, heard)
    assert not hub.asked


def test_a_connection_that_breaks_for_a_moment_is_taken_up_again(hub: Hub, home: Path):
    file = shard(remote_files([SHARDED], home))
    hub.breaks = [1_000_000]
    heard = Heard()
    fetch(file, heard)
    assert [wanted[:6] for _, wanted in hub.asked] == ["", "bytes="]
    assert heard.done == file.size
    assert file.is_sound(file.target)


def test_a_run_that_ended_goes_on_where_it_stopped_the_next_time(hub: Hub, home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # between the library's own attempts
    file = shard(remote_files([SHARDED], home))
    hub.breaks = [1_500_000, *[0] * 20]
    with pytest.raises(WeightsNotFetched, match=r"connection to the Hugging Face Hub broke.*What has come is kept"):
        fetch(file, Heard())
    assert not file.target.exists()
    kept = file.done
    assert 0 < kept <= 1_500_000
    hub.breaks.clear()
    hub.asked.clear()
    heard = Heard(kept)
    fetch(file, heard)
    assert hub.asked == [(f"sub/{file.target.name}", f"bytes={kept}-")]
    assert heard.done == file.size
    assert file.is_sound(file.target)
    assert not file.unfinished.exists()


def test_a_wrong_checksum_is_refused_and_the_file_not_kept(hub: Hub, home: Path):
    name = "sub/model-00002-of-00002.safetensors"
    hub.told_sums[name] = "0" * 64
    file = shard(remote_files([SHARDED], home))
    heard = Heard()
    with pytest.raises(WeightsNotFetched, match=r"arrived damaged: its checksum is wrong\. Start the download again\."):
        fetch(file, heard)
    assert heard.done == 0
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_a_damaged_file_in_place_is_fetched_anew(hub: Hub, home: Path):
    file = shard(remote_files([SHARDED], home))
    file.target.parent.mkdir(parents=True)
    file.target.write_bytes(b"\1" * file.size)
    heard = Heard(file.done)
    fetch(file, heard)
    assert heard.done == file.size
    assert heard.stages == ["checking", "downloading", "checking"]
    assert file.is_sound(file.target)


def test_a_sum_of_our_own_list_goes_before_that_of_the_hub(hub: Hub, home: Path):
    import msgspec

    ours = msgspec.structs.replace(SHARDED, sha256={"config.json": "1" * 64})
    file = next(file for file in remote_files([ours], home) if file.target.name == "config.json")
    with pytest.raises(WeightsNotFetched, match=r"config\.json arrived damaged"):
        fetch(file, Heard())


def test_what_is_gone_or_closed_is_told_with_the_way_out(hub: Hub, home: Path):
    del hub.files["new/name"]["sub/config.json"]
    with pytest.raises(WeightsNotFetched, match=r"new/name does not hold config\.json any more.*use them from"):
        remote_files([SHARDED], home)
    hub.files.clear()
    with pytest.raises(WeightsNotFetched, match=r"Something big is not to be found at old/name any more"):
        remote_files([SHARDED], home)
    hub.gated.add("old/name")
    with pytest.raises(WeightsNotFetched, match=r"only to those who agreed"):
        remote_files([SHARDED], home)


def test_no_network_is_told(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")  # nobody listens there
    with pytest.raises(WeightsNotFetched, match=r"Check the network and start the download again"):
        remote_files([SHARDED], home)


def test_a_small_disk_is_noticed_before_and_a_full_one_meanwhile(home: Path, monkeypatch: pytest.MonkeyPatch):
    files = remote_files([SHARDED], home)
    check_space(files, home)
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1, 1, 500_000_000))
    with pytest.raises(WeightsNotFetched, match=r"The download needs 0\.5 GB and the disk of .* has 0\.5 GB left"):
        check_space(files, home)
