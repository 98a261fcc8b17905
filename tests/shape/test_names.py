"""One word, one meaning: no two public classes of one name, and no file named by a metaphor."""

from __future__ import annotations

import ast
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
