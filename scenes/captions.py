"""What the race's caption says: chosen from what the numbers show, and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from descent_game.sim.landscapes import Landscape
from descent_game.sim.optimizers import OPTIMIZERS, stability_limit
from descent_game.sim.race import Race
from descent_game.sim.referee import Split

BOUNCES = 5
"""Hops from wall to wall before they are spoken of."""
OVERSHOOT = 0.1
"""How far past the minimum a runner must have been to be said to overshoot."""


@dataclass(frozen=True)
class Caption:
    """A sentence by its key, with the numbers in it."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


def _diverged(race: Race, runners: Sequence[int], splits: tuple[Split, ...]) -> Caption | None:
    gone = sorted((splits[i].diverged or 0, i) for i in runners if splits[i].diverged is not None)
    if not gone:
        return None
    limits = {i: stability_limit(OPTIMIZERS[race.runners[i]], race.landscape.sharpness) for _, i in gone}
    past = [(i, limit) for i, limit in limits.items() if limit is not None and race.learning_rate > limit]
    values: dict[str, object] = {"rate": race.learning_rate}
    if len(past) >= 2:
        (i, limit), (j, other) = past[:2]
        values |= {"runner": race.runners[i], "limit": limit, "second": race.runners[j], "second_limit": other}
        return Caption("past_limits", values)
    if past:
        i, limit = past[0]
        return Caption("past_limit", {**values, "runner": race.runners[i], "limit": limit})
    step, i = gone[-1]
    return Caption("diverged", {"runner": race.runners[i], "step": step})


def _ridge(race: Race, runners: Sequence[int]) -> Caption | None:
    """All runners exactly where the gradient has no part along the valley, and none of them at a minimum."""
    if race.noise or race.landscape.plateau is None:
        return None
    places = race.positions()
    along = 1 - race.landscape.steep_axis
    if race.step_count >= 20 and all(places[i, along] == 0.0 for i in runners):
        return Caption("ridge")
    return None


def _settled(race: Race, runners: Sequence[int], splits: tuple[Split, ...]) -> Caption | None:
    down = sorted((splits[i].settled or 0, i) for i in runners if splits[i].settled is not None)
    if len(down) < len(runners):
        return None
    if len(down) == 1:
        return Caption("settled_one", {"runner": race.runners[down[0][1]], "step": down[0][0]})
    values: dict[str, object] = {"first": race.runners[down[0][1]], "first_step": down[0][0]}
    values |= {"last": race.runners[down[-1][1]], "last_step": down[-1][0]}
    return Caption("settled_all", values) if down[0][0] < down[-1][0] else None


def _crossed(race: Race, runners: Sequence[int], splits: tuple[Split, ...]) -> Caption | None:
    over = sorted((splits[i].crossed or 0, i) for i in runners if splits[i].crossed)
    waiting = [i for i in runners if splits[i].crossed is None and splits[i].diverged is None]
    if not over:
        return None
    step, i = over[0]
    values: dict[str, object] = {"runner": race.runners[i], "step": step}
    if len(over) > 1 and over[1][0] == step:
        return None
    if waiting:
        return Caption("crossed_waiting", {**values, "waiting": race.runners[waiting[0]], "now": race.step_count})
    if len(over) > 1:
        return Caption("crossed_all", {**values, "last": race.runners[over[-1][1]], "last_step": over[-1][0]})
    return None


def _overshoot(race: Race, runners: Sequence[int], splits: tuple[Split, ...], landscape: Landscape) -> Caption | None:
    if "momentum" not in race.runners:
        return None
    i = race.runners.index("momentum")
    far = splits[i].farthest
    if i not in runners or far is None or splits[i].diverged is not None or race.step_count - far[0] > 45:
        return None
    along = 1 - landscape.steep_axis
    past = min(abs(far[1] - float(minimum[along])) for minimum in landscape.minima)
    if past < OVERSHOOT or far[0] == race.step_count:
        return None
    return Caption("overshoot", {"runner": "momentum", "step": far[0], "place": far[1], "axis": "xy"[along]})


def _bounces(race: Race, runners: Sequence[int], splits: tuple[Split, ...]) -> Caption | None:
    hopping = [(splits[i].bounces, i) for i in runners if splits[i].settled is None and splits[i].diverged is None]
    if "sgd" in race.runners and (i := race.runners.index("sgd")) in [i for _, i in hopping]:
        count = splits[i].bounces
        if count >= BOUNCES:
            return Caption("bounces", {"runner": "sgd", "count": count, "step": race.step_count})
    return None


def caption(race: Race, runners: Sequence[int]) -> Caption:
    """Returns what to say of the race as it stands; `runners` are the rows that take part."""
    splits = race.splits
    if not runners:
        return Caption("nobody")
    for found in (
        _diverged(race, runners, splits),
        _ridge(race, runners),
        _settled(race, runners, splits),
        _crossed(race, runners, splits),
        _overshoot(race, runners, splits, race.landscape),
        _bounces(race, runners, splits),
    ):
        if found is not None:
            return found
    return Caption(f"start_{race.landscape.name}")
