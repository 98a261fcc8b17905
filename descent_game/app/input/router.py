"""The router: gives each event to what it is meant for, and a stage the actions that come of it."""

from __future__ import annotations

from dataclasses import replace

from descent_game.app.input import keys
from descent_game.app.show.requests import Binding, Request
from descent_game.app.show.stage import Stage
from descent_game.app.storage import kept_states
from descent_game.engine.actions import Action, Click, Drag, Read, Turn, Zoom
from descent_game.engine.events import Event, Key, Pointer, Quit, Resize, Steer
from descent_game.engine.gestures import Gestures
from descent_game.ui.head_buttons import SETTINGS


class Router:
    """Takes events for a stage: to what lies over the scene, else to the widgets, else to the scene itself.

    State: which fingers went down on the stage, the scene they went down on, which of them drags something of the
    scene's, and the gesture of the others.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._scene = stage.scene
        self._gestures = Gestures()
        self._down: set[int] = set()
        self._dragging: int | None = None

    def bindings(self) -> tuple[Binding, ...]:
        """Returns what the keys mean on the stage as it is."""
        stage = self.stage
        keeps = isinstance(stage.scene, kept_states.Keeping)
        return keys.bindings(stage.scenes, stage.scene.name, stage.scene.controls, stage.rules, keeps=keeps)

    def let_go(self) -> None:
        """Forgets all that people hold and all that they have asked for and not got."""
        self._gestures.cancel()
        self._dragging = None
        self._down.clear()
        self.stage.let_go()

    def take(self, event: Event) -> None:
        """Does what an event asks for, or lets the stage's next step do it."""
        stage = self.stage
        if stage.scene is not self._scene:
            self._scene = stage.scene
            self._gestures.cancel()  # what was begun on another scene
        if isinstance(event, Resize):
            stage.resize(event.width, event.height)
        elif isinstance(event, Quit):
            stage.requests.append(event)
        elif stage.overlays.open:
            self._answer(event)
        elif isinstance(event, Key):
            self._key(event)
        elif isinstance(event, Steer):
            if event.yaw or event.pitch:
                stage.queue.append(Turn(event.yaw, event.pitch))
            if event.zoom != 1.0:
                stage.queue.append(Zoom(event.zoom))
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
        stage = self.stage
        stage.arrange()
        if event.finger not in self._down:
            taken = stage.reader.pointer(event, stage.page, stage.interface)
            if taken is None:
                taken = stage.interface.handle(event)
            if taken is not None:
                stage.scene.hover = None
                stage.queue.extend(taken)
                return
        if event.kind == "press":
            self._down.add(event.finger)
        elif event.kind in ("release", "leave", "cancel"):
            self._down.discard(event.finger)
        if event.kind == "leave":
            stage.scene.hover = None
        elif event.kind == "move" and not event.touch:
            stage.scene.hover = None if stage.interface.hovered else (event.x, event.y)
        stage.queue.extend(self._drag(event) or self._gesture(event))

    def _gesture(self, event: Pointer) -> list[Action]:
        """Returns what an event that drags nothing asks for: turn, zoom or click, which closes a reading beside it."""
        page, reading = self.stage.page, self.stage.reader.drawer.open
        self._gestures.aspect = page.width / page.height
        actions = self._gestures.handle(event)
        return [Read("") if reading and isinstance(action, Click) else action for action in actions]

    def _drag(self, event: Pointer) -> list[Action]:
        """Returns the drag where the event belongs to something of the scene's, held or taken hold of now."""
        free = self._dragging is None and not self._gestures.busy
        if free and event.kind == "press" and event.button == 1 and self.stage.scene.grabs(event.x, event.y):
            self._dragging = event.finger
            return [Drag(event.x, event.y, "grab")]
        if self._dragging is None or event.finger != self._dragging or event.kind not in ("move", "release", "cancel"):
            return []
        if event.kind == "move":
            return [Drag(event.x, event.y, "move")]
        self._dragging = None
        return [Drag(event.x, event.y, "release")]
