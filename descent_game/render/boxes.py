"""Boxes and marks as rows for the GPU, and the insides of large boxes set apart.

The shader of boxes costs 6 ns a pixel in software, a flat fill 2, and most of a card is flat. So a large box becomes
four strips along its edges and one flat rectangle, drawn before all boxes of its layer where nothing earlier is below.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from descent_game.ui.canvas import MARKS, Box

Rows: TypeAlias = npt.NDArray[np.float32]
COLUMNS = 20
FILL_COLUMNS = 8
KINDS = {kind: float(number) for number, kind in enumerate(MARKS)}
STEP_BAR = float(len(MARKS))
LARGE = 8000.0
"""Pixels inside a box from which on strips and a flat fill are cheaper than one quad."""


def box_rows(boxes: Sequence[Box]) -> Rows:
    """Returns a row a box or mark, (n, 20): rect, clip edges, fill, border, radius, border width, softness, kind.

    The mark `step` takes two rows, its head and its bar.
    """
    rows = []
    for kind, rect, radius, fill, border, border_width, softness, clip in boxes:
        left, top, width, height = clip
        edges = (left, top, left + width, top + height)
        rows.append((*rect, *edges, *fill, *border, radius, border_width, softness, KINDS[kind]))
        if kind == "step":
            rows.append((*rows[-1][:-1], STEP_BAR))
    return np.array(rows, np.float32)


def _insides(rows: Rows) -> Rows:
    """Returns the largest whole-pixel rectangle of nothing but fill in each box, (n, 4): edges, clipped."""
    left, top, width, height = rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3]
    radius = np.minimum(rows[:, 16], np.minimum(width, height) / 2.0)
    curved = np.maximum(radius - rows[:, 17] - 0.5, 0.0)
    inset = np.ceil(np.maximum(rows[:, 17] + 1.0, radius - curved / math.sqrt(2.0)))
    inside = np.empty((len(rows), 4), np.float32)
    inside[:, 0], inside[:, 1] = np.ceil(left + inset), np.ceil(top + inset)
    inside[:, 2], inside[:, 3] = np.floor(left + width - inset), np.floor(top + height - inset)
    np.maximum(inside[:, :2], rows[:, 4:6], out=inside[:, :2])
    np.minimum(inside[:, 2:], rows[:, 6:8], out=inside[:, 2:])
    return inside


def _clear_below(rows: Rows, insides: Rows, index: int, hoisted: list[int]) -> bool:
    """Returns whether the inside of a box may be drawn before all that lies earlier in its layer."""
    left, top, right, bottom = insides[index]
    reach = rows[:index, 18] + 1.0
    apart = (rows[:index, 0] - reach >= right) | (rows[:index, 0] + rows[:index, 2] + reach <= left)
    apart |= (rows[:index, 1] - reach >= bottom) | (rows[:index, 1] + rows[:index, 3] + reach <= top)
    for earlier in hoisted:
        a, b, c, d = insides[earlier]
        apart[earlier] |= a <= left and b <= top and right <= c and bottom <= d
    return bool(apart.all())


def _strips(row: Rows, inside: Rows) -> Rows:
    """Returns a box four times, each clipped to one side of its inside."""
    strips = np.repeat(row[None], 4, axis=0)
    left, top, right, bottom = inside
    strips[0, 7] = np.minimum(row[7], top)
    strips[1, 5] = np.maximum(row[5], bottom)
    strips[2:, 5], strips[2:, 7] = top, bottom
    strips[2, 6] = np.minimum(row[6], left)
    strips[3, 4] = np.maximum(row[4], right)
    return strips


def with_fills(rows: Rows) -> tuple[Rows, Rows]:
    """Returns rows of flat rectangles (k, 8), rect and colour, to be drawn first, and the boxes that are left."""
    insides = _insides(rows)
    size = np.maximum(insides[:, 2:] - insides[:, :2], 0.0)
    large = (size[:, 0] * size[:, 1] > LARGE) & (rows[:, 18] == 0.0) & (rows[:, 19] == 0.0)
    hoisted: list[int] = []
    for index in np.flatnonzero(large).tolist():
        if _clear_below(rows, insides, index, hoisted):
            hoisted.append(index)
    if not hoisted:
        return np.empty((0, FILL_COLUMNS), np.float32), rows
    fills = np.concatenate((insides[hoisted, :2], size[hoisted], rows[hoisted, 8:12]), axis=1)
    parts: list[Rows] = []
    done = 0
    for index in hoisted:
        parts += [rows[done:index], _strips(rows[index], insides[index])]
        done = index + 1
    return fills[fills[:, 7] > 0.0], np.concatenate([*parts, rows[done:]])
