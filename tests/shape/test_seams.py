"""Tests ask a thing from outside: none of them uses a name that begins with an underscore, but on its own `self`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("*.py"))
PRIVATE = re.compile(r"_[a-zA-Z]\w*")
"""A name of that kind; `__init__` and its like, and a plain `_`, are none."""
NAMING = frozenset({"getattr", "setattr", "delattr", "hasattr", "attrgetter", "methodcaller"})
"""What takes the name of an attribute as a string."""
IN_A_STRING = re.compile(r"(?<![\w.])(?!(?:self|cls)\._)[\w.]*[\w)\]]\.(_[a-zA-Z]\w*)|import (_[a-zA-Z]\w*)")
"""Such a name in a program that a test starts, or in a dotted name that it patches."""
OPEN = {
    "_exit": "os._exit: how a process ends at once",
    "_replace": "a NamedTuple's: public in spite of its name",
    "_is_reference": "moderngl's mark of an object that somebody else releases; it has no other",
}
"""Names that may be used all the same, and why."""
QUOTING = frozenset(
    {
        "tests/long/formula_mutations.py",
        "tests/long/random_mutations.py",
        "tests/long/shader_mutations.py",
        "tests/shape/test_seams.py",
    }
)
"""Files whose strings quote lines of source: those that are changed to see whether a test notices, and these here."""


def is_private(name: str) -> bool:
    """Returns whether a name is one that tests must not use."""
    return bool(PRIVATE.fullmatch(name)) and name not in OPEN


def is_own(node: ast.expr) -> bool:
    """Returns whether this is `self`, or `cls`."""
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def called(node: ast.Call) -> str:
    """Returns the last word of what is called."""
    function = node.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def named(parts: Iterable[ast.expr]) -> Iterator[str]:
    """Yields those of some expressions that are a private name as a string."""
    for part in parts:
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and is_private(part.value):
            yield part.value


def used(node: ast.AST) -> Iterator[str]:
    """Yields the private names that a node of a test uses."""
    match node:
        case ast.Attribute(value, attr) if is_private(attr) and not is_own(value):
            yield attr
        case ast.Import(names) | ast.ImportFrom(names=names):
            module = getattr(node, "module", None) or ""
            words = [*module.split("."), *(word for name in names for word in name.name.split("."))]
            yield from filter(is_private, words)
        case ast.Call(args=parts) if called(node) in NAMING:
            yield from named(parts)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) | ast.Dict(values=parts):
            yield from named(parts)
        case ast.Subscript(slice=part):
            yield from named([part])
        case ast.keyword(arg=str(name)) if is_private(name):
            yield name


def quoted(node: ast.AST) -> Iterator[str]:
    """Yields the private names that a string of a test uses: as a program, or as a path to what is patched."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        for match in IN_A_STRING.finditer(node.value):
            yield from filter(is_private, match.groups(""))


def complaints(file: str, source: str) -> list[str]:
    """Returns every private name that this source uses, as lines to read."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = [*used(node), *([] if file in QUOTING else quoted(node))]
        found += [f"{file}:{getattr(node, 'lineno', 0)} uses {name}" for name in names]
    return found


@pytest.mark.parametrize("file", FILES)
def test_a_test_uses_no_private_name(file: str) -> None:
    assert complaints(file, (ROOT / file).read_text(encoding="utf-8")) == []


REFUSED = (
    "stage.guide.place(stage._located)",
    "scene._trails._counts[0]",
    "super()._draw()",
    "from descent_game.app.cli import _chosen, main",
    "import descent_game.app._hidden",
    "from descent_game._hidden import shown",
    "monkeypatch.setattr(trace, '_write_csv', fails)",
    "monkeypatch.setattr('descent_game.app.console.trace._write_csv', fails)",
    "getattr(scene, '_phase', 0.0)",
    "SEAMS = {'a picture kept apart': (record, '_keep')}",
    "vars(scene)['_phase']",
    "replace(scene, _phase=0.5)",
    "PROGRAM = 'draw = show._draw\\nshow.run()'",
    "PROGRAM = 'from descent_game.app.cli import _chosen'",
)
ALLOWED = (
    "class Fake:\n    def __init__(self):\n        self._seen = []",
    "row._replace(x=1.0)",
    "scene.__class__.__name__",
    "for _ in range(3): pass",
    "key.removesuffix('_weighted')",
    "PROGRAM = 'class Fake:\\n    def __init__(self):\\n        self._seen = 3.5'",
    "import os\nos._exit(1)",
)


@pytest.mark.parametrize("source", REFUSED)
def test_a_private_name_is_found(source: str) -> None:
    assert complaints("tests/app/test_it.py", source)


@pytest.mark.parametrize("source", ALLOWED)
def test_a_public_one_is_none(source: str) -> None:
    assert complaints("tests/app/test_it.py", source) == []
