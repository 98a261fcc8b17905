"""What the race's caption says: chosen from what the numbers show, and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from descent_game.engine.remembered import FrozenArray, frozen
from descent_game.sim.optimizers.optimizer import Optimizer
from descent_game.sim.race import Race
from descent_game.sim.referee import Split
from descent_game.sim.surfaces.minima_index import NOWHERE
from descent_game.sim.surfaces.surface import Landscape

from ..caption import Caption, CaptionValue

BOUNCES = 5
"""Hops from wall to wall before they are spoken of."""
OVERSHOOT = 0.1
"""How far past the minimum a runner must have been to be said to overshoot."""
LATELY = 45
"""For how many steps that is told."""


class RaceNow(NamedTuple):
    """All that there is to be said of a race after a step, as one value; `places` are the runners', (n, 2)."""

    landscape: Landscape
    optimizers: tuple[Optimizer, ...]
    learning_rate: float
    noise: float
    step_count: int
    places: FrozenArray
    splits: tuple[Split, ...]


def race_now(race: Race) -> RaceNow:
    """Returns what there is to be said of a race as it stands."""
    places = frozen(race.positions())
    return RaceNow(
        race.landscape, race.optimizers, race.learning_rate, race.noise, race.step_count, places, race.splits
    )


def _diverged(race: RaceNow, runners: Sequence[int]) -> Caption | None:
    splits = race.splits
    gone = sorted((splits[i].diverged or 0, i) for i in runners if splits[i].diverged is not None)
    if not gone:
        return None
    sharpness = race.landscape.sharpness
    limits = {i: race.optimizers[i].stability_limit(sharpness) for _, i in gone if sharpness is not None}
    past = [(i, limit) for i, limit in limits.items() if limit is not None and race.learning_rate > limit]
    values: dict[str, CaptionValue] = {"rate": race.learning_rate}
    if len(past) > 2:
        beyond = [limit for _, limit in past]
        return Caption("past_limits_many", {**values, "count": len(past), "limit": min(beyond), "most": max(beyond)})
    if len(past) == 2:
        (i, limit), (j, other) = past
        values |= {
            "runner": race.optimizers[i].name,
            "limit": limit,
            "second": race.optimizers[j].name,
            "second_limit": other,
        }
        return Caption("past_limits", values)
    if past:
        i, limit = past[0]
        return Caption("past_limit", {**values, "runner": race.optimizers[i].name, "limit": limit})
    step, i = gone[-1]
    return Caption("diverged", {"runner": race.optimizers[i].name, "step": step})


def _ridge(race: RaceNow, runners: Sequence[int]) -> Caption | None:
    """All runners exactly where the gradient has no part along the valley, and none of them near a minimum."""
    along = race.landscape.valley_axis
    if race.noise or race.landscape.plateau is None or along is None or race.step_count < 20:
        return None
    places = race.places.array[list(runners)]
    level = (race.landscape.surface.gradient(places)[:, along] == 0.0).all()
    return Caption("ridge") if level and (race.landscape.basins(places) == NOWHERE).all() else None


def _settled(race: RaceNow, runners: Sequence[int]) -> Caption | None:
    splits = race.splits
    down = sorted((splits[i].settled or 0, i) for i in runners if splits[i].settled is not None)
    if len(down) < len(runners):
        return None
    if len(down) == 1:
        return Caption("settled_one", {"runner": race.optimizers[down[0][1]].name, "step": down[0][0]})
    values: dict[str, CaptionValue] = {"first": race.optimizers[down[0][1]].name, "first_step": down[0][0]}
    values |= {"last": race.optimizers[down[-1][1]].name, "last_step": down[-1][0]}
    return Caption("settled_all", values) if down[0][0] < down[-1][0] else None


def _crossed(race: RaceNow, runners: Sequence[int]) -> Caption | None:
    splits = race.splits
    over = sorted((splits[i].crossed or 0, i) for i in runners if splits[i].crossed)
    waiting = [i for i in runners if splits[i].crossed is None and splits[i].diverged is None]
    if not over:
        return None
    step, i = over[0]
    values: dict[str, CaptionValue] = {"runner": race.optimizers[i].name, "step": step}
    if len(over) > 1 and over[1][0] == step:
        return None
    if waiting:
        return Caption(
            "crossed_waiting", {**values, "waiting": race.optimizers[waiting[0]].name, "now": race.step_count}
        )
    if len(over) > 1:
        return Caption("crossed_all", {**values, "last": race.optimizers[over[-1][1]].name, "last_step": over[-1][0]})
    return None


def _overshoot(race: RaceNow, runners: Sequence[int]) -> Caption | None:
    """Whoever carries its motion on and was past the lowest point, along the valley, not long ago."""
    splits, along, now, found = race.splits, race.landscape.valley_axis, race.step_count, []
    for i in runners:
        far = splits[i].farthest
        if along is None or far is None or splits[i].diverged is not None or not race.optimizers[i].has_velocity:
            continue
        past = float(np.abs(far[1] - race.landscape.places[:, along]).min())
        if past >= OVERSHOOT and far[0] < now <= far[0] + LATELY:
            found.append((far, i))
    if not found:
        return None
    (step, place), i = max(found)
    return Caption(
        "overshoot",
        {
            "runner": race.optimizers[i].name,
            "step": step,
            "place": place,
            "digits": race.landscape.surface.digits(2),
            "axis": "xy"[along or 0],
        },
    )


def _bounces(race: RaceNow, runners: Sequence[int]) -> Caption | None:
    """Whoever carries no motion on and still hops from wall to wall, the most often of them."""
    splits = race.splits
    going = [i for i in runners if splits[i].settled is None and splits[i].diverged is None]
    count, i = max(((splits[i].bounces, -i) for i in going if not race.optimizers[i].has_velocity), default=(0, 0))
    if count < BOUNCES:
        return None
    return Caption("bounces", {"runner": race.optimizers[-i].name, "count": count, "step": race.step_count})


def caption(race: RaceNow, runners: Sequence[int]) -> Caption:
    """Returns what to say of a race; `runners` are the rows that take part."""
    if not runners:
        return Caption("nobody")
    for true_of in (_diverged, _ridge, _settled, _crossed, _overshoot, _bounces):
        found = true_of(race, runners)
        if found is not None:
            return found
    return Caption(f"start_{race.landscape.name}")
