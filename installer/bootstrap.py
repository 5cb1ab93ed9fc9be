"""The door of the two set-up commands, `run` and `test`; written so that an old Python can still read it."""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Shiage needs Python 3.11 or newer, and this is Python %d.%d. Install a newer one from https://www.python.org "
        "and start the command with it, for example: python3.11 installer/bootstrap.py run" % sys.version_info[:2]
    )

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (pathlib is not in every old Python)
sys.path[0] = ROOT

from installer.commands import main  # noqa: E402 (only after the guard above)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], ROOT))
