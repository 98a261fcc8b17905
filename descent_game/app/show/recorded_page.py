"""The page of a kept session: places on the screen are meant on it, whatever page is shown."""

from __future__ import annotations

from dataclasses import replace

from descent_game.app import settings
from descent_game.app.settings import Settings
from descent_game.app.show.rules import Rules
from descent_game.engine.actions import Action, Click, Drag, Pan, RecordedView, Zoom
from descent_game.engine.controls import Value
from descent_game.ui.page import Page


def recorded_rules(seat: RecordedView) -> Rules:
    """Returns the rules that held where a session was kept."""
    values: dict[str, dict[str, Value]] = {}
    for scene, control, value in seat.values:
        values.setdefault(scene, {})[control] = value
    return Rules(scenes=seat.scenes, hidden=frozenset(seat.hidden), values=values)


class RecordedPage:
    """State: where the session was kept, and its page; none where pointers and picture share a page."""

    def __init__(self) -> None:
        self._seat: RecordedView | None = None
        self._page: Page | None = None

    def take(self, seat: RecordedView, setup: Settings) -> Settings:
        """Takes over a page, and returns the settings of what is shown: what was changed there is changed here.

        A film that is made in another language or theme than that of the session stays so.
        """
        before = self._seat or seat
        seen = Settings(seat.language, seat.theme, seat.text_scale, seat.reduced_motion, seat.diagonal)
        page = settings.page(seen, *seat.size)
        self._page = replace(page, scenes=seat.scenes, hidden=frozenset(seat.hidden))
        self._seat = seat
        return replace(
            setup,
            language=seat.language if setup.language == before.language else setup.language,
            theme=seat.theme if setup.theme == before.theme else setup.theme,
            text_scale=seat.text_scale,
            reduced_motion=seat.reduced_motion,
        )

    def page_of(self, action: Action, shown: Page) -> Page | None:
        """Returns the page that an action is meant on, if it names a place on the screen and that page is another."""
        meant = self._page or replace(shown, plain=False)
        return meant if meant != shown and isinstance(action, Click | Drag | Pan | Zoom) else None
