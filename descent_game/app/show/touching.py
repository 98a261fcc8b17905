"""Where hands are on a stage: kept with a session, and shown again in its film."""

from __future__ import annotations

from descent_game.app.show.reading_panel import Reader
from descent_game.engine.actions import Hands
from descent_game.ui.interface import Interface
from descent_game.ui.scene_protocol import Staged


def hands(scene: Staged, interface: Interface, reader: Reader) -> Hands:
    """Returns where hands are now."""
    place, drawer, card = scene.hover or (), reader.drawer, reader.glossary.open
    if not drawer.open:
        return Hands(*interface.touched, place, card=card)
    return Hands(*interface.touched, place, *drawer.interface.touched, *drawer.scrolled, card)


def show(hands: Hands, scene: Staged, interface: Interface, reader: Reader) -> None:
    """Shows hands where they were."""
    drawer = reader.drawer
    interface.touch(hands.hovered, hands.held, hands.focused)
    scene.hover = (hands.place[0], hands.place[1]) if hands.place else None
    if not hands.card:
        reader.glossary.close()
    if drawer.open:
        drawer.interface.touch(hands.leaf_hovered, hands.leaf_held, hands.leaf_focused)
        drawer.scroll_to(hands.scroll, dragged=hands.dragged)
