"""What hands do to a stage: to what lies over the scene, to the widgets, or to the scene itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from descent_game.app import settings
from descent_game.app.input import keys
from descent_game.app.input.keys import Wish
from descent_game.app.show import sharing
from descent_game.app.storage import kept_states
from descent_game.engine.events import Event, Key, Pointer, Quit, Resize, Steer
from descent_game.ui.head_buttons import SETTINGS

if TYPE_CHECKING:
    from descent_game.app.show.stage import Stage


def table(stage: Stage) -> tuple[keys.Binding, ...]:
    """Returns what the keys mean on a stage as it is."""
    keeps = isinstance(stage.scene, kept_states.Keeping)
    return keys.bindings(stage.scenes, stage.scene.name, stage.scene.controls, stage.rules, keeps=keeps)


def take(stage: Stage, event: Event) -> None:
    """Takes what hands do: to what lies over the scene, else to the widgets, else to the scene itself."""
    if isinstance(event, Resize):
        stage.resize(event.width, event.height)
    elif isinstance(event, Quit):
        stage.wishes.append(event)
    elif stage.overlays.open:
        _answered(stage, event)
    elif isinstance(event, Key):
        _key(stage, event)
    elif isinstance(event, Steer):
        stage.queue.extend(stage.pointers.steer(event))
    else:
        _pointer(stage, event)


def _answered(stage: Stage, event: Event) -> None:
    """Takes what is done to a page that lies over the scene."""
    over, was_open = stage.overlays, stage.overlays.open
    if isinstance(event, Pointer) and event.kind in ("release", "cancel"):
        _pointer(stage, replace(event, kind="cancel"))  # what went down before the page opened is no longer held
    answer = over.handle(event, stage.page)
    if isinstance(answer, Quit):
        stage.wishes.append(answer)
    elif answer is not None and answer != stage.setup:
        stage.set_up(answer)
    if was_open == "settings" and not over.open and over.settings.focus_visible:
        stage.interface.focused, stage.interface.focus_visible = SETTINGS, True


def _key(stage: Stage, event: Key) -> None:
    stage.overlays.pad = event.pad
    stage.arrange()
    taken = stage.reader.key(event, stage.page)
    if taken is None:
        taken = stage.interface.handle(event)
    if taken is not None:
        stage.queue.extend(taken)
        return
    does = keys.meant(event, table(stage))
    if isinstance(does, Wish):
        if not event.repeat:
            grant(stage, does, keyed=True)
    elif does is not None and (not event.repeat or keys.plain(event) in keys.REPEATING):
        stage.queue.append(does)


def grant(stage: Stage, wish: Wish, *, keyed: bool = False) -> None:
    """Opens what a wish asks for over the scene, or leaves the wish to the window; `keyed` came from a key."""
    if wish is Wish.HELP:
        stage.overlays.show_help()
    elif wish is Wish.SETTINGS:
        names = settings.language_names(stage.rules.languages or settings.languages())
        stage.overlays.show_settings(stage.setup, names, focus=keyed)
        stage.interface.release()
    elif wish is Wish.SHARE:
        stage.overlays.show_share(stage.words(), sharing.left_out(stage.scene))
        if not stage.rules.kept_in:
            stage.wishes.append(wish)
    elif wish is Wish.STATISTICS:
        stage.overlays.statistics = not stage.overlays.statistics
    else:
        stage.wishes.append(wish)


def _pointer(stage: Stage, event: Pointer) -> None:
    stage.arrange()
    if not stage.pointers.owns(event):
        taken = stage.reader.pointer(event, stage.page, stage.interface)
        if taken is None:
            taken = stage.interface.handle(event)
        if taken is not None:
            stage.scene.hover = None
            stage.queue.extend(taken)
            return
    over_widget, reading = bool(stage.interface.hovered), stage.reader.drawer.open
    stage.queue.extend(stage.pointers.handle(event, stage.scene, over_widget=over_widget, reading=reading))
