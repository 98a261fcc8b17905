"""What is shown, as a string that opens it again: `race?landscape=saddle&learning_rate=0.1&seed=7`."""

from __future__ import annotations

from urllib.parse import urlencode

from descent_game.engine.controls import Trigger
from descent_game.ui.staged import Staged


def words(scene: Staged, seed: int) -> str:
    """Returns a scene as the command line takes it: its name, and its values where they are not the default."""
    controls = scene.controls
    changed = [
        (control.name, controls.values[control.name])
        for control in controls
        if not isinstance(control, Trigger) and controls.values[control.name] != control.default
    ]
    shown = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in changed}
    return f"{scene.name}?{urlencode({**shown, 'seed': seed})}"
