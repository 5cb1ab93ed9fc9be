"""Opens the app, first on the sample shot; where no window can be shown, colors that shot headless and exports it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from installer.environment import Environment
from installer.faults import SetupError

_WINDOW = "window"  # the stamp's word for: Qt could open a window here
_SAMPLE = "sample"  # and for: the window was opened on the sample shot
_PROBE = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
# Debian's package for each system library that Qt's wheels expect; a library not named here is told as it is.
PACKAGES = {
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libOpenGL": "libopengl0",
    "libGLX": "libglx0",
    "libxkbcommon": "libxkbcommon0",
    "libxkbcommon-x11": "libxkbcommon-x11-0",
    "libxcb-cursor": "libxcb-cursor0",
    "libxcb-icccm": "libxcb-icccm4",
    "libxcb-image": "libxcb-image0",
    "libxcb-keysyms": "libxcb-keysyms1",
    "libxcb-randr": "libxcb-randr0",
    "libxcb-render": "libxcb-render0",
    "libxcb-render-util": "libxcb-render-util0",
    "libxcb-shape": "libxcb-shape0",
    "libxcb-shm": "libxcb-shm0",
    "libxcb-sync": "libxcb-sync1",
    "libxcb-xfixes": "libxcb-xfixes0",
    "libxcb-xkb": "libxcb-xkb1",
    "libxcb": "libxcb1",
    "libX11-xcb": "libx11-xcb1",
    "libX11": "libx11-6",
    "libdbus-1": "libdbus-1-3",
    "libfontconfig": "libfontconfig1",
    "libfreetype": "libfreetype6",
    "libglib-2.0": "libglib2.0-0",
    "libgthread-2.0": "libglib2.0-0",
    "libwayland-client": "libwayland-client0",
    "libwayland-cursor": "libwayland-cursor0",
    "libwayland-egl": "libwayland-egl1",
}


def has_display() -> bool:
    """Whether there is something to open a window on; only Linux can be without."""
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def look_for_window(environment: Environment) -> None:
    """Once after the installation: raise SetupError if Qt's system libraries are missing, with their packages."""
    if not has_display() or environment.knows(_WINDOW):
        return
    if _window_opens(environment):
        environment.learn(_WINDOW)
    elif missing := missing_libraries(environment):
        packages = " ".join(sorted({PACKAGES[name] for name in missing if name in PACKAGES}))
        raise SetupError(
            f"Qt cannot open a window, because this system lacks {', '.join(sorted(missing))}: install what is "
            f"missing (on Debian and Ubuntu: sudo apt install {packages or 'libegl1 libxcb-cursor0'}) "
            "and run the same command again."
        )


def missing_libraries(environment: Environment) -> set[str]:
    """Names of the system libraries that Qt's plugin for this display cannot find, such as "libxcb-cursor"."""
    plugin = "libqxcb.so" if os.environ.get("DISPLAY") else "libqwayland.so"
    listed = "".join(
        subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False).stdout
        for file in environment.folder.glob(f"lib/python3*/site-packages/PySide6/Qt/plugins/platforms/{plugin}")
    )
    return set(re.findall(r"^\s*(lib[\w.+-]+?)\.so\S* => not found", listed, re.MULTILINE))


def open_app(environment: Environment) -> int:
    """Open the window, the first time on the sample shot, or work without one; returns the exit code."""
    if has_display() and (environment.knows(_WINDOW) or _window_opens(environment)):
        words = () if environment.knows(_SAMPLE) else ("--sample",)
        environment.learn(_SAMPLE)
        print("Opening the window...", flush=True)
        return _call(environment, *words, replace=True)
    print("There is no display here, so the sample shot is colored and exported without a window.", flush=True)
    return work_without_window(environment, environment.root / "out" / "sample")


def work_without_window(environment: Environment, out: Path) -> int:
    """Color, export PNG and ProRes 4444, say where they are. What is there already is kept as it is."""
    sample = environment.root / "resources" / "sample"
    shot = json.loads((sample / "shot.json").read_text("utf-8"))
    name = shot["name"].lower()
    project, pictures, movie = out / f"{name}.shiage", out / "png", out / f"{name}_color.mov"
    out.mkdir(parents=True, exist_ok=True)
    keys = [word for frame, key in shot["keys"].items() for word in ("--key", f"{frame}={sample / key}")]
    if project.exists():
        code = _call(environment, "render", str(project))
    else:
        line = str(sample / Path(shot["line"]).parent)
        code = _call(
            environment,
            "colorize",
            line,
            *keys,
            "--rate",
            shot["fps"],
            "--project",
            str(project),
            "--out",
            str(out / "frames"),
        )
    for wish, target in (("png", pictures), ("prores-4444", movie)):
        if not code and not (target.is_file() or any(target.glob("*/*.png"))):
            code = _call(environment, "export", str(project), "--format", wish, "--out", str(target))
    if code == 0:
        print(
            f"\nThe sample shot is colored.\n  Project:     {project}\n  PNG:         {pictures}\n"
            f"  ProRes 4444: {movie}"
        )
    return code


def _call(environment: Environment, *words: str, replace: bool = False) -> int:
    command = [str(environment.python), str(environment.root / "main.py"), *words]
    if replace and os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)  # the app takes this process over: its signals and its exit code are its own
    return subprocess.call(command)


def _window_opens(environment: Environment) -> bool:
    try:
        return not subprocess.run(
            [str(environment.python), "-c", _PROBE], capture_output=True, timeout=60, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return False
