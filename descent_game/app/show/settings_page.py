"""A visitor's settings, over the scene: language, size of text, theme, motion, sound. What is changed holds at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from descent_game.app.settings import Settings
from descent_game.engine.actions import Press, Set
from descent_game.engine.controls import Choice, Controls, Range, Toggle
from descent_game.engine.events import Key, Pointer
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


def controls(settings: Settings, languages: Sequence[str]) -> Controls:
    """Returns the page's controls, standing as the settings do."""
    nearest = min(TEXT_SIZES, key=lambda name: abs(TEXT_SIZES[name] - settings.text_scale))
    known = tuple(languages) if settings.language in languages else (settings.language, *languages)
    return Controls(
        (
            Choice("language", known, settings.language),
            Choice("text_size", tuple(TEXT_SIZES), nearest),
            Choice("theme", tuple(THEMES), settings.theme),
            Toggle("reduced_motion", settings.reduced_motion),
            Toggle("sound", settings.sound),
            Range("volume", 0, 100, round(settings.volume * 100.0), whole=True, unit="percent"),
        )
    )


def changed(settings: Settings, action: Set) -> Settings:
    """Returns the settings after one control was given a value that it takes."""
    match action:
        case Set("text_size", str(name)):
            return replace(settings, text_scale=TEXT_SIZES[name])
        case Set("volume", float() | int() as percent):
            return replace(settings, volume=percent / 100.0)
        case Set("language", str(code)):
            return replace(settings, language=code)
        case Set("theme", str(name)):
            return replace(settings, theme=name)
        case Set("reduced_motion", bool(on)):
            return replace(settings, reduced_motion=on)
        case Set("sound", bool(on)):
            return replace(settings, sound=on)
    return settings


class SettingsPage:
    """State: whether it is open, the settings as they stand, and where its widgets are."""

    def __init__(self) -> None:
        self.is_open = False
        self.settings = Settings()
        self._controls = Controls(())
        self._names: dict[str, str] = {}
        self._interface = Interface()
        self._keyed = False
        self._arranged: tuple[Page, Rect] | None = None

    def open(self, settings: Settings, languages: Mapping[str, str], *, focus: bool = False) -> None:
        """Opens the page; `languages` are those offered, with the name that each gives itself. `focus`: for keys."""
        self.is_open = True
        self.settings = settings
        self._controls = controls(settings, tuple(languages))
        self._names = {f"{SCENE}.option.language.{code}": name for code, name in languages.items()}
        self._interface.release()
        self._keyed = focus
        self._arranged = None

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
        """Takes what hands do while it is open; returns the settings as they are after that."""
        card = self._arrange(page)
        if self._leaves(event, card, page):
            self.is_open = False
            return self.settings
        actions = self._interface.handle(event)
        for action in actions or ():
            if action == Press("done"):
                self.is_open = False
            elif isinstance(action, Set) and self._controls.set(action.name, action.value):
                self.settings = changed(self.settings, action)
        return self.settings

    def _leaves(self, event: Key | Pointer, card: Rect, page: Page) -> bool:
        if isinstance(event, Key):
            return event.name in ("escape", "f2") and not event.repeat
        return event.kind == "press" and not card.contains(*page.pixels(event.x, event.y))

    # -- where everything stands ------------------------------------------------------------------------------------

    def _rows(self) -> list[tuple[Widget, ...]]:
        table = self._controls.table
        language, text, theme = (table[name] for name in ("language", "text_size", "theme"))
        motion, sound, volume = (table[name] for name in ("reduced_motion", "sound", "volume"))
        assert isinstance(language, Choice) and isinstance(text, Choice) and isinstance(theme, Choice)
        assert isinstance(motion, Toggle) and isinstance(sound, Toggle) and isinstance(volume, Range)
        rows: list[tuple[Widget, ...]] = [(Segments(language),)] if len(language.options) > 1 else []
        return [*rows, (Segments(text), Segments(theme)), (Switch(motion), Switch(sound), Slider(volume))]

    def _arrange(self, page: Page) -> Rect:
        """Lays the page out, with the languages' own names among its texts; returns the card it stands on."""
        if self._arranged is not None and self._arranged[0] is page:
            return self._arranged[1]
        own = replace(page, messages=Messages(self._names, page.messages), hidden=frozenset())
        pad, gap = page.px(PAD), page.px(GAP)
        width = min(page.inner.w, page.px(WIDTH * max(page.text_scale, 1.0)))
        inner, rows = width - 2.0 * pad, self._rows()
        heights = [bar_height(own, inner, SCENE, row) for row in rows]
        foot = size(own, SCENE, FOOT, inner)
        height = page.row("heading") + sum(heights) + foot.height + (len(rows) + 1) * gap + 2.0 * pad
        x, y = float((page.width - int(width)) // 2), float((page.height - int(height)) // 2)
        card = Rect(x, y, float(int(width)), float(int(height)))
        y += pad + page.row("heading") + gap
        placed: list[Placed] = []
        for row, high in zip(rows, heights, strict=True):
            placed += bar(own, Rect(x + pad, y, inner, high), SCENE, row)
            y += high + gap
        placed.append(place(own, SCENE, FOOT, Rect(card.right - pad - foot.least, y, foot.least, foot.height)))
        self._interface.arrange(own, placed, self._controls)
        if self._keyed:
            self._interface.focused, self._interface.focus_visible = placed[0].name, True
            self._keyed = False
        self._arranged = page, card
        return card

    # -- the picture --------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, page: Page) -> None:
        """Puts the card with its widgets on the canvas, over what lies there."""
        card = self._arrange(page)
        theme, pad = page.theme, page.px(PAD)
        paint_card(canvas, page, card, plate=True)
        style, text = page.style("heading"), page.messages(f"{SCENE}.title")
        canvas.text(text, style, card.x + pad, baseline(style, card.y + pad, page.row("heading")), theme.title)
        small, hint = page.style("small"), page.messages(f"{SCENE}.hint")
        room = card.w - 3.0 * pad - measure(self._controls_text(page), page.style("button"))
        if measure(hint, small) <= room:
            done = self._interface.placed[-1].rect
            canvas.text(hint, small, card.x + pad, baseline(small, done.y, done.h), theme.muted)
        self._interface.paint(canvas)

    def _controls_text(self, page: Page) -> str:
        return page.messages(f"{SCENE}.control.done")
