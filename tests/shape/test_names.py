"""One word, one meaning: no two public classes of one name, and no file named by a metaphor."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = sorted(path for top in ("descent_game", "scenes") for path in (ROOT / top).rglob("*.py"))
METAPHORS = frozenset(
    {"ear", "hands", "leaf", "head", "reach", "fence", "seat", "curtain", "reel", "paper", "house", "understudy"}
    | {"begun", "asked", "given"}
)
"""Words that say what a thing is like, and not what it is."""


def test_no_two_public_classes_have_one_name() -> None:
    places = defaultdict(list)
    for file in FILES:
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(file.relative_to(ROOT)))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_no_file_is_named_by_a_metaphor() -> None:
    assert [str(file.relative_to(ROOT)) for file in FILES if file.stem in METAPHORS] == []


MODULE = re.compile(r"\bdescent_game(?:\.[a-z_]+)+")
"""A dotted name in a text of the program or of its tests."""


def found(name: str) -> bool:
    """Returns whether a dotted name is a module, or something in one: all but its last words lead to a file."""
    parts = name.split(".")
    top = ROOT.joinpath(*parts[:1]) if parts[1] not in ("scenes", "shaders") else ROOT
    for length in range(len(parts), 1, -1):
        path = top.joinpath(*parts[1:length])
        if path.with_suffix(".py").is_file():
            return True
        if path.is_dir():
            return length == len(parts)
    return False


def test_every_module_that_a_text_names_is_there() -> None:
    """A module is named in a text too: to be started, loaded late, or changed by a test."""
    lost = []
    for file in (*FILES, *sorted((ROOT / "tests").rglob("*.py"))):
        if file.name in ("test_layering.py", "test_names.py", "test_seams.py"):
            continue  # these speak of modules that there are not
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                lost += [f"{file.name}: {name}" for name in MODULE.findall(node.value) if not found(name)]
    assert lost == []
