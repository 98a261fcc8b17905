"""What the race's caption says, chosen from what the numbers show and nothing else, and as a language writes it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from descent_game.engine.remembered import FrozenArray, frozen
from descent_game.sim.optimizers.optimizer import Optimizer
from descent_game.sim.race import Race
from descent_game.sim.referee import Split
from descent_game.sim.surfaces.minima_index import NOWHERE
from descent_game.sim.surfaces.surface import Landscape
from descent_game.ui.messages import Messages
from descent_game.ui.widgets import Tick

from ..caption import Caption, CaptionValue
from ..roster import NAMES, ROSTER, named

BOUNCES = 5
"""Hops from wall to wall before they are spoken of."""
OVERSHOOT = 0.1
"""How far past the minimum a runner must have been to be said to overshoot."""
LATELY = 45
"""For how many steps that is told."""
ARRIVED = 1e-9
"""A loss below which all have arrived: what is left is rounding."""


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


def loss_text(messages: Messages, loss: float) -> tuple[str, str]:
    """Returns a loss to four decimals, or with its power of ten apart where that would show too little of it.

    Below `ARRIVED` its digits are rounding, and say nothing of who is ahead.
    """
    if 0.0 < loss < ARRIVED:
        return f"< {messages.number(10)}", messages.number(round(math.log10(ARRIVED)))
    if 0.0 < loss < 0.00095:
        mantissa, exponent = f"{loss:.1e}".split("e")
        return f"{messages.number(float(mantissa), 1)} · {messages.number(10)}", messages.number(int(exponent))
    size = abs(loss)
    return messages.number(loss, 4 if size < 10.0 else 2 if size < 1000.0 else 0), ""


def percentages(shares: Sequence[float]) -> list[float]:
    """Returns shares of a whole in percent, to one decimal, so that what is shown adds up to 100 (largest remainder).

    Shares of nothing at all are all nought.
    """
    whole = sum(shares)
    if not whole > 0.0:
        return [0.0] * len(shares)
    tenths = [1000.0 * share / whole for share in shares]
    counts = [math.floor(tenth + 1e-9) for tenth in tenths]
    by_rest = sorted(range(len(shares)), key=lambda i: (counts[i] - tenths[i], i))
    for i in by_rest[: 1000 - sum(counts)]:
        counts[i] += 1
    return [count / 10.0 for count in counts]


def caption_text(messages: Messages, said: Caption) -> str:
    """Returns a caption as a sentence, its runners and numbers as the language writes them."""
    values: dict[str, object] = {}
    for key, value in said.values.items():
        if isinstance(value, str) and value in NAMES:
            values[key] = named(value).title(messages)
        elif key == "place" and isinstance(value, float):
            values[key] = messages.number(value, int(str(said.values.get("digits", 2))))
        elif key.endswith("_share") and isinstance(value, float):
            values[key] = messages.number(value, 1)
        elif key == "shares" and isinstance(value, tuple):
            values[key] = shares_text(messages, value)
        else:
            values[key] = value
    key = f"race.caption.{said.key}"
    return messages(key if messages.has(key) else "race.caption.start", **values)


def shares_text(messages: Messages, shares: tuple[tuple[str, float], ...]) -> str:
    """Returns each runner with its share in percent, the largest first; those without any only where nobody has one."""
    there = [(name, share) for name, share in shares if share] or list(shares)
    return ", ".join(
        messages("race.caption.winners_share", runner=named(name).title(messages), share=messages.number(share, 1))
        for name, share in sorted(there, key=lambda each: -each[1])
    )


def split_text(messages: Messages, split: Split) -> str:
    """Returns what a runner has reached, the latest first; empty while it has reached nothing."""
    for key, step in (("diverged", split.diverged), ("settled", split.settled), ("crossed", split.crossed)):
        if step is not None and (key != "crossed" or step > 0):
            return messages(f"race.split.{key}", step=step)
    return ""


def ticks(messages: Messages, sharpness: float | None) -> tuple[Tick, ...]:
    """Returns the rates at which each runner loses stability where the largest curvature is that; none without one."""
    limits = [(runner, runner.optimizer.stability_limit(sharpness)) for runner in ROSTER if sharpness is not None]
    return tuple(
        Tick(limit, runner.role, messages("race.limit", runner=runner.title(messages)))
        for runner, limit in limits
        if limit is not None
    )
