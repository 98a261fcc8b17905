"""What is shown, as a string that opens it again: `race?landscape=saddle&learning_rate=0.1&seed=7`."""

from __future__ import annotations

from urllib.parse import urlencode

from descent_game.engine.controls import Trigger
from descent_game.ui.staged import Staged


def words(scene: Staged, seed: int) -> str:
    """Returns a scene as the command line takes it: its name, and its values where they are not the default."""
    return f"{scene.name}?{urlencode({**_values(scene, changed=True), 'seed': seed})}"


def every_word(scene: Staged) -> str:
    """Returns a scene as the command line takes it: its name, and every value, also where it is the default."""
    return f"{scene.name}?{urlencode(_values(scene, changed=False))}"


def _values(scene: Staged, *, changed: bool) -> dict[str, str]:
    found = {}
    for control in scene.controls:
        value = scene.controls.values.get(control.name)
        if not isinstance(control, Trigger) and not (changed and value == control.default):
            found[control.name] = str(value).lower() if isinstance(value, bool) else str(value)
    return found
