"""Flat cels: LongAnimation's frames in the keys' swatches, written as indices, with the keys' own frames exact."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from shots import colored, drawn

from engine.errors import BadRequest
from engine.imaging.flats import flat_colors
from engine.imaging.stills import read_still
from engine.longanimation.wish import wish_of
from engine.protocol.frames import FrameFile


def test_frames_are_flat_and_recolorable_and_keys_stand_exactly(make_shot, tmp_path: Path, colorizer) -> None:
    shot = drawn(make_shot, tmp_path, 33, keys=(1, 20), cut=[(1, 33)])
    request = msgspec.structs.replace(shot.request, settings={**shot.request.settings, "flat_cels": True})
    (done,) = colored(request, colorizer)
    keys = {key.number: read_still(Path(key.path)) for key in request.keys}
    swatches = {flat.color for key in keys.values() for flat in flat_colors(key)}
    with FrameFile(Path(done.path)) as file:
        assert file.palette is not None
        for number, key in keys.items():
            assert (file.frame(number - 1) == key).all()
        for at in (3, 10, 32):
            found = np.unique(file.frame(at).reshape(-1, 3), axis=0)
            assert {tuple(color) for color in found.tolist()} <= swatches


def test_whether_cels_are_flat_is_true_or_false() -> None:
    assert wish_of({}).flat_cels is False
    assert wish_of({"flat_cels": True}).flat_cels is True
    with pytest.raises(BadRequest, match="flat_cels"):
        wish_of({"flat_cels": 1})
