"""The released layouts, filled with small networks: found parts become networks that color, strictly."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import sentencepiece
import torch
from safetensors.torch import load_file, save_file
from shots import colored, drawn, pictures
from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer

from engine.errors import BadWeights, MissingWeights
from engine.longanimation import tiny
from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.dglm import DGLM
from engine.longanimation.models.memory_config import AFTER, BEFORE, LanguageConfig, Prompt, VisionConfig
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.models.memory_weights import VOCABULARY, released_name
from engine.longanimation.plan import Tier, plan_for
from engine.longanimation.released import TOWER, ReleasedSource, dglm_size, vision_of
from engine.longanimation.sampling import Networks
from engine.longanimation.weights import Checkpoint
from engine.protocol.frames import read_header
from engine.weights.finding import Found
from engine.weights.manifest import manifest
from engine.weights.sums import known, record, recorded, summed

CPU, F32 = torch.device("cpu"), torch.float32
LANGUAGE = LanguageConfig(hidden=512, intermediate=64, layers=9, heads=4, kv_heads=4, window=160)
VISION = VisionConfig(width=32, intermediate=64, layers=2, heads=1, image=112, select_layer=-2)
SENTENCES = ["a red coat in the evening", "high quality, masterpiece, best quality", "fantastic ultra detailed highres"]


class AsReleased(tiny.TinySource):
    """The small networks, with the released width of the memory and of the mappings from it."""

    def denoising(self, device: torch.device, dtype: torch.dtype) -> Networks:
        small = super().denoising(device, dtype)
        dglm = tiny.seeded(DGLM(dim=32, heads=2, dim_head=16, output_dim=32), device, dtype)
        return Networks(small.transformer, small.sketch_dit, dglm)


def released_files(folder: Path) -> dict[str, Path]:
    """Write every part as it is released, small, and tell its folder."""
    source = AsReleased()
    base, longanimation = folder / "CogVideoX1.5-5B-I2V", folder / "LongAnimation"
    networks = source.denoising(CPU, F32)
    networks.transformer.save_pretrained(base / "transformer", max_shard_size="100KB")  # several files and an index
    source.vae(CPU, F32).save_pretrained(base / "vae")
    source.text(CPU, F32).model.save_pretrained(base / "text_encoder")
    longanimation.mkdir()
    save_file(networks.sketch_dit.state_dict(), longanimation / "control_module.safetensors")
    assert networks.dglm is not None
    save_file(networks.dglm.state_dict(), longanimation / "glm_module.safetensors")
    _text_tokenizer(base / "tokenizer")
    _video_xl(folder / "VideoXL_weight_8")
    (base / "scheduler").mkdir()
    (base / "scheduler" / "scheduler_config.json").write_text("{}")
    return {
        "transformer": base / "transformer",
        "text_encoder": base / "text_encoder",
        "tokenizer": base / "tokenizer",
        "vae": base / "vae",
        "scheduler": base / "scheduler",
        "control": longanimation,
        "glm": longanimation,
        "video_xl": folder / "VideoXL_weight_8",
    }


def _text_tokenizer(folder: Path) -> None:
    folder.mkdir(parents=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 20), model_prefix=str(folder / "spiece"), vocab_size=50, minloglevel=2,
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, hard_vocab_limit=False,
    )  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "T5Tokenizer", "extra_ids": 0}))


def _video_xl(folder: Path) -> None:
    folder.mkdir()
    letters = Qwen2Tokenizer().backend_tokenizer.pre_tokenizer
    assert letters is not None
    alphabet = sorted(
        {letter for text in (BEFORE, AFTER) for piece, _ in letters.pre_tokenize_str(text) for letter in piece}
    )
    vocabulary = {letter: at for at, letter in enumerate(alphabet)}
    marks = {len(vocabulary) + at: mark for at, mark in enumerate(("<|endoftext|>", "<|im_start|>", "<|im_end|>"))}
    (folder / "vocab.json").write_text(json.dumps(vocabulary))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    added = {
        str(at): {
            "content": mark,
            "lstrip": False,
            "normalized": False,
            "rstrip": False,
            "single_word": False,
            "special": True,
        }
        for at, mark in marks.items()
    }
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "Qwen2Tokenizer", "added_tokens_decoder": added})
    )
    size = LANGUAGE
    (folder / "config.json").write_text(json.dumps({
        "model_type": "qwen2", "hidden_size": size.hidden, "intermediate_size": size.intermediate,
        "num_hidden_layers": size.layers, "num_attention_heads": size.heads, "num_key_value_heads": size.kv_heads,
        "rope_theta": size.rope_theta, "rms_norm_eps": size.norm_eps, "beacon_window": size.window,
        "mm_vision_select_layer": VISION.select_layer, "beacon_param": ["q", "k", "v"],
    }))  # fmt: skip
    encoder = MemoryEncoder(size, VISION, Prompt((0,), (1,)))
    made = tiny.seeded(encoder, CPU, F32).state_dict()
    entries = {released_name(name): value.contiguous() for name, value in made.items() if value.is_floating_point()}
    layer = f"{TOWER}encoder.layers.0."  # the tower is released whole; its last layer is not run
    entries |= {name.replace(".0.", ".1.", 1): value + 1 for name, value in entries.items() if name.startswith(layer)}
    entries[VOCABULARY] = torch.randn(
        len(vocabulary) + len(marks), size.hidden, generator=torch.Generator().manual_seed(1)
    )
    save_file({**entries, "lm_head.weight": torch.zeros(3, 3)}, folder / "model.safetensors")


def found(folders: dict[str, Path]) -> dict[str, Found]:
    """The parts as finding them says."""
    parts = {part.name: part for part in manifest().parts}
    return {
        name: Found(
            parts[name],
            "folder",
            folder,
            tuple(sorted(folder.glob(f"{parts[name].weights.partition('.')[0]}*.safetensors")))
            if parts[name].weights
            else (),
            tuple(path for file in (*parts[name].files, *parts[name].also) if (path := folder / file).is_file()),
        )
        for name, folder in folders.items()
    }


@pytest.fixture(scope="module")
def parts(tmp_path_factory) -> dict[str, Found]:
    return found(released_files(tmp_path_factory.mktemp("released")))


@pytest.fixture
def source(parts) -> ReleasedSource:
    return ReleasedSource(parts, {})


def test_networks_are_those_that_were_saved(source) -> None:
    expected, seen = AsReleased().denoising(CPU, F32), source.denoising(CPU, F32)
    assert isinstance(seen.transformer, ControlledTransformer)
    assert isinstance(seen.dglm, DGLM)
    for ours, theirs in ((seen.transformer, expected.transformer), (seen.sketch_dit, expected.sketch_dit)):
        _same(ours, theirs)
    _same(seen.dglm, expected.dglm)
    _same(source.vae(CPU, F32), AsReleased().vae(CPU, F32))
    _same(source.text(CPU, F32).model, AsReleased().text(CPU, F32).model)
    assert source.denoising(CPU, torch.bfloat16).transformer.dtype == torch.bfloat16


def _same(one, other) -> None:
    ours, theirs = one.state_dict(), other.state_dict()
    assert ours.keys() == theirs.keys()
    assert not [name for name in ours if ours[name].device.type == "meta" or not torch.equal(ours[name], theirs[name])]
    assert not [name for name, value in one.named_buffers() if value.device.type == "meta"]


def test_words_go_through_the_released_tokenizer(source, parts) -> None:
    encoder = source.text(CPU, F32)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(parts["tokenizer"].folder / "spiece.model"))
    for text in ("a red coat", SENTENCES[1], ""):
        assert list(encoder.ids(text)) == [*pieces.encode(text), 1]
    assert encoder("a red coat").shape == (1, tiny.WORDS, 16)
    assert encoder("").shape == (1, tiny.WORDS, 16)
    assert torch.equal(encoder(SENTENCES[0] * 9), encoder(SENTENCES[0] * 10))  # cut, the end mark kept
    assert not torch.equal(encoder("a red coat"), encoder("high quality"))


def test_the_memory_encoder_is_built_from_config_and_entries(source, parts) -> None:
    encoder = source.memory(CPU, F32)
    assert encoder.language.config == LANGUAGE
    assert encoder.vision is not None
    assert encoder.vision.config == VISION
    start, end = (encoder.prompt.before[0], encoder.prompt.after[-3 - len("assistant") + 2])
    assert start == encoder.prompt.after[-1 - len("assistant") - 1]
    assert start != end
    assert not [name for name, value in encoder.named_buffers() if value.device.type == "meta"]
    assert vision_of(Checkpoint(parts["video_xl"].weights).shapes, -2) == VISION


def test_sizes_of_the_real_weights_are_read_from_their_entries() -> None:
    shapes = {
        name: tuple(value.shape)
        for name, value in DGLM(dim=192, heads=2, dim_head=96, output_dim=192).state_dict().items()
    }
    assert dglm_size(shapes) == {
        "dim": 192, "output_dim": 192, "depth": 3, "heads": 2, "dim_head": 96, "ff_mult": 4
    }  # fmt: skip


def test_costs_are_those_of_16_bits_whatever_the_files_hold_and_choose_a_tier(source) -> None:
    networks = AsReleased().denoising(CPU, torch.bfloat16)  # the files hold 32 bits
    assert networks.dglm is not None
    modules = (networks.transformer, networks.sketch_dit, networks.dglm)
    assert source.costs.denoising == sum(value.nbytes for module in modules for value in module.state_dict().values())
    assert plan_for(source.costs, 100, "auto", release=True).tier is Tier.RESIDENT


def test_the_digest_of_weights_says_how_surely_it_tells_them_apart(parts, tmp_path) -> None:
    files = [path for found in parts.values() for path in found.weights]
    for path in files:
        record(tmp_path, path, summed(path, lambda count: None))
    sums = recorded(tmp_path)
    whole, samples = ReleasedSource(parts, sums).digest, ReleasedSource(parts, {}).digest
    assert whole.startswith("sha256 ")
    assert samples.startswith("samples ")
    assert ReleasedSource(parts, sums).digest == whole
    one = parts["control"].weights[0]
    before, content = one.stat(), one.read_bytes()
    try:
        one.write_bytes(content[:-3] + b"abc")  # its last numbers
        os.utime(one, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
        assert not known(one, sums)
        assert ReleasedSource(parts, sums).digest not in (whole, samples)
        assert ReleasedSource(parts, {}).digest != samples
    finally:
        one.write_bytes(content)


def test_a_file_of_another_model_is_refused_with_a_sentence(parts, tmp_path) -> None:
    entries = load_file(parts["control"].weights[0])
    entries.pop("zero_conv.weight")
    save_file(entries, tmp_path / "control_module.safetensors")
    changed = {
        **parts,
        "control": Found(parts["control"].part, "folder", tmp_path, (tmp_path / "control_module.safetensors",)),
    }
    with pytest.raises(BadWeights, match="control_module"):
        ReleasedSource(changed, {}).denoising(CPU, F32)


def test_other_noise_levels_than_those_sampled_are_refused(parts, tmp_path) -> None:
    (tmp_path / "scheduler_config.json").write_text(json.dumps({"beta_start": 0.00085, "snr_shift_scale": 3.0}))
    changed = {**parts, **found({"scheduler": tmp_path})}
    with pytest.raises(BadWeights, match=r"snr_shift_scale is 3\.0, not 1\.0"):
        ReleasedSource(changed, {}).denoising(CPU, F32)


def test_video_xl_without_its_turns_is_refused(parts, tmp_path) -> None:
    for path in parts["video_xl"].folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "tokenizer_config.json").write_text("{}")
    changed = {**parts, **found({"video_xl": tmp_path})}
    with pytest.raises(MissingWeights, match=r"tokenizer_config\.json"):
        ReleasedSource(changed, {}).memory(CPU, F32)


def test_a_shot_is_colored_by_released_weights(make_shot, tmp_path, parts, monkeypatch) -> None:
    """Where the weights are installed is the one thing put in place: the files themselves are small."""
    monkeypatch.setattr("engine.longanimation.released.installed", lambda: parts)
    monkeypatch.setenv("SHIAGE_WEIGHTS", str(tmp_path / "home"))
    shot = drawn(make_shot, tmp_path, 40, cut=[(1, 33), (17, 40)], weights="released", fast_attention=True)
    done = colored(shot.request)
    assert [one.shape for one in done] == [(33, 64, 96, 3), (24, 64, 96, 3)]
    info = read_header(Path(done[1].path)).info
    assert info["weights"] == "released"
    assert info["weights digest"].startswith("samples ")
    assert "untrained" not in info
    assert info["plan"].startswith("resident")
    assert info["joins"] == read_header(Path(done[0].path)).info["made"]
    again = drawn(make_shot, tmp_path / "again", 40, cut=[(1, 33), (17, 40)], weights="released", fast_attention=True)
    for one, other in zip(colored(again.request), done, strict=True):
        assert (pictures(one.path) == pictures(other.path)).all()
