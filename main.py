"""The one door: without a command the window opens; a command runs without a window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

NO_DISPLAY = (
    "There is no display here, so the window cannot open. Color without it: "
    "`python main.py colorize --help` tells how, `python main.py --help` what else there is."
)


def has_display() -> bool:
    """Whether a window can be shown; asked first, for Qt would end the process with words of its own."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(map(os.environ.get, named))


def main(arguments: Sequence[str]) -> int:
    """`--sample` opens the sample shot, `PATH.shiage` that project, anything else is a command; the exit code."""
    if not arguments or arguments[0] == "--sample" or arguments[0].rstrip("/\\").endswith((".shiage", "project.json")):
        if not has_display():
            sys.stderr.write(f"{NO_DISPLAY}\n")
            return 1
        from app.memory import start_in_large_pages

        start_in_large_pages()
        from app.application import run

        return run(arguments)
    from app import cli

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
