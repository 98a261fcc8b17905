"""What is shown, as a string that opens it again: `race?landscape=saddle&learning_rate=0.1&drop=0.05,1.5&seed=7`."""

from __future__ import annotations

from urllib.parse import urlencode

from descent_game.engine.controls import Trigger
from descent_game.ui.scene_protocol import PlayableScene, Shared


def words(scene: PlayableScene, seed: int) -> str:
    """Returns a scene as the command line takes it: its name, and its values where they are not the default.

    It begins with the same values, drops, points and seeds; how far it has got since is not in it.
    """
    return _written(scene, seed, changed=True)


def every_word(scene: PlayableScene, seed: int) -> str:
    """Returns a scene as the command line takes it: its name, and every value, also where it is the default."""
    return _written(scene, seed, changed=False)


def left_out(scene: PlayableScene) -> tuple[str, ...]:
    """Returns the keys of the sentences that say what the words of a scene leave out."""
    return scene.unshared() if isinstance(scene, Shared) else ()


def _written(scene: PlayableScene, seed: int, *, changed: bool) -> str:
    more = scene.shared() if isinstance(scene, Shared) else (("seed", str(seed)),)
    names = {name for name, _ in more}
    pairs = [(name, value) for name, value in _values(scene, changed=changed).items() if name not in names]
    return f"{scene.name}?{urlencode([*pairs, *more], safe=',')}"


def _values(scene: PlayableScene, *, changed: bool) -> dict[str, str]:
    found = {}
    for control in scene.controls:
        value = scene.controls.values.get(control.name)
        if not isinstance(control, Trigger) and not (changed and value == control.default):
            found[control.name] = str(value).lower() if isinstance(value, bool) else str(value)
    return found
