"""What a stage is held to: which scenes and controls it shows, what they begin with; and where a session was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from descent_game.app import settings
from descent_game.app.settings import Settings
from descent_game.engine.actions import Action, Click, Drag, Pan, RecordedView, Zoom
from descent_game.engine.controls import Value
from descent_game.ui.page import Page


@dataclass(frozen=True)
class Rules:
    """Nothing is forbidden by default.

    `scenes` are those that can be visited, in the order of their tabs (none: all); `languages` those that are offered
    (none: all); `hidden` are controls that nobody can reach, each as `scene.control`; `values` are what a scene's
    controls begin with. `kept_in` takes away the keys that change the window or leave it.
    """

    scenes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    values: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    kept_in: bool = False


def recorded_rules(view: RecordedView) -> Rules:
    """Returns the rules that held where a session was kept."""
    values: dict[str, dict[str, Value]] = {}
    for scene, control, value in view.values:
        values.setdefault(scene, {})[control] = value
    return Rules(scenes=view.scenes, hidden=frozenset(view.hidden), values=values)


class RecordedPage:
    """State: how a session was seen where it was kept; places on the screen are meant on that page, whatever is shown.

    There is none where pointers and picture share a page.
    """

    def __init__(self) -> None:
        self._view: RecordedView | None = None
        self._page: Page | None = None

    def take(self, view: RecordedView, setup: Settings) -> Settings:
        """Takes over a page, and returns the settings of what is shown: what was changed there is changed here.

        A film that is made in another language or theme than that of the session stays so.
        """
        before, self._view = self._view or view, view
        seen = Settings(view.language, view.theme, view.text_scale, view.reduced_motion, view.diagonal)
        self._page = replace(settings.page(seen, *view.size), scenes=view.scenes, hidden=frozenset(view.hidden))
        return replace(
            setup,
            language=view.language if setup.language == before.language else setup.language,
            theme=view.theme if setup.theme == before.theme else setup.theme,
            text_scale=view.text_scale,
            reduced_motion=view.reduced_motion,
        )

    def page_of(self, action: Action, shown: Page) -> Page | None:
        """Returns the page that an action is meant on, if it names a place on the screen and that page is another."""
        meant = self._page or replace(shown, plain=False)
        return meant if meant != shown and isinstance(action, Click | Drag | Pan | Zoom) else None
