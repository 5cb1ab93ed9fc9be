"""The memory encoder's language side: Qwen2 layers that condense every eight tokens of video into one beacon.

Video-XL's "visual context latent summarization". Only what the memory needs is here: no head, no last norm, and of the
last layer only its keys and values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention, silu

from engine.longanimation.models.memory_config import RATIO, LanguageConfig

GROUP = RATIO + 1  # raw tokens and the beacon that follows them


@dataclass(frozen=True)
class KeyValues:
    """Keys before rotation, and values, of every layer, each [1, kv_heads, tokens, head_dim].

    Rotation waits until use: a token's position depends on how much is cached when a window is read. A history is kept
    as its parts, one a window, and joined one layer at a time where it is read: one that grows would otherwise be
    copied whole with each window.
    """

    keys: tuple[Tensor, ...]
    values: tuple[Tensor, ...]

    @property
    def tokens(self) -> int:
        return self.keys[0].shape[2]

    def beacons(self) -> KeyValues:
        """Every ninth: what remains of a window of video. Copies, so that the window can go."""
        return self._each(lambda part: part.unflatten(2, (-1, GROUP))[:, :, :, RATIO].contiguous())

    def at(self, place: torch.device | str) -> KeyValues:
        """The same there; copied only where they must be."""
        return self._each(lambda part: part.to(place))

    def _each(self, change: Callable[[Tensor], Tensor]) -> KeyValues:
        return KeyValues(tuple(map(change, self.keys)), tuple(map(change, self.values)))


class BeaconLanguage(nn.Module):
    """Reads tokens in windows, each seeing what is cached and, causally, itself. Keys as in `model.*` of Video-XL.

    `prompt` holds only the embeddings of the prompt's tokens, in the order of the prompt: the vocabulary is not needed.
    """

    def __init__(self, config: LanguageConfig, prompt_tokens: int) -> None:
        super().__init__()
        self.config = config
        self.prompt = nn.Embedding(prompt_tokens, config.hidden)
        self.beacon_embed_tokens = nn.Embedding(1, config.hidden)
        layers: list[nn.Module] = [_Layer(config) for _ in range(config.layers - 1)]
        self.layers = nn.ModuleList([*layers, _LastLayer(config)])

    def with_beacons(self, features: Tensor) -> Tensor:
        """Features [tokens, hidden] as a window [1, tokens * 9/8, hidden] with a beacon after every eight."""
        groups = features.unflatten(0, (-1, RATIO))
        beacon = self.beacon_embed_tokens.weight.expand(groups.shape[0], 1, -1)
        return torch.cat([groups, beacon], dim=1).flatten(0, 1)[None]

    def read(self, window: Tensor, cached: Sequence[KeyValues], beacons: bool) -> KeyValues:
        """Keys and values of a window [1, tokens, hidden], read after `cached`; `beacons`: every ninth token is one."""
        before = sum(part.tokens for part in cached)
        rotation = self._rotation(before + window.shape[1], window)
        visible = torch.ones(window.shape[1], before + window.shape[1], dtype=torch.bool, device=window.device)
        visible = visible.tril(before)
        keys, values, hidden = [], [], window
        for index, layer in enumerate(self.layers):
            assert isinstance(layer, _Layer | _LastLayer)
            key, value = layer.keys_values(hidden, beacons)
            keys.append(key)
            values.append(value)
            if isinstance(layer, _Layer):
                key = torch.cat([*(part.keys[index] for part in cached), key], dim=2)
                value = torch.cat([*(part.values[index] for part in cached), value], dim=2)
                hidden = layer(hidden, key, value, beacons, rotation, visible)
        return KeyValues(tuple(keys), tuple(values))

    def _rotation(self, tokens: int, like: Tensor) -> tuple[Tensor, Tensor]:
        """Cosine and sine [tokens, head_dim] of the positions 0, 1, ..., computed in float32."""
        half = torch.arange(0, self.config.head_dim, 2, device=like.device).float() / self.config.head_dim
        angles = torch.arange(tokens, device=like.device).float()[:, None] * (1.0 / self.config.rope_theta**half)
        angles = torch.cat([angles, angles], dim=1)
        return angles.cos().to(like.dtype), angles.sin().to(like.dtype)


class _Norm(nn.Module):
    """Root mean square norm, computed in float32."""

    def __init__(self, width: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, hidden: Tensor) -> Tensor:
        wide = hidden.float()
        return self.weight * (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.eps)).to(hidden.dtype)


class _KeyValueProjections(nn.Module):
    """Keys and values, with projections of their own for beacons."""

    def __init__(self, config: LanguageConfig) -> None:
        super().__init__()
        width = config.kv_heads * config.head_dim
        self.head_dim = config.head_dim
        self.k_proj = nn.Linear(config.hidden, width)
        self.v_proj = nn.Linear(config.hidden, width)
        self.beacon_k_proj = nn.Linear(config.hidden, width)
        self.beacon_v_proj = nn.Linear(config.hidden, width)

    def keys_values(self, hidden: Tensor, beacons: bool) -> tuple[Tensor, Tensor]:
        key = self._split(hidden, self.k_proj, self.beacon_k_proj if beacons else None)
        return key, self._split(hidden, self.v_proj, self.beacon_v_proj if beacons else None)

    def _split(self, hidden: Tensor, ordinary: nn.Linear, beacon: nn.Linear | None) -> Tensor:
        if beacon is None:
            projected = ordinary(hidden)
        else:
            groups = hidden.unflatten(1, (-1, GROUP))
            projected = torch.cat([ordinary(groups[:, :, :RATIO]), beacon(groups[:, :, RATIO:])], dim=2).flatten(1, 2)
        return projected.unflatten(2, (-1, self.head_dim)).transpose(1, 2)


class _SelfAttention(_KeyValueProjections):
    def __init__(self, config: LanguageConfig) -> None:
        super().__init__(config)
        width = config.heads * config.head_dim
        self.shared = config.heads // config.kv_heads  # query heads to one key
        self.q_proj = nn.Linear(config.hidden, width)
        self.beacon_q_proj = nn.Linear(config.hidden, width)
        self.o_proj = nn.Linear(width, config.hidden, bias=False)

    def forward(
        self,
        hidden: Tensor,
        key: Tensor,
        value: Tensor,
        beacons: bool,
        rotation: tuple[Tensor, Tensor],
        visible: Tensor,
    ) -> Tensor:
        query = self._split(hidden, self.q_proj, self.beacon_q_proj if beacons else None)
        cos, sin = rotation
        query = _rotated(query, cos[-query.shape[2] :], sin[-query.shape[2] :])
        key = _rotated(key, cos, sin).repeat_interleave(self.shared, dim=1)
        value = value.repeat_interleave(self.shared, dim=1)
        attended = scaled_dot_product_attention(query, key, value, attn_mask=visible)
        return self.o_proj(attended.transpose(1, 2).flatten(2))


class _FeedForward(nn.Module):
    def __init__(self, config: LanguageConfig) -> None:
        super().__init__()
        self.gate_proj = nn.Linear(config.hidden, config.intermediate, bias=False)
        self.up_proj = nn.Linear(config.hidden, config.intermediate, bias=False)
        self.down_proj = nn.Linear(config.intermediate, config.hidden, bias=False)

    def forward(self, hidden: Tensor) -> Tensor:
        return self.down_proj(silu(self.gate_proj(hidden)) * self.up_proj(hidden))


class _LastLayer(nn.Module):
    """Nothing reads this layer's output, so it gives only its keys and values."""

    def __init__(self, config: LanguageConfig, attention: type[_KeyValueProjections] = _KeyValueProjections) -> None:
        super().__init__()
        self.input_layernorm = _Norm(config.hidden, config.norm_eps)
        self.self_attn = attention(config)

    def keys_values(self, hidden: Tensor, beacons: bool) -> tuple[Tensor, Tensor]:
        return self.self_attn.keys_values(self.input_layernorm(hidden), beacons)


class _Layer(_LastLayer):
    """One whose output the next one reads."""

    def __init__(self, config: LanguageConfig) -> None:
        super().__init__(config, _SelfAttention)
        self.post_attention_layernorm = _Norm(config.hidden, config.norm_eps)
        self.mlp = _FeedForward(config)

    def forward(
        self,
        hidden: Tensor,
        key: Tensor,
        value: Tensor,
        beacons: bool,
        rotation: tuple[Tensor, Tensor],
        visible: Tensor,
    ) -> Tensor:
        hidden = hidden + self.self_attn(self.input_layernorm(hidden), key, value, beacons, rotation, visible)
        return hidden + self.mlp(self.post_attention_layernorm(hidden))


def _rotated(heads: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    first, second = heads.chunk(2, dim=-1)
    return heads * cos + torch.cat([-second, first], dim=-1) * sin
