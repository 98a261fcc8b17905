"""The race's numbers and events as a language writes them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from descent_game.sim.referee import Split
from descent_game.ui.messages import Messages
from descent_game.ui.widgets import Tick

from ..caption import Caption
from ..roster import NAMES, ROSTER, named

ARRIVED = 1e-9
"""A loss below which all have arrived: what is left is rounding."""


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
