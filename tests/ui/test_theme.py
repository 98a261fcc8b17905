"""Themes: every text on every ground it may stand on, at least 4.5 to 1; type by role."""

from __future__ import annotations

from itertools import combinations

import pytest

from descent_game.ui.theme import (
    ACCENTS,
    DARK,
    LEAST_SIZE,
    STYLES,
    THEMES,
    Theme,
    contrast,
    faded,
    mixed,
    over,
    rgb,
    style,
)

TEXTS = ("kicker", "title", "text", "caption", "label", "value", "muted", "option", "warning", *ACCENTS)
EACH = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())


@EACH
def test_text_is_legible_on_every_ground(theme: Theme) -> None:
    for role in TEXTS:
        for ground in theme.grounds():
            assert contrast(theme.color(role), ground) >= 4.5, role
    assert contrast(theme.chosen_text, theme.chosen_fill) >= 4.5


@EACH
def test_names_are_legible_on_their_plate_over_any_part_of_a_surface(theme: Theme) -> None:
    for role in ("value", *ACCENTS):
        for ground in (*theme.palette.ramp, theme.palette.background_inner):
            assert contrast(theme.color(role), over(theme.plate, ground)) >= 4.5, role


@EACH
def test_what_is_not_text_still_stands_out(theme: Theme) -> None:
    for ground in theme.grounds():
        assert contrast(theme.focus, ground) >= 3.0
        assert contrast(theme.knob, ground) >= 3.0
        assert contrast(theme.term, ground) >= 3.0


@EACH
def test_runners_differ_for_eyes_that_confuse_red_and_green(theme: Theme) -> None:
    """Luminance and blue alone, what deutan and protan eyes keep, must tell SGD, momentum and Adam apart."""
    for one, other in combinations(("coral", "amber", "cyan"), 2):
        a, b = theme.color(one), theme.color(other)
        apart = abs(contrast(a, (0, 0, 0, 1)) - contrast(b, (0, 0, 0, 1))) / 21.0 + abs(a[2] - b[2])
        assert apart > 0.1, (one, other)


def test_the_colours_of_the_drawing() -> None:
    assert DARK.kicker == rgb("#8fa3b8") and DARK.title == rgb("#e9edf2") and DARK.text == rgb("#c3cdd8")
    assert DARK.palette.background_inner == rgb("#131a26") and DARK.palette.ramp[3] == rgb("#b8ccd1")
    assert (DARK.coral, DARK.amber, DARK.cyan) == (rgb("#ff7a62"), rgb("#ffc94f"), rgb("#56dcd2"))
    with pytest.raises(KeyError):
        DARK.color("name")


def test_contrast_is_that_of_the_standard() -> None:
    black, white = rgb("#000000"), rgb("#ffffff")
    assert contrast(white, black) == pytest.approx(21.0)
    assert contrast(rgb("#777777"), white) == pytest.approx(4.48, abs=0.01)
    assert contrast(faded(white, 0.0), black) == pytest.approx(1.0)
    assert mixed(black, white, 0.25) == pytest.approx((0.25, 0.25, 0.25, 1.0))


def test_styles_scale_in_whole_pixels_and_never_below_what_can_be_read() -> None:
    assert style("wall", 1.0).size == 27 and style("wall", 2.0).size == 54
    assert style("kicker", 1.0).spacing == 0.22
    assert all(style(role, 0.1).size >= LEAST_SIZE for role in STYLES if role != "exponent")
    assert style("number", 1.0).tabular and style("caption", 1.0).weight == "italic"
