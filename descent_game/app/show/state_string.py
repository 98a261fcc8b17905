"""What is shown, as a string that opens it again: `race?landscape=saddle&learning_rate=0.1&drop=0.05,1.5&seed=7`."""

from __future__ import annotations

from urllib.parse import urlencode

from descent_game.engine.controls import Trigger
from descent_game.ui.scene_protocol import PlayableScene


def words(scene: PlayableScene, *, every: bool = False) -> str:
    """Returns a scene as the command line takes it: its name, and its values where they are not the default, or all.

    It begins with the same values, drops, points and seeds; how far it has got since is not in it.
    """
    more = scene.shared()
    told = {name for name, _ in more}
    pairs = []
    for control in scene.controls:
        if not isinstance(control, Trigger) and control.name not in told:
            value = scene.controls.values.get(control.name)
            if every or value != control.default:
                pairs.append((control.name, str(value).lower() if isinstance(value, bool) else str(value)))
    return f"{scene.name}?{urlencode([*pairs, *more], safe=',')}"
