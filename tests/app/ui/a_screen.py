"""A screen of any size for a process of its own, without a display."""

from __future__ import annotations

import json
from pathlib import Path


def on_screen(folder: Path, wide: int, tall: int) -> dict[str, str]:
    """What the environment says for Qt to have one screen of so many pixels; `folder` keeps its description."""
    screen: dict[str, int | str] = {
        "name": "0", "x": 0, "y": 0, "width": wide, "height": tall, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
    }  # fmt: skip
    config = folder / "screens.json"
    config.write_text(json.dumps({"screens": [screen]}))
    return {"QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
