"""A visitor's settings, over the scene: language, size of text, theme, motion, sound. What is changed holds at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, TypeAlias

from descent_game.app.settings import Settings
from descent_game.engine.actions import Press, Set
from descent_game.engine.controls import Choice, Controls, Range, Toggle, Value
from descent_game.engine.events import Key, Pointer
from descent_game.engine.remembered import Remembered
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.flow import bar, bar_height
from descent_game.ui.interface import Interface
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page, baseline
from descent_game.ui.panels import paint_card
from descent_game.ui.text import measure
from descent_game.ui.theme import THEMES
from descent_game.ui.widget_layout import place, size
from descent_game.ui.widgets import Button, Buttons, Placed, Segments, Slider, Switch, Widget

SCENE: Final = "settings"
"""Under which name the texts of the controls are looked up."""
TEXT_SIZES: Final[Mapping[str, float]] = MappingProxyType({"normal": 1.0, "large": 1.15, "largest": 1.3})
"""How much larger than drawn the text is; every layout is tried up to the largest."""
WIDTH, PAD, GAP = 1020.0, 44.0, 30.0
FOOT = Buttons((Button("done", primary=True),))

Rows: TypeAlias = tuple[tuple[Widget, ...], ...]


def changed(settings: Settings, name: str, value: Value) -> Settings:
    """Returns the settings after the control of that name was given a value that it takes."""
    if name == "text_size":
        return replace(settings, text_scale=TEXT_SIZES[str(value)])
    if name == "volume":
        return replace(settings, volume=float(value) / 100.0)
    return replace(settings, **{name: value})  # type: ignore[arg-type]  # the others are called as the settings are


@dataclass(frozen=True)
class SettingsLayout:
    """The page that the settings are set on, the card that they stand on, and their widgets in their places."""

    page: Page
    card: Rect
    placed: tuple[Placed, ...]


def settings_layout(page: Page, rows: Rows, names: Mapping[str, str]) -> SettingsLayout:
    """Returns rows of widgets laid out, with the languages' own `names` among the texts."""
    page = replace(page, messages=Messages(names, page.messages), hidden=frozenset())
    pad, gap = page.px(PAD), page.px(GAP)
    width = min(page.inner.w, page.px(WIDTH * max(page.text_scale, 1.0)))
    inner = width - 2.0 * pad
    heights = [bar_height(page, inner, SCENE, row) for row in rows]
    foot = size(page, SCENE, FOOT, inner)
    height = page.row("heading") + sum(heights) + foot.height + (len(heights) + 1) * gap + 2.0 * pad
    x, y = float((page.width - int(width)) // 2), float((page.height - int(height)) // 2)
    card = Rect(x, y, float(int(width)), float(int(height)))
    y += pad + page.row("heading") + gap
    placed: list[Placed] = []
    for row, high in zip(rows, heights, strict=True):
        placed += bar(page, Rect(x + pad, y, inner, high), SCENE, row)
        y += high + gap
    placed.append(place(page, SCENE, FOOT, Rect(card.right - pad - foot.least, y, foot.least, foot.height)))
    return SettingsLayout(page, card, tuple(placed))


class SettingsPage:
    """State: whether it is open, the settings as they stand, and the widgets that change them."""

    def __init__(self) -> None:
        self.is_open = False
        self.settings = Settings()
        self._controls = Controls(())
        self._rows: Rows = ()
        self._names: dict[str, str] = {}
        self._interface = Interface()
        self._keyed = False
        self._layout = Remembered(settings_layout)

    def open(self, settings: Settings, languages: Mapping[str, str], *, focus: bool = False) -> None:
        """Opens the page; `languages` are those offered, with the name that each gives itself. `focus`: for keys."""
        self.is_open, self.settings, self._keyed = True, settings, focus
        self._names = {f"{SCENE}.option.language.{code}": name for code, name in languages.items()}
        nearest = min(TEXT_SIZES, key=lambda name: abs(TEXT_SIZES[name] - settings.text_scale))
        known = tuple(languages) if settings.language in languages else (settings.language, *languages)
        language = Choice("language", known, settings.language)
        text = Choice("text_size", tuple(TEXT_SIZES), nearest)
        theme = Choice("theme", tuple(THEMES), settings.theme)
        motion, sound = Toggle("reduced_motion", settings.reduced_motion), Toggle("sound", settings.sound)
        volume = Range("volume", 0, 100, round(settings.volume * 100.0), whole=True, unit="percent")
        self._controls = Controls((language, text, theme, motion, sound, volume))
        several = ((Segments(language),),) if len(language.options) > 1 else ()
        self._rows = (*several, (Segments(text), Segments(theme)), (Switch(motion), Switch(sound), Slider(volume)))
        self._interface.release()

    @property
    def focus_visible(self) -> bool:
        """Whether it is used by keys."""
        return self._keyed or self._interface.focus_visible

    @property
    def placed(self) -> tuple[Placed, ...]:
        """The widgets in their places."""
        return self._interface.placed

    def step(self, dt: float) -> None:
        """Moves what glides on by `dt` seconds."""
        self._interface.step(dt)

    def handle(self, event: Key | Pointer, page: Page) -> Settings:
        """Takes what is done while it is open; returns the settings as they are after that."""
        card = self._arrange(page)
        if isinstance(event, Key):
            leaves = event.name in ("escape", "f2") and not event.repeat
        else:
            leaves = event.kind == "press" and not card.contains(*page.pixels(event.x, event.y))
        actions = [Press("done")] if leaves else self._interface.handle(event)
        for action in actions or ():
            if action == Press("done"):
                self.is_open = False
            elif isinstance(action, Set) and self._controls.set(action.name, action.value):
                self.settings = changed(self.settings, action.name, self._controls.values[action.name])
        return self.settings

    def _arrange(self, page: Page) -> Rect:
        """Lays the widgets out on a page and returns the card that they stand on."""
        layout = self._layout(page, self._rows, self._names)
        self._interface.arrange(layout.page, layout.placed, self._controls)
        if self._keyed:
            self._interface.focused, self._interface.focus_visible = layout.placed[0].name, True
            self._keyed = False
        return layout.card

    def paint(self, canvas: Canvas, page: Page) -> None:
        """Puts the card with its widgets on the canvas, over what lies there."""
        card = self._arrange(page)
        theme, pad = page.theme, page.px(PAD)
        paint_card(canvas, page, card, plate=True)
        style, text = page.style("heading"), page.messages(f"{SCENE}.title")
        canvas.text(text, style, card.x + pad, baseline(style, card.y + pad, page.row("heading")), theme.title)
        small, hint = page.style("small"), page.messages(f"{SCENE}.hint")
        done = measure(page.messages(f"{SCENE}.control.done"), page.style("button"))
        if measure(hint, small) <= card.w - 3.0 * pad - done:
            foot = self._interface.placed[-1].rect
            canvas.text(hint, small, card.x + pad, baseline(small, foot.y, foot.h), theme.muted)
        self._interface.paint(canvas)
