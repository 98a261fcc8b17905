"""What mouse and fingers do beside the widgets: they drag what the scene lets be dragged, else turn, zoom or click."""

from __future__ import annotations

from descent_game.engine.actions import Action, Click, Drag, Read, Turn, Zoom
from descent_game.engine.events import Pointer, Steer
from descent_game.engine.gestures import Gestures
from descent_game.ui.scene_protocol import PlayableScene


class Pointers:
    """State: which fingers went down on the stage, which of them drags something, and the gesture of the others."""

    def __init__(self) -> None:
        self.gestures = Gestures()
        self._dragging: int | None = None
        self._down: set[int] = set()

    def cancel(self) -> None:
        """Ends the gesture without an action."""
        self.gestures.cancel()

    def let_go(self) -> None:
        """Forgets all that is down."""
        self.gestures.cancel()
        self._dragging = None
        self._down.clear()

    def owns(self, event: Pointer) -> bool:
        """Returns whether the event's finger went down on the stage, so that no widget is asked."""
        return event.finger in self._down

    def handle(self, event: Pointer, scene: PlayableScene, *, over_widget: bool, reading: bool) -> list[Action]:
        """Returns what an event asks for that is not a widget's; a click beside an open reading closes it."""
        if event.kind == "press":
            self._down.add(event.finger)
        elif event.kind in ("release", "leave", "cancel"):
            self._down.discard(event.finger)
        if event.kind == "leave":
            scene.hover = None
        elif event.kind == "move" and not event.touch:
            scene.hover = None if over_widget else (event.x, event.y)
        dragged = self._drag(event, scene)
        if dragged:
            return dragged
        asked = self.gestures.handle(event)
        return [Read("") if reading and isinstance(action, Click) else action for action in asked]

    def steer(self, event: Steer) -> list[Action]:
        """Returns what a stick asks for: it turns and zooms beside whatever fingers do."""
        turned = [Turn(event.yaw, event.pitch)] if event.yaw or event.pitch else []
        return [*turned, *([Zoom(event.zoom)] if event.zoom != 1.0 else [])]

    def _drag(self, event: Pointer, scene: PlayableScene) -> list[Action]:
        """Returns the drag where the event belongs to something of the scene's, held or taken hold of now."""
        free = self._dragging is None and not self.gestures.busy
        if free and event.kind == "press" and event.button == 1 and scene.grabs(event.x, event.y):
            self._dragging = event.finger
            return [Drag(event.x, event.y, "grab")]
        if self._dragging is None or event.finger != self._dragging or event.kind not in ("move", "release", "cancel"):
            return []
        if event.kind == "move":
            return [Drag(event.x, event.y, "move")]
        self._dragging = None
        return [Drag(event.x, event.y, "release")]
