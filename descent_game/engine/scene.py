"""What every scene is: a tree, a camera, controls, three verbs, and a state that can be taken and put back."""

from __future__ import annotations

from typing import Any, Protocol

from descent_game.engine.actions import Action
from descent_game.engine.camera import Camera
from descent_game.engine.controls import Controls
from descent_game.engine.node import Node


class Scene(Protocol):
    """Data that a simulation moves and a renderer draws; it holds no GL object and reads no clock.

    `act` takes what a person or a script asks, `step` advances the simulation by one fixed step, `frame` dresses the
    tree for one picture, `alpha` of the way to the next step. The interface is painted apart, by `paint`.
    """

    name: str
    root: Node
    camera: Camera
    controls: Controls

    def act(self, action: Action) -> None:
        """Does what was asked, or nothing where it has no meaning here."""

    def step(self, dt: float) -> None:
        """Advances the simulation by one fixed step of `dt` seconds."""

    def frame(self, dt: float, alpha: float) -> None:
        """Dresses the tree for one picture."""

    def snapshot(self) -> Any:
        """Returns the whole state as one value; pages and what fades on them are none of it."""
        ...

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned, in this scene or in another of its kind; the page shows it at once.

        Raises ValueError for the state of another kind of scene.
        """
