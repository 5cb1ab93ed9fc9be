"""The commands `run` and `test`: set up what is missing, then open the app or run the whole check."""

from __future__ import annotations

import argparse
import subprocess
import time
from pathlib import Path
from typing import TextIO

from installer import launch
from installer.environment import Environment, disk_full
from installer.faults import SetupError
from installer.parts import wanted
from installer.progress import Progress

_WITHOUT = "without torch"  # the stamp's word for: it was made so, and stays so
INTERRUPTED = 130  # the exit code shells use for Ctrl+C


def main(argv: list[str], root_folder: str) -> int:
    """Run one command; returns the exit code. Every failure is one sentence on the terminal."""
    arguments = _parser().parse_args(argv)
    root = Path(root_folder)
    log_file = root / "setup.log"
    try:
        with _open_log(log_file) as log:
            environment = _set_up(root, arguments, log)
        if arguments.command == "test":
            return _test(environment, arguments.pytest)
        return launch.open_app(environment)
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.")
        return INTERRUPTED
    except SetupError as error:
        sentence = str(error)
    except OSError as error:
        sentence = str(disk_full(error) or f"A file could not be used: {error}.")
    print(f"\nShiage: {sentence} The full log is {log_file}.", flush=True)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Sets Shiage up on this computer.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("run", help="set up, then open the app on the sample shot")
    test = commands.add_parser("test", help="set up with the development tools, then check everything")
    test.add_argument("pytest", nargs="*", help="arguments for pytest, after --; without them the whole suite runs")
    for command in commands.choices.values():
        torch = command.add_mutually_exclusive_group()
        torch.add_argument(
            "--without-torch", action="store_true", help="leave out what only LongAnimation needs, from now on"
        )
        torch.add_argument("--with-torch", action="store_true", help="add what was left out before")
    return parser


def _open_log(log_file: Path) -> TextIO:
    try:
        return log_file.open("w", encoding="utf-8")
    except OSError as error:
        sentence = (
            f"The folder {log_file.parent} cannot be written: move it to a place of your own and run the command there."
        )
        print(f"\nShiage: {disk_full(error) or sentence}", flush=True)
        raise SystemExit(1) from None


def _set_up(root: Path, arguments: argparse.Namespace, log: TextIO) -> Environment:
    environment = Environment(root)
    kept_out = not arguments.with_torch and environment.knows(_WITHOUT) and not environment.knows("torch")
    without = arguments.without_torch or kept_out
    parts = wanted(root, torch=not without, tests=arguments.command == "test")
    missing = environment.missing(parts)
    if missing:
        began = time.monotonic()
        progress = Progress(environment.steps(missing))
        try:
            fetched = environment.install(missing, progress, log)
        finally:
            progress.abandon()
        print(f"Shiage is set up: {fetched}, {time.monotonic() - began:.0f} s.", flush=True)
    if without and not environment.knows(_WITHOUT):
        environment.learn(_WITHOUT)
    elif kept_out and not arguments.without_torch:
        print("PyTorch stays left out, as it was before; --with-torch adds it.", flush=True)
    if arguments.command == "run":
        launch.look_for_window(environment)
    return environment


def _test(environment: Environment, pytest_arguments: list[str]) -> int:
    command = [str(environment.python), str(environment.root / "installer" / "check.py"), *pytest_arguments]
    return subprocess.call(command, cwd=environment.root)
