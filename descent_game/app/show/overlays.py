"""What lies over every scene: the page of keys, the question before leaving, a passing word, the frame's figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

from descent_game.app.settings import Settings
from descent_game.app.show.notices import Notices
from descent_game.app.show.requests import Binding
from descent_game.app.show.settings_page import SettingsPage
from descent_game.app.show.share_card import paint_share
from descent_game.engine.actions import Press
from descent_game.engine.events import Event, Key, Pointer, Quit
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.interface import Interface
from descent_game.ui.page import Page, baseline
from descent_game.ui.panels import paint_card
from descent_game.ui.text import measure
from descent_game.ui.widget_layout import place, size
from descent_game.ui.widgets import Button, Buttons, Cell, Placed, worded

LAYER = 100
TOAST_SECONDS = 5.0
TOAST_FADE = 0.4
ANSWERS = Buttons((Button("stay"), Button("leave", primary=True)))

Rows = list[tuple[list[str], str]]


HINTS: Final = MappingProxyType(
    {
        "left": "focus",
        "cross": "change",
        "a": "press",
        "b": "back",
        "right": "turn",
        "triggers": "zoom",
        "stick": "home",
        "shoulders": "scene",
        "start": "pause",
        "x": "settings",
        "y": "read",
        "view": "help",
    }
)
"""What the page of keys says where a pad is used: `app.padname.` of what is pressed, and `app.pad.` of what it does."""


class Overlays:
    """State: which page is open, the passing word and its age, and the figures while they are wanted.

    `pad` says that whoever is there plays with a game pad, so that the page of keys tells of that.
    """

    def __init__(self) -> None:
        self.open: Literal["", "help", "leave", "settings", "share"] = ""
        self.statistics = False
        self.figures: tuple[str, ...] = ()
        self.pad = False
        self._keys: tuple[Binding, ...] = ()
        self.settings = SettingsPage()
        self.shared = ""
        self._left_out: tuple[str, ...] = ()
        self.copied = False
        self._toast = ""
        self._left = 0.0
        self._question = Interface()
        self._notices = Notices()

    def show_help(self, keys: Sequence[Binding], *, pad: bool = False) -> None:
        """Opens the page of keys: what they mean now, or what a game pad's buttons do."""
        self.open, self._keys, self.pad = "help", tuple(keys), pad

    def show_settings(self, settings: Settings, languages: Mapping[str, str], *, focus: bool = False) -> None:
        """Opens the settings as they stand; `languages` are those offered, each by its own name."""
        self.open = "settings"
        self.settings.open(settings, languages, focus=focus)

    def show_share(self, words: str, left_out: tuple[str, ...] = ()) -> None:
        """Opens the card with the words that open what is shown; `left_out` are the keys of what they leave out."""
        self.open, self.shared, self.copied, self._left_out = "share", words, False, left_out

    def ask_to_leave(self) -> None:
        """Opens the question before leaving."""
        self.open = "leave"
        self._question.release()

    def toast(self, text: str) -> None:
        """Shows a passing word."""
        self._toast, self._left = text, TOAST_SECONDS

    def step(self, dt: float) -> None:
        """Moves on what passes, by `dt` seconds."""
        self._left = max(self._left - dt, 0.0)
        self._question.step(dt)
        self.settings.step(dt)

    def handle(self, event: Event, page: Page) -> Quit | Settings | None:
        """Takes what is done while a page is open; returns Quit if the answer is to leave, or the settings."""
        if self.open in ("help", "share"):
            if (isinstance(event, Key) and not event.repeat) or (isinstance(event, Pointer) and event.kind == "press"):
                self.open = ""
            return None
        if not isinstance(event, Key | Pointer):
            return None
        if self.open == "settings":
            settings = self.settings.handle(event, page)
            self.open = "settings" if self.settings.is_open else ""
            return settings
        self._arrange(page)
        actions = self._question.handle(event)
        if Press("leave") in (actions or []):
            return Quit()
        if Press("stay") in (actions or []):
            self.open = ""
        elif actions is None and isinstance(event, Key) and not event.repeat:
            if event.name in ("return", "enter", "y"):
                return Quit()
            if event.name in ("escape", "n"):
                self.open = ""
        return None

    @property
    def answers(self) -> tuple[Cell, ...]:
        """The question's buttons in their places."""
        return tuple(cell for placed in self._question.placed for cell in placed.cells)

    def paint(self, canvas: Canvas, page: Page, placed: Sequence[Placed] = ()) -> None:
        """Puts what is open, passing or wanted over everything else; `placed` are the widgets below."""
        canvas.layer = LAYER
        if self.open:
            canvas.box(page.whole, page.theme.shade)
            canvas.layer = LAYER + 1
        if self.open == "help":
            title = page.messages("app.pad.title" if self.pad else "app.help")
            _paint_help(canvas, page, title, pad_rows(page) if self.pad else help_rows(page, self._keys))
        elif self.open == "leave":
            self._paint_question(canvas, page)
        elif self.open == "settings":
            self.settings.paint(canvas, page)
        elif self.open == "share":
            paint_share(canvas, page, self.shared, self._left_out, copied=self.copied)
        if self._left > 0.0:
            canvas.opacity = min(self._left / TOAST_FADE, 1.0)
            self._notices.paint_word(canvas, page, self._toast, placed)
            canvas.opacity = 1.0
        if self.statistics and self.figures:  # the first ones come with the next picture
            self._notices.paint_figures(canvas, page, self.figures, placed)

    def _arrange(self, page: Page) -> Rect:
        """Places the question's buttons; returns the card they stand on."""
        style, pad = page.style("heading"), page.px(44.0)
        asked = measure(page.messages("app.leave"), style)
        buttons = size(page, "app", ANSWERS, page.inner.w - 2.0 * pad)
        width = max(asked, buttons.least) + 2.0 * pad
        height = page.row("heading") + buttons.height + page.px(28.0) + 2.0 * pad
        card = page.centred(width, height)
        body = Rect(_middle(card, buttons.least), card.bottom - pad - buttons.height, buttons.least, buttons.height)
        self._question.arrange(page, (place(page, "app", ANSWERS, body),), self._question.controls)
        return card

    def _paint_question(self, canvas: Canvas, page: Page) -> None:
        card = self._arrange(page)
        paint_card(canvas, page, card, plate=True)
        style, text = page.style("heading"), page.messages("app.leave")
        y = baseline(style, card.y + page.px(44.0), page.row("heading"))
        canvas.text(text, style, _middle(card, measure(text, style)), y, page.theme.title)
        self._question.paint(canvas)


def _middle(rect: Rect, width: float) -> float:
    return float(round(rect.x + (rect.w - width) / 2.0))


def key_name(page: Page, key: str) -> str:
    """Returns what is written on a key, `Alt + Enter` for those pressed together."""
    parts = key.split("+") if len(key) > 1 else [key]
    return " + ".join(worded(page.messages, f"app.keyname.{part}", part.capitalize()) for part in parts)


def help_rows(page: Page, table: tuple[Binding, ...]) -> Rows:
    """Returns each row of the page of keys: the names of its keys, and what they do.

    A key that means something else already, by an earlier row, is left out.
    """
    rows: Rows = []
    meant: set[str] = set()
    for binding in table:
        keys = [key for key in (*binding.keys, *binding.together) if key not in meant]
        meant.update(binding.keys)
        if binding.text and keys:
            words = worded(page.messages, binding.text, binding.text.split(".")[-1])
            rows.append(([key_name(page, key) for key in keys], words))
    return rows


def pad_rows(page: Page) -> Rows:
    """Returns each row of the page of keys for who plays with a game pad."""
    texts = page.messages
    return [([texts(f"app.padname.{name}")], texts(f"app.pad.{does}")) for name, does in HINTS.items()]


def _paint_help(canvas: Canvas, page: Page, title: str, rows: Rows) -> None:
    cap, text = page.style("small"), page.style("option")
    gap, pad, row = page.px(10.0), page.px(44.0), max(page.row("option"), page.row("small")) + page.px(16.0)
    key_widths = [sum(measure(key, cap) + 2.0 * gap for key in keys) + (len(keys) - 1) * gap for keys, _ in rows]
    column = max(key_widths) + page.px(24.0) + max(measure(words, text) for _, words in rows)
    top = page.row("heading") + page.px(20.0)
    room = page.inner.h - 2.0 * pad - top
    columns = 1 if len(rows) * row <= room or 2.0 * column + 3.0 * pad > page.inner.w else 2
    lines = -(-len(rows) // columns)
    row = min(row, float(int((page.height - 2.0 * pad - top) / lines)))  # a small window has no room to spare
    card = page.centred(columns * (column + pad) + pad, lines * row + top + 2.0 * pad)
    paint_card(canvas, page, card, plate=True)
    heading = page.style("heading")
    y = baseline(heading, card.y + pad, page.row("heading"))
    canvas.text(title, heading, card.x + pad, y, page.theme.title)
    for number, (keys, words) in enumerate(rows):
        x = card.x + pad + number // lines * (column + pad)
        y = card.y + pad + top + number % lines * row
        _paint_keys(canvas, page, keys, Rect(x, y, max(key_widths), row))
        place_x = x + max(key_widths) + page.px(24.0)
        canvas.text(words, text, place_x, baseline(text, y, row), page.theme.option)


def _paint_keys(canvas: Canvas, page: Page, names: list[str], rect: Rect) -> None:
    cap, gap, theme = page.style("small"), page.px(10.0), page.theme
    x = rect.x
    for name in names:
        width = measure(name, cap) + 2.0 * gap
        key = Rect(x, rect.y + page.px(4.0), width, rect.h - page.px(8.0))
        canvas.box(
            key, theme.control_fill, radius=page.px(7.0), border=theme.control_border, border_width=page.line(1.5)
        )
        canvas.text(name, cap, x + gap, baseline(cap, rect.y, rect.h), theme.value)
        x += width + gap
