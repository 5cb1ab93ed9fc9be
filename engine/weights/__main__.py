"""`python -m engine.weights`: the weights tool, a process of its own; says what it does on stdout, ends with its stdin.

list | check | download [PART ...] [--accept-licences] | import FOLDER [--in-place]
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from engine.errors import EngineError, WeightsNotFetched
from engine.protocol.messages import Message
from engine.protocol.weights import (
    LicenceReport,
    PartReport,
    Transfer,
    WeightsDone,
    WeightsFailed,
    WeightsNote,
    WeightsReport,
)
from engine.weights.bringing import bring
from engine.weights.fetching import Remote, check_space, fetch, remote_files
from engine.weights.finding import Found, look, look_in
from engine.weights.manifest import Part, manifest
from engine.weights.places import Places, accept, own_folder, places, remember
from engine.weights.sums import known, record, recorded, summed

STOPPED = 130  # the exit code shells use for Ctrl+C
_EVERY = 0.2  # seconds between two words on how far a transfer is
_WINDOW = 5.0  # seconds over which its speed is taken


def main(arguments: Sequence[str]) -> int:
    """One command; returns the exit code."""
    wish = _parser().parse_args(arguments)
    try:
        home = own_folder()
        if wish.command == "download":
            _download(home, wish.parts, wish.accept_licences)
        elif wish.command == "import":
            _import(home, Path(wish.folder), wish.in_place)
        elif wish.command == "check":
            _check_sums(home, _report(places(home)))
        else:
            _report(places(home))
            _say(WeightsDone(sentence=""))
    except EngineError as error:
        _say(WeightsFailed(sentence=str(error)))
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m engine.weights")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list")
    commands.add_parser("check")
    download = commands.add_parser("download")
    download.add_argument("parts", nargs="*")
    download.add_argument("--accept-licences", action="store_true")
    bringing = commands.add_parser("import")
    bringing.add_argument("folder")
    bringing.add_argument("--in-place", action="store_true")
    return parser


def _report(where: Places) -> dict[str, Found | None]:
    looked = look(where)
    _say(
        WeightsReport(
            parts=tuple(_part_report(part, looked[part.name]) for part in manifest().parts),
            licences=tuple(
                LicenceReport(
                    name=name, title=licence.title, url=licence.url, terms=licence.terms, accept=licence.accept,
                    accepted=name in where.accepted,
                )
                for name, licence in manifest().licences.items()
            ),
            home=str(where.home),
            folders=tuple(map(str, where.folders)),
        )
    )  # fmt: skip
    return looked


def _part_report(part: Part, found: Found | None) -> PartReport:
    report = PartReport(
        name=part.name, title=part.title, licence=part.licence, origin=_page(part), state="missing", size=part.about
    )
    if found is None:
        return report
    return msgspec.structs.replace(
        report,
        state="wrong" if found.fault else "found",
        place=found.place,
        folder=str(found.folder),
        size=part.about if found.fault else found.size,
        fault=found.fault,
        details=found.details,
    )


def _page(part: Part) -> str:
    return f"https://huggingface.co/{part.repositories[0]}"


def _lacking(looked: dict[str, Found | None], names: Sequence[str]) -> list[Part]:
    """Parts that are missing or wrong; among `names` where there are any. Raises WeightsNotFetched for other names."""
    known = [part.name for part in manifest().parts]
    if strange := [name for name in names if name not in known]:
        raise WeightsNotFetched(f"There is no part {', '.join(strange)}. The parts are {', '.join(known)}.")
    wanted = [part for part in manifest().parts if not names or part.name in names]
    return [part for part in wanted if (found := looked[part.name]) is None or found.fault]


def _download(home: Path, names: Sequence[str], accepting: bool) -> None:
    lacking = _lacking(look(places(home)), names)
    for name in dict.fromkeys(part.licence for part in lacking):
        if manifest().licences[name].accept and name not in places(home).accepted:
            if not accepting:
                raise WeightsNotFetched(_to_accept(lacking, places(home)))
            accept(home, name)
    files = remote_files(lacking, home)
    check_space(files, home)
    course = _Course(sum(file.size for file in files), sum(file.done for file in files))
    for file in files:
        _fetch(file, home, course)
    looked = _report(places(home))
    for part in lacking:
        found = looked[part.name]
        if found is not None and found.fault:
            raise WeightsNotFetched(
                f"{part.title} has come, and is not what LongAnimation was built for: {found.fault}. "
                "Its makers have changed it; this version of Shiage cannot use it."
            )
    _say(WeightsDone(sentence=f"{_count(len(lacking))} downloaded and checked." if lacking else "Nothing is missing."))


def _to_accept(lacking: Sequence[Part], where: Places) -> str:
    open_ = dict.fromkeys(part.licence for part in lacking)
    terms = [manifest().licences[name] for name in open_ if name not in where.accepted]
    told = " ".join(f"{terms.title} ({terms.url}): {' '.join(terms.terms)}" for terms in terms if terms.accept)
    return f"Read and accept the licences first. {told}"


def _check_sums(home: Path, looked: dict[str, Found | None]) -> None:
    """Read every file of weights that was not read since it changed. Raises WeightsNotFetched where one is another
    than the manifest knows."""
    files = [(found.part, path) for found in looked.values() if found is not None for path in found.weights]
    sums = recorded(home)
    course = _Course(sum(path.stat().st_size for _, path in files if not known(path, sums)), 0)
    strange: list[str] = []
    for part, path in files:
        found = known(path, sums) or _read_whole(part, path, course)
        if not known(path, sums):
            record(home, path, found)
        if part.sha256.get(path.name, found) != found:
            strange.append(path.name)
    if strange:
        raise WeightsNotFetched(
            f"{', '.join(strange)} {'is' if len(strange) == 1 else 'are'} not what was released. "
            "Delete that and download it again."
        )
    told = "1 file of weights was" if len(files) == 1 else f"{len(files)} files of weights were"
    _say(WeightsDone(sentence=f"{told} read as a whole."))


def _read_whole(part: Part, path: Path, course: _Course) -> str:
    try:
        return summed(path, lambda count: course.tell("checking", part.title, path.name, count))
    except OSError as error:
        raise WeightsNotFetched(f"{path.name} cannot be read ({error.strerror}). Check its disk.") from error


def _fetch(file: Remote, home: Path, course: _Course) -> None:
    def told(stage: Literal["downloading", "checking"], name: str, count: int) -> None:
        course.tell(stage, file.part.title, name, count)

    fetch(file, told)
    if file.sha256:
        record(home, file.target, file.sha256)


def _import(home: Path, folder: Path, in_place: bool) -> None:
    if not folder.is_dir():
        raise WeightsNotFetched(f'"{folder}" is no folder. Choose the one that holds the files.')
    inside = {name: found for name, found in look_in(folder).items() if found is not None}
    sound = [found for found in inside.values() if not found.fault]
    wrong = [f"{found.part.title}: {found.fault}" for found in inside.values() if found.fault]
    if not sound:
        why = "; ".join(wrong) or "Choose the folder that the files were downloaded to"
        raise WeightsNotFetched(f'"{folder}" holds nothing that LongAnimation can use. {why}.')
    for fault in wrong:
        _say(WeightsNote(sentence=f"Not used, {fault}."))
    if in_place:
        remember(home, folder)
    else:
        lacking = {part.name for part in _lacking(look(places(home)), ())}
        wanted = [found for found in sound if found.part.name in lacking] or sound
        course = _Course(sum(found.size for found in wanted), 0)
        bring(wanted, home, lambda file, count: course.tell("copying", "", file, count))
    _report(places(home))
    what = "will be used from there" if in_place else f'brought to "{home}"'
    _say(WeightsDone(sentence=f"{_count(len(sound))} found and {what}."))


def _count(parts: int) -> str:
    return "1 part" if parts == 1 else f"{parts} parts"


class _Course:
    """How far a transfer is; tells it at most five times a second."""

    def __init__(self, total: int, done: int) -> None:
        self._total, self._done = total, done
        self._next = 0.0
        self._past: list[tuple[float, int]] = []
        self._last = ("", "")

    def tell(self, stage: Literal["downloading", "checking", "copying"], title: str, file: str, count: int) -> None:
        """`count` bytes more; fewer where some have to come again."""
        self._done += count
        now = time.monotonic()
        if now < self._next and self._last == (stage, file):
            return
        self._next, self._last = now + _EVERY, (stage, file)
        self._past = [(then, done) for then, done in self._past if now - then < _WINDOW] + [(now, self._done)]
        (then, before) = self._past[0]
        speed = max(0.0, (self._done - before) / (now - then)) if now > then else 0.0
        _say(Transfer(stage=stage, title=title, file=file, done=self._done, total=self._total, speed=speed))


def _say(message: Message) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(message) + b"\n")
    sys.stdout.buffer.flush()


def _end_with_stdin() -> None:
    """The app closes our stdin to stop us, or by dying; unfinished files are made to be gone on with."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(STOPPED)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"  # who uses Shiage, and how, is nobody's business
    threading.Thread(target=_end_with_stdin, name="stdin", daemon=True).start()
    try:
        code = main(sys.argv[1:])
    except BrokenPipeError:
        code = 1
    sys.stdout.flush()
    os._exit(code)  # no waiting for threads inside libraries
