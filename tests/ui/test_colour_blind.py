"""Eyes that lack a kind of cone: what colours keep apart they must see apart too, or a mark tells it.

The three deficiencies are simulated in linear light with the matrices of Machado, Oliveira and Fernandes (2009) at full
severity; colours are compared in CIE L*a*b*, where a difference of 2.3 can just be noticed.
"""

from __future__ import annotations

from itertools import combinations, pairwise, product

import numpy as np
import numpy.typing as npt
import pytest

from descent_game.ui.canvas import MARKS, Color
from descent_game.ui.theme import THEMES, Theme, mixed, over
from scenes.race.crowd import FATES, FLOWN, WAITING, fate_colors
from scenes.race.minima import MINIMA
from scenes.roster import LOOKS
from scenes.trainer import controls

Array = npt.NDArray[np.float64]

EYES: dict[str, Array] = {
    "all": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array([[0.41246, 0.35758, 0.18044], [0.21267, 0.71515, 0.07218], [0.01933, 0.11919, 0.95030]])
"""Linear sRGB to CIE XYZ."""
APART = 14.0
"""Six times what can just be noticed: told apart in passing, as small as a ball."""

EACH_THEME = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
EACH_EYE = pytest.mark.parametrize("eye", EYES)


def seen(color: Color, eye: str) -> Array:
    """L*a*b* of an opaque colour as those eyes see it."""
    shown = np.asarray(color[:3])
    linear = np.where(shown <= 0.04045, shown / 12.92, ((shown + 0.055) / 1.055) ** 2.4)
    x, y, z = XYZ @ np.clip(EYES[eye] @ linear, 0.0, 1.0) / XYZ.sum(axis=1)
    fx, fy, fz = (np.cbrt(t) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return np.array([116.0 * fy - 16.0, 500.0 * (fx - fy), 200.0 * (fy - fz)])


def difference(one: Color, other: Color, eye: str) -> float:
    return float(np.linalg.norm(seen(one, eye) - seen(other, eye)))


def test_the_simulation_confuses_what_those_eyes_confuse() -> None:
    red, green = (0.9, 0.2, 0.1, 1.0), (0.45, 0.5, 0.1, 1.0)
    assert difference(red, green, "all") > 70.0
    assert difference(red, green, "deuteranopia") < 0.5 * difference(red, green, "all")
    white = seen((1.0, 1.0, 1.0, 1.0), "all")
    assert white == pytest.approx([100.0, 0.0, 0.0], abs=0.05)
    for eye in EYES:
        assert seen((0.5, 0.5, 0.5, 1.0), eye) == pytest.approx(seen((0.5, 0.5, 0.5, 1.0), "all"), abs=0.1)


RUNNERS = tuple(role for role, _ in LOOKS)
"""The colours of as many runners as a roster can have."""


@EACH_EYE
@EACH_THEME
def test_runners_are_told_apart_as_many_as_there_may_be(theme: Theme, eye: str) -> None:
    assert len(RUNNERS) == 8
    for one, other in combinations(RUNNERS, 2):
        assert difference(theme.color(one), theme.color(other), eye) >= APART, (one, other)


@EACH_EYE
@EACH_THEME
def test_minima_are_told_apart_and_from_those_that_end_nowhere(theme: Theme, eye: str) -> None:
    for one, other in (*combinations(MINIMA, 2), *product(MINIMA, (FATES[FLOWN], FATES[WAITING]))):
        assert difference(theme.color(one), theme.color(other), eye) >= APART, (one, other)
    *_, flown, waiting = fate_colors(theme).tolist()
    ground = theme.palette.ramp[1]
    assert difference(flown, over(tuple(waiting), ground), eye) >= APART


@EACH_EYE
@EACH_THEME
def test_a_colour_is_that_of_a_runner_or_of_a_minimum(theme: Theme, eye: str) -> None:
    """Both are on the screen where the plate is painted by what is reached: balls, board and trails upon it."""
    assert not set(RUNNERS) & {*MINIMA, FATES[FLOWN], FATES[WAITING]}
    for one, other in product(RUNNERS, MINIMA):
        assert difference(theme.color(one), theme.color(other), eye) >= (1.2 if eye == "all" else 0.7) * APART


@EACH_EYE
@EACH_THEME
def test_classes_are_told_apart(theme: Theme, eye: str) -> None:
    assert difference(theme.coral, theme.cyan, eye) >= 1.5 * APART


@EACH_EYE
@EACH_THEME
def test_the_focus_is_told_from_the_border_it_stands_beside(theme: Theme, eye: str) -> None:
    assert difference(theme.focus, theme.control_border, eye) >= APART


def test_nothing_is_told_by_colour_alone() -> None:
    """Runners and classes have a mark each, no two the same, and all of them are marks that can be drawn."""
    marks = [mark for _, mark in LOOKS[:3]]
    assert len(set(marks)) == 3
    assert len(set(controls.CLASSES)) == 2
    assert set(marks) | set(controls.CLASSES) <= set(MARKS)


@EACH_EYE
@EACH_THEME
def test_the_crowd_is_told_from_its_ground(theme: Theme, eye: str) -> None:
    for number, role in enumerate(MINIMA):
        for low, high in pairwise(theme.palette.ramp):
            for share in (0.0, 0.25, 0.5, 0.75, 1.0):
                ground = mixed(low, high, share)
                apart = difference(theme.color(role), ground, eye)
                assert apart >= (0.9 if number else 2.0) * APART, (role, share)


@EACH_THEME
def test_the_crowd_is_told_from_the_painted_valley_it_runs_to(theme: Theme) -> None:
    """One colour stands for one minimum everywhere; on the plate it is darker, as `surface.frag` makes it."""
    assert FATES[: len(MINIMA)] == MINIMA
    for role in MINIMA:
        pure = np.asarray(theme.color(role)[:3])
        for low, high in pairwise(theme.palette.ramp):
            for share in (0.0, 0.5, 1.0):
                base = np.asarray(mixed(low, high, share)[:3])
                height = (theme.palette.ramp.index(low) + share) / (len(theme.palette.ramp) - 1)
                plate = 0.38 * base + 0.62 * pure**2 * (0.12 + 0.68 * height)
                assert difference((*pure, 1.0), (*plate, 1.0), "all") >= APART, (role, height)
