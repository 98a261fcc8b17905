"""What a trainer's file holds of its state, as plain data, and back to a state, every key checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from descent_game.engine.controls import ControlError, Controls, Trigger, Value
from descent_game.engine.linalg import Floats
from descent_game.engine.snapshot import Snapshot
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import Network
from descent_game.sim.network.traces import numbers

from .controls import MOST_POINTS, OWN, controls
from .runs import COMPARED, Milestone, Runs

VERSION = 1
KEYS = ("scene", "version", "settings", "points", "labels", "initial", "weights", "steps", "reached")
LARGEST = 1e15
"""No weight is larger: beyond it training counts as diverged."""


class StateError(ValueError):
    """What a file holds is no state; the message names the key, what was found and what was expected."""


@dataclass(frozen=True)
class KeptState:
    """Everything that a file holds, checked."""

    settings: dict[str, Value]
    points: Floats
    labels: Floats
    initial: Network
    weights: tuple[Network, ...]
    steps: int
    reached: tuple[tuple[int | None, int | None], ...]


def written(state: Snapshot) -> dict[str, object]:
    """Returns settings, points, the weights at the start and now, the steps taken, and the milestones among them."""
    runs = state["runs"]
    return {
        "scene": "trainer",
        "version": VERSION,
        "settings": dict(state["controls"]["values"]),
        "points": runs["points"].tolist(),
        "labels": [int(label) for label in runs["labels"]],
        "initial": dict(numbers(runs["initial"])),
        "weights": [dict(numbers(replace(run.start, parameters=run.parameters))) for run in runs["runs"]],
        "steps": runs["runs"][-1].steps,
        "reached": [[mark["good"], mark["all"]] for mark in runs["milestones"]],
    }


def read(table: Mapping[str, object], own: tuple[Floats, Floats]) -> dict[str, Snapshot]:
    """Returns the states of controls and runs in what `written` returned, or raises StateError.

    What it leaves out is as after a fresh start; `own` are the visitor's points where it holds those of a data set.
    """
    settings = controls()
    kept = _checked(table, settings)
    for name, value in kept.settings.items():
        settings.set(name, value)
    runs = Runs(settings)
    runs.points, runs.labels = kept.points, kept.labels
    runs.own = (kept.points, kept.labels) if settings.word("dataset") == OWN else own
    runs.initial = kept.initial
    runs.start()
    runs.begin(list(kept.weights), kept.steps)
    runs.drawn = False
    runs.milestones = tuple(Milestone(kept.steps, *reached) for reached in kept.reached)
    return {"controls": settings.snapshot(), "runs": runs.snapshot()}


def _checked(state: Mapping[str, object], controls: Controls) -> KeptState:
    for key in state:
        if key not in KEYS:
            raise StateError(f"{key}: no such key, expected {', '.join(KEYS)}")
    for key in KEYS:
        if key not in state:
            raise StateError(f"{key}: expected, found nothing")
    if state["scene"] != "trainer":
        raise StateError(f"scene: expected 'trainer', found {state['scene']!r}")
    if state["version"] != VERSION:
        raise StateError(f"version: expected {VERSION}, found {state['version']!r}")
    settings = _settings(state["settings"], controls)
    points = _array("points", state["points"], 2, 1.0)
    labels = _labels(state["labels"], len(points))
    hidden, activation = int(str(settings["hidden"])), str(settings["activation"])
    weights = state["weights"]
    count = len(COMPARED) if settings["three"] is True else 1
    if not isinstance(weights, list) or len(weights) != count:
        raise StateError(f"weights: expected a list of {count}, one a network, found {_brief(weights)}")
    steps = state["steps"]
    if not isinstance(steps, int) or isinstance(steps, bool) or not 0 <= steps <= 10**15:
        raise StateError(f"steps: expected a whole number from 0 to {10**15}, found {_brief(steps)}")
    networks = tuple(_network(f"weights {i}", row, hidden, activation) for i, row in enumerate(weights, 1))
    initial = _network("initial", state["initial"], hidden, activation)
    return KeptState(settings, points, labels, initial, networks, steps, _reached(state["reached"], count, steps))


def _reached(value: object, count: int, steps: int) -> tuple[tuple[int | None, int | None], ...]:
    """Returns for each network the steps at which most points were right, and all; None where that was never so."""
    rows = value if isinstance(value, list) else []
    for row in rows:
        numbers = [step for step in row if step is not None] if isinstance(row, list) and len(row) == 2 else [-1]
        if not all(type(step) is int and 0 <= step <= steps for step in numbers):
            rows = []
    if len(rows) != count:
        raise StateError(f"reached: expected {count} pairs of steps up to {steps}, or null, found {_brief(value)}")
    return tuple((good, every) for good, every in rows)


def _brief(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _settings(value: object, controls: Controls) -> dict[str, Value]:
    if not isinstance(value, Mapping):
        raise StateError(f"settings: expected a table of controls, found {_brief(value)}")
    names = {control.name for control in controls if not isinstance(control, Trigger)}
    missing = sorted(names - set(value))
    if missing:
        raise StateError(f"settings.{missing[0]}: expected, found nothing")
    try:
        return {str(name): controls.parse(str(name), item) for name, item in value.items()}
    except ControlError as error:
        raise StateError(f"settings.{error}") from None


def _array(key: str, value: object, depth: int, largest: float) -> Floats:
    """Returns finite numbers as an array: one, a list of them, or for `depth` 2 a list of pairs."""
    expected = ("a number", "a list of numbers", "a list of pairs of numbers")[depth]
    try:
        array = np.array(value, np.float64)
    except (TypeError, ValueError, OverflowError):
        raise StateError(f"{key}: expected {expected}, found {_brief(value)}") from None
    if depth == 2 and array.size == 0:
        array = array.reshape(0, 2)
    if array.ndim != depth or not np.issubdtype(np.array(value).dtype, np.number) and array.size:
        raise StateError(f"{key}: expected {expected}, found {_brief(value)}")
    if not np.isfinite(array).all() or (np.abs(array) > largest).any():
        raise StateError(f"{key}: expected numbers from {-largest:g} to {largest:g}, found {_brief(value)}")
    return array


def _labels(value: object, count: int) -> Floats:
    labels = _array("labels", value, 1, 1.0)
    if not np.isin(labels, (0.0, 1.0)).all():
        raise StateError(f"labels: expected 0 or 1, found {_brief(value)}")
    if len(labels) != count or count > MOST_POINTS:
        raise StateError(f"labels: expected {min(count, MOST_POINTS)}, one a point, found {len(labels)}")
    return labels


def _network(key: str, value: object, hidden: int, activation: str) -> Network:
    if not isinstance(value, Mapping):
        raise StateError(f"{key}: expected W1, b1, W2 and b2, found {_brief(value)}")
    shapes = {"W1": (2, hidden), "b1": (hidden,), "W2": (hidden,), "b2": ()}
    parts = []
    for name, shape in shapes.items():
        if name not in value:
            raise StateError(f"{key}.{name}: expected, found nothing")
        depth = len(shape)
        array = (
            _matrix(f"{key}.{name}", value[name])
            if depth == 2
            else _array(f"{key}.{name}", value[name], depth, LARGEST)
        )
        if array.shape != shape:
            raise StateError(f"{key}.{name}: expected {_shape(shape)} numbers, found {_shape(array.shape)}")
        parts.append(array.ravel())
    return Network(np.concatenate(parts), ACTIVATIONS[activation])


def _matrix(key: str, value: object) -> Floats:
    rows = [_array(key, row, 1, LARGEST) for row in value] if isinstance(value, list) else []
    if len(rows) != 2 or len(rows[0]) != len(rows[1]):
        raise StateError(f"{key}: expected two rows of numbers, found {_brief(value)}")
    return np.stack(rows)


def _shape(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "1"
