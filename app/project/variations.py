"""The variations of a segment that are on their way, and what is chosen instead of those that will not come. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from app.project.model import SegmentChoice, Shot, Span, with_choice


@dataclass(frozen=True)
class Variations:
    """`chain` is what was chosen before them, then the choice of each as it was asked for, oldest first. `coming`
    are the seeds of those that are not there yet."""

    chain: tuple[SegmentChoice, ...]
    coming: tuple[int, ...] = ()

    @property
    def span(self) -> Span:
        """The segment they are of."""
        return self.chain[0].span

    def arrived(self, seeds: Iterable[int]) -> Variations:
        """Some have become takes."""
        there = set(seeds)
        return replace(self, coming=tuple(seed for seed in self.coming if seed not in there))

    def changed(self, seed: int, choice: SegmentChoice) -> Variations:
        """One that is coming is to be made as `choice` says instead, which names its seed."""
        assert choice.seed is not None
        chain = tuple(choice if old.seed == seed and at else old for at, old in enumerate(self.chain))
        return Variations(chain, tuple(choice.seed if old == seed else old for old in self.coming))

    def without(self, still: Collection[int]) -> tuple[Variations, dict[SegmentChoice, SegmentChoice]]:
        """Let go of those that are not `still` coming; also what to choose instead of each: the newest before it
        that is there or will be."""
        gone = [seed for seed in self.coming if seed not in still]
        kept, instead = [self.chain[0]], dict[SegmentChoice, SegmentChoice]()
        for choice in self.chain[1:]:
            if choice.seed in gone:
                instead[choice] = kept[-1]
            else:
                kept.append(choice)
        return Variations(tuple(kept), tuple(seed for seed in self.coming if seed in still)), instead


def asked_for(known: Variations | None, before: SegmentChoice, choice: SegmentChoice) -> Variations:
    """What is on its way once `choice` is asked for where `before` is chosen."""
    if known is None or not known.coming:
        known = Variations((before,))
    elif before not in known.chain:  # chosen by hand meanwhile
        known = replace(known, chain=(*known.chain, before))
    assert choice.seed is not None
    return Variations((*known.chain, choice), (*known.coming, choice.seed))


def choosing(shot: Shot, instead: Mapping[SegmentChoice, SegmentChoice]) -> Shot:
    """The shot with other choices in place of these."""
    for gone, choice in instead.items():
        if shot.choice(gone.span) == gone:
            shot = with_choice(shot, choice)
    return shot
