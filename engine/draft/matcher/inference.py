"""The matcher's network at work, in numpy: what training.matcher.network computes with torch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.draft.matcher.layers import Conv, GroupNorm, Linear, Norm, attend, gelu, sample
from engine.draft.matcher.pairs import PAIR, relative_of
from engine.draft.matcher.tokens import Tokens
from engine.draft.matcher.weights import Weights

_PAIRS_AT_ONCE = 1 << 12
"""Pairs of regions whose hidden numbers are held at once: all of them would be hundreds of megabytes."""
_GROUPS = 4

Check = Callable[[], None]
"""Called again and again while the network works, which takes long for many regions: it may raise to end that."""


def unchecked() -> None:
    """Nobody wants to end it."""


class Network:
    """`look` reads one drawing; `match` says which region of the known drawings each region is, or a new one."""

    def __init__(self, weights: Weights) -> None:
        """Raises KeyError where arrays are missing."""
        parts, size = _Parts(weights.arrays), weights.size
        self._size = size
        self._stages = [_Stage.of(parts, f"eye.stages.{at}.") for at in range(len(size.channels))]
        self._eye_out = parts.linear("eye.out")
        self._form = (parts.linear("form.0"), parts.linear("form.2"))
        self._crops = (parts.conv("crops.0", 2), parts.conv("crops.2", 2))
        self._crops_out = _by_pixel(parts.linear("crops.5"), len(self._crops[1].bias))
        self._joined = parts.norm("joined")
        self._near = (parts.linear("near.0"), parts.linear("near.2"))
        self._within = [_Biased.of(parts, f"within.{at}.") for at in range(size.within)]
        self._kind = parts.linear("kind")
        self._pair = (parts.linear("pair.0"), parts.linear("pair.2"))
        self._across = [_Biased.of(parts, f"across.{at}.") for at in range(size.across)]
        self._after = [_Biased.of(parts, f"after.{at}.") for at in range(size.across)]
        self._final, self._final_known = parts.norm("final"), parts.norm("final_known")
        self._asks, self._answers = parts.flipped("asks.weight"), parts.flipped("answers.weight")
        self._new = parts.linear("new")

    def look(self, tokens: Tokens, check: Check = unchecked) -> np.ndarray:
        """(n, width) float32 of one drawing, whatever it is compared with."""
        x = self._seen(tokens)
        first, second = self._form
        x += second(gelu(first(tokens.geometry)))
        crops = np.stack([tokens.shapes, tokens.views], axis=-1) * np.float32(1 / 255)
        for conv in self._crops:
            crops = gelu(conv(crops))
        x += self._crops_out(crops.reshape(len(crops), -1))
        x = self._joined(x)
        near = self._nearness(tokens, slice(0, self._size.within), check)
        for layer, bias in zip(self._within, near):
            check()
            x = layer(x, x, bias)
        return x

    def match(
        self,
        tokens: Tokens,
        look: np.ndarray,
        known: np.ndarray,
        pairs: np.ndarray,
        kinds: np.ndarray,
        check: Check = unchecked,
    ) -> np.ndarray:
        """(n, m + 1) float32 logits: for each region of a drawing the known ones, and last "new".

        `look` (n, width) is that of `tokens`, `known` (m, width) the same of all known drawings, `pairs` (n, m, PAIR)
        as `pair_features` gives them, `kinds` (m, KIND).
        """
        size = self._size
        known = known + self._kind(kinds)
        between = self._between(pairs, kinds, check)
        across = between[:-1].reshape(size.across, size.heads, len(look), len(known))
        near = self._nearness(tokens, slice(size.within, None), check)
        x = look
        for at, (outward, inward) in enumerate(zip(self._across, self._after)):
            check()
            x = outward(x, known, across[at])
            x = inward(x, x, near[at])
        x = self._final(x)
        logits = np.empty((len(look), len(known) + 1), np.float32)
        asked = (x @ self._asks) * np.float32(size.width**-0.5)
        np.matmul(asked, (self._final_known(known) @ self._answers).T, out=logits[:, :-1])
        logits[:, :-1] += between[-1]
        logits[:, -1:] = self._new(x)
        return logits

    def _seen(self, tokens: Tokens) -> np.ndarray:
        """(n, width): the lines, read at places inside each region."""
        picture = (tokens.lines * np.float32(1 / 255))[None, :, :, None]
        read: list[np.ndarray] = []
        for at, stage in enumerate(self._stages):
            picture = stage(picture)
            if at:
                found = sample(picture[0], tokens.points)
                read += [found.mean(axis=1), found.max(axis=1)]
        return self._eye_out(np.concatenate(read, axis=1))

    def _nearness(self, tokens: Tokens, layers: slice, check: Check) -> np.ndarray:
        """(layers, heads, n, n): what regions of one drawing are to each other, for some of within + across layers."""
        first, second = self._near
        count, heads = len(tokens), self._size.heads
        chosen = slice(layers.start * heads, None if layers.stop is None else layers.stop * heads)
        weight, bias = second.weight.T[chosen], second.bias[chosen]
        relative = np.ascontiguousarray(relative_of(tokens).reshape(-1, first.weight.shape[0]).T)
        near = np.empty((len(bias), count * count), np.float32)
        for start in range(0, count * count, _PAIRS_AT_ONCE):
            check()
            part = slice(start, start + _PAIRS_AT_ONCE)
            hidden = first.weight.T @ relative[:, part]
            hidden += first.bias[:, None]
            near[:, part] = weight @ gelu(hidden)
        near += bias[:, None]
        return near.reshape(-1, heads, count, count)

    def _between(self, pairs: np.ndarray, kinds: np.ndarray, check: Check) -> np.ndarray:
        """(across x heads + 1, n, m): what is known of each pair. What only the known region says is said once."""
        first, second = self._pair
        many, known = pairs.shape[:2]
        of_known = (kinds @ first.weight[PAIR:] + first.bias).T[:, None]
        features = np.moveaxis(pairs, -1, 0)
        between = np.empty((len(second.bias), many, known), np.float32)
        weight, after = first.weight[:PAIR].T, second.weight.T
        step = max(1, _PAIRS_AT_ONCE // max(1, known))
        for start in range(0, many, step):
            check()
            rows = slice(start, start + step)
            part = np.ascontiguousarray(features[:, rows]).reshape(PAIR, -1)
            hidden = (weight @ part).reshape(len(weight), -1, known)
            hidden += of_known
            made = after @ gelu(hidden).reshape(len(weight), -1)
            between[:, rows] = made.reshape(len(after), -1, known)
        between += second.bias[:, None, None]
        return between


class _Parts:
    """Layers by their names in a file."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        self._arrays = arrays

    def flipped(self, name: str) -> np.ndarray:
        """A matrix (o, i) as (i, o)."""
        return np.ascontiguousarray(self._arrays[name].T)

    def linear(self, name: str) -> Linear:
        return Linear(self.flipped(f"{name}.weight"), self._arrays[f"{name}.bias"])

    def norm(self, name: str) -> Norm:
        return Norm(self._arrays[f"{name}.weight"], self._arrays[f"{name}.bias"])

    def group_norm(self, name: str) -> GroupNorm:
        return GroupNorm(self._arrays[f"{name}.weight"], self._arrays[f"{name}.bias"], _GROUPS)

    def conv(self, name: str, stride: int) -> Conv:
        return Conv.of(self._arrays[f"{name}.weight"], self._arrays[f"{name}.bias"], stride)


def _by_pixel(linear: Linear, channels: int) -> Linear:
    """The same for pictures that are flattened pixel by pixel instead of channel by channel."""
    weight = linear.weight.reshape(channels, -1, len(linear.bias)).transpose(1, 0, 2)
    return Linear(np.ascontiguousarray(weight).reshape(linear.weight.shape), linear.bias)


@dataclass(frozen=True)
class _Stage:
    """One step of the eye: half the size, more channels."""

    smaller: Conv
    norm: GroupNorm
    same: Conv

    @classmethod
    def of(cls, parts: _Parts, name: str) -> _Stage:
        return cls(parts.conv(f"{name}0", 2), parts.group_norm(f"{name}1"), parts.conv(f"{name}3", 1))

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        return gelu(self.same(gelu(self.norm(self.smaller(picture)))))


@dataclass(frozen=True)
class _Biased:
    """Attention whose weights also follow a bias for each pair, then a feed-forward step; both added on."""

    before: Norm
    query: Linear
    key_value: Linear
    out: Linear
    forward_before: Norm
    forward: tuple[Linear, Linear]

    @classmethod
    def of(cls, parts: _Parts, name: str) -> _Biased:
        return cls(
            parts.norm(f"{name}before"),
            parts.linear(f"{name}query"),
            parts.linear(f"{name}key_value"),
            parts.linear(f"{name}out"),
            parts.norm(f"{name}forward_before"),
            (parts.linear(f"{name}forward_step.0"), parts.linear(f"{name}forward_step.2")),
        )

    def __call__(self, x: np.ndarray, memory: np.ndarray, bias: np.ndarray) -> np.ndarray:
        """x (n, width) looking at memory (m, width) with bias (heads, n, m)."""
        keys, values = np.split(self.key_value(memory), 2, axis=1)
        x = x + self.out(attend(self.query(self.before(x)), keys, values, bias))
        first, second = self.forward
        return x + second(gelu(first(self.forward_before(x))))
