"""The one door: without a command the window opens; a command runs without a window."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """`--sample` opens the sample shot, `PATH.shiage` that project, anything else is a command; the exit code."""
    if not arguments or arguments[0] == "--sample" or arguments[0].rstrip("/\\").endswith((".shiage", "project.json")):
        from app.application import run

        return run(arguments)
    from app import cli

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
