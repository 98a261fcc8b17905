"""Events for a stage in tests: each stage has a router of its own, for as long as it lives."""

from weakref import WeakKeyDictionary

from descent_game.app.input.router import Router
from descent_game.app.show.stage import Stage
from descent_game.engine.events import Event

ROUTERS: WeakKeyDictionary[Stage, Router] = WeakKeyDictionary()


def router(stage: Stage) -> Router:
    """Returns the router of a stage."""
    if stage not in ROUTERS:
        ROUTERS[stage] = Router(stage)
    return ROUTERS[stage]


def route(stage: Stage, event: Event) -> None:
    """Lets the router of a stage take an event."""
    router(stage).take(event)
