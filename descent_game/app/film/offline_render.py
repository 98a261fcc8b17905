"""Rendering offline: a demo in exact simulated time, picture by picture, without a window.

One target is enough: while GL draws a picture the next is simulated and the one before is encoded. A second one, read
while the first is drawn, was measured to be slower, because reading holds the interpreter's lock while it waits.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import numpy as np

from descent_game.app.film.encoder import Pixels
from descent_game.app.sessions.demo_files import rules, setup
from descent_game.app.sessions.request import first_values
from descent_game.app.show import loop
from descent_game.app.show.compositor import Projector
from descent_game.app.show.gl_wait import Fence
from descent_game.app.show.stage import Stage
from descent_game.app.terminal.errors import MachineError
from descent_game.engine.actions import (
    Action,
    Budget,
    Capture,
    Drop,
    Goto,
    Pan,
    Pause,
    Read,
    Say,
    Set,
    Step,
    Tap,
    Turn,
    Values,
    Widgets,
    Zoom,
)
from descent_game.engine.clock import STEP, STEPS_A_SECOND
from descent_game.engine.scene import Scene
from descent_game.engine.sounds import Heard
from descent_game.engine.timeline import Demo
from descent_game.engine.view import View
from descent_game.render.target import Target
from descent_game.ui.canvas import Canvas
from descent_game.ui.page import Page

TURN = 2e-4
"""Seconds for which one thread keeps the interpreter to itself while a film is made."""
LEAD = 1.0
"""Seconds before a wanted picture from which on all are dressed."""
UNSEEING = Set | Turn | Pan | Zoom | Drop | Pause | Step | Say | Tap | Values | Capture | Budget
"""Actions that mean the same whatever is to be seen."""


@dataclass(frozen=True)
class Look:
    """How pictures are taken: multisampling, without the interface, without the background.

    With `supersample` they are drawn so many times as wide and high, and made smaller. A clean picture may still be
    `told` about: it keeps a demo's captions.
    """

    samples: int = 0
    clean: bool = False
    transparent: bool = False
    supersample: int = 1
    told: bool = False


PLAIN = Look()
"""As a visitor sees it."""


class Bare:
    """A stage without its interface and, if so wished, without the background."""

    def __init__(self, stage: Stage, look: Look) -> None:
        self._stage, self._look = stage, look
        self._empty = Canvas(stage.page.width, stage.page.height)

    @property
    def page(self) -> Page:
        """The stage's page."""
        return self._stage.page

    @property
    def scene(self) -> Scene:
        """The scene on the stage."""
        return self._stage.scene

    @property
    def view(self) -> View:
        """The stage's view, transparent if so wished."""
        return replace(self._stage.view, transparent=self._look.transparent)

    @property
    def canvas(self) -> Canvas:
        """The interface, or nothing in its place but captions where they are wanted."""
        if not self._look.clean:
            return self._stage.canvas
        self._empty.clear(self.page.width, self.page.height)
        if self._look.told:
            self._stage.guide.paint(self._empty, self.page, lambda goal: None, large=True)
        return self._empty

    @property
    def changes(self) -> int:
        """How often one scene has followed another."""
        return self._stage.changes

    @property
    def fade(self) -> float:
        """How much of the scene before is still to be seen; nothing where the background is left out."""
        return 0.0 if self._look.transparent else self._stage.fade


def staged(demo: Demo, look: Look = PLAIN) -> Stage:
    """Returns the stage on which a demo begins, with no more on it than such a look shows."""
    stage = Stage(demo.scene, *demo.size, setup(demo), demo.seed, rules(demo))
    stage.guide.widgets, stage.guide.values = demo.widgets, demo.values
    if look.clean:
        stage.strip(told=look.told)
    stage.begin(first_values(demo))
    return stage


def times(demo: Demo, seconds: float) -> Iterable[float]:
    """Returns the frame times of `seconds` of a demo, each exactly 1/fps; a lone zero for none at all."""
    count = round(seconds * demo.fps)
    return repeat(1.0 / demo.fps, count) if count else [0.0]


def still(demo: Demo, at: float, context: Any, look: Look = PLAIN) -> Pixels:
    """Returns the picture `at` seconds, (height, width, 3), the same that a film of the demo shows there.

    Without a background it is (height, width, 4), its colours multiplied by their opacity.
    """
    width, height = demo.size
    stage = staged(_enlarged(demo, look), look)
    if round(at * demo.fps) == 0:
        for action in demo.due(0):  # no step will be taken that does it
            stage.act(action)
    last = max(round(at * demo.fps), 1) - 1
    loop.run(Selective(stage, dressed(demo, range(last, last + 1))), times(demo, at), demo.due, lambda: True)
    camera = OfflineRenderer(stage, context, look)
    pixels = np.empty((height, width, 4), np.uint8)
    try:
        camera.render()
        camera.take(pixels)
    finally:
        camera.release()
    return pixels if look.transparent else np.ascontiguousarray(pixels[..., :3])


def _enlarged(demo: Demo, look: Look) -> Demo:
    """Returns the demo as large as it is drawn."""
    width, height = demo.size
    return replace(demo, size=(width * look.supersample, height * look.supersample))


class OfflineRenderer:
    """Draws one picture after another; while one is drawn, the next is simulated and the one before is encoded."""

    def __init__(self, stage: Stage, context: Any, look: Look) -> None:
        """Raises MachineError for pictures larger than this machine can draw."""
        self._shown = Bare(stage, look)
        self._fence = Fence(context)
        width, height = stage.page.width, stage.page.height
        most = int(context.info["GL_MAX_TEXTURE_SIZE"])
        if max(width, height) > most:
            raise MachineError(f"this machine draws at most {most}x{most} pixels, not {width}x{height}: --size less")
        self._projector = Projector(context, width, height, samples=look.samples, top_down=True)
        self._small: Target | None = None
        if look.supersample > 1:
            small = width // look.supersample, height // look.supersample
            self._small = Target(context, *small, top_down=True)
        self._waiting: Target | None = None

    def render(self) -> None:
        """Begins to draw the stage as it is; what was drawn before must have been taken, or is lost."""
        self._waiting = self._projector.draw(self._shown)
        if self._small is not None:
            self._small.use().clear(0.0, 0.0, 0.0, 0.0)
            self._projector.renderer.cover(self._small, self._waiting, 1.0)
            self._waiting = self._small
        self._fence.flush()

    def lose(self) -> None:
        """Lets go of the picture that is being drawn."""
        self._waiting = None

    @property
    def draws(self) -> bool:
        """Whether a picture is being drawn, or waits to be taken."""
        return self._waiting is not None

    def take(self, pixels: Pixels) -> None:
        """Waits for the picture that is being drawn and copies it into `pixels`, (height, width, 4), top row first."""
        assert self._waiting is not None
        self._fence.finish()
        self._waiting.read_into(pixels)
        self._waiting = None

    def release(self) -> None:
        """Frees what is held on the GPU."""
        if self._small is not None:
            self._small.release()
        self._projector.release()


def pictures(demo: Demo) -> int:
    """Returns how many whole pictures a demo lasts, at least one."""
    return max(int(demo.seconds * demo.fps + 1e-6), 1)


def picture_of(step: int, fps: int) -> int:
    """Returns the number of the first picture, from 0 on, in which that fixed step is done."""
    return -(-(step + 1) * fps // STEPS_A_SECOND) - 1


def before_changes(demo: Demo) -> frozenset[int]:
    """Returns the pictures after which another scene, or page, may be shown: they are seen again while it fades in."""
    steps = {cue.step for cue in demo.cues if isinstance(cue.action, Goto | Read | Widgets)}
    return frozenset(picture_of(step, demo.fps) - 1 for step in steps)


def begun(demo: Demo, wanted: range) -> int:
    """Returns the number of the picture from which on all are dressed: some time before the first that is wanted."""
    return wanted.start - round(LEAD * demo.fps)


def dressed(demo: Demo, wanted: range) -> Callable[[int], bool]:
    """Returns which pictures are dressed: those from `begun` on, and each before a cue that looks for its goal."""
    steps = {cue.step for cue in demo.cues if not isinstance(cue.action, UNSEEING)}
    before = {picture_of(step, demo.fps) - 1 for step in steps}
    begin = begun(demo, wanted)
    return lambda number: begin <= number < wanted.stop or number in before


class Selective:
    """A stage that dresses only some of its pictures, by their number from 0 on, and skips the others."""

    def __init__(self, stage: Stage, wanted: Callable[[int], bool]) -> None:
        self._stage, self._wanted = stage, wanted
        self._number = -1

    def act(self, action: Action) -> None:
        """Does what was asked."""
        self._stage.act(action)

    def step(self, dt: float) -> None:
        """Moves the stage on by one fixed step."""
        self._stage.step(dt)

    def frame(self, dt: float, alpha: float) -> None:
        """Dresses the stage for the next picture, or skips that."""
        self._number += 1
        if self._wanted(self._number):
            self._stage.frame(dt, alpha)
        else:
            self._stage.skip(dt, alpha)


@contextmanager
def _short_turns() -> Iterator[None]:
    """Lets threads take turns often: the encoder asks for few, and would wait for each as long as a picture takes."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def render(
    demo: Demo,
    context: Any,
    buffer: Callable[[], Pixels],
    put: Callable[[Pixels], None],
    go_on: Callable[[], bool],
    look: Look = PLAIN,
    picked: range | None = None,
    hear: Callable[[list[Heard]], None] | None = None,
) -> Stage:
    """Fills a buffer with each picture of the demo and puts it, until the end or until `go_on` says no.

    A picture is put before the next one is drawn: while GL is told what to draw, which is one thread's work, another
    core is free for the encoder. Of pictures that are not `picked` only those are drawn that are seen again in others,
    and long before the first that is picked they are not even dressed.
    `hear` is given what was heard since the last picture. Returns the stage, which has come exactly to the demo's last
    step unless it was stopped.
    """
    stage = staged(_enlarged(demo, look), look)
    camera = OfflineRenderer(stage, context, look)
    wanted = range(pictures(demo)) if picked is None else picked
    seen_again = frozenset(number for number in before_changes(demo) if number >= begun(demo, wanted))
    number, ran = -1, 0

    def due(step: int) -> tuple[Action, ...]:
        nonlocal ran
        ran = step + 1
        return demo.due(step)

    def give() -> None:
        if camera.draws:
            pixels = buffer()
            camera.take(pixels)
            put(pixels)

    def draw() -> bool:
        nonlocal number
        number += 1
        if hear is not None and (stage.ear.heard or not number):
            hear(stage.ear.taken())
        give()
        more = go_on()
        if more and (number in wanted or number in seen_again):
            camera.render()
        if number not in wanted:
            camera.lose()
        return more

    try:
        with _short_turns():
            shown = Selective(stage, dressed(demo, wanted))
            loop.run(shown, repeat(1.0 / demo.fps, pictures(demo)), due, draw)
            give()
        _end(stage, demo, range(ran, demo.steps if go_on() else 0))
    finally:
        camera.release()
    return stage


def _end(stage: Stage, demo: Demo, steps: range) -> None:
    """Moves a stage on by the steps that no picture shows."""
    for step in steps:
        for action in demo.due(step):
            stage.act(action)
        stage.step(STEP)
