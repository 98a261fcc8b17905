"""A child of `descent bench start`: opens the window as `descent` does, and leaves after the first picture of a scene.

Prints two moments of the machine's steady clock, in seconds: when the title card stood on the screen, and when the
first picture of the scene did.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic
from typing import Any

from descent_game.app import play
from descent_game.app.cli import main
from descent_game.app.input.window import Window
from descent_game.render.target import Target


class WatchedStart(Window):
    """A window that tells when a picture stands, and closes after the second."""

    shown = 0

    def show(self, target: Target, put: Callable[[Any], None] | None = None) -> None:
        """Puts a picture on the screen, waits until it is there, and tells the time."""
        super().show(target, put)
        self.context.finish()
        self.shown += 1
        print(monotonic(), flush=True)
        if self.shown == 2:
            raise SystemExit(0)


if __name__ == "__main__":
    setattr(play, "Window", WatchedStart)  # noqa: B010  # by name, since the module does not export it
    sys.exit(main(["play", *sys.argv[1:]]))
