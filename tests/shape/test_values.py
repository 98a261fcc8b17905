"""What is made anew only for other values can be reached by nothing else: its functions are given values alone."""

from __future__ import annotations

import ast
import collections.abc
import dataclasses
import importlib
import types
import typing
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from descent_game.engine.geometry import Geometry, Texture
from descent_game.engine.remembered import Remembered
from descent_game.ui.canvas import Canvas
from descent_game.ui.messages import Messages
from descent_game.ui.plot import Plot
from descent_game.ui.reading import Story
from scenes.race.ground import Ground
from scenes.trainer.diagram import Diagram

ROOT = Path(__file__).parents[2]
KEEPERS = ("Remembered", "Part", "FadingCaption")
"""What takes a function and calls it only for other values than the last."""
FROZEN = (int, float, str, bytes, type(None), frozenset, type, np.ndarray, Messages, Ground, Story, Diagram)
"""Ends of what is looked into; arrays in frozen values are only read, and the last four are made once."""
ENDS = (typing.Literal, typing.ClassVar, collections.abc.Callable, Remembered)
WRITTEN = (Canvas, Geometry, Texture, Plot, Remembered)
"""What functions write to: what they write depends on the values they are given."""


def remembered() -> Iterator[tuple[str, Callable[..., object]]]:
    """Yields every function that is called only for other values, by the line that says so."""
    for top in ("descent_game", "scenes"):
        for file in sorted((ROOT / top).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
            for call in calls:
                if isinstance(call.func, ast.Name) and call.func.id in KEEPERS:
                    name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
                    text = ast.unparse(call.args[0])
                    if (call.func.id, text) != ("Part", "paint"):  # a caption's, whose function is looked at itself
                        yield f"{name}:{call.lineno} {text}", eval(text, vars(importlib.import_module(name)))


FUNCTIONS = dict(remembered())


def changeable(kind: object, seen: set[object]) -> Iterator[object]:
    """Yields the types within a type whose values can change without being others."""
    origin, known = typing.get_origin(kind), kind in seen
    plain: object = origin or kind
    if origin in (types.UnionType, typing.Union, tuple, collections.abc.Mapping):
        for part in typing.get_args(kind):
            yield from changeable(part, seen) if part is not Ellipsis else ()
    elif dataclasses.is_dataclass(kind) or (isinstance(kind, type) and issubclass(kind, tuple)):
        seen.add(kind)
        if dataclasses.is_dataclass(kind) and not kind.__dataclass_params__.frozen:  # type: ignore[union-attr]
            yield kind
        for part in () if known or kind in FROZEN else typing.get_type_hints(kind).values():
            yield from changeable(part, seen)
    elif plain not in ENDS and not (isinstance(plain, type) and issubclass(plain, FROZEN)):
        yield kind


@pytest.mark.parametrize("place", FUNCTIONS)
def test_what_is_remembered_is_a_function_of_values(place: str) -> None:
    function = FUNCTIONS[place]
    if isinstance(function, types.FunctionType):
        assert function.__closure__ is None and "<locals>" not in function.__qualname__
    hints = typing.get_type_hints(vars(function)["__init__"] if isinstance(function, type) else function)
    first = function.__qualname__.partition(".")[0]
    if "." in function.__qualname__:
        hints["self"] = vars(importlib.import_module(function.__module__))[first]
    hints.pop("return", None)
    assert hints
    found = [kind for hint in hints.values() if hint not in WRITTEN for kind in changeable(hint, set())]
    assert found == []
