"""What is asked of a scene by others than its visitors: to take over a state, to keep to a budget, to begin settled."""

from __future__ import annotations

from collections.abc import Iterable

from descent_game.app.show.budget import Budgeted
from descent_game.app.storage import kept_states
from descent_game.engine.actions import Action, Budget, Glide, Restore, Set
from descent_game.ui.scene_protocol import Settling, Staged


def do(scene: Staged, action: Action) -> None:
    """Lets a scene do what was asked; raises InputError for a state that it does not take."""
    if isinstance(action, Restore):
        kept_states.restore(scene, action.state, "restore")
    elif isinstance(action, Budget):
        if isinstance(scene, Budgeted):
            scene.budget = action.steps_a_second
    elif isinstance(action, Glide):
        if action.name in scene.controls.table:
            scene.act(Set(action.name, scene.controls.nearer(action.name, action.to, action.share)))
    else:
        scene.act(action)


def begun(scene: Staged, actions: Iterable[Action]) -> None:
    """Lets a scene begin with what these actions ask for, nothing of it on its way any more."""
    for action in actions:
        do(scene, action)
    if isinstance(scene, Settling):
        scene.settle()
