"""Rendering offline: a demo in exact simulated time, picture by picture, without a window.

One target is enough: while GL draws a picture the next is simulated and the one before is encoded. A second one, read
while the first is drawn, was measured to be slower, because reading holds the interpreter's lock while it waits.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

import numpy as np

from descent_game.app.film.encoder import Pixels
from descent_game.app.sessions.demo_files import rules, setup
from descent_game.app.sessions.request import first_values
from descent_game.app.show import loop
from descent_game.app.show.compositor import Compositor, GLQueue
from descent_game.app.show.stage import Stage
from descent_game.app.terminal.errors import MachineError
from descent_game.engine.actions import Goto, Read, Widgets
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.sounds import Heard
from descent_game.engine.timeline import Demo
from descent_game.render.target import Target
from descent_game.ui.canvas import Canvas

POSTER = 4
"""How many times as wide and high as the screen a poster is."""
TURN = 2e-4
"""Seconds for which one thread keeps the interpreter to itself while a film is made."""
LEAD = 1.0
"""Seconds before a wanted picture from which on all are dressed."""


@dataclass(frozen=True)
class RenderOptions:
    """How pictures are taken: multisampling, without the interface, without the background.

    With `supersample` they are drawn so many times as wide and high, and made smaller. A clean picture may still have
    a demo's `captions`.
    """

    samples: int = 0
    clean: bool = False
    transparent: bool = False
    supersample: int = 1
    captions: bool = False


PLAIN = RenderOptions()
"""As a visitor sees it."""


def staged(demo: Demo, options: RenderOptions = PLAIN) -> Stage:
    """Returns the stage on which a demo begins, as large as it is drawn, with no more on it than is to be seen."""
    width, height = (side * options.supersample for side in demo.size)
    stage = Stage(demo.scene, width, height, setup(demo), demo.seed, rules(demo))
    stage.guide.widgets, stage.guide.values = demo.widgets, demo.values
    if options.clean:
        stage.strip(captions=options.captions, transparent=options.transparent)
    stage.begin(first_values(demo))
    return stage


def still(demo: Demo, at: float, context: Any, options: RenderOptions = PLAIN) -> Pixels:
    """Returns the picture `at` seconds, (height, width, 3), the same that a film of the demo shows there.

    Without a background it is (height, width, 4), its colours multiplied by their opacity.
    """
    count, taken = round(at * demo.fps), list[Pixels]()
    if count:
        until = replace(demo, seconds=count / demo.fps)
        render(until, context, lambda pixels: taken.append(pixels.copy()), options, range(count - 1, count))
    else:
        stage = staged(demo, options)
        for action in demo.due(0):  # no step will be taken that does it
            stage.act(action)
        stage.frame(0.0, 0.0)
        renderer = OfflineRenderer(stage, context, options)
        try:
            renderer.render()
            taken.append(renderer.take())
        finally:
            renderer.release()
    return taken[0] if options.transparent else np.ascontiguousarray(taken[0][..., :3])


class OfflineRenderer:
    """Draws one picture after another; while one is drawn, the next is simulated and the one before is encoded."""

    def __init__(self, stage: Stage, context: Any, options: RenderOptions) -> None:
        """Raises MachineError for pictures larger than this machine can draw."""
        self._stage = stage
        self._queue = GLQueue(context)
        width, height = stage.page.width, stage.page.height
        most = int(context.info["GL_MAX_TEXTURE_SIZE"])
        if max(width, height) > most:
            raise MachineError(f"this machine draws at most {most}x{most} pixels, not {width}x{height}: --size less")
        self._compositor = Compositor(context, width, height, samples=options.samples, top_down=True)
        self._small: Target | None = None
        if options.supersample > 1:
            width, height = width // options.supersample, height // options.supersample
            self._small = Target(context, width, height, top_down=True)
        self._pixels = np.empty((height, width, 4), np.uint8)

    def render(self) -> None:
        """Begins to draw the stage as it is."""
        self._drawn = self._compositor.draw(self._stage)
        if self._small is not None:
            self._small.use().clear(0.0, 0.0, 0.0, 0.0)
            self._compositor.renderer.cover(self._small, self._drawn, 1.0)
            self._drawn = self._small
        self._queue.flush()

    def take(self) -> Pixels:
        """Waits for the picture that is being drawn and returns it until the next one, (height, width, 4)."""
        self._queue.finish()
        self._drawn.read_into(self._pixels)
        return self._pixels

    def release(self) -> None:
        """Frees what is held on the GPU."""
        if self._small is not None:
            self._small.release()
        self._compositor.release()


def pictures(demo: Demo) -> int:
    """Returns how many whole pictures a demo lasts, at least one."""
    return max(int(demo.seconds * demo.fps + 1e-6), 1)


def picture_of(step: int, fps: int) -> int:
    """Returns the number of the first picture, from 0 on, in which that fixed step is done."""
    return -(-(step + 1) * fps // STEPS_A_SECOND) - 1


class Selective(loop.Wrapper[Stage]):
    """A stage that dresses only some of its pictures, by their number from 0 on, and skips the others.

    Those from some time before the first that is `wanted` are dressed, and each before a cue, which may look for its
    goal in it.
    """

    def __init__(self, stage: Stage, demo: Demo, wanted: range) -> None:
        super().__init__(stage)
        self.begin = wanted.start - round(LEAD * demo.fps)
        self._cues = frozenset(picture_of(cue.step, demo.fps) - 1 for cue in demo.cues)
        self._number = -1

    def frame(self, dt: float, alpha: float) -> None:
        """Dresses the stage for the next picture, or skips that."""
        self._number += 1
        if self._number >= self.begin or self._number in self._cues:
            self.moved.frame(dt, alpha)
        else:
            self.moved.skip(dt, alpha)


def _before_changes(demo: Demo) -> frozenset[int]:
    """Returns the pictures after which another scene, or page, may be shown: they are seen again while it fades in."""
    steps = {cue.step for cue in demo.cues if isinstance(cue.action, Goto | Read | Widgets)}
    return frozenset(picture_of(step, demo.fps) - 1 for step in steps)


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
    put: Callable[[Pixels], None],
    options: RenderOptions = PLAIN,
    picked: range | None = None,
    go_on: Callable[[], bool] = lambda: True,
    hear: Callable[[list[Heard]], None] | None = None,
) -> None:
    """Puts each picture of the demo, (height, width, 4), until the end or until `go_on` says no.

    A picture is put before the next one is drawn: while GL is told what to draw, which is one thread's work, another
    core is free for the encoder. Of pictures that are not `picked` only those are drawn that are seen again in others,
    and long before the first that is picked they are not even dressed. `hear` is given what was heard since the last
    picture.
    """
    stage = staged(demo, options)
    renderer = OfflineRenderer(stage, context, options)
    wanted = range(pictures(demo)) if picked is None else picked
    shown, seen_again = Selective(stage, demo, wanted), _before_changes(demo)
    number, waits = -1, False

    def give() -> None:
        if waits:
            put(renderer.take())

    def draw() -> bool:
        nonlocal number, waits
        if hear is not None and stage.heard:
            hear(stage.take_heard())
        give()
        number += 1
        more = go_on()
        waits = more and number in wanted
        if waits or (more and number in seen_again and number >= shown.begin):
            renderer.render()
        return more

    try:
        with _short_turns():
            loop.run(shown, repeat(1.0 / demo.fps, pictures(demo)), demo.due, draw)
            give()
    finally:
        renderer.release()


def poster(stage: Stage, compositor: Compositor) -> Pixels:
    """Returns what is shown without the interface, (height, width, 3), as large as this machine can draw it.

    The stage is laid out for it and back again, which no simulation notices.
    """
    renderer, width, height = compositor.renderer, stage.page.width, stage.page.height
    most = int(renderer.context.info["GL_MAX_TEXTURE_SIZE"])
    times = max(min(POSTER, most // max(width, height)), 1)
    target = Target(renderer.context, width * times, height * times, top_down=True)
    try:
        stage.resize(width * times, height * times)
        stage.frame(0.0, 0.0)
        renderer.draw(target, stage.scene.root, stage.view, Canvas(width * times, height * times))
        return target.read(3)
    finally:
        stage.resize(width, height)
        stage.frame(0.0, 0.0)
        target.release()
