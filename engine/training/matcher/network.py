"""The matcher's network for training: regions look at each other within a drawing, then at those of known drawings.

`engine.draft.matcher.inference` computes the same without torch; what changes here changes there.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.draft.matcher.known import KIND
from engine.draft.matcher.pairs import PAIR
from engine.draft.matcher.tokens import CROP, GEOMETRY
from engine.draft.matcher.weights import Size


@dataclass(frozen=True)
class Seen:
    """The tokens of one drawing as tensors: what `Tokens` holds, numbers from 0 to 1, and `relative` (n, n, 6)."""

    lines: Tensor
    geometry: Tensor
    shapes: Tensor
    views: Tensor
    points: Tensor
    relative: Tensor


class Biased(nn.Module):
    """Attention whose weights also follow a bias for each pair, then a feed-forward step; both added on."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before = nn.LayerNorm(width)
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)
        self.forward_before = nn.LayerNorm(width)
        self.forward_step = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x: Tensor, memory: Tensor, bias: Tensor) -> Tensor:
        """x (n, width) looking at memory (m, width) with bias (heads, n, m)."""

        def split(values: Tensor) -> Tensor:
            return values.reshape(len(values), self.heads, -1).transpose(0, 1)

        keys, values = self.key_value(memory).chunk(2, dim=-1)
        seen = functional.scaled_dot_product_attention(
            split(self.query(self.before(x))), split(keys), split(values), attn_mask=bias
        )
        x = x + self.out(seen.transpose(0, 1).flatten(1))
        return x + self.forward_step(self.forward_before(x))


class Eye(nn.Module):
    """A small convolutional network over the lines, read at places inside each region."""

    def __init__(self, channels: tuple[int, ...], width: int) -> None:
        super().__init__()
        steps = zip((1, *channels[:-1]), channels)
        self.stages = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(into, out, 3, stride=2, padding=1),
                nn.GroupNorm(4, out),
                nn.GELU(),
                nn.Conv2d(out, out, 3, padding=1),
                nn.GELU(),
            )
            for into, out in steps
        )
        self.out = nn.Linear(2 * sum(channels[1:]), width)

    def forward(self, lines: Tensor, points: Tensor) -> Tensor:
        """(n, width) from lines (1, 1, h, w) and points (n, k, 2)."""
        read: list[Tensor] = []
        x = lines
        for at, stage in enumerate(self.stages):
            x = stage(x)
            if at:
                found = functional.grid_sample(x, points[None], align_corners=False, padding_mode="border")[0]
                read += [found.mean(dim=-1).T, found.amax(dim=-1).T]
        return self.out(torch.cat(read, dim=-1))


class SegmentMatcher(nn.Module):
    """`look` reads one drawing; `match` says which region of the known drawings each region is, or a new one."""

    def __init__(self, size: Size | None = None) -> None:
        super().__init__()
        self.size = size = size or Size()
        self.eye = Eye(size.channels, size.width)
        self.form = nn.Sequential(nn.Linear(GEOMETRY, size.width), nn.GELU(), nn.Linear(size.width, size.width))
        self.crops = nn.Sequential(
            nn.Conv2d(2, 24, 3, stride=2, padding=1),
            nn.GELU(),
            nn.Conv2d(24, 48, 3, stride=2, padding=1),
            nn.GELU(),
            nn.Flatten(),
            nn.Linear(48 * (CROP // 4) ** 2, size.width),
        )
        self.joined = nn.LayerNorm(size.width)
        self.near = nn.Sequential(nn.Linear(6, 24), nn.GELU(), nn.Linear(24, size.heads * (size.within + size.across)))
        self.within = nn.ModuleList(Biased(size.width, size.heads) for _ in range(size.within))
        self.kind = nn.Linear(KIND, size.width)
        self.pair = nn.Sequential(nn.Linear(PAIR + KIND, 32), nn.GELU(), nn.Linear(32, size.heads * size.across + 1))
        self.across = nn.ModuleList(Biased(size.width, size.heads) for _ in range(size.across))
        self.after = nn.ModuleList(Biased(size.width, size.heads) for _ in range(size.across))
        self.final = nn.LayerNorm(size.width)
        self.final_known = nn.LayerNorm(size.width)
        self.asks = nn.Linear(size.width, size.width, bias=False)
        self.answers = nn.Linear(size.width, size.width, bias=False)
        self.new = nn.Linear(size.width, 1)

    def look(self, seen: Seen) -> Tensor:
        """(n, width) of one drawing, whatever it is compared with: to be kept for as long as it is remembered."""
        crops = torch.stack([seen.shapes, seen.views], dim=1)
        x = self.eye(seen.lines, seen.points) + self.form(seen.geometry) + self.crops(crops)
        x = self.joined(x)
        bias = self._near(seen)
        for at, layer in enumerate(self.within):
            x = layer(x, x, bias[at])
        return x

    def _near(self, seen: Seen) -> Tensor:
        """(within + across, heads, n, n): what regions of one drawing are to each other."""
        layers = self.size.within + self.size.across
        return self.near(seen.relative).permute(2, 0, 1).unflatten(0, (layers, self.size.heads))

    def match(self, target: Tensor, seen: Seen, known: Tensor, pairs: Tensor, kinds: Tensor) -> Tensor:
        """(n, m + 1) logits: for each region of a drawing the known ones, and last "new".

        `target` (n, width) is what `look` made of `seen`, `known` (m, width) the same of all known drawings, `pairs`
        (n, m, PAIR) as `pair_features` gives them, `kinds` (m, KIND).
        """
        size = self.size
        known = known + self.kind(kinds)
        between = self.pair(torch.cat([pairs, kinds.expand(len(target), -1, -1)], dim=-1)).permute(2, 0, 1)
        across = between[:-1].unflatten(0, (size.across, size.heads))
        near = self._near(seen)[size.within :]
        x = target
        for at, (outward, inward) in enumerate(zip(self.across, self.after)):
            x = outward(x, known, across[at])
            x = inward(x, x, near[at])
        x = self.final(x)
        logits = self.asks(x) @ self.answers(self.final_known(known)).T / size.width**0.5 + between[-1]
        return torch.cat([logits, self.new(x)], dim=-1)
