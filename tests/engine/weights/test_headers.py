"""Headers: names and shapes of whole files; each way in which a file can be wrong is told apart and named."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest
from weights_made import sparse

from engine.errors import BadWeights
from engine.weights.headers import differences, shapes, shards
from engine.weights.manifest import compact, expand, expected, manifest

SHAPES = {"blocks.0.weight": (4, 3), "blocks.0.bias": (4,), "scale": ()}


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    sparse(tmp_path / "model.safetensors", SHAPES)
    return tmp_path / "model.safetensors"


def test_a_whole_file_tells_its_names_and_shapes(whole: Path):
    assert shapes(whole) == SHAPES


def test_what_torch_wrote_is_read_alike(tmp_path: Path):
    torch = pytest.importorskip("torch")
    from safetensors.torch import save_file

    held = {"a.weight": torch.zeros(2, 5), "b": torch.zeros(3, dtype=torch.float16)}
    save_file(held, tmp_path / "a.safetensors")
    torch.save(held, tmp_path / "new.pth")
    torch.save(held, tmp_path / "old.pth", _use_new_zipfile_serialization=False)
    for name in ("a.safetensors", "new.pth", "old.pth"):
        assert shapes(tmp_path / name) == {"a.weight": (2, 5), "b": (3,)}
    for name in ("new.pth", "old.pth"):
        content = (tmp_path / name).read_bytes()
        for kept in (len(content) - 1, len(content) // 2, 10, 0):
            (tmp_path / "cut.pth").write_bytes(content[:kept])
            with pytest.raises(BadWeights, match=r"cut\.pth is damaged, cut off, or no file of weights"):
                shapes(tmp_path / "cut.pth")


def test_a_pickle_that_would_run_something_is_refused_and_not_run(tmp_path: Path):
    import pickle

    class Evil:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "ran",))

    (tmp_path / "evil.pth").write_bytes(pickle.dumps(Evil()))
    with pytest.raises(BadWeights, match="no file of weights"):
        shapes(tmp_path / "evil.pth")
    assert not (tmp_path / "ran").exists()


def header(content: object, data: int = 0) -> bytes:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return struct.pack("<Q", len(text)) + text + bytes(data)


ENTRY = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}
WRONG = [
    (b"", "is empty"),
    (b"abc", "is no safetensors file"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n", "only the note that Git LFS leaves"),
    (struct.pack("<Q", 5000) + b"{}", "cut off"),
    (header(b"\xff{nothing"), "its header cannot be read"),
    (header([1, 2]), "its header cannot be read"),
    (header(b"[" * 90_000), "its header cannot be read"),
    (header({"a": {"dtype": "F32"}}), "its header cannot be read"),
    (header({"a": ENTRY}, 7), "is cut off"),
    (header({"a": ENTRY}, 9), "is longer than it should be"),
    (header({"a": ENTRY | {"shape": [3]}}, 8), "the place of a in it cannot be right"),
    (header({"a": ENTRY, "b": ENTRY}, 8), "the place of b in it cannot be right"),
]


@pytest.mark.parametrize(("content", "words"), WRONG, ids=[words for _, words in WRONG])
def test_each_fault_of_a_file_is_told(tmp_path: Path, content: bytes, words: str):
    (tmp_path / "x.safetensors").write_bytes(content)
    with pytest.raises(BadWeights) as caught:
        shapes(tmp_path / "x.safetensors")
    assert words in str(caught.value)
    assert str(caught.value).startswith("x.safetensors")


def test_any_cut_is_noticed(whole: Path):
    content = whole.read_bytes()
    for kept in range(len(content)):
        whole.write_bytes(content[:kept])
        with pytest.raises(BadWeights):
            shapes(whole)


def test_an_index_tells_which_file_holds_what(tmp_path: Path):
    index = tmp_path / "m.safetensors.index.json"
    index.write_text('{"metadata": {"total_size": 1}, "weight_map": {"a": "m-1.safetensors"}}')
    assert shards(index) == {"a": "m-1.safetensors"}
    for bad in ("", "[]", '{"weight_map": {"a": 1}}'):
        index.write_text(bad)
        with pytest.raises(BadWeights, match="is damaged"):
            shards(index)


def test_differences_are_counted_and_named():
    found = {"a": (1,), "b": (2, 9), "x": (1,)}
    unlike = differences(found, {"a": (1,), "b": (-1, 8), "c": (1,), "d": (1,), "e": (), "f": ()})
    assert str(unlike) == (
        "lacks 4 entries (c, d, e, ...); holds 1 entry too many (x); "
        "holds 1 entry of another shape (b is [2, 9], not [any, 8])"
    )
    assert not differences(found, {"b": (-1, 9)}, beyond=True)
    assert differences(found, {"b": (-1, 9)}).unexpected == ("a", "x")


def test_lists_of_names_are_written_short_and_read_back():
    shapes_ = {f"l.{i}.p.{j}.weight": (2, 3) for i in range(12) for j in range(3)} | {
        "l.13.p.0.weight": (2, 3),
        "z": (),
    }
    short = compact(shapes_)
    assert list(short) == ["l.13.p.0.weight", "l.{0-11}.p.{0-2}.weight", "z"]
    assert {key: shape for pattern, shape in short.items() for key in expand(pattern)} == shapes_


def test_the_manifest_is_sound_in_itself():
    names = [part.name for part in manifest().parts]
    assert len(set(names)) == len(names)
    for part in manifest().parts:
        assert part.licence in manifest().licences
        assert bool(part.keys) == bool(part.weights)
        assert bool(part.files or part.weights)
        assert not part.keys or len(expected(part.keys)) > 20
