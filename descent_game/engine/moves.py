"""Moves as verbs of a script: turns, zooms, pans and drops, read from TOML's values within bounds that make sense."""

from __future__ import annotations

import math

from descent_game.engine.actions import Action, Drop, Pan, Turn, Zoom
from descent_game.engine.toml_values import numbers, shown, within

MOST_DEGREES = 36_000.0
"""A hundred times round."""
MOST_TURN = math.radians(MOST_DEGREES)
MOST_FLING = 10_000.0
"""Radians a second; the swiftest hand has a few hundred."""
ZOOMS = (1e-6, 1e6)
FARTHEST_PLACE = 100.0
"""Screens from the middle."""
FARTHEST_DROP = 1000.0
"""In the surface's own coordinates, far beyond every plate."""


def orbit(value: object) -> list[Action]:
    """Returns a turn by degrees."""
    yaw, pitch = within(value, MOST_DEGREES, "two numbers, degrees to the right and up")
    return [Turn(math.radians(yaw), math.radians(pitch))]


def turn(value: object) -> list[Action]:
    """Returns a turn by radians."""
    return [Turn(*within(value, MOST_TURN, "two numbers, radians to the right and up"))]


def fling(value: object) -> list[Action]:
    """Returns a turn that coasts on."""
    return [Turn(*within(value, MOST_FLING, "two numbers, radians a second to the right and up"), fling=True)]


def zoom(value: object) -> list[Action]:
    """Returns a zoom, perhaps with the place that stays where it is."""
    meaning = "a positive number, the distance as a share of what it is, or three with the place x, y"
    factor, *place = numbers(value, 1, 3, meaning)
    if len(place) == 1 or factor <= 0.0:
        raise ValueError(f"expected {meaning}, found {shown(value)}")
    if not ZOOMS[0] <= factor <= ZOOMS[1]:
        raise ValueError(f"expected a share from {ZOOMS[0]:g} to {ZOOMS[1]:g}, found {shown(value)}")
    return [Zoom(factor, *(within(place, FARTHEST_PLACE, "a place x, y") if place else ()))]


def pan(value: object) -> list[Action]:
    """Returns a move sideways."""
    return [Pan(*within(value, FARTHEST_PLACE, "two numbers, parts of the screen to the right and up"))]


def drop(value: object) -> list[Action]:
    """Returns a drop at a place of the surface."""
    return [Drop(*on_surface(value))]


def on_surface(value: object, where: str = "") -> tuple[float, float]:
    """Returns a place of the surface, or raises ValueError with `where` it was asked for."""
    return within(value, FARTHEST_DROP, f"{where}x and y on the surface")
