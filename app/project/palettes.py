"""The palettes of a shot: which color is shown for each color that keys and takes have. Pure, frozen data.

A swatch is known by the colors it stands for, its `sources`: as the keys have them, and so the takes made from the
keys. Nothing in a take changes when a swatch does, only what is shown for it. Colors that no palette names are shown
as they are.
"""

from __future__ import annotations

from collections import abc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from app.once import once
from app.project.color_names import color_name

Color = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""
Mapping = tuple[tuple[Color, Color], ...]
"""Pairs of a color as keys and takes have it and the one shown in its place."""
Names = abc.Mapping[Color, str]
"""What swatches of colors were called by themselves when they were first seen; nobody else is called so."""

FIRST_NAME = "Day"


@dataclass(frozen=True)
class Swatch:
    """The color shown for its `sources`; the first of them names it through all palettes of the shot."""

    name: str
    color: Color
    sources: tuple[Color, ...]

    @property
    def id(self) -> Color:
        return self.sources[0]

    @property
    def changed(self) -> bool:
        """Whether it shows anything else than the keys do."""
        return any(source != self.color for source in self.sources)


@dataclass(frozen=True)
class Palette:
    """Named swatches in the order of the list; no two have a source in common."""

    name: str
    swatches: tuple[Swatch, ...] = ()

    @once
    def mapping(self) -> Mapping:
        """Every source with the color shown for it; empty where all of them are shown as they are.

        Names do not count, so that pictures are the same before and after a swatch gets one. The sources that stay
        are in it too: mixtures of two colors are told by knowing both.
        """
        if not any(swatch.changed for swatch in self.swatches):
            return ()
        return tuple(sorted((source, swatch.color) for swatch in self.swatches for source in swatch.sources))

    def swatch(self, source: Color) -> Swatch | None:
        """The swatch that stands for a color of the keys."""
        return self._by_source.get(source)

    @once
    def _by_source(self) -> dict[Color, Swatch]:
        return {source: swatch for swatch in self.swatches for source in swatch.sources}

    def with_found(self, colors: Iterable[Color], names: Names | None = None) -> Palette:
        """With a swatch for each of these colors of the keys, added at the end where there is none yet.

        Those that have one of the `names` get it, and no others do."""
        names = names or {}
        known = {source for swatch in self.swatches for source in swatch.sources}
        taken = {swatch.name for swatch in self.swatches}
        added: list[Swatch] = []
        for color in dict.fromkeys(colors):
            if color not in known:
                name = names.get(color)
                if name is None or name in taken:
                    name = _free(color_name(color), taken.union(names.values()))
                taken.add(name)
                added.append(Swatch(name, color, (color,)))
        return replace(self, swatches=(*self.swatches, *added)) if added else self

    def with_color(self, source: Color, color: Color) -> Palette:
        """Show this color for a swatch."""
        return self._with(source, lambda swatch: replace(swatch, color=color))

    def with_merged(self, source: Color, into: Color) -> Palette:
        """Let one swatch stand for another's sources too, which goes; both are edited as one from then on."""
        gone, kept = self.swatch(source), self.swatch(into)
        if gone is None or kept is None or gone == kept:
            return self
        merged = replace(kept, sources=(*kept.sources, *gone.sources))
        return replace(self, swatches=tuple(merged if old == kept else old for old in self.swatches if old != gone))

    def without_changes(self, source: Color, names: Names | None = None) -> Palette:
        """Show a swatch as the keys have it; one that was merged falls apart into what it was made of."""
        found = self.swatch(source)
        if found is None:
            return self
        first = replace(found, color=found.id, sources=found.sources[:1])
        parted = replace(self, swatches=tuple(first if old == found else old for old in self.swatches))
        return parted.with_found(found.sources, names)

    def without(self, source: Color) -> Palette:
        """Take a swatch away; what keys have comes back when they are looked at."""
        return replace(self, swatches=tuple(swatch for swatch in self.swatches if source not in swatch.sources))

    def as_keys(self, names: Names | None = None) -> Palette:
        """Every swatch shown as the keys have it."""
        palette = self
        for swatch in self.swatches:
            palette = palette.without_changes(swatch.id, names)
        return palette

    def with_name(self, source: Color, name: str) -> Palette:
        """Call a swatch by another name; an empty one changes nothing."""
        wanted = " ".join(name.split())
        return self._with(source, lambda swatch: replace(swatch, name=wanted)) if wanted else self

    def with_names_following(self, before: Palette) -> Palette:
        """Where a swatch shows another color than in `before`, under a name that only says that one, name it anew."""
        colors = {swatch.id: swatch.color for swatch in before.swatches}
        palette = self
        for swatch in self.swatches:
            was = colors.get(swatch.id, swatch.color)
            if was != swatch.color and _says(swatch.name, was):
                taken = [each.name for each in palette.swatches if each.id != swatch.id]
                palette = palette.with_name(swatch.id, _free(color_name(swatch.color), taken))
        return palette

    def _with(self, source: Color, change: Callable[[Swatch], Swatch]) -> Palette:
        return replace(self, swatches=tuple(change(old) if source in old.sources else old for old in self.swatches))


@dataclass(frozen=True)
class Palettes:
    """All palettes of a shot, with different names; `chosen` is the name of the one that is shown."""

    each: tuple[Palette, ...] = ()
    chosen: str = ""

    @property
    def shown(self) -> Palette:
        """The palette that pictures are shown in; an empty one where the shot has none."""
        return next((each for each in self.each if each.name == self.chosen), next(iter(self.each), _NONE))

    def named(self, name: str) -> Palette | None:
        """The palette of this name."""
        return next((each for each in self.each if each.name == name), None)

    def with_shown(self, palette: Palette) -> Palettes:
        """Put an edited palette in the place of the shown one; the first of a shot is added.

        What a swatch is called holds for all palettes, and all of them have the same swatches first.
        """
        before = self.shown
        if before is _NONE:
            return Palettes((palette,), palette.name)
        names = {swatch.id: swatch.name for swatch in palette.swatches}
        each = (palette if old is before else _called(old, names) for old in self.each)
        return Palettes(tuple(each), palette.name)

    def choose(self, name: str) -> Palettes:
        """Show another palette; nothing changes where there is none of this name."""
        return self if self.named(name) is None else replace(self, chosen=name)

    def after(self, steps: int = 1) -> Palettes:
        """Show the next palette, round and round."""
        if not self.each:
            return self
        names = [each.name for each in self.each]
        return replace(self, chosen=names[(names.index(self.shown.name) + steps) % len(names)])

    def cloned(self, name: str) -> Palettes:
        """Add a copy of the shown palette under this name, and show it."""
        return self.added(replace(self.shown, name=name))

    def added(self, palette: Palette) -> Palettes:
        """Add a palette, under a name that is free, and show it."""
        name = _free(" ".join(palette.name.split()) or FIRST_NAME, [each.name for each in self.each])
        return Palettes((*self.each, replace(palette, name=name)), name)

    def renamed(self, name: str) -> Palettes:
        """Call the shown palette by another name, one that is free."""
        before = self.shown
        wanted = " ".join(name.split())
        if before is _NONE or not wanted or wanted == before.name:
            return self
        wanted = _free(wanted, [each.name for each in self.each if each is not before])
        return Palettes(tuple(replace(old, name=wanted) if old is before else old for old in self.each), wanted)

    def without_shown(self) -> Palettes:
        """Remove the shown palette; the one before it is shown."""
        left = tuple(each for each in self.each if each is not self.shown)
        at = self.each.index(self.shown) if self.each else 0
        return Palettes(left, left[max(0, at - 1)].name if left else "")


_NONE = Palette(FIRST_NAME)


def with_entries(palette: Palette, entries: Sequence[tuple[str, Color]]) -> Palette:
    """The palette showing the colors of a palette file, which has names and colors and knows nothing of sources.

    An entry belongs to the swatch of the same name, else to the swatch that it shows or stands for exactly; entries
    that are left belong to the swatches left, in order, where there are as many of both. Others change nothing.
    """
    left, swatches = list(entries), list(palette.swatches)
    found: dict[Color, Color] = {}
    for matches in (_same_name, _same_color):
        for entry in list(left):
            swatch = next((each for each in swatches if each.id not in found and matches(each, entry)), None)
            if swatch is not None:
                found[swatch.id] = entry[1]
                left.remove(entry)
    rest = [swatch for swatch in swatches if swatch.id not in found]
    if len(rest) == len(left):
        found |= {swatch.id: color for swatch, (_, color) in zip(rest, left, strict=True)}
    return replace(palette, swatches=tuple(replace(each, color=found.get(each.id, each.color)) for each in swatches))


def _same_name(swatch: Swatch, entry: tuple[str, Color]) -> bool:
    return bool(entry[0]) and swatch.name.casefold() == entry[0].casefold()


def _same_color(swatch: Swatch, entry: tuple[str, Color]) -> bool:
    return entry[1] == swatch.color or entry[1] in swatch.sources


def _called(palette: Palette, names: dict[Color, str]) -> Palette:
    swatches = tuple(
        swatch if names.get(swatch.id, swatch.name) == swatch.name else replace(swatch, name=names[swatch.id])
        for swatch in palette.swatches
    )
    return palette if swatches == palette.swatches else replace(palette, swatches=swatches)


def _says(name: str, color: Color) -> bool:
    """Whether a name is one that a swatch of this color gets by itself."""
    word = color_name(color)
    return name == word or (name.startswith(f"{word} ") and name[len(word) + 1 :].isdecimal())


def _free(name: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it where it is taken."""
    known, count, wanted = set(taken), 1, name
    while wanted in known:
        count += 1
        wanted = f"{name} {count}"
    return wanted
