"""The state of a visitor's scene, kept every few seconds, so that a show that is started again goes on where it was."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from descent_game.app import log
from descent_game.app.show.stage import Stage
from descent_game.app.storage import input_files, json_files, snapshot_files
from descent_game.ui.scene_protocol import PlayableScene

LARGEST: Final = 4_000_000
"""Bytes of the largest state; a crowd too large for it is dropped anew, from the same seed."""


def file() -> Path:
    """Returns where the state lies, whether or not it does."""
    return json_files.state_folder() / "scene.json"


def keep(scene: PlayableScene, visit: bool) -> None:
    """Writes the state of a scene that a visitor is at; there is none while the show plays by itself."""
    state = scene.snapshot() if visit else None
    if state is not None and snapshot_files.size(state) < LARGEST:
        json_files.keep(file(), {"scene": scene.name, "state": snapshot_files.plain(state)}, sure=False)
    else:
        with suppress(OSError):
            file().unlink(missing_ok=True)


def go_on(stage: Stage, words: str) -> None:
    """Lets the scene on a stage go on from the state that was kept, where the same words say what it shows.

    What is in the file is no reason to stop: then the scene begins as the words say.
    """
    scene, begun = stage.scene, stage.scene.snapshot()
    try:
        kept = json.loads(input_files.content(file()))
        if kept["scene"] == scene.name:
            scene.restore(snapshot_files.value(kept["state"]))
            if stage.words(every=True) != words:  # something was changed since
                scene.restore(begun)
    except FileNotFoundError:
        pass
    except Exception as error:  # of any kind: a file that somebody has changed may hold anything
        log.logger().warning("%s: could not be used (%s: %s)", file(), type(error).__name__, error)
        scene.restore(begun)
