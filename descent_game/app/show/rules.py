"""What a stage is held to: which scenes and controls it shows, what they begin with, which keys there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from descent_game.engine.controls import Value

NOTHING: Mapping[str, Mapping[str, Value]] = MappingProxyType({})


@dataclass(frozen=True)
class Rules:
    """Nothing is forbidden by default.

    `scenes` are those that can be visited, in the order of their tabs (none: all); `languages` those that are offered
    (none: all); `hidden` are controls that nobody can reach, each as `scene.control`; `values` are what a scene's
    controls begin with. `kept_in` takes away the keys that change the window or leave it.
    """

    scenes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    values: Mapping[str, Mapping[str, Value]] = field(default_factory=lambda: NOTHING)
    kept_in: bool = False
