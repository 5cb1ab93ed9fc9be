"""Gathers the templates of all words that the artist can read from the source, for Qt Linguist's file.

Words are told from other strings by their looks: they begin with a capital or have a space, and are not what a logger,
a programmer's exception, a parser of arguments or Qt's style sheets get.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("app", "engine")
NOT_SHOWN = ("app/headless", "app/bench", "app/windowbench", "app/cli.py", "app/language", "engine/training",
             "engine/longanimation/bench", "engine/longanimation/models")  # fmt: skip
_TO_PROGRAMMERS = {
    "ValueError", "TypeError", "KeyError", "IndexError", "RuntimeError", "NotImplementedError", "AssertionError",
    "debug", "info_log", "exception", "add_argument", "getLogger", "compile", "setObjectName", "findChild",
    "getattr", "setattr", "hasattr", "setStyleSheet", "encode", "sub", "fromTheme", "TypeVar", "NewType", "cast",
}  # fmt: skip
_LOGGERS = {"log", "logger", "_log", "_logger", "LOG", "logging", "warnings"}
_WORD = re.compile(r"[A-Za-z]*[a-z]{2}")
_NAME = re.compile(r"(?:[A-Z][a-z0-9]+){2,}")  # of a class
_CODE = re.compile(r"^[\w.:/\\*#%{}()\[\]<>|=-]*[_/\\=<>{}|][\w.:/\\*#%{}()\[\]<>|=-]*$")


def gathered(root: Path) -> list[tuple[str, str]]:
    """(file, template) of every phrase in the source below `root`, each phrase once, in a fixed order."""
    found: dict[str, str] = {}
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            place = path.relative_to(root).as_posix()
            if not place.startswith(NOT_SHOWN):
                for template in templates(path.read_text("utf-8")):
                    found.setdefault(template, place)
    return sorted(((place, template) for template, place in found.items()), key=lambda pair: pair[0])


def templates(source: str) -> Iterator[str]:
    """The phrases in a module's text, in their order."""
    tree = ast.parse(source)
    skipped = {id(inner) for node in ast.walk(tree) for left_out in _left_out(node) for inner in ast.walk(left_out)}
    inside = {id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for value in node.values}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            text = _template(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            text = node.value
        else:
            continue
        if _is_phrase(text):
            yield text


def _template(node: ast.JoinedStr) -> str:
    """The string with %1, %2.. for its values."""
    parts: list[str] = []
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts.append(str(value.value))
        else:
            parts.append(f"%{sum(part.startswith('%') and len(part) == 2 for part in parts) + 1}")
    return "".join(parts)


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
    if isinstance(node, ast.Compare | ast.Assert):
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
    if not _WORD.search(words) or _CODE.match(text.strip()) or _NAME.fullmatch(text):
        return False
    return words.strip()[:1].isupper() or " " in words.strip()
