"""The title card in a window, with what it needs to be drawn, and no more."""

from __future__ import annotations

from descent_game.app.input.window import Window
from descent_game.app.settings import page
from descent_game.app.show.compositor import Compositor
from descent_game.app.storage import preferences


class Opening:
    """A title card that stands in a window from its making on; whoever shows something there takes over what it has.

    `compositor` has drawn the card, `kept` is what was chosen the last time, `setup` are the settings to begin with.
    """

    def __init__(self, window: Window, language: str = "", theme: str = "") -> None:
        """Shows the card in what the visitor chose the last time, but for a language or a theme that is asked for."""
        self.compositor = Compositor(window.context, *window.size)
        self.kept = preferences.kept()
        self.setup = preferences.begins(self.kept, language, theme)
        window.show(self.compositor.title(page(self.setup, *window.size)))
