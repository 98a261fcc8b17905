"""The operator's page: behind a PIN, over everything else, with what staff changes, reads and orders on the spot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import Enum

from descent_game.app.exhibit.operator_facts import Fact
from descent_game.app.exhibit.pin import PinPad
from descent_game.app.exhibit.settings import LEAST_IDLE, Exhibit
from descent_game.engine.actions import Press, Set
from descent_game.engine.controls import Choice, Controls, Range
from descent_game.engine.events import Event, Key, Pointer
from descent_game.ui.canvas import NOWHERE, Canvas, Rect
from descent_game.ui.flow import bar, bar_height
from descent_game.ui.interface import Interface
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page, baseline, fitted
from descent_game.ui.panels import paint_card
from descent_game.ui.text import measure
from descent_game.ui.widget_layout import place, size
from descent_game.ui.widgets import Button, Buttons, Placed, Segments, Slider, Widget

LAYER = 300
SCENE = "exhibit"
"""Under which name the texts of the controls are looked up."""
PATIENCE = 90.0
"""Seconds without an input after which the page closes by itself."""
DIGITS = ("123", "456", "789")
PAD = tuple(tuple(Button(digit) for digit in row) for row in DIGITS) + (
    (Button("cancel"), Button("0"), Button("clear")),
)
ORDERS = (Button("self_test"), Button("keep"), Button("restart"), Button("quit"), Button("close", primary=True))


class OperatorOrder(Enum):
    """What an operator orders of the program."""

    SELF_TEST = "self_test"
    KEEP = "keep"
    RESTART = "restart"
    QUIT = "quit"


def controls(exhibit: Exhibit) -> Controls:
    """Returns what an operator can change: the first language, the volume, and the times of the idle state."""
    return Controls(
        (
            Choice("language", exhibit.languages, exhibit.languages[0]),
            Range("volume", 0, 100, round(exhibit.volume * 100.0), whole=True, unit="percent"),
            Range("idle", LEAST_IDLE, 600, min(exhibit.idle, 600.0), whole=True, unit="seconds"),
            Range("countdown", 5, 60, exhibit.countdown, whole=True, unit="seconds"),
        )
    )


class OperatorPage:
    """State: whether it is open, whether the PIN was given, what its controls say, and the `interface` they stand in.

    `languages` are the names that the languages give themselves.
    """

    def __init__(self, exhibit: Exhibit, languages: Mapping[str, str]) -> None:
        self.controls = controls(exhibit)
        self.is_open = False
        self.unlocked = False
        self._names = {f"{SCENE}.option.language.{code}": name for code, name in languages.items()}
        self._pad = PinPad(exhibit.pin)
        self.interface = Interface()
        self._last_input = 0.0
        self._page: Page | None = None
        self._arranged: tuple[Page, bool] | None = None
        self._card = NOWHERE

    def open(self, now: float) -> None:
        """Opens the page, locked."""
        self.is_open, self.unlocked, self._last_input = True, False, now
        self._pad.clear()
        self.interface.release()

    def close(self) -> None:
        """Closes the page."""
        self.is_open = False

    def tick(self, now: float) -> None:
        """Closes the page where nobody has touched it for long."""
        if self.is_open and now - self._last_input >= PATIENCE:
            self.close()

    def step(self, dt: float) -> None:
        """Moves on what glides."""
        self.interface.step(dt)

    def handle(self, event: Event, page: Page, now: float) -> list[OperatorOrder | Set]:
        """Takes an event while the page is open; returns what is ordered or changed."""
        if not isinstance(event, Key | Pointer):
            return []
        if (isinstance(event, Key) and not event.repeat) or (isinstance(event, Pointer) and event.kind != "move"):
            self._last_input = now
        if isinstance(event, Key) and event.name == "escape":
            self.close()
            return []
        self._arrange(page)
        asked: list[OperatorOrder | Set] = []
        for action in self.interface.handle(event) or ():
            if action in (Press("cancel"), Press("close")):
                self.close()
            elif isinstance(action, Press) and self.unlocked:
                asked.append(OperatorOrder(action.name))
            elif isinstance(action, Press):
                self._typed(action.name, now)
            elif isinstance(action, Set) and self.controls.set(action.name, action.value):
                asked.append(action)
        if isinstance(event, Key) and not (event.repeat or self.unlocked or self.interface.focus_visible):
            digit = event.name.strip("[]")  # as those of the number pad are called
            self._typed("clear" if digit == "backspace" else digit, now)
        return asked

    def _typed(self, name: str, now: float) -> None:
        if name == "clear":
            self._pad.clear()
        elif len(name) == 1 and name in "0123456789" and self._pad.digit(name, now):
            self.unlocked = True
            self.interface.release()

    # -- where everything stands ------------------------------------------------------------------------------------

    def _arrange(self, page: Page) -> Page:
        """Lays the page out and returns it, with the languages' own names among its texts."""
        if self._page is None or self._arranged != (page, self.unlocked):
            self._arranged = (page, self.unlocked)
            self._page = replace(page, messages=Messages(self._names, page.messages), hidden=frozenset())
            widgets = self._open_widgets(self._page) if self.unlocked else self._locked_widgets(self._page)
            self.interface.arrange(self._page, widgets, self.controls)
        return self._page

    def _locked_widgets(self, page: Page) -> tuple[Placed, ...]:
        rows = [(Buttons(row), size(page, SCENE, Buttons(row), page.inner.w)) for row in PAD]
        gap, pad = page.px(14.0), page.px(44.0)
        width = max(extent.least for _, extent in rows)
        head = page.row("heading") + page.row("name") + page.row("small") + page.px(48.0)
        height = head + sum(extent.height for _, extent in rows) + gap * (len(rows) - 1)
        messages = [page.messages(f"exhibit.operator.{key}") for key in ("pin", "wrong", "wait", "unset")]
        words = max(measure(words, page.style("small")) for words in messages) + page.px(20.0)
        self._card = page.centred(max(width, words) + 2.0 * pad, height + 2.0 * pad)
        x, y = self._card.x + round((self._card.w - width) / 2.0), self._card.y + pad + head
        placed = []
        for buttons, extent in rows:
            placed.append(place(page, SCENE, buttons, Rect(x, y, width, extent.height)))
            y += extent.height + gap
        return tuple(placed)

    def _open_widgets(self, page: Page) -> tuple[Placed, ...]:
        pad, gap = page.px(44.0), page.px(30.0)
        width = min(page.inner.w, page.px(1500.0))
        inner = width - 2.0 * pad
        languages = [Segments(control) for control in self.controls if isinstance(control, Choice)]
        sliders = [Slider(control, width=220.0) for control in self.controls if isinstance(control, Range)]
        groups: tuple[Widget, ...] = (*languages, *sliders)
        high, orders = bar_height(page, inner, SCENE, groups), Buttons(ORDERS)
        foot = size(page, SCENE, orders, inner).height
        self._card = page.centred(width, page.inner.h)
        top = self._card.y + pad + page.row("heading") + gap
        place_orders = Rect(self._card.x + pad, self._card.bottom - pad - foot, inner, foot)
        widgets = bar(page, Rect(self._card.x + pad, top, inner, high), SCENE, groups)
        return (*widgets, place(page, SCENE, orders, place_orders))

    # -- the picture --------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas, page: Page, facts: Sequence[Fact], now: float) -> None:
        """Puts the page over everything else; `facts` are shown once it is unlocked."""
        page = self._arrange(page)
        canvas.layer, canvas.opacity = LAYER, 1.0
        canvas.box(page.whole, page.theme.shade)
        canvas.layer = LAYER + 1
        card = self._card
        paint_card(canvas, page, card, plate=True)
        heading = page.style("heading")
        y = baseline(heading, card.y + page.px(44.0), page.row("heading"))
        canvas.text(page.messages("exhibit.operator.title"), heading, card.x + page.px(44.0), y, page.theme.title)
        if self.unlocked:
            self._paint_facts(canvas, page, facts)
        else:
            self._paint_lock(canvas, page, now)
        self.interface.paint(canvas)

    def _paint_lock(self, canvas: Canvas, page: Page, now: float) -> None:
        card, y = self._card, self._card.y + page.px(60.0) + page.row("heading")
        for number in range(self._pad.length):
            x, typed = card.x + page.px(54.0 + 30.0 * number), number < len(self._pad.typed)
            canvas.mark("disc" if typed else "ring", x, y + page.row("name") / 2.0, page.px(8.0), page.theme.value)
        waits = math.ceil(self._pad.waits(now))
        key = "wait" if waits else "wrong" if self._pad.refused else "pin" if self._pad.length else "unset"
        words = page.messages(f"exhibit.operator.{key}", seconds=waits)
        small = page.style("small")
        y = baseline(small, y + page.row("name") + page.px(8.0), page.row("small"))
        color = page.theme.muted if key == "pin" else page.theme.warning
        canvas.text(words, small, card.x + page.px(44.0), y, color)

    def _paint_facts(self, canvas: Canvas, page: Page, facts: Sequence[Fact]) -> None:
        """Puts the facts into what is free between the controls and the orders, in as many columns as it takes."""
        card, pad = self._card, page.px(44.0)
        top = max(placed.rect.bottom for placed in self.interface.placed[:-1]) + page.px(30.0)
        bottom = self.interface.placed[-1].rect.y - page.px(24.0)
        row = page.row("small") + page.px(6.0)
        lines = max(int((bottom - top) // row), 1)
        columns = max(-(-len(facts) // lines), 1 if card.w < page.px(1000.0) else 2)
        lines = -(-len(facts) // columns)
        width = (card.w - 2.0 * pad - (columns - 1) * pad) / columns
        for number, fact in enumerate(facts):
            x = card.x + pad + number // lines * (width + pad)
            y = top + number % lines * row
            label = fitted(page, "small", fact.label, width * 0.55)
            canvas.text(fact.label, label, x, baseline(label, y, row), page.theme.muted)
            value = fitted(page, "small", fact.value, width * 0.42, 0.3)
            color = page.theme.value if fact.ok else page.theme.warning
            canvas.text(fact.value, value, x + width - measure(fact.value, value), baseline(value, y, row), color)
