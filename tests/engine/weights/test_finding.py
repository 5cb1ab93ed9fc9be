"""Finding weights in our own folder, a folder pointed to and the Hub's cache; wrong ones are refused by name."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from weights_made import release, shapes_of, sparse, write_weights

from engine.errors import MissingWeights
from engine.weights.bringing import bring
from engine.weights.finding import Found, installed, look, look_in
from engine.weights.manifest import manifest
from engine.weights.places import Places, accept, places, remember


@pytest.fixture(autouse=True)
def no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Hub's cache of this test, empty."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def there(found: Found | None) -> Found:
    assert found is not None
    return found


def states(looked: dict[str, Found | None]) -> dict[str, str]:
    return {name: "missing" if found is None else "wrong" if found.fault else "found" for name, found in looked.items()}


def test_a_folder_of_everything_is_found_wherever_it_lies_in_it(tmp_path: Path):
    release(tmp_path / "a b" / "pretrained_weights")
    looked = look(Places(tmp_path / "own", (tmp_path / "a b",)))
    assert states(looked) == {part.name: "missing" if part.name == "lines" else "found" for part in manifest().parts}
    transformer = there(looked["transformer"])
    assert (transformer.place, len(transformer.weights)) == ("folder", 3)
    assert transformer.size == pytest.approx(11.15e9, rel=0.001)  # the sum of the model page


def test_the_cache_of_the_hub_is_looked_into(tmp_path: Path, no_cache: Path):
    release(tmp_path, "vae", "control")
    snapshots = no_cache / "models--zai-org--CogVideoX1.5-5B-I2V" / "snapshots"
    snapshots.mkdir(parents=True)
    shutil.move(tmp_path / "CogVideoX1.5-5B-I2V", snapshots / "0abc")
    blob = no_cache / "models--CNcreator0331--LongAnimation" / "blobs" / "77"
    blob.parent.mkdir(parents=True)
    shutil.move(tmp_path / "LongAnimation" / "control_module.safetensors", blob)
    link = blob.parents[1] / "snapshots" / "1def" / "control_module.safetensors"
    link.parent.mkdir(parents=True)
    link.symlink_to(blob)
    looked = look(Places(tmp_path / "own"))
    assert {name: there(found).place for name, found in looked.items() if found} == {"vae": "cache", "control": "cache"}


def test_our_own_folder_comes_first_and_a_wrong_file_in_it_hides_no_right_one(tmp_path: Path):
    release(tmp_path / "theirs", "glm")
    own = tmp_path / "own" / "LongAnimation" / "glm_module.safetensors"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"")
    where = Places(tmp_path / "own", (tmp_path / "theirs",))
    assert there(look(where)["glm"]).place == "folder"
    assert there(look(Places(tmp_path / "own"))["glm"]).fault == "glm_module.safetensors is empty"
    write_weights(own.parent, "glm")
    assert there(look(where)["glm"]).place == "own"


def test_files_of_other_models_are_not_taken_for_ours(tmp_path: Path):
    for name, said in {"transformer": "FluxTransformer2DModel", "vae": "AutoencoderKL"}.items():
        place = tmp_path / "flux" / name
        place.mkdir(parents=True)
        (place / "config.json").write_text(json.dumps({"_class_name": said}))
        sparse(place / "diffusion_pytorch_model.safetensors", {"a": (3,)})
    (tmp_path / "llm").mkdir()
    (tmp_path / "llm" / "config.json").write_text('{"model_type": "qwen2"}')
    sparse(tmp_path / "llm" / "model.safetensors", {"model.embed_tokens.weight": (8, 4)})
    assert set(states(look_in(tmp_path)).values()) == {"missing"}


def test_an_eight_layer_module_is_refused_with_the_names(tmp_path: Path):
    shapes = shapes_of("control")
    two_more = {
        name.replace(".5.", f".{more}."): shapes[name] for name in shapes if "blocks.5." in name for more in (6, 7)
    }
    del shapes["zero_conv.weight"]
    shapes["patch_embed.proj.weight"] = (3072, 128)
    sparse(tmp_path / "control_module.safetensors", shapes | two_more)
    found = there(look_in(tmp_path)["control"])
    assert found.fault.startswith(
        "control_module.safetensors lacks 1 entry (zero_conv.weight); holds 48 entries too many (transformer_blocks."
    )
    assert found.fault.endswith("another shape (patch_embed.proj.weight is [3072, 128], not [3072, 256])")
    assert len(found.details) == 50
    assert "missing: zero_conv.weight" in found.details
    assert "unexpected: transformer_blocks.7.norm1.linear.weight" in found.details


def broken(folder: Path, how: str) -> None:
    shard = folder / "model-00002-of-00004.safetensors"
    index = folder / "model.safetensors.index.json"
    match how:
        case "a shard is missing":
            shard.unlink()
        case "a shard is cut":
            with shard.open("r+b") as file:
                file.truncate(shard.stat().st_size - 1)
        case "the index promises more":
            content = json.loads(index.read_text())
            content["weight_map"]["model.extra"] = shard.name
            index.write_text(json.dumps(content))
        case "the index leads out":
            index.write_text(json.dumps({"weight_map": {"model.beacon_embed_tokens.weight": "../../x.safetensors"}}))
        case "a small file is missing":
            (folder / "merges.txt").unlink()
        case "a small file is damaged":
            (folder / "vocab.json").write_text('{"a')


@pytest.mark.parametrize(
    ("how", "fault"),
    [
        ("a shard is missing", "1 of 4 files are missing (model-00002-of-00004.safetensors)"),
        ("a shard is cut", "model-00002-of-00004.safetensors is cut off: "),
        ("the index promises more", "model-00002-of-00004.safetensors lacks 1 of the entries that the index promises"),
        ("the index leads out", "model.safetensors.index.json is damaged"),
        ("a small file is missing", "merges.txt is missing"),
        ("a small file is damaged", "vocab.json is damaged"),
    ],
)
def test_a_partial_or_damaged_part_is_refused_in_one_sentence(tmp_path: Path, how: str, fault: str):
    release(tmp_path, "video_xl")
    folder = tmp_path / "Video_XL" / "VideoXL_weight_8"
    assert not there(look_in(tmp_path)["video_xl"]).fault
    broken(folder, how)
    assert there(look_in(tmp_path)["video_xl"]).fault.startswith(fault)


def test_what_is_found_is_linked_into_our_folder_or_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    release(tmp_path / "theirs", "tokenizer", "glm")
    found = [found for found in look_in(tmp_path / "theirs").values() if found]
    own = tmp_path / "own"
    bring(found, own, lambda file, count: None)
    ours, theirs = (
        own / "LongAnimation" / "glm_module.safetensors",
        tmp_path / "theirs/LongAnimation/glm_module.safetensors",
    )
    assert ours.samefile(theirs)
    assert there(look(Places(own))["tokenizer"]).place == "own"

    def no_link(*names: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr("os.link", no_link)
    (own / "CogVideoX1.5-5B-I2V" / "tokenizer" / "spiece.model").unlink()
    counted: list[int] = []
    bring([each for each in found if each.part.name == "tokenizer"], own, lambda file, count: counted.append(count))
    copied = own / "CogVideoX1.5-5B-I2V" / "tokenizer" / "spiece.model"
    assert sum(counted) == sum(path.stat().st_size for path in copied.parent.iterdir())
    assert not copied.samefile(tmp_path / "theirs" / "CogVideoX1.5-5B-I2V" / "tokenizer" / "spiece.model")
    assert not list(own.rglob("*.bringing"))


def test_folders_and_licences_are_remembered(tmp_path: Path):
    own = tmp_path / "own"
    remember(own, tmp_path / "a")
    accept(own, "cogvideox")
    remember(own, tmp_path / "b")
    remember(own, tmp_path / "a")
    assert places(own) == Places(own, (tmp_path / "a", tmp_path / "b"), frozenset({"cogvideox"}))
    (own / "places.json").write_text("{")
    assert places(own) == Places(own)


def test_the_engine_is_told_in_one_sentence_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHIAGE_WEIGHTS", str(tmp_path / "own"))
    with pytest.raises(MissingWeights, match=r"lacks 9 of 9 parts\. Open Color > Set up"):
        installed()
    release(tmp_path / "theirs")
    remember(tmp_path / "own", tmp_path / "theirs")
    with pytest.raises(MissingWeights, match=r"lacks 1 of 9 parts \(Line extractor\)\. Open Color > Set up"):
        installed()


def test_the_engine_is_told_in_one_sentence_what_is_wrong_with_what_is_there(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("SHIAGE_WEIGHTS", str(tmp_path / "own"))
    release(tmp_path / "theirs")
    remember(tmp_path / "own", tmp_path / "theirs")
    file = tmp_path / "theirs" / "LongAnimation" / "glm_module.safetensors"
    with file.open("r+b") as cut:
        cut.truncate(1_000_000)
    with pytest.raises(MissingWeights) as told:
        installed()
    assert str(told.value).startswith(
        "LongAnimation lacks 2 of 9 parts (LongAnimation: global and local memory, Line extractor); "
        "glm_module.safetensors is cut off: 1000000 of "
    )
    assert str(told.value).endswith(" bytes are there. Open Color > Set up LongAnimation to see what to do.")
    assert len(str(told.value).splitlines()) == 1
