"""The texts that a formatted string can become: each choice between two wordings in it makes another template."""

from __future__ import annotations

import ast
from collections.abc import Iterator

_PLACE = "\0"  # a value, before the places are numbered
_MOST = 64  # texts of one string


class Locals:
    """The strings that names stand for: those given once in their function, and the module's own words."""

    def __init__(self, tree: ast.Module) -> None:
        self._means: dict[int, ast.expr] = {}  # by the id of the node that reads the name
        self._reads: dict[int, tuple[ast.expr, set[int]]] = {}  # all reads of a string, by its id
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                self._read(function)
        words = [node for node in tree.body if isinstance(node, ast.Assign) and _is_words(node.value)]
        own = {to.id: node.value for node in words for to in node.targets if isinstance(to, ast.Name)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in own and node.id[0] == "_":
                value = self._means.setdefault(id(node), own[node.id])
                self._reads.setdefault(id(value), (value, set()))[1].add(id(node))

    def means(self, name: ast.Name) -> ast.expr | None:
        """The string, or the choice between two, that the name stands for here; None where it is something else."""
        return self._means.get(id(name))

    def absorbed(self, inlined: set[int]) -> Iterator[ast.AST]:
        """What is no phrase of its own, as all reads of its name are among those that became part of other strings."""
        for value, reads in self._reads.values():
            if reads <= inlined:
                yield from ast.walk(value)

    def _read(self, function: ast.AST) -> None:
        stored: dict[str, list[ast.expr | None]] = {}
        loaded: dict[str, list[ast.Name]] = {}
        values = dict(_given(function))
        for node in ast.walk(function):
            if isinstance(node, ast.Name):
                if isinstance(node.ctx, ast.Load):
                    loaded.setdefault(node.id, []).append(node)
                else:
                    stored.setdefault(node.id, []).append(values.get(id(node)))
            elif isinstance(node, ast.arg):
                stored.setdefault(node.arg, []).append(None)
        for name, given in stored.items():
            reads = loaded.get(name, [])
            if len(given) == 1 and reads and (value := given[0]) is not None and _is_text(value):
                self._means |= {id(read): value for read in reads}
                self._reads[id(value)] = value, {id(read) for read in reads}


def alternatives(node: ast.expr, names: Locals) -> list[str]:
    """The templates of a string, with %1, %2.. for its values."""
    texts = _texts(node, names)
    if texts is None or len(texts) > _MOST:
        texts = _texts(node, None) or []
    return list(dict.fromkeys(map(_numbered, texts)))


def pieces(node: ast.expr, names: Locals | None) -> Iterator[ast.expr]:
    """All that `node`'s texts are made of, itself first: strings in it, choices, and names that stand for some."""
    yield node
    if isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from pieces(value.value if isinstance(value, ast.FormattedValue) else value, names)
    elif isinstance(node, ast.IfExp) and _is_text(node):
        yield from pieces(node.body, names)
        yield from pieces(node.orelse, names)
    elif isinstance(node, ast.BinOp) and _is_ending(node):
        yield node.left
    elif isinstance(node, ast.Name) and names is not None and (means := names.means(node)) is not None:
        yield from pieces(means, names)


def _texts(node: ast.expr, names: Locals | None) -> list[str] | None:
    """What a piece can become; None where it is a value. Without `names` every value is a place."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp) and _is_text(node):
        return [*(_texts(node.body, names) or []), *(_texts(node.orelse, names) or [])]
    if isinstance(node, ast.Name) and names is not None and (means := names.means(node)) is not None:
        return _texts(means, names)
    if isinstance(node, ast.BinOp) and _is_ending(node):
        return ["", *(_texts(node.left, names) or [])]
    if not isinstance(node, ast.JoinedStr):
        return None
    made = [""]
    for value in node.values:
        inner = value.value if isinstance(value, ast.FormattedValue) else value
        simple = names is not None or isinstance(value, ast.Constant)
        pieces = (_texts(inner, names) if simple else None) or [_PLACE]
        made = [begun + piece for begun in made for piece in pieces]
        if len(made) > _MOST:
            return made
    return made


def _numbered(text: str) -> str:
    first, *others = text.split(_PLACE)
    return first + "".join(f"%{number}{part}" for number, part in enumerate(others, 1))


def _is_text(node: ast.expr) -> bool:
    """Whether a piece is a string, or a choice between strings."""
    if isinstance(node, ast.IfExp):
        return _is_text(node.body) and _is_text(node.orelse)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_words(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value


def _is_ending(node: ast.BinOp) -> bool:
    """Whether a piece is there or not, as in "s" * (count != 1)."""
    return isinstance(node.op, ast.Mult) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)


def _given(function: ast.AST) -> Iterator[tuple[int, ast.expr]]:
    """(id of the name that is written, what it gets) of plain assignments, those of pairs one by one."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from ((id(to), value) for to, value in zip(target.elts, node.value.elts, strict=False))
            else:
                yield id(target), node.value
