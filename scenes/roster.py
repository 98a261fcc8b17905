"""Who can take part: each optimizer with its colour and its mark, in the order of the board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.optimizers.optimizer import Optimizer
from descent_game.ui.canvas import MarkKind
from descent_game.ui.messages import Messages
from descent_game.ui.widgets import worded

LOOKS: Final[tuple[tuple[str, MarkKind], ...]] = (
    ("coral", "disc"),
    ("amber", "square"),
    ("cyan", "diamond"),
    ("runner_4", "disc"),
    ("runner_5", "square"),
    ("runner_6", "diamond"),
    ("runner_7", "disc"),
    ("runner_8", "square"),
)
"""Colour roles and marks of the runners, in order: as many as there is room for."""
MARKS: Final[tuple[MarkKind, ...]] = ("disc", "square", "diamond")
"""The marks, in the order in which shaders number their bodies: sphere, cube, octahedron."""
FIRST: Final = 3
"""How many take part before anyone has chosen."""


@dataclass(frozen=True)
class Runner:
    """An optimizer that takes part, with its colour role and its mark."""

    optimizer: Optimizer
    role: str
    mark: MarkKind

    @property
    def name(self) -> str:
        """The name of its optimizer."""
        return self.optimizer.name

    def title(self, messages: Messages) -> str:
        """Returns what it is called in a language."""
        return worded(messages, f"race.runner.{self.name}", self.name.replace("_", " ").capitalize())


ROSTER: Final = tuple(
    Runner(optimizer, role, mark) for optimizer, (role, mark) in zip(OPTIMIZERS.values(), LOOKS, strict=False)
)
"""All runners, in the order of the board."""
NAMES: Final = tuple(runner.name for runner in ROSTER)
"""Their names."""


def named(name: str) -> Runner:
    """Returns the runner of that name."""
    return ROSTER[NAMES.index(name)]
