"""Control signals of segments that were colored lately: another variation of one needs no control branch."""

from __future__ import annotations

from collections import OrderedDict

import psutil
import torch
from torch import Tensor

from engine.longanimation.kept import bytes_digest, digest
from engine.longanimation.plan import GB
from engine.longanimation.sampling import Conditions, Controls
from engine.longanimation.settings import Settings

RESERVE = 16 * GB  # bytes of the computer's memory that stay free for networks at rest and for everything else
SHARE = 4  # at most this part of what is free beyond
HALVES = 2  # of the guidance


class Signals:
    """By what they follow from: the conditions, the networks and the sampling; never from the seed."""

    def __init__(self, reserve: int = RESERVE) -> None:
        self._reserve = reserve
        self._kept: OrderedDict[str, Controls] = OrderedDict()

    def of(self, conditions: Conditions, settings: Settings, made_by: str, width: int) -> Controls | None:
        """Those of a segment, to be used and filled while it is denoised; None where memory has no room for them.

        made_by: names the weights and the way that they compute; width: features of a token. Those used longest ago
        make room.
        """
        name = _name(conditions, settings, made_by)
        found = self._kept.pop(name, {})
        held = sum(map(_size, self._kept.values()))
        room = max(0, psutil.virtual_memory().available + held + _size(found) - self._reserve) // SHARE
        room -= most(conditions, settings, width)
        while self._kept and held > room:
            held -= _size(self._kept.popitem(last=False)[1])
        if room < 0:
            return None
        self._kept[name] = found
        return found

    def clear(self) -> None:
        """Let all of them go."""
        self._kept.clear()


def _name(conditions: Conditions, settings: Settings, made_by: str) -> str:
    memory = conditions.memory
    given = [conditions.sketch, conditions.image, conditions.text, conditions.no_text]
    given += [] if memory is None else [*memory.keys, *memory.values]
    speed = settings.speed
    sampling = (settings.sampler, settings.steps, speed.guidance_batched, speed.guidance_until, speed.control_every)
    return digest(made_by, sampling, [(tuple(part.shape), _bytes(part)) for part in given])


def _bytes(part: Tensor) -> str:
    flat = part.detach().cpu().contiguous().reshape(-1).view(torch.uint8)
    return bytes_digest(flat.numpy().data)


def _size(controls: Controls) -> int:
    return sum(part.nbytes for part in controls.values())


def most(conditions: Conditions, settings: Settings, width: int) -> int:
    """Bytes that the signals of a segment come to at most; a token is 2 x 2 x 2 latents."""
    _, slots, _, high, wide = conditions.image.shape
    tokens = slots * high * wide // 8
    computed = settings.steps // settings.speed.control_every + 1
    return computed * HALVES * tokens * width * conditions.image.element_size()
