"""What may be asked of the program, not of a scene, and what keys mean, as data: the page of keys is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from descent_game.engine.actions import Action


class Request(Enum):
    """What is asked not of the scene but of the program."""

    HELP = "help"
    SETTINGS = "settings"
    FULLSCREEN = "fullscreen"
    SCREENSHOT = "screenshot"
    POSTER = "poster"
    FILM = "film"
    SHARE = "share"
    STATISTICS = "statistics"
    KEEP = "keep"
    OPEN = "open"
    ESCAPE = "escape"


Does: TypeAlias = Action | Request


@dataclass(frozen=True)
class Binding:
    """Keys that do one thing; `text` is the key of its words among the messages, or the name of a control.

    One without a text stays off the page of keys; `together` are keys told in one row with these.
    """

    keys: tuple[str, ...]
    does: Does
    text: str = ""
    together: tuple[str, ...] = ()
