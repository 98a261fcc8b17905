"""What hands, scripts and operators may do, by chance from a seed: events, actions, settings, and the time between."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Literal, TypeAlias

from routes import route

from descent_game.app import settings
from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, scene_names, section_scenes
from descent_game.app.storage import kept_states
from descent_game.engine.actions import (
    Action,
    Budget,
    Click,
    Drag,
    Drop,
    Explain,
    Goto,
    Pan,
    Pause,
    Point,
    Press,
    Read,
    RecordedView,
    Restore,
    Say,
    Set,
    Step,
    Tap,
    Turn,
    Values,
    Widgets,
    Zoom,
)
from descent_game.engine.controls import Choice, Range, Toggle, Trigger, Value
from descent_game.engine.events import Event, Key, Pointer, Quit, Resize, Steer
from descent_game.ui.theme import THEMES

Asked: TypeAlias = Event | Action | Settings
"""One thing that happens to a stage."""

SIZES = ((320, 180), (180, 320), (256, 256), (400, 150), (200, 180), (640, 360), (96, 64), (64, 480))
ODD_SIZES = ((64, 64), (64, 4320), (7680, 64), (3840, 2160), (65, 700))
"""What a window can be dragged to for a moment."""
PLAIN_KEYS = tuple("abcdefghijklmnopqrstuvwxyz0123456789.,+-=/") + ("space", "return", "enter", "tab", "escape")
FAR_KEYS = ("left", "right", "up", "down", "home", "end", "page up", "page down", "f1", "f2", "f3", "f11", "f12", "")
FURTHER_KEYS = ("pause", "delete", "backspace", "ß", "[+]", "unknown key", "left shift", "insert", "menu", "print")
KEYS = PLAIN_KEYS + FAR_KEYS + FURTHER_KEYS
TIMES = (1 / 60, 1 / 60, 1 / 60, 1 / 30, 1 / 144, 0.0, 0.25)
"""Seconds between two pictures."""
MOST_RUNNERS = 5_000.0
"""A crowd larger than that only takes longer."""
WORDS = ("", "Downhill.", "app.key.pause", "a {brace} and a \\", "長い旅 — é ∇ 𝒻", "word " * 60)


def happen(stage: Stage, asked: Asked) -> None:
    """Lets one thing happen to a stage."""
    if isinstance(asked, Settings):
        stage.set_up(asked)
    elif isinstance(asked, Pointer | Key | Steer | Resize | Quit):
        route(stage, asked)
    else:
        stage.act(asked)


class Chance:
    """Yields what happens next; the same seed gives the same, as long as the stage is the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._now = 0.0

    def next(self, stage: Stage) -> list[Asked]:
        """Returns what happens at once: most often one thing, sometimes a whole gesture."""
        makers = (
            (30, self._gesture),
            (25, self._widget),
            (14, self._key),
            (10, self._fingers),
            (12, self._setting),
            (10, self._action),
            (4, self._steer),
            (4, self._goto),
            (3, self._resize),
            (2, self._settings),
            (2, self._far),
        )
        maker = self.random.choices([m for _, m in makers], [weight for weight, _ in makers])[0]
        return list(maker(stage))

    def wait(self) -> float:
        """Returns the time until the next picture, in seconds."""
        dt = self.random.choice(TIMES)
        self._now += dt + self.random.choice((0.0, 0.004, 0.5))
        return dt

    # -- hands --------------------------------------------------------------------------------------------------------

    def _place(self) -> tuple[float, float]:
        if self.random.random() < 0.05:
            return self.random.choice((-1.0, 1.0, 1.4)), self.random.choice((-1.0, 1.0, -3.0))
        return self.random.uniform(-1.0, 1.0), self.random.uniform(-1.0, 1.0)

    def _pointer(
        self, kind: Literal["press", "move", "release", "wheel", "leave", "cancel"], x: float, y: float, **more: int
    ) -> Pointer:
        self._now += self.random.choice((0.0, 0.01, 0.02))
        wheel = self.random.choice((-1.0, 1.0, 0.2, -7.0, 0.0, 400.0)) if kind == "wheel" else 0.0
        finger = more.get("finger", 0)
        return Pointer(kind, x, y, self._now, more.get("button", 1), wheel, bool(finger), finger)

    def _gesture(self, stage: Stage) -> Iterator[Asked]:
        """Yields a click, a drag, a move, the wheel, or only a part of one."""
        x, y = self._place()
        button = self.random.choice((1, 1, 1, 2, 3))
        kind = self.random.choice(
            ("click", "drag", "drag", "move", "wheel", "press", "release", "leave", "cancel", "double")
        )
        if kind in ("move", "wheel", "press", "release", "leave", "cancel"):
            yield self._pointer(kind, x, y, button=button)  # type: ignore[arg-type]  # each is one of the kinds
            return
        yield self._pointer("move", x, y)
        yield self._pointer("press", x, y, button=button)
        for _ in range(self.random.randrange(8) if kind == "drag" else 0):
            x, y = x + self.random.gauss(0.0, 0.1), y + self.random.gauss(0.0, 0.1)
            yield self._pointer("move", x, y)
        yield self._pointer("release", x, y, button=button)
        if kind == "double":
            yield self._pointer("press", x, y, button=button)
            yield self._pointer("release", x, y, button=button)

    def _widget(self, stage: Stage) -> Iterator[Asked]:
        """Yields a press on one of the widgets, and perhaps a drag from there."""
        cells = [cell for placed in stage.interface.placed for cell in placed.cells]
        if not cells:
            yield from self._gesture(stage)
            return
        rect = self.random.choice(cells).touch
        x = (rect.x + rect.w * self.random.random()) / stage.page.width * 2.0 - 1.0
        y = 1.0 - (rect.y + rect.h * self.random.random()) / stage.page.height * 2.0
        finger = self.random.choice((0, 0, 1))
        yield self._pointer("press", x, y, finger=finger)
        for _ in range(self.random.choice((0, 0, 3))):
            x += self.random.gauss(0.0, 0.1)
            yield self._pointer("move", x, y, finger=finger)
        if self.random.random() < 0.95:
            yield self._pointer("release", x, y, finger=finger)

    def _fingers(self, stage: Stage) -> Iterator[Asked]:
        """Yields what several fingers do, which may come and go in any order."""
        for _ in range(self.random.randrange(1, 6)):
            kind: Literal["press", "move", "release"] = self.random.choice(("press", "move", "move", "release"))
            yield self._pointer(kind, *self._place(), finger=self.random.randrange(1, 5))

    def _key(self, stage: Stage) -> Iterator[Asked]:
        name = self.random.choice(KEYS)
        shift, control, alt, repeat, pad = (self.random.random() < 0.12 for _ in range(5))
        yield Key(name, shift, control, alt, repeat, pad)

    def _steer(self, stage: Stage) -> Iterator[Asked]:
        yield Steer(self.random.gauss(0.0, 0.1), self.random.gauss(0.0, 0.1), self.random.choice((1.0, 0.9, 1.1)))

    def _resize(self, stage: Stage) -> Iterator[Asked]:
        odd = self.random.random() < 0.25
        yield Resize(*self.random.choice(ODD_SIZES if odd else SIZES))
        if odd:
            yield Resize(*self.random.choice(SIZES))

    # -- scripts ------------------------------------------------------------------------------------------------------

    def value(self, control: Choice | Range | Toggle) -> Value:
        """Returns a value that a control takes: its ends, its snaps or anything between."""
        if isinstance(control, Choice):
            return self.random.choice(control.options)
        if isinstance(control, Toggle):
            return self.random.random() < 0.5
        high = min(control.high, MOST_RUNNERS) if control.name == "crowd_size" else control.high
        known = [value for value in (control.low, high, control.default, *control.snaps) if value <= high]
        free = control.at(self.random.random())
        return float(self.random.choice((*known, min(free, high), min(free, high))))

    def _setting(self, stage: Stage) -> Iterator[Asked]:
        controls = stage.scene.controls
        control = self.random.choice([c for c in controls if not isinstance(c, Trigger)])
        yield Set(control.name, self.value(control))

    def _goto(self, stage: Stage) -> Iterator[Asked]:
        yield Goto(self.random.choice(scene_names()))

    def _action(self, stage: Stage) -> Iterator[Asked]:
        x, y = self._place()
        chance, names = self.random, list(stage.scene.controls.table)
        yield chance.choice(
            (
                Turn(x, y),
                Turn(5.0 * x, 5.0 * y, fling=True),
                Pan(x, y),
                Zoom(chance.choice((0.5, 0.9, 1.1, 2.0)), x, y),
                Click(x, y, chance.choice((1, 2, 3))),
                Drag(x, y, chance.choice(("grab", "move", "release"))),
                Drop(3.0 * x, 3.0 * y),
                Press(chance.choice([*names, "no such trigger"])),
                Pause(),
                Step(),
                Read(chance.choice(("", *section_scenes()))),
                Explain(chance.choice(("", "gradient", "learning_rate", "no such term"))),
                Say((("", chance.choice(WORDS)),), chance.choice((0, 40))),
                Say((("en", "Down."), ("de", "Hinab."))),
                Say(),
                Point((x, y)),
                Point((x, y), 30, surface=True),
                Point(chance.choice([*names, "read", "nothing"])),
                Point(),
                Tap(),
                Widgets(chance.random() < 0.7),
                Values(tuple(chance.sample(names, min(len(names), 3)))),
                *self._kept(stage),
            )
        )

    def _kept(self, stage: Stage) -> Iterator[Action]:
        """Yields what only kept sessions ask for."""
        yield Budget(self.random.choice((1.0, 100.0, 10_000.0)))
        yield RecordedView(self.random.choice(SIZES), self.random.choice(settings.languages()), text_scale=1.25)
        if isinstance(stage.scene, kept_states.Keeping):
            yield Restore(kept_states.text(stage.scene))

    def _far(self, stage: Stage) -> Iterator[Asked]:
        """Yields what no hand can do but a script may ask for: any finite number."""
        far = self.random.choice((1e-300, 1e-9, 1e9, 1e30, 1e300, -1e300, -1e9))
        turns, zooms = (Turn(far, far), Turn(far, 0.0, fling=True)), (Zoom(abs(far)), Zoom(abs(far), 1.0, -1.0))
        yield self.random.choice((*turns, *zooms, Pan(far, 0.0), Drop(far, 0.0)))

    # -- settings -----------------------------------------------------------------------------------------------------

    def _settings(self, stage: Stage) -> Iterator[Asked]:
        chance = self.random
        yield Settings(
            chance.choice(settings.languages()),
            chance.choice(tuple(THEMES)),
            chance.choice((0.8, 1.0, 1.0, 1.25, 1.6)),
            chance.random() < 0.3,
            chance.choice((0.0, 0.0, 200.0, 1092.0)),
            volume=chance.random(),
        )
