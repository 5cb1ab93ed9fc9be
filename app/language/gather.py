"""Gathers the templates of all words that the artist can read from the source, for Qt Linguist's file.

Words are told from other strings by their looks: they begin with a capital or have a space, and are not what a logger,
a programmer's exception, a parser of arguments or Qt's style sheets get. What no rule can find stands in `PIECED`.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from app.language.alternatives import Locals, alternatives, pieces
from app.language.pieced import PIECED

ROOMS = ("app", "engine")
WEIGHTS = "resources/weights.toml"
NOT_SHOWN = ("app/headless", "app/bench", "app/windowbench", "app/cli.py", "app/logs.py", "app/language",
             "app/ui/theme.py", "app/render/windows_job.py", "engine/training", "engine/metrics",
             "engine/longanimation/bench", "engine/longanimation/models", "engine/longanimation/expected_keys.py",
             "engine/longanimation/encoding.py", "engine/longanimation/sampling.py",
             "engine/longanimation/provenance.py", "engine/longanimation/computing.py")  # fmt: skip
_TO_PROGRAMMERS = {
    "ValueError", "TypeError", "KeyError", "IndexError", "RuntimeError", "NotImplementedError", "AssertionError",
    "debug", "info_log", "exception", "add_argument", "getLogger", "compile", "setObjectName", "findChild",
    "getattr", "setattr", "hasattr", "setStyleSheet", "encode", "sub", "fromTheme", "TypeVar", "NewType", "cast",
    "translate",
}  # fmt: skip
_ABOUT_TEXT = {"replace", "split", "partition", "rpartition", "startswith", "endswith", "removeprefix", "removesuffix",
               "strip", "rstrip", "lstrip", "get", "pop", "strftime", "find", "count"}  # fmt: skip
_LOGGERS = {"log", "logger", "_log", "_logger", "LOG", "logging", "warnings"}
_KEYS = {"Esc", "Home", "End", "Space", "Left", "Right", "Up", "Down", "Backspace", "Delete", "Return", "Enter", "Tab"}
_WORD = re.compile(r"[A-Za-z]*[a-z]{2}")
_NAME = re.compile(r"(?:[A-Z]+[a-z0-9]+){2,}[A-Z]?")  # of a class
_CODE = re.compile(r"^[\w.:/\\*#%{}()\[\]<>|=-]*[_/\\=<>{}|][\w.:/\\*#%{}()\[\]<>|=-]*$")
_KEY = re.compile(r"(?:(?:Ctrl|Shift|Alt|Meta)\+)+(?:[A-Z]\w*|\S)?")
_OTHER = re.compile(r"%\(|^\s*<|\n\s+<|^python |^[A-Z]\w+\.\d$|%[YHmd]|^#")
_JOINTS = " ,;\n"  # what pieces of a list are put together with
_FIELD = re.compile(r"\{[^{} ]*\}")  # of str.format


def gathered(root: Path) -> list[tuple[str, str]]:
    """(file, template) of every phrase in the source below `root`, each phrase once, in a fixed order."""
    found = dict.fromkeys(PIECED, "app/language/pieced.py")
    found |= dict.fromkeys(_licences(root / WEIGHTS), WEIGHTS)
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            place = path.relative_to(root).as_posix()
            if not place.startswith(NOT_SHOWN):
                for template in templates(path.read_text("utf-8")):
                    found.setdefault(template, place)
    return sorted(((place, template) for template, place in found.items()), key=lambda pair: pair[0])


def _licences(path: Path) -> Iterator[str]:
    """What the artist is told of the licences of downloaded files, a name and a text for each."""
    for licence in tomllib.loads(path.read_text("utf-8"))["licences"].values():
        yield licence["title"]
        yield " ".join(licence["terms"])


def templates(source: str) -> Iterator[str]:
    """The phrases in a module's text, in their order."""
    tree = ast.parse(source)
    skipped = {id(inner) for node in ast.walk(tree) for left_out in _left_out(node) for inner in ast.walk(left_out)}
    names = Locals(tree)
    made = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) and id(node) not in skipped]
    parts = {id(part) for node in made for part in islice(pieces(node, names), 1, None)}
    texts = {id(part) for node in made for part in islice(pieces(node, None), 1, None)}
    skipped |= texts | {id(inner) for inner in names.absorbed(parts)}
    for node in ast.walk(tree):
        if id(node) in skipped or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        if isinstance(node, ast.Constant) and not isinstance(node.value, str):
            continue
        for text in alternatives(node, names):
            template = (_numbered(text) if isinstance(node, ast.Constant) else text).strip(_JOINTS)
            if _is_phrase(template):
                yield template


def _numbered(text: str) -> str:
    """With %1, %2.. for the fields of str.format."""
    number = iter(range(1, 10))
    return _FIELD.sub(lambda _: f"%{next(number)}", text)


def _left_out(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of the tree under `node` in which nothing is for the artist."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value  # a docstring, of whatever
    if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "__all__" for to in node.targets):
        yield node.value
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from (part for part in (node.returns, *node.decorator_list) if part is not None)
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield node.annotation
    if isinstance(node, ast.Call) and _for_programmers(node.func):
        yield node
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ABOUT_TEXT:
        yield from node.args
    if isinstance(node, ast.Compare):  # but what is asked for to be compared is
        yield from (part for part in (node.left, *node.comparators) if not isinstance(part, ast.Await | ast.Call))
    if isinstance(node, ast.Assert):
        yield node
    if isinstance(node, ast.Subscript):
        yield node.slice


def _for_programmers(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        owner = function.value
        name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        return name in _LOGGERS or function.attr in _TO_PROGRAMMERS
    return isinstance(function, ast.Name) and function.id in _TO_PROGRAMMERS


def _is_phrase(text: str) -> bool:
    words = re.sub(r"%\d", "", text)
    if not _WORD.search(words) or _CODE.match(text) or _NAME.fullmatch(text) or _OTHER.search(text):
        return False
    if text in _KEYS or _KEY.fullmatch(text):
        return False
    return words.strip()[:1].isupper() or " " in text
