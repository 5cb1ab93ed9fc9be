"""The small model: its folder is read strictly, and its frames are lifted to the shot's size along the lines."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import torch
from diffusers.models.autoencoders.autoencoder_kl_cogvideox import AutoencoderKLCogVideoX
from shots import drawn

from engine.errors import BadRequest, BadWeights, MissingWeights
from engine.imaging.compose import lay_lines
from engine.imaging.stills import read_still
from engine.longanimation import shot
from engine.longanimation.history import seen_before
from engine.longanimation.mini import NOT_YET, MiniSource
from engine.longanimation.models.controlled_transformer import ControlledTransformer
from engine.longanimation.models.dglm import DGLM
from engine.longanimation.models.memory_config import prompt_of
from engine.longanimation.models.memory_encoder import MemoryEncoder
from engine.longanimation.models.sketch_dit import SketchDiT
from engine.longanimation.reading import ShotPictures
from engine.longanimation.tiny import letters
from engine.longanimation.wish import wish_of
from engine.protocol.frames import FrameFile
from engine.protocol.messages import SegmentDone
from engine.training.longanimation.configs import FULL, MINI, TINY, TrainingError
from engine.training.longanimation.networks import build
from engine.training.longanimation.shipping import MOST, write_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model as it would ship, of the tiny sizes."""
    place = tmp_path_factory.mktemp("mini")
    total = write_model(TINY, build(TINY, torch.device("cpu")), place, {"steps": {}})
    assert total < sum(path.stat().st_size for path in place.iterdir()) < total + 200_000
    return place


def test_a_shot_is_colored_and_lifted_and_remembered_with_its_lines(folder: Path, make_shot, tmp_path: Path) -> None:
    made = drawn(make_shot, tmp_path, 24, keys=(1, 12), cut=[(1, 17), (9, 24)])
    settings = {"weights": "mini", "preset": "quick", "working_height": 32}
    request = msgspec.structs.replace(made.request, settings=settings)
    workshop = shot.Workshop(MiniSource(folder))
    done = [
        event
        for event in shot.color("longanimation", "1", request, lambda: False, workshop)
        if isinstance(event, SegmentDone)
    ]
    assert len(done) == 2
    with FrameFile(Path(done[0].path)) as file:
        assert file.header.info["lifted"] == "swatches"
        assert file.header.info["weights"] == "mini"
        keys = {at: read_still(Path(key.path)) for key in request.keys for at in (key.number,)}
        for number, key in keys.items():
            assert (file.frame(number - 1) == key).all()
        assert file.frame(4).shape == (request.height, request.width, 3)
    pictures, first = ShotPictures(request), Path(done[0].path)
    with seen_before(request.segments[1], [first], (), pictures) as seen, FrameFile(first) as file:
        for one in (seen[4], seen[9]):
            colors, line = file.frame(one.number - 1), read_still(Path(request.frames[one.number - 1].path))
            assert (one.read() == lay_lines(colors, line, "dark")).all()
            assert (one.read() != colors).any(), "lines are not in a lifted frame, and are in what is remembered"


def test_what_mini_is_asked_for() -> None:
    wish = wish_of({"weights": "mini", "preset": "final"})
    assert (wish.settings.steps, wish.working_height, wish.lift) == (8, 144, "swatches")
    assert wish_of({"weights": "mini", "steps": 10, "lift": "lines"}).settings.steps == 10
    assert wish_of({}).lift == "none"
    with pytest.raises(BadRequest, match='"lift" must be none or lines or swatches'):
        wish_of({"lift": "yes"})


def test_without_the_model_it_is_said_that_it_is_not_trained_yet(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(MissingWeights) as raised:
        MiniSource(tmp_path)
    assert str(raised.value) == NOT_YET
    (tmp_path / "config.json").write_bytes((folder / "config.json").read_bytes())
    with pytest.raises(BadWeights, match='The small model lacks "text"'):
        MiniSource(tmp_path)


def test_mini_has_room_where_it_ships_and_the_full_size_does_not(tmp_path: Path) -> None:
    sizes = MINI.sizes
    assert sizes is not None
    with torch.device("meta"):
        made = (
            AutoencoderKLCogVideoX(**sizes.vae),
            MemoryEncoder(sizes.language, sizes.tower, prompt_of(letters)),
            ControlledTransformer(**sizes.transformer, num_layers=sizes.blocks),
            SketchDiT(**sizes.transformer, num_layers=sizes.control_blocks),
            DGLM(**sizes.dglm),
        )
    assert 2 * sum(value.numel() for module in made for value in module.parameters()) < MOST
    with pytest.raises(TrainingError, match="not shipped"):
        write_model(FULL, build(TINY, torch.device("cpu")), tmp_path, {})
