"""How much LongAnimation keeps on disk of a segment beside its frames: told by the app, checked by the engine."""

from __future__ import annotations

SHARED = 4  # latents in time that a segment shares with the one beside it, on either side
CHANNELS, NUMBER = 16, 2  # of the latents, and the bytes of each of their numbers
TEXT = 226 * 4096 * NUMBER  # bytes of a prompt as the networks read it
TOKEN = 16  # picture pixels on its side: the networks' canvas is whole tokens
LATENT = 8  # picture pixels on a latent's side
WORKING_HEIGHT = 576  # pixels of the canvas's shorter side where none are set
FUSION_FROM = 0.6  # share of the steps after which joins are fused, where none is set


def kept_bytes(
    width: int,
    height: int,
    frames: int,
    steps: int,
    shorter_side: int = WORKING_HEIGHT,
    fusion_from: float = FUSION_FROM,
) -> int:
    """Bytes, at most, that coloring a segment of `frames` pictures of width x height pixels keeps beside them.

    These are both of its ends after each of the `steps` that fuse joins, so that its neighbours can be joined to it
    later; its lines, those of its reference and the reference itself as latents; and its prompt. `shorter_side`:
    pixels of that side on the networks' canvas.
    """
    scale = shorter_side / min(width, height)
    tokens = [-(-max(1, round(side * scale)) // TOKEN) for side in (width, height)]
    one = tokens[0] * tokens[1] * (TOKEN // LATENT) ** 2 * CHANNELS * NUMBER
    ends = 2 * SHARED * (steps - int(fusion_from * steps) - 1)
    drawn = -(-max(frames - 1, 1) // 16) * 4 + 1  # the networks are given 16 n + 1 frames: four of them a latent
    return (ends + drawn + 2) * one + TEXT
