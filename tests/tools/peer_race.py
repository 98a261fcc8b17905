"""The race that every peer films: where the balls are in each picture, how high the hill is, what the board shows."""

import os

import numpy as np

SECONDS, FPS, STEPS_A_SECOND = 10, 30, 20
SIDE = (-2.4, 2.4)
"""From where to where the plate goes, either way."""
RADIUS = 0.12
"""Of a ball, in the units of the plate."""
NAMES = ("SGD", "Momentum", "Adam")
BOARD = bool(os.environ.get("RACE_BOARD"))
"""Whether the board is shown: a title, the step, and each runner's name and loss, as a number and as a curve."""


def paths() -> np.ndarray:
    """Returns where the balls are in each picture, (3, pictures, 3), from the file that RACE_PATHS names."""
    found: np.ndarray = np.load(os.environ["RACE_PATHS"])
    return found


def loss(x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
    """Returns the loss of the ravine over places."""
    return np.asarray(0.15 * np.square(x) + 19.5 * np.square(y))


def hill(x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
    """Returns the height of the ravine over places, as the program shows it."""
    return np.asarray(0.35 * np.log1p(loss(x, y) / 0.1))


def losses() -> np.ndarray:
    """Returns each ball's loss in each picture, (3, pictures), as far down as the board shows it."""
    x, y, _ = np.moveaxis(paths(), 2, 0)
    return np.asarray(np.maximum(loss(x, y), 1e-6))


def step(number: float) -> int:
    """Returns the step that a picture shows."""
    return round(number) * STEPS_A_SECOND // FPS


def curve(values: np.ndarray, number: float) -> np.ndarray:
    """Returns the corners of a loss's curve up to a picture, (n, 3), in the units of a scene of Manim."""
    until = max(round(number), 1) + 1
    along = 4.5 + 2.2 * np.arange(until) / len(values)
    return np.column_stack((along, 0.8 + 0.15 * np.log10(values[:until]), np.zeros(until)))
