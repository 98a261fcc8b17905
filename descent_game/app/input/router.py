"""The router: gives each event to what it is meant for, and a stage the actions that come of it."""

from __future__ import annotations

from dataclasses import replace

from descent_game.app.input import keys
from descent_game.app.input.pointers import Pointers
from descent_game.app.show.requests import Binding, Request
from descent_game.app.show.stage import Stage
from descent_game.app.storage import kept_states
from descent_game.engine.events import Event, Key, Pointer, Quit, Resize, Steer
from descent_game.ui.head_buttons import SETTINGS


class Router:
    """Takes events for a stage: to what lies over the scene, else to the widgets, else to the scene itself.

    State: what is down on the stage, and the scene it went down on.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._pointers = Pointers()
        self._scene = stage.scene

    def bindings(self) -> tuple[Binding, ...]:
        """Returns what the keys mean on the stage as it is."""
        stage = self.stage
        keeps = isinstance(stage.scene, kept_states.Keeping)
        return keys.bindings(stage.scenes, stage.scene.name, stage.scene.controls, stage.rules, keeps=keeps)

    def let_go(self) -> None:
        """Forgets all that people hold and all that they have asked for and not got."""
        self._pointers.let_go()
        self.stage.let_go()

    def take(self, event: Event) -> None:
        """Does what an event asks for, or lets the stage's next step do it."""
        stage = self.stage
        if stage.scene is not self._scene:
            self._scene = stage.scene
            self._pointers.cancel()  # what was begun on another scene
        if isinstance(event, Resize):
            stage.resize(event.width, event.height)
        elif isinstance(event, Quit):
            stage.requests.append(event)
        elif stage.overlays.open:
            self._answer(event)
        elif isinstance(event, Key):
            self._key(event)
        elif isinstance(event, Steer):
            stage.queue.extend(self._pointers.steer(event))
        else:
            self._pointer(event)

    def _answer(self, event: Event) -> None:
        """Takes what is done to a page that lies over the scene."""
        stage, over, was_open = self.stage, self.stage.overlays, self.stage.overlays.open
        if isinstance(event, Pointer) and event.kind in ("release", "cancel"):
            self._pointer(replace(event, kind="cancel"))  # what went down before the page opened is no longer held
        answer = over.handle(event, stage.page)
        if isinstance(answer, Quit):
            stage.requests.append(answer)
        elif answer is not None and answer != stage.setup:
            stage.set_up(answer)
        if was_open == "settings" and not over.open and over.settings.focus_visible:
            stage.interface.focused, stage.interface.focus_visible = SETTINGS, True

    def _key(self, event: Key) -> None:
        stage = self.stage
        stage.arrange()
        taken = stage.reader.key(event, stage.page)
        if taken is None:
            taken = stage.interface.handle(event)
        if taken is not None:
            stage.queue.extend(taken)
            return
        bindings = self.bindings()
        does = keys.meant(event, bindings)
        if isinstance(does, Request):
            if not event.repeat:
                self._grant(does, bindings, pad=event.pad)
        elif does is not None and (not event.repeat or keys.plain(event) in keys.REPEATING):
            stage.queue.append(does)

    def _grant(self, request: Request, bindings: tuple[Binding, ...], *, pad: bool) -> None:
        """Opens what a key asks for over the scene, or leaves the request to the program."""
        stage = self.stage
        if request is Request.HELP:
            stage.overlays.show_help(bindings, pad=pad)
        elif request is Request.SETTINGS:
            stage.show_settings(keyed=True)
        elif request is Request.SHARE:
            stage.show_share()
            if not stage.rules.kept_in:
                stage.requests.append(request)
        elif request is Request.STATISTICS:
            stage.overlays.statistics = not stage.overlays.statistics
        else:
            stage.requests.append(request)

    def _pointer(self, event: Pointer) -> None:
        stage, pointers = self.stage, self._pointers
        stage.arrange()
        if not pointers.owns(event):
            taken = stage.reader.pointer(event, stage.page, stage.interface)
            if taken is None:
                taken = stage.interface.handle(event)
            if taken is not None:
                stage.scene.hover = None
                stage.queue.extend(taken)
                return
        pointers.gestures.aspect = stage.page.width / stage.page.height
        over_widget, reading = bool(stage.interface.hovered), stage.reader.drawer.open
        stage.queue.extend(pointers.handle(event, stage.scene, over_widget=over_widget, reading=reading))
