"""The commands without a window: `python main.py colorize`, `render`, `export`, `weights`, `doctor` and `bench`."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from app import APP_VERSION, logs
from app.errors import ShiageError
from app.headless import films, values
from app.headless.interrupts import INTERRUPTED, Interrupted, as_keyboard_interrupt
from app.headless.output import Output, output

COMMANDS = (
    "colorize",
    "render",
    "export",
    "export-timeline",
    "import-shots",
    "weights",
    "train",
    "evaluate",
    "doctor",
    "bench",
)
ATTENDED = "--attended"


class UsageError(ShiageError):
    """The command line cannot be understood."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See: {self.prog} --help")


def main(argv: Sequence[str]) -> int:
    """Run one command as the whole process; returns its exit code: 0 done, 1 error, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a file name must not end the command on an old terminal
    logs.start("background" if ATTENDED in argv else "headless", stderr_level=logging.CRITICAL)
    try:
        with as_keyboard_interrupt():
            return run(argv)
    except BrokenPipeError:  # `| head` has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def run(argv: Sequence[str]) -> int:
    """Parse and carry out one command; returns its exit code."""
    words: Output = output(argv[0] if argv else "", as_json="--json" in argv, attended=ATTENDED in argv)
    try:
        arguments = parser().parse_args(argv)
        action: Callable[[argparse.Namespace, Output], int] = arguments.action
        return action(arguments, words)
    except (Interrupted, KeyboardInterrupt) as error:
        words.fail(str(error) or "Stopped.")
        return INTERRUPTED
    except ShiageError as error:
        words.fail(str(error))
        return 1


def parser() -> _Parser:
    """The whole command line."""
    top = _Parser(
        prog="python main.py",
        description="Colors long line-art shots from a few colored keys. Without a command, the window opens.",
    )
    top.add_argument("--version", action="version", version=f"Shiage {APP_VERSION}")
    commands = top.add_subparsers(title="commands", required=True, metavar="command")
    _add_colorize(commands)
    _add_render(commands)
    _add_export(commands)
    _add_films(commands)
    _add_weights(commands)
    _add_training(commands)
    doctor = _command(
        commands, "doctor", "look at this computer: what works, what is short, what to do", "python main.py doctor"
    )
    doctor.add_argument(
        "--bundle", type=Path, metavar="FILE.zip",
        help="also keep what helps to find a fault in one file, without names and paths of yours",
    )  # fmt: skip
    doctor.add_argument("--project", type=Path, metavar="PROJECT", help="with --bundle: the project that it is about")
    doctor.set_defaults(action=_doctor)
    bench = _command(
        commands, "bench", "measure speed, memory and colors on this computer", "python main.py bench draft"
    )
    bench.add_argument("names", nargs="*", metavar="NAME", help="what to measure; everything when nothing is named")
    bench.add_argument("--quick", action="store_true", help="short shots and few repetitions")
    bench.add_argument(
        "--size", type=values.bench_size, metavar="SIZE",
        help="ui: only line art of 540p, 1080p or 4k (default: 1080p and 4k); longanimation: WIDTHxHEIGHT in pixels",
    )  # fmt: skip
    _add_window_bench(bench.add_argument_group("the window (ui)").add_argument)
    _add_longanimation_bench(bench.add_argument_group("the networks (longanimation)").add_argument)
    _add_clips_bench(bench.add_argument_group("colors against the artist's own (clips)").add_argument)
    bench.set_defaults(action=_bench)
    return top


def _add_window_bench(add: Callable[..., object]) -> None:
    add("--frames", type=int, default=0, metavar="N", help="frames of the shot (default: 1000)")
    add("--seconds", type=float, default=0.0, metavar="S", help="how long to play (default: 60)")
    add("--kills", type=int, default=0, metavar="N", help="piece: kill the app N times in the middle of the work")
    add("--platform", choices=("offscreen", "xcb"), default="offscreen", help="where windows go; xcb is a real screen")
    add("--phase", action="append", choices=values.WINDOW_PHASES, default=[], help="ui: only this; may be repeated")
    add("--explain", action="store_true", help="tell what the window was doing when it answered late")


def _add_longanimation_bench(add: Callable[..., object]) -> None:
    add(
        "--weights", choices=("random", "tiny"), default="random",
        help="random: full size, on an NVIDIA GPU; tiny: small networks, on any computer (default: random)",
    )  # fmt: skip
    alike = "steps to run where all are alike (default: 5; tiny: 50)"
    add("--steps", type=values.count, default=0, metavar="N", help=alike)


def _add_clips_bench(add: Callable[..., object]) -> None:
    add(
        "--clips", type=Path, metavar="DIR",
        help="folders of clips, each with line/0001.png.., color/0001.png.. and keys.json such as {\"one\": [1]}",
    )  # fmt: skip
    add(
        "--keys", type=values.names, default=("one", "three", "every_50"), metavar="NAME,..",
        help="which sets of keys.json to color from (default: one,three,every_50)",
    )  # fmt: skip
    add("--only", nargs="+", action="extend", default=[], metavar="CLIP", help="only these clips")
    add("--colorizer", default="draft", metavar="NAME", help="what colors (default: draft)")
    add(
        "--setting", dest="settings", type=values.setting, action="append", default=[], metavar="NAME=VALUE",
        help="a setting of the colorizer, such as ask=flow; as many as you like",
    )  # fmt: skip
    add("--ablation", action="store_true", help="the means of Draft with parts of it left out, one after the other")
    add("--save", type=Path, metavar="FILE", help="keep every number in a JSON file as well")


def _command(commands: argparse._SubParsersAction[_Parser], name: str, what: str, example: str) -> _Parser:
    command = commands.add_parser(
        name,
        help=what,
        description=f"{what[:1].upper()}{what[1:]}.",
        epilog=f"Example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--json", action="store_true", help="print one JSON object a line, for other programs")
    return command


def _add_colorize(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(
        commands,
        "colorize",
        "color a line-art shot from one or more colored keys, one PNG for each frame",
        "python main.py colorize shots/walk/line --key 1=shots/walk/key_0001.png --out walk_color",
    )
    add = command.add_argument
    add("line", type=Path, metavar="LINE", help="line art: a folder, one file of a sequence, a pattern or a movie")
    add(
        "--key", dest="keys", type=values.key, action="append", required=True, metavar="FRAME=IMAGE",
        help="a colored picture and the frame number of the line art that it belongs to; as many as you like",
    )  # fmt: skip
    add("--out", type=Path, metavar="DIR", help="folder for the colored frames (default: <name>_color, here)")
    add("--project", type=Path, metavar="PATH", help="keep the shot as a project (PATH.shiage) that the window opens")
    add("--prompt", default="", metavar="TEXT", help="words about the shot, for colorizers that read them")
    add("--colorizer", default="draft", metavar="NAME", help="what colors (default: draft)")
    add(
        "--weights",
        choices=("released", "mini", "tiny"),
        help="LongAnimation: mini is a small model of our own, tiny ones were never trained, for trying it out",
    )
    add(
        "--setting", dest="settings", type=values.setting, action="append", default=[], metavar="NAME=VALUE",
        help="a setting of the colorizer, such as preset=final; as many as you like",
    )  # fmt: skip
    add("--rate", metavar="FPS", help="frames per second: 24, 23.976, 30000/1001 (default: the movie's own, or 24)")
    add(
        "--missing", choices=("hold", "blank", "error"), default="hold",
        help="what a missing frame number shows: the drawing before it, blank paper, or stop (default: hold)",
    )  # fmt: skip
    add(
        "--lines", choices=("dark", "light", "alpha"),
        help="what is ink: dark on light paper, light on dark, or opaque on clear (default: found out)",
    )  # fmt: skip
    add(
        "--fit", choices=("scale", "pad", "align"),
        help="make keys of another size or place fit: scale them, keep their size and center, or shift them in place",
    )  # fmt: skip
    add("--seed", type=int, default=0, metavar="N", help="variation; the same number gives the same frames")
    add("--extract", action="store_true", help="LINE is colored already: take its lines out first")
    command.set_defaults(action=_colorize)


def _add_render(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(
        commands,
        "render",
        "color what is stale or empty in a saved project, and keep it there",
        "python main.py render walk.shiage",
    )
    command.add_argument("project", type=Path, metavar="PROJECT", help="a project folder, name.shiage")
    which = command.add_mutually_exclusive_group()
    which.add_argument(
        "--segment", dest="segments", type=int, action="append", default=[], metavar="N",
        help="only this segment, counted from 1; as many as you like",
    )  # fmt: skip
    which.add_argument(
        "--left", action="store_true",
        help="only what was left in its queue when it was closed; what is not done then stays left",
    )  # fmt: skip
    command.add_argument(
        ATTENDED, action="store_true",
        help="stop once standard input closes; the window colors in the background with --left --attended --json",
    )  # fmt: skip
    command.set_defaults(action=_render)


def _add_export(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(
        commands,
        "export",
        "write the colored frames of a saved project as PNG files or a movie, and check them",
        "python main.py export walk.shiage --format prores-4444 --out delivery",
    )
    add = command.add_argument
    add("project", type=Path, metavar="PROJECT", help="a project folder, name.shiage")
    add("--format", required=True, choices=("png", "prores-422hq", "prores-4444", "h264"), help="what to write")
    add(
        "--out", type=Path, required=True, metavar="PATH",
        help="a folder, in which the next free version is made; or the exact name of a movie file",
    )  # fmt: skip
    add("--range", type=values.frame_range, metavar="A-B", help="only the frames A to B, by the source's numbers")
    add(
        "--layer", choices=("picture", "color"), default="picture",
        help="picture: color and lines; color: color alone (default: picture)",
    )  # fmt: skip
    add("--alpha", action="store_true", help="transparent paper (PNG and ProRes 4444)")
    add("--bits", type=int, choices=(8, 16), default=8, help="bits a channel of PNG files (default: 8)")
    add("--timecode", metavar="HH:MM:SS:FF", help="timecode of the first frame (default: that of its number)")
    add("--palette", default="", metavar="NAME", help="in the colors of this palette (default: the one shown)")
    add("--overwrite", action="store_true", help="replace the movie file named with --out")
    command.set_defaults(action=_export)


def _add_films(commands: argparse._SubParsersAction[_Parser]) -> None:
    what = "write the colored frames of a saved project as PNG files, and a timeline (OpenTimelineIO) that names them"
    example = "walk.shiage --out cut/walk.otio --takes all"
    command = _command(commands, "export-timeline", what, f"python main.py export-timeline {example}")
    films.timeline_options(command.add_argument)
    command.set_defaults(action=films.export_timeline)
    what = "make a project of each shot in a folder, in the order of an edit where there is one"
    command = _command(commands, "import-shots", what, "python main.py import-shots lineart --out film --edit cut.otio")
    films.import_options(command.add_argument)
    command.set_defaults(action=films.import_shots)


def _add_weights(commands: argparse._SubParsersAction[_Parser]) -> None:
    command = _command(
        commands, "weights", "find, check, download or bring in the model files that LongAnimation needs",
        "python main.py weights import ~/Downloads/pretrained_weights",
    )  # fmt: skip
    # A command of its own for each, so that options may stand before names, and what does not belong is refused.
    each = command.add_subparsers(title="what to do", required=True, metavar="what", dest="what")
    _command(each, "list", "tell how each part stands", "python main.py weights list")
    check = _command(
        each, "check", "tell the same with everything that differs; exit code 1 where a part is missing or wrong",
        "python main.py weights check",
    )  # fmt: skip
    check.add_argument(
        "--sums", dest="flag", action="store_true", help="read every file as a whole too; takes have the sums then"
    )
    download = _command(each, "download", "fetch what is missing", "python main.py weights download --accept-licences")
    download.add_argument(
        "names", nargs="*", metavar="PART", help="parts to fetch, as `list` names them (default: all)"
    )
    download.add_argument(
        "--accept-licences", dest="flag", action="store_true", help="the licences that `list` shows are accepted"
    )
    bring = _command(
        each, "import", "bring in files that you have", "python main.py weights import ~/Downloads/pretrained_weights"
    )
    bring.add_argument("names", nargs=1, metavar="FOLDER", help="the folder that holds the files")
    bring.add_argument(
        "--in-place", dest="flag", action="store_true", help="use the files where they are, and remember the folder"
    )
    command.set_defaults(action=_weights, names=[], flag=False)


def _colorize(arguments: argparse.Namespace, words: Output) -> int:
    from app.headless.colorize import Order, colorize
    from app.project.timing import parse_rate

    order = Order(
        line=arguments.line,
        keys=tuple(arguments.keys),
        out=arguments.out,
        project=arguments.project,
        prompt=arguments.prompt,
        colorizer=arguments.colorizer,
        settings=(*arguments.settings, *([("weights", arguments.weights)] if arguments.weights else [])),
        rate=parse_rate(arguments.rate) if arguments.rate else None,
        missing=arguments.missing,
        polarity=arguments.lines,
        fit=arguments.fit,
        seed=arguments.seed,
        extract=arguments.extract,
    )
    colorize(order, words)
    return 0


def _render(arguments: argparse.Namespace, words: Output) -> int:
    from app.headless.render import render

    render(arguments.project, arguments.segments, words, left=arguments.left, attended=arguments.attended)
    return 0


def _export(arguments: argparse.Namespace, words: Output) -> int:
    from app.headless.export import Wish, export

    wish = Wish(
        format=arguments.format,
        target=arguments.out,
        layer=arguments.layer,
        alpha=arguments.alpha,
        bits=arguments.bits,
        range=arguments.range,
        timecode=arguments.timecode,
        overwrite=arguments.overwrite,
        palette=arguments.palette,
    )
    export(arguments.project, wish, words)
    return 0


def _weights(arguments: argparse.Namespace, words: Output) -> int:
    from app.headless.weights import weights

    return 0 if weights(arguments.what, arguments.names, arguments.flag, words) else 1


def _add_training(commands: argparse._SubParsersAction[_Parser]) -> None:
    from app.headless import evaluation, train

    what, example = "train LongAnimation's networks, one stage at a time", "--stage 1 --config full --out run"
    command = _command(commands, "train", what, f"python main.py train {example} --minutes 600")
    train.add_options(command.add_argument)
    command.set_defaults(action=train.train)
    what, example = "color clips with what was trained or a colorizer, and score them", "evaluate run --clips clips"
    command = _command(commands, "evaluate", what, f"python main.py {example} --ablations")
    evaluation.add_options(command.add_argument)
    command.set_defaults(action=_evaluate)


def _evaluate(arguments: argparse.Namespace, words: Output) -> int:
    from app.bench.evaluate import evaluate

    return evaluate(arguments, words)


def _doctor(arguments: argparse.Namespace, words: Output) -> int:
    from app.headless.doctor import doctor

    if arguments.project is not None and arguments.bundle is None:
        raise UsageError("A project is looked at for a bundle only: python main.py doctor --bundle FILE.zip.")
    return 0 if doctor(words, arguments.bundle, arguments.project) else 1


def _bench(arguments: argparse.Namespace, words: Output) -> int:
    from app.bench.rig import ClipsWish, LongAnimationWish, WindowWish
    from app.bench.run import bench

    for name in ("clips", "piece"):
        if name in arguments.names and arguments.clips is None:
            raise UsageError(f"Say where the clips are: python main.py bench {name} --clips DIR.")
    wish = WindowWish(
        sizes=(arguments.size,) if arguments.size in values.WINDOW_SIZES else ("1080p", "4k"),
        frames=arguments.frames,
        seconds=arguments.seconds,
        platform=arguments.platform,
        explain=arguments.explain,
        kills=arguments.kills,
        phases=tuple(arguments.phase) or values.WINDOW_PHASES,
    )
    size = "" if arguments.size is None or arguments.size in values.WINDOW_SIZES else arguments.size
    network = LongAnimationWish(size, arguments.weights, arguments.steps)
    material = ClipsWish(
        folder=arguments.clips,
        keys=arguments.keys,
        only=tuple(arguments.only),
        colorizer=arguments.colorizer,
        settings=tuple(arguments.settings),
        ablation=arguments.ablation,
        save=arguments.save,
    )
    bench(arguments.names, words, quick=arguments.quick, window=wish, network=network, material=material)
    return 0
