"""How near a colored sequence comes to the artist's own colors: pure functions over pictures, one number for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

TOLERANCE = 12
"""Colors that differ by no more than this in any channel count as the same."""

_STILL = 2  # true colors that differ by no more than this from one frame to the next stay as they are
_INK = 200  # gray below which a pixel of the drawing is a line
_SIDE = 256  # PSNR and SSIM are taken at this size, as Table 1 of the LongAnimation paper does
_LOW = 6.0  # blur in pixels at that size which leaves the low frequencies, after Fig. 8 of the paper
_NEAR = 14  # frames nearest to a key that tell how well colors begin
_FAR = 5  # one frame in so many, farthest from the keys, tells how well they hold
_MOST = 60.0  # decibels; two blurred pictures that differ by less are the same
_NOTHING = 1e-10  # mean squared difference at least, so that equal pictures have a finite PSNR


@dataclass(frozen=True, eq=False)
class Frame:
    """One frame: the drawing (H, W) uint8, dark lines on white; the artist's colors and ours (H, W, 3) uint8 RGB."""

    line: np.ndarray
    true: np.ndarray
    made: np.ndarray


@dataclass(frozen=True)
class Score:
    """Means over the frames that are no keys, but for `flicker`, which is over all pairs of neighbours.

    fg_accuracy: share of the figures' pixels within TOLERANCE of the true color. A figure's pixel differs from the
    commonest color of the first key by more than TOLERANCE, and is neither line nor beside one; a frame without any
    counts as 0. last_accuracy: the same of the frame farthest from any key. all_accuracy: of all pixels but lines.
    psnr: in decibels, and ssim (1: the same), both of frames reduced to 256x256.
    lowfreq_decay: PSNR of the blurred frames, the fifth farthest from the keys over the 14 nearest; 1 is no decay.
    flicker: share of the pixels whose true color stays, from one frame to the next, while ours does not.
    key_exact: share of the keys' pixels that are theirs, bit for bit.
    """

    fg_accuracy: float
    last_accuracy: float
    all_accuracy: float
    psnr: float
    ssim: float
    lowfreq_decay: float
    flicker: float
    key_exact: float


class NothingToScore(ValueError):
    """No frame is left that is no key, or none is one."""


def score(frames: Iterable[Frame], keys: Sequence[int], paper: np.ndarray) -> Score:
    """Score frames in their order, counted from 1; `keys` are the numbers of those that were given.

    `paper` is (3,) uint8, as `commonest` gives it for the first key. Holds two frames at a time. Raises NothingToScore.
    """
    told, before = _Told(), None
    for number, frame in enumerate(frames, 1):
        ink = lines(frame.line)
        if before is not None:
            told.flicker.append(changed(before[0], frame, before[1] | ink))
        before = (frame, ink)
        if number in keys:
            told.exact.append(float((frame.made == frame.true).all(axis=2).mean()))
        else:
            told.add(number, frame, ink, paper)
    return told.score(keys)


@dataclass
class _Told:
    """What the frames so far have said, those that are no keys by number."""

    figures: dict[int, float] = field(default_factory=dict)
    everything: list[float] = field(default_factory=list)
    psnr: list[float] = field(default_factory=list)
    ssim: list[float] = field(default_factory=list)
    low: dict[int, float] = field(default_factory=dict)
    flicker: list[float] = field(default_factory=list)
    exact: list[float] = field(default_factory=list)

    def add(self, number: int, frame: Frame, ink: np.ndarray, paper: np.ndarray) -> None:
        right = apart(frame.made, frame.true) <= TOLERANCE
        figure = apart(frame.true, np.broadcast_to(paper, frame.true.shape)) > TOLERANCE
        self.figures[number] = share(right, figure & ~ink)
        self.everything.append(share(right, ~ink))
        made, true = reduced(frame.made), reduced(frame.true)
        self.psnr.append(psnr(made, true))
        self.ssim.append(ssim(made, true))
        self.low[number] = min(psnr(_blurred(made), _blurred(true)), _MOST)

    def score(self, keys: Sequence[int]) -> Score:
        if not self.figures or not self.exact:
            raise NothingToScore("a clip is scored by at least one key and one frame that is none")
        by_distance = sorted(self.figures, key=lambda number: min(abs(number - key) for key in keys))
        near, far = by_distance[:_NEAR], by_distance[-max(1, len(by_distance) // _FAR) :]
        return Score(
            fg_accuracy=_mean(list(self.figures.values())),
            last_accuracy=self.figures[by_distance[-1]],
            all_accuracy=_mean(self.everything),
            psnr=_mean(self.psnr),
            ssim=_mean(self.ssim),
            lowfreq_decay=_mean([self.low[at] for at in far]) / _mean([self.low[at] for at in near]),
            flicker=_mean(self.flicker),
            key_exact=_mean(self.exact),
        )


def commonest(picture: np.ndarray) -> np.ndarray:
    """(3,) uint8: the color that most pixels of (H, W, 3) uint8 RGB have; of several, the one with the least blue."""
    red, green, blue = (picture[..., at].astype(np.uint32) for at in range(3))
    codes, counts = np.unique(blue << 16 | green << 8 | red, return_counts=True)
    code = int(codes[counts.argmax()])
    return np.array([code & 255, code >> 8 & 255, code >> 16], np.uint8)


def lines(drawing: np.ndarray) -> np.ndarray:
    """(H, W) bool: the lines of a drawing (H, W) uint8 and the pixels beside them, which no colorizer answers for."""
    return cv2.dilate((drawing < _INK).astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)


def apart(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """(H, W) uint8: how far two (H, W, 3) uint8 pictures differ, in the channel in which they do most."""
    red, green, blue = cv2.split(cv2.absdiff(one, np.ascontiguousarray(other)))
    return cv2.max(cv2.max(red, green), blue)


def share(right: np.ndarray, within: np.ndarray) -> float:
    """The share of the pixels `within` that are `right`, (H, W) bool both; 0 where there are none."""
    return float(np.count_nonzero(right & within) / max(1, np.count_nonzero(within)))


def changed(before: Frame, now: Frame, ink: np.ndarray) -> float:
    """The share of what stays, outside `ink` (H, W) bool, whose color of ours does not."""
    still = (apart(now.true, before.true) <= _STILL) & ~ink
    return share(apart(now.made, before.made) > TOLERANCE, still)


def reduced(picture: np.ndarray) -> np.ndarray:
    """(256, 256, 3) float64, 0 to 1, of (H, W, 3) uint8."""
    return cv2.resize(picture, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float64) / 255


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    """Peak signal-to-noise ratio in decibels of two pictures of values 0 to 1; 100 for equal ones."""
    return float(-10 * np.log10(max(float(np.mean((one - other) ** 2)), _NOTHING)))


def ssim(one: np.ndarray, other: np.ndarray) -> float:
    """Mean structural similarity of two float64 pictures of values 0 to 1: 1 for equal ones.

    After Wang, Bovik, Sheikh and Simoncelli, 2004: a window of 11x11 with a deviation of 1.5, C1 0.01², C2 0.03².
    """
    means = _window(one), _window(other)
    spread = _window(one**2) - means[0] ** 2 + _window(other**2) - means[1] ** 2
    together = _window(one * other) - means[0] * means[1]
    light = (2 * means[0] * means[1] + 1e-4) / (means[0] ** 2 + means[1] ** 2 + 1e-4)
    return float((light * (2 * together + 9e-4) / (spread + 9e-4)).mean())


def _window(picture: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(picture, (11, 11), 1.5)


def _blurred(picture: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(picture, (0, 0), _LOW)


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
