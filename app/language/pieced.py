"""Words that no rule finds in the source: a single word in small letters, or a text that is put together in pieces."""

from __future__ import annotations

_HUES = ("red", "orange", "yellow", "green", "turquoise", "blue", "violet", "pink", "brown", "gray")
_COLORS = tuple(f"{shade}{hue}".capitalize() for hue in _HUES for shade in ("", "dark ", "light "))

PIECED: tuple[str, ...] = (
    *_COLORS,  # app/project/color_names.py
    "%1 (%2)", "%1: %2", "Undo %1", "Redo %1", "untrained", "damaged", "%1 with alpha", "Working %1 %",  # anywhere
    "to", "or", "On", "Off", "read it", "%1 > %2", "number",  # in dialogs
    "locked", "shown", "older", "starred", "changed", "counting...",  # app/ui/panels: rows of takes and swatches
    "missing", "wrong", "%1 missing", "%1 wrong",  # app/ui/dialogs/weights_dialog.py
    "before", "after", "frame", "drawing", "Onion skin: %1",  # app/ui/viewer/onion.py
    "left", "right", "up", "down", "left of", "right of", "above", "below",  # app/media/keys.py
    "%1 s", "%1 min", "about %1",  # app/ui/panels/generate_box.py
    "LongAnimation lacks %1 of %2 parts.", "LongAnimation lacks %1 of %2 parts%3.",  # app/ui/panels/colorizer_box.py
    "LongAnimation lacks %1 of %2 parts (%3).", "LongAnimation lacks %1 of %2 parts (%3)%4.",
    "%1 drawing", "%1 drawings", "%1 key", "%1 keys", "Joins",  # app/ui/timeline/painter.py
    "smooth",  # app/media/seams.py
    "Step %1 of %2", "key", "hold", "none", "any", "both",  # app/ui/timeline, app/ui/viewer
    "codec", "size", "rate", "vendor", "timecode", "start",  # app/media/readback.py
    "No such file or directory", "Permission denied", "No space left on device", "Is a directory",  # the system
    "Not a directory", "File exists", "Input/output error", "Read-only file system",
)  # fmt: skip
