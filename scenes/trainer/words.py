"""What the trainer's caption says: chosen from what the numbers show, and from nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from descent_game.engine.controls import Controls
from descent_game.sim.datasets import DATASETS
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import cross_entropy

from ..caption import Caption, CaptionValue
from .one_step import Watching
from .runs import GOOD, Runs

EARLY = 20


@dataclass(frozen=True)
class Racer:
    """One of three runs: its optimizer, its accuracy, the step at which that first was good, whether it ran away."""

    name: str
    accuracy: float
    good: int | None
    diverged: bool


@dataclass(frozen=True)
class Facts:
    """All that the caption may speak of. `good` and `all` are the steps at which 95 % and every point were right."""

    dataset: str
    hidden: int
    activation: str
    points: int
    classes: int
    step: int
    accuracy: float
    rate: float
    good: int | None = None
    all: int | None = None
    dead: int = 0
    diverged: bool = False
    stuck: bool = False
    racers: tuple[Racer, ...] = ()


def facts(runs: Runs, controls: Controls, dead: npt.NDArray[np.bool_], accuracy: float, step: int) -> Facts:
    """Returns what is true of the runs; `dead`, (H,), are the dead neurons of the one that the diagram shows.

    `accuracy` and `step` are those that the board shows of that one.
    """
    run = runs.first
    racers: tuple[Racer, ...] = ()
    if len(runs.runs) > 1:
        rows = zip(runs.names, runs.runs, runs.milestones, strict=True)
        racers = tuple(Racer(name, each.measure()[1], mark.good, each.diverged) for name, each, mark in rows)
    return Facts(
        dataset=controls.word("dataset"),
        hidden=run.start.neurons,
        activation=run.start.activation.name,
        points=len(run.labels),
        classes=len(set(run.labels.tolist())),
        step=step,
        accuracy=accuracy,
        rate=run.learning_rate,
        good=runs.milestones[-1].good,
        all=runs.milestones[-1].all,
        dead=int(dead.sum()),
        diverged=run.diverged,
        stuck=runs.stuck,
        racers=racers,
    )


def percent(accuracy: float) -> float:
    """Returns an accuracy in percent to one decimal, rounded down, so that 100 means every point."""
    return math.floor(accuracy * 1000.0 + 1e-9) / 10.0


def _racing(now: Facts) -> Caption | None:
    if not now.racers:
        return None
    gone = [racer for racer in now.racers if racer.diverged]
    if gone:
        return Caption("race_diverged", {"runner": gone[0].name, "rate": now.rate})
    there = sorted((racer.good, racer.name) for racer in now.racers if racer.good is not None)
    if not there:
        return Caption("race_start", {"rate": now.rate})
    first: dict[str, CaptionValue] = {"first": there[0][1], "first_step": there[0][0]}
    if len(there) < len(now.racers):
        return Caption("race_first", first)
    return Caption("race_done", {**first, "last": there[-1][1], "last_step": there[-1][0]})


def _points(now: Facts) -> Caption | None:
    if not now.points:
        return Caption("no_points", {"switch": "control.class", "drawer": "option.drawer.points"})
    return Caption("one_class") if now.classes == 1 else None


def _trouble(now: Facts) -> Caption | None:
    """What keeps the network from learning, as far as the numbers show it."""
    if now.dead:
        if now.dead == now.hidden:
            return Caption("dead_all")
        return Caption("dead_one") if now.dead == 1 else Caption("dead", {"count": now.dead})
    data, activation = DATASETS.get(now.dataset), ACTIVATIONS[now.activation]
    if activation.straight and data is not None and not data.straight and now.step >= EARLY:
        return Caption("linear_cannot")
    if not now.stuck or now.accuracy >= GOOD:
        return None
    values: dict[str, CaptionValue] = {"percent": percent(now.accuracy)}
    if data is not None and data.exclusive_or and now.hidden <= 2 and activation.saturates:
        return Caption("stalled_two" if now.hidden == 2 else "stalled_one", values)
    return Caption("stuck", values)


def caption(now: Facts) -> Caption:
    """Returns what to say of the training as it stands."""
    said = _points(now) or _racing(now)
    if said is not None:
        return said
    if now.diverged:
        return Caption("diverged", {"step": now.step, "rate": now.rate})
    data = DATASETS.get(now.dataset)
    four = data is not None and data.exclusive_or and now.hidden == 4 and ACTIVATIONS[now.activation].saturates
    if now.accuracy >= 1.0 and now.all is not None:
        return Caption("solved_checker" if four else "solved", {"step": now.all})
    said = _trouble(now)
    if said is not None:
        return said
    if now.good is not None and now.accuracy >= GOOD:
        return Caption("good_checker" if four else "good", {"step": now.good})
    return Caption(f"start_{now.dataset}")


def telling(watching: Watching) -> Caption | None:
    """Returns what is told of the step that is being watched, or None."""
    watched, (part, _) = watching.watched, watching.part()
    if watched is None or not watching.readable:
        return None
    right = int(np.count_nonzero((watched.forward.logits > 0.0) == (watched.labels == 1.0)))
    if part == "forward":
        return Caption("watch_forward", {"count": len(watched.labels), "right": right})
    if part == "loss":
        return Caption("watch_loss", {"loss": watched.loss})
    if part == "backward":
        return Caption("watch_backward", {"count": len(watched.backward.parameters)})
    after = watched.after.forward(watched.points).logits
    return Caption("watch_step", {"before": watched.loss, "after": cross_entropy(after, watched.labels)})
