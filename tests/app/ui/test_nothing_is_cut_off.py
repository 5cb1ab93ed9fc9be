"""Every word in every panel and dialog has room: in both languages, at 100 and 200 %, in small and large windows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from a_screen import on_screen

ROOT = Path(__file__).resolve().parents[3]
TOUR = Path(__file__).with_name("tour.py")
SMALL = 1280, 720  # px of the screen, as large as the words are at that scale


@pytest.mark.timeout(600)  # a whole walk through the window, with coloring in it
@pytest.mark.parametrize(
    ("language", "theme", "scale"),
    [
        ("en", "dark", "1"),
        ("ja", "light", "2"),
        *(
            pytest.param(language, theme, scale, marks=pytest.mark.long)
            for language, theme, scale in (
                ("en", "light", "1"), ("en", "dark", "2"), ("en", "light", "2"),
                ("ja", "dark", "1"), ("ja", "light", "1"), ("ja", "dark", "2"), ("ja", "contrast", "1"),
            )
        ),
    ],
)  # fmt: skip
def test_everything_can_be_read(language: str, theme: str, scale: str, tmp_path: Path) -> None:
    wide, tall = (side * int(scale) for side in SMALL)
    more = {**on_screen(tmp_path, wide, tall), "PYTHONPATH": str(ROOT), "QT_SCALE_FACTOR": scale}
    done = subprocess.run(
        [sys.executable, str(TOUR), language, theme, str(tmp_path / "home")],
        cwd=ROOT,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        timeout=560,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["stops"] > 20, "it went all the way"
    assert told["found"] == {}, "\n".join(f"{where}: {what}" for what, where in told["found"].items())
