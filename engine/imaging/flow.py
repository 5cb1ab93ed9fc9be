"""Where each place of one drawing lies in another, from the ink alone."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.imaging.ink import distance_to_ink


def nearness(ink: np.ndarray, size: tuple[int, int], reach: float) -> np.ndarray:
    """The picture flow is measured on: (height, width) uint8 of `size` = (width, height).

    255 on ink, falling to 0 at `reach` pixels of the small picture: flats get texture near their lines.
    """
    height, width = ink.shape
    distance = distance_to_ink(ink)
    scale = size[0] / width
    if size != (width, height):
        distance = cv2.resize(distance, size, interpolation=cv2.INTER_AREA)
    return (255 - np.minimum(distance * (scale * 255 / reach), 255)).astype(np.uint8)


def flow_between(target: np.ndarray, source: np.ndarray) -> np.ndarray:
    """(h, w, 2) float32: the place x of `target` is at x + flow in `source`; both as `nearness` makes them."""
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    search.setUseSpatialPropagation(True)
    return search.calc(target, source, np.zeros((*target.shape, 2), np.float32))


@dataclass(frozen=True)
class Places:
    """Where each target pixel lies in the source: `x` and `y`, (H, W) float32."""

    x: np.ndarray
    y: np.ndarray

    def within(self, box: tuple[slice, slice]) -> Places:
        """The places of a part of the picture."""
        return Places(np.ascontiguousarray(self.x[box]), np.ascontiguousarray(self.y[box]))

    def pull(self, values: np.ndarray) -> np.ndarray:
        """`values` (H, W) uint8 or uint16 seen from each target pixel; beyond the frame the edge goes on."""
        return cv2.remap(values, self.x, self.y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)


def places_of(flow: np.ndarray, size: tuple[int, int]) -> Places:
    """Places at `size` = (width, height) from a flow of any smaller size."""
    width, height = size
    across = np.empty((height, width), np.float32)
    down = np.empty_like(across)
    cv2.resize(flow[..., 0], size, across, interpolation=cv2.INTER_LINEAR)
    cv2.resize(flow[..., 1], size, down, interpolation=cv2.INTER_LINEAR)
    across *= width / flow.shape[1]
    down *= height / flow.shape[0]
    across += np.arange(width, dtype=np.float32)
    down += np.arange(height, dtype=np.float32)[:, None]
    return Places(across, down)
