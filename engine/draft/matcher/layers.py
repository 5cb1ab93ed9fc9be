"""The steps that the matcher's network is made of, in numpy: the same numbers as torch's to about a millionth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided

# The logarithm of how much of the normal distribution lies beyond a >= 0, as powers of a, first the fifth: fitted so
# that a times it is right to 4.4e-7 everywhere. It keeps falling beyond where it was fitted.
_BEYOND = tuple(
    np.float32(value)
    for value in (-0.000328073016, 0.00491064088, -0.0359240063, -0.318842471, -0.797665358, -0.69317323)
)
_PIECE = 1 << 15
"""Numbers worked on at once, so that they stay in the processor's nearest memory."""
_HALF = np.float32(0.5)


def gelu(x: np.ndarray) -> np.ndarray:
    """x times the normal distribution up to x, in place: x is contiguous float32 of any shape. It is returned."""
    flat = x.reshape(-1)
    assert np.shares_memory(flat, x) or not x.size, "only what is contiguous can be changed in place"
    size = min(_PIECE, flat.size)
    sizes, powers = np.empty(size, np.float32), np.empty(size, np.float32)
    for start in range(0, flat.size, _PIECE):
        part = flat[start : start + _PIECE]
        a, r = sizes[: part.size], powers[: part.size]
        np.abs(part, out=a)
        np.multiply(a, _BEYOND[0], out=r)
        for coefficient in _BEYOND[1:-1]:
            r += coefficient
            r *= a
        r += _BEYOND[-1]
        np.exp(r, out=r)
        np.subtract(_HALF, r, out=r)
        r *= a
        part *= _HALF
        part += r
    return x


@dataclass(frozen=True)
class Linear:
    """x (..., i) to (..., o) by `weight` (i, o) and `bias` (o,)."""

    weight: np.ndarray
    bias: np.ndarray

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """(..., o)."""
        made = x @ self.weight
        made += self.bias
        return made


@dataclass(frozen=True)
class Norm:
    """Each row to mean 0 and variance 1, then `weight` (width,) and `bias` (width,)."""

    weight: np.ndarray
    bias: np.ndarray

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """(n, width)."""
        made = x - x.mean(axis=1, keepdims=True)
        made /= np.sqrt(np.einsum("ij,ij->i", made, made)[:, None] / np.float32(x.shape[1]) + np.float32(1e-5))
        made *= self.weight
        made += self.bias
        return made


@dataclass(frozen=True)
class Conv:
    """A convolution of 3 x 3 with one pixel of zeros around: `weight` (9 i, o) by row, column, channel; `bias` (o,)."""

    weight: np.ndarray
    bias: np.ndarray
    stride: int

    @classmethod
    def of(cls, weight: np.ndarray, bias: np.ndarray, stride: int) -> Conv:
        """From `weight` (o, i, 3, 3)."""
        return cls(np.ascontiguousarray(weight.transpose(2, 3, 1, 0).reshape(-1, len(weight))), bias, stride)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """(b, H, W, o) from (b, h, w, i)."""
        many, high, wide, depth = x.shape
        padded = np.zeros((many, high + 2, wide + 2, depth), np.float32)
        padded[:, 1:-1, 1:-1] = x
        down, right = (high - 1) // self.stride + 1, (wide - 1) // self.stride + 1
        picture, row, pixel, number = padded.strides
        # Three neighbours in a row lie side by side in memory: they are copied as one.
        around = as_strided(
            padded,
            (many, down, right, 3, 3 * depth),
            (picture, row * self.stride, pixel * self.stride, row, number),
            writeable=False,
        )
        made = around.reshape(many * down * right, 9 * depth) @ self.weight
        made = made.reshape(many, down, right, -1)
        return _per_channel(np.add, made, self.bias)


@dataclass(frozen=True)
class GroupNorm:
    """Each of `groups` groups of channels to mean 0 and variance 1 over a picture, then `weight` and `bias` (c,)."""

    weight: np.ndarray
    bias: np.ndarray
    groups: int

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """In place on x (1, h, w, c), which is returned."""
        pixels = x.reshape(-1, x.shape[-1])
        _per_channel(np.subtract, x, np.repeat(self._means(pixels), len(self.weight) // self.groups))
        spread = np.sqrt(self._means(pixels * pixels) + np.float32(1e-5))
        _per_channel(np.multiply, x, self.weight / np.repeat(spread, len(self.weight) // self.groups))
        return _per_channel(np.add, x, self.bias)

    def _means(self, pixels: np.ndarray) -> np.ndarray:
        ones = np.full(len(pixels), 1 / len(pixels), np.float32)
        return (ones @ pixels).reshape(self.groups, -1).mean(axis=1)


def _per_channel(change: np.ufunc, x: np.ndarray, by: np.ndarray) -> np.ndarray:
    """`change` in place on x (b, h, w, c) by (c,), a row of the picture at once: rows are long, channels few."""
    rows = x.reshape(-1, x.shape[2] * x.shape[3])
    change(rows, np.tile(by, x.shape[2]), out=rows)
    return x


def attend(query: np.ndarray, keys: np.ndarray, values: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """(n, width): what (n, width) takes from (m, width), each of the heads with `bias` (heads, n, m) of its own."""
    heads = len(bias)

    def split(given: np.ndarray) -> np.ndarray:
        return given.reshape(len(given), heads, -1).transpose(1, 0, 2)

    scale = np.float32(1 / np.sqrt(query.shape[1] // heads))
    weights = np.matmul(split(query * scale), split(keys).transpose(0, 2, 1))
    weights += bias
    weights -= weights.max(axis=-1, keepdims=True)
    np.exp(weights, out=weights)
    taken = np.matmul(weights, split(values))
    taken /= weights.sum(axis=-1, keepdims=True)
    return taken.transpose(1, 0, 2).reshape(len(query), -1)


def sample(picture: np.ndarray, points: np.ndarray) -> np.ndarray:
    """(n, k, c): a picture (h, w, c) between its pixels at points (n, k, 2), x and y from -1 to 1 over all of it."""
    high, wide, depth = picture.shape
    x, left, right = _between(points[..., 0], wide)
    y, top, bottom = _between(points[..., 1], high)
    pixels = picture.reshape(-1, depth)
    made = pixels[top * wide + left]
    made *= ((1 - x) * (1 - y))[..., None]
    for row, column, share in ((top, right, x * (1 - y)), (bottom, left, (1 - x) * y), (bottom, right, x * y)):
        corner = pixels[row * wide + column]
        corner *= share[..., None]
        made += corner
    return made


def _between(at: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How far towards the second of two neighbouring pixels each place lies, and which they are."""
    place = np.clip(((at + 1) * size - 1) / 2, 0, size - 1)
    low = np.floor(place)
    first = low.astype(np.intp)
    return (place - low).astype(np.float32), first, np.minimum(first + 1, size - 1)
