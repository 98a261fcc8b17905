"""Colours by role and type by role: the same interface in the dark, in the light, and in high contrast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from descent_game.engine.view import Palette
from descent_game.ui.canvas import Color, Style

LEAST_SIZE = 11
"""No text is set smaller than this many pixels, whatever the window."""
ACCENTS = ("coral", "amber", "cyan", "violet", "sky", "green", "rose", "sand")


def rgb(code: str, opacity: float = 1.0) -> Color:
    """Returns the colour of a code such as `#8fa3b8`, with an opacity."""
    red, green, blue = (int(code[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    return red, green, blue, opacity


def mixed(a: Color, b: Color, share: float) -> Color:
    """Returns the colour `share` of the way from `a` to `b`."""
    r, g, c, o = (x + (y - x) * share for x, y in zip(a, b, strict=True))
    return r, g, c, o


def faded(color: Color, opacity: float) -> Color:
    """Returns the colour with its opacity multiplied."""
    return color[0], color[1], color[2], color[3] * opacity


def over(top: Color, ground: Color) -> Color:
    """Returns what is seen of `top` laid over an opaque `ground`."""
    shown = mixed(ground, top, top[3])
    return shown[0], shown[1], shown[2], 1.0


def luminance(color: Color) -> float:
    """Returns the relative luminance of an opaque colour, 0 to 1 (WCAG 2.1)."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: Color, ground: Color) -> float:
    """Returns the contrast ratio, 1 to 21, of a text over an opaque ground (WCAG 2.1)."""
    a, b = luminance(over(text, ground)), luminance(ground)
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


@dataclass(frozen=True)
class Theme:
    """The colours of the interface by role; `palette` holds those that the shaders of a scene take.

    Runners are `coral`, `amber`, `cyan`, and from the fourth on those of their numbers; minima, from the deepest on,
    those of theirs. No eye takes one of them for another: `tests/ui/test_colour_blind.py`.
    """

    name: str
    kicker: Color
    title: Color
    text: Color
    term: Color
    caption: Color
    label: Color
    value: Color
    muted: Color
    control_border: Color
    control_fill: Color
    option: Color
    chosen_fill: Color
    chosen_text: Color
    track: Color
    track_filled: Color
    knob: Color
    card_border: Color
    card_fill: Color
    plate: Color
    shade: Color
    grid: Color
    axis: Color
    focus: Color
    warning: Color
    coral: Color
    amber: Color
    cyan: Color
    violet: Color
    sky: Color
    green: Color
    rose: Color
    sand: Color
    runner_4: Color
    runner_5: Color
    runner_6: Color
    runner_7: Color
    runner_8: Color
    minimum_1: Color
    minimum_2: Color
    minimum_3: Color
    minimum_4: Color
    minimum_5: Color
    palette: Palette

    def color(self, role: str) -> Color:
        """Returns the colour of a role by its name; raises KeyError for a name that is none."""
        value = vars(self)[role]
        if not isinstance(value, tuple):
            raise KeyError(role)
        return value

    def grounds(self) -> tuple[Color, ...]:
        """Returns every opaque ground that text may stand on: the background, and cards and controls over it."""
        p = self.palette
        grounds = [p.background_inner, p.background_outer]
        for fill in (self.card_fill, self.control_fill):
            grounds += [over(fill, p.background_inner), over(fill, p.background_outer)]
        return tuple(grounds)


DARK = Theme(
    name="dark",
    kicker=rgb("#8fa3b8"),
    title=rgb("#e9edf2"),
    text=rgb("#c3cdd8"),
    term=rgb("#7f93a8"),
    caption=rgb("#a9b8c8"),
    label=rgb("#8fa3b8"),
    value=rgb("#e9edf2"),
    muted=rgb("#8fa3b8"),
    control_border=rgb("#2c3a4b"),
    control_fill=rgb("#0d131c", 0.80),
    option=rgb("#b7c4d2"),
    chosen_fill=rgb("#e9edf2"),
    chosen_text=rgb("#0b1018"),
    track=rgb("#2c3a4b"),
    track_filled=rgb("#8fa3c0"),
    knob=rgb("#e9edf2"),
    card_border=rgb("#1d2836"),
    card_fill=rgb("#0d131c", 0.85),
    plate=rgb("#0a0f17", 0.80),
    shade=rgb("#05070b", 0.72),
    grid=rgb("#1d2836"),
    axis=rgb("#3a4a5d"),
    focus=rgb("#8fd0ff"),
    warning=rgb("#ff9d8a"),
    coral=rgb("#ff7a62"),
    amber=rgb("#ffc94f"),
    cyan=rgb("#56dcd2"),
    violet=rgb("#b9a7ff"),
    sky=rgb("#8fd0ff"),
    green=rgb("#9be37f"),
    rose=rgb("#ff9ecf"),
    sand=rgb("#d9c2a0"),
    runner_4=rgb("#759dfa"),
    runner_5=rgb("#fda5ff"),
    runner_6=rgb("#a4fd94"),
    runner_7=rgb("#fff647"),
    runner_8=rgb("#b0a69a"),
    minimum_1=rgb("#904ffb"),
    minimum_2=rgb("#36af5a"),
    minimum_3=rgb("#e01833"),
    minimum_4=rgb("#dd49ca"),
    minimum_5=rgb("#94705f"),
    palette=Palette(
        background_inner=rgb("#131a26"),
        background_outer=rgb("#090c13"),
        ramp=(rgb("#0e1321"), rgb("#1a3354"), rgb("#426b8c"), rgb("#b8ccd1")),
        contour=rgb("#cfe4f0", 0.30),
        ink=rgb("#e9edf2"),
    ),
)

LIGHT = Theme(
    name="light",
    kicker=rgb("#52606e"),
    title=rgb("#17202b"),
    text=rgb("#2b3743"),
    term=rgb("#5d6b7a"),
    caption=rgb("#435160"),
    label=rgb("#52606e"),
    value=rgb("#17202b"),
    muted=rgb("#52606e"),
    control_border=rgb("#b9b3a5"),
    control_fill=rgb("#fffdf8", 0.85),
    option=rgb("#33404d"),
    chosen_fill=rgb("#1d2a38"),
    chosen_text=rgb("#fbf8f2"),
    track=rgb("#cbc5b7"),
    track_filled=rgb("#56697d"),
    knob=rgb("#1d2a38"),
    card_border=rgb("#d6d0c2"),
    card_fill=rgb("#fffdf8", 0.88),
    plate=rgb("#fdfbf6", 0.92),
    shade=rgb("#d9d3c6", 0.80),
    grid=rgb("#ddd7ca"),
    axis=rgb("#a39d90"),
    focus=rgb("#1662a8"),
    warning=rgb("#a82a14"),
    coral=rgb("#991722"),  # dark, with some blue: eyes without red or green cones tell it from amber and cyan
    amber=rgb("#8a5a00"),
    cyan=rgb("#006a63"),
    violet=rgb("#6446c0"),
    sky=rgb("#1a66a6"),
    green=rgb("#2f6b1d"),
    rose=rgb("#a82c68"),
    sand=rgb("#6f5930"),
    runner_4=rgb("#0d2588"),
    runner_5=rgb("#7c25b7"),
    runner_6=rgb("#154208"),
    runner_7=rgb("#546484"),
    runner_8=rgb("#55393b"),
    minimum_1=rgb("#8239ff"),
    minimum_2=rgb("#968232"),
    minimum_3=rgb("#ff2229"),
    minimum_4=rgb("#af46b8"),
    minimum_5=rgb("#aa6e50"),
    palette=Palette(
        background_inner=rgb("#fbf8f2"),
        background_outer=rgb("#ece7dc"),
        ramp=(rgb("#28435f"), rgb("#4d7897"), rgb("#93b7ca"), rgb("#dfebee")),
        contour=rgb("#12283d", 0.32),
        ink=rgb("#17202b"),
        glow=0.25,
    ),
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    kicker=rgb("#ffffff"),
    title=rgb("#ffffff"),
    text=rgb("#ffffff"),
    term=rgb("#ffffff"),
    caption=rgb("#ffffff"),
    label=rgb("#ffffff"),
    value=rgb("#ffffff"),
    muted=rgb("#e2e8ee"),
    control_border=rgb("#ffffff"),
    control_fill=rgb("#000000"),
    option=rgb("#ffffff"),
    chosen_fill=rgb("#ffffff"),
    chosen_text=rgb("#000000"),
    track=rgb("#7d8894"),
    track_filled=rgb("#ffffff"),
    knob=rgb("#ffffff"),
    card_border=rgb("#ffffff"),
    card_fill=rgb("#000000", 0.95),
    plate=rgb("#000000", 0.90),
    shade=rgb("#000000", 0.85),
    grid=rgb("#4a545f"),
    axis=rgb("#b4bec9"),
    focus=rgb("#ffe14d"),
    warning=rgb("#ffb3a3"),
    coral=rgb("#ff8f7a"),
    amber=rgb("#ffd84d"),
    cyan=rgb("#4ff0e4"),
    violet=rgb("#cbbdff"),
    sky=rgb("#9fd8ff"),
    green=rgb("#a8f58a"),
    rose=rgb("#ffb0d8"),
    sand=rgb("#ecd6b4"),
    runner_4=rgb("#669afa"),
    runner_5=rgb("#faa3ff"),
    runner_6=rgb("#a4fea1"),
    runner_7=rgb("#e1e778"),
    runner_8=rgb("#b0a6b2"),
    minimum_1=rgb("#8c4dfa"),
    minimum_2=rgb("#52b94d"),
    minimum_3=rgb("#d3090f"),
    minimum_4=rgb("#e44ad2"),
    minimum_5=rgb("#b99584"),
    palette=Palette(
        background_inner=rgb("#05070b"),
        background_outer=rgb("#000000"),
        ramp=(rgb("#05080f"), rgb("#14304f"), rgb("#3f6d92"), rgb("#c4dbe2")),
        contour=rgb("#ffffff", 0.45),
        ink=rgb("#ffffff"),
        glow=0.8,
    ),
)

THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in (DARK, LIGHT, HIGH_CONTRAST)})

STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "kicker": Style("sans", "regular", 19, 0.22),
        "title": Style("serif", "regular", 68),
        "wall": Style("serif", "regular", 27),
        "reading": Style("serif", "regular", 25),
        "caption": Style("serif", "italic", 23),
        "label": Style("sans", "regular", 18, 0.06),
        "value": Style("sans", "regular", 19, 0.0, True),
        "tab": Style("sans", "regular", 24),
        "tab_chosen": Style("sans", "semibold", 24),
        "option": Style("sans", "regular", 22),
        "option_chosen": Style("sans", "semibold", 22),
        "button": Style("sans", "semibold", 22),
        "name": Style("sans", "regular", 24),
        "number": Style("sans", "regular", 24, 0.0, True),
        "big": Style("serif", "regular", 57, 0.0, True),
        "ball": Style("sans", "semibold", 24),
        "tick": Style("sans", "regular", 17, 0.0, True),
        "exponent": Style("sans", "regular", 12, 0.0, True),
        "hint": Style("sans", "regular", 20),
        "small": Style("sans", "regular", 18),
        "small_number": Style("sans", "regular", 18, 0.0, True),
        "heading": Style("serif", "regular", 36),
    }
)
"""Type by role, sizes in pixels of the 1920 x 1080 design."""
LINE_HEIGHTS: Mapping[str, float] = MappingProxyType({"title": 1.15, "wall": 1.45, "reading": 1.45, "caption": 1.43})


@lru_cache(maxsize=1024)
def style(role: str, scale: float = 1.0, share: float = 1.0) -> Style:
    """Returns the style of a role at `scale` pixels for one of the design, in whole pixels, never too small to read.

    Less than a `share` of 1 makes what is too small to read smaller in that measure: there is no room for more.
    """
    base = STYLES[role]
    least = max(round((9 if role == "exponent" else LEAST_SIZE) * share), 1)
    return Style(base.family, base.weight, max(round(base.size * scale), least), base.spacing, base.tabular)


@lru_cache(maxsize=1024)
def line_height(role: str, size: int) -> int:
    """Returns the distance of two baselines for a role at a type size, in whole pixels."""
    return round(size * LINE_HEIGHTS.get(role, 1.35))
