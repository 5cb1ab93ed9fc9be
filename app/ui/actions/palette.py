"""The palette's rows in the table of actions: id, text, tool tip, and when each can be used."""

from __future__ import annotations

from collections.abc import Callable

from app.ui.situation import Situation


def _marked(now: Situation) -> bool:
    return now.swatch


def _any(now: Situation) -> bool:
    return now.swatches > 0


def _kept(now: Situation) -> bool:
    return now.palettes > 0


PALETTE: tuple[tuple[str, str, str, Callable[[Situation], bool]], ...] = (
    ("edit_swatch", "Change color...", "Another color for the swatch marked, in every frame at once", _marked),
    ("rename_swatch", "Rename swatch...", "Give the swatch marked a name", _marked),
    ("merge_swatch", "Merge into another swatch...", "Edit two swatches as one from now on",
     lambda now: now.swatch and now.swatches > 1),
    ("reset_swatch", "Reset swatch", "The swatch marked as the keys have it", lambda now: now.swatch_changed),
    ("flat_cels", "Flat cels (snap to palette)", "LongAnimation's frames take the keys' swatches, region by region",
     lambda now: now.snaps),
    ("reset_palette", "Reset palette", "Every swatch as the keys have it", _kept),
    ("next_palette", "Next palette", "Show the shot in its next palette", lambda now: now.palettes > 1),
    ("clone_palette", "Clone palette...", "A copy under another name, such as Night", _any),
    ("rename_palette", "Rename palette...", "Call the palette shown by another name", _kept),
    ("remove_palette", "Remove palette", "Take away the palette shown", _kept),
    ("import_palette", "Import palette...", "From GIMP, Adobe or OpenToonz", lambda now: _any(now) and not now.busy),
    ("palette_from_shot", "Palette of another shot...", "Take over the swatches of a shot beside this one",
     lambda now: now.shots > 1 and not now.busy),
    ("export_palette", "Export palette...", "For GIMP, Adobe or OpenToonz", _any),
)  # fmt: skip
PALETTE_BARS = ("next_palette", "import_palette")
