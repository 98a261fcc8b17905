"""A visit: the stage in a window, from the first picture to the last."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from descent_game.app import log
from descent_game.app.film import recovery
from descent_game.app.film.encoder import Pixels
from descent_game.app.film.offline_render import poster
from descent_game.app.film.screen_capture import ScreenCapture
from descent_game.app.input.router import Router
from descent_game.app.input.window import Window
from descent_game.app.opening import Opening
from descent_game.app.sessions.recorder import Session
from descent_game.app.sessions.request import demo_from, first_values, named
from descent_game.app.show import loop, quality
from descent_game.app.show.budget import StepBudget
from descent_game.app.show.fault_guard import FaultGuard
from descent_game.app.show.frame_statistics import FrameTimer
from descent_game.app.show.notices import paint_filming
from descent_game.app.show.quality import AUTO
from descent_game.app.show.requests import Request
from descent_game.app.show.share_card import command
from descent_game.app.show.speaker import Speaker
from descent_game.app.show.stage import Stage, scene_names
from descent_game.app.storage import kept_states, png, preferences
from descent_game.app.storage.saving import Saving
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import Action, Restore
from descent_game.engine.events import Event, Quit
from descent_game.engine.timeline import Demo
from descent_game.ui.canvas import Canvas
from descent_game.version import VERSION


class Program(NamedTuple):
    """What was asked for, checked: what is shown, and the language and the theme that this itself speaks of."""

    demo: Demo
    language: str
    theme: str


def program(arguments: argparse.Namespace) -> Program:
    """Returns what the command line asks to be shown; raises InputError."""
    what = arguments.what or scene_names()[0]
    first, _ = named(what)
    return Program(demo_from(arguments, what), first.language, first.theme)


class Visit:
    """A visit: the stage in a window, from the first picture to the last."""

    def __init__(
        self,
        window: Window,
        demo: Demo,
        opening: Opening | None = None,
        asked_quality: str = AUTO,
        keep: Path | None = None,
    ) -> None:
        """Begins behind the title card, or behind one of its own, which gives way to the first scene."""
        opening = opening or Opening(window)
        self._window = window
        self._demo = demo
        self._compositor = opening.compositor
        self._saving = Saving()
        self._timer = FrameTimer(quality.initial(asked_quality, window.context.info["GL_RENDERER"]))
        self._speaker = Speaker()
        self._capture: ScreenCapture | None = None
        recovery.start(self._saving)
        self._dt = 0.0
        self._over = False
        self._kept, self._setup = opening.kept, opening.setup
        self.stage = Stage(demo.scene, *window.size, self._setup, demo.seed)
        self.router = Router(self.stage)
        self.stage.begin(first_values(demo))
        self.stage.appear()
        self._session = Session(keep, self.stage, demo.seed)
        self._guard = FaultGuard(self.stage, self.stage.renew)

    def run(self) -> None:
        """Shows the stage until someone leaves."""
        log.logger().info("begin: version %s, %s", VERSION, self._window.context.info["GL_RENDERER"])
        with ExitStack() as ends:  # all of them, whatever befalls one
            for end in (self._compositor.release, self._speaker.close, self._saving.close, self._session.close):
                ends.callback(end)
            ends.callback(self._end_capture)
            ends.callback(self._keep)
            loop.run(StepBudget(self._guard, lambda: self.stage.scene), self._frames(), self._due, self._draw)

    def _frames(self) -> Iterator[float]:
        for dt in self._window.frames(self._event):
            self._timer.begin(dt)
            self._dt = dt
            yield dt

    def _due(self, step: int) -> Iterable[Action]:
        return self._session.due(self._asked(step))

    def _asked(self, step: int) -> Iterator[Action]:
        yield from self._demo.due(step)
        yield from self.stage.take(step)  # only now: the demo may just have changed the scene

    def _event(self, event: Event) -> None:
        with self._guard.guarded():
            self.router.take(event)

    def _draw(self) -> bool:
        self._timer.dressed()
        with self._guard.guarded():
            self._compositor.draw(self.stage, self._timer.level(filming=self._capture is not None))
        self._timer.drawn()
        self._film()
        self._window.show(self._compositor.target)
        self._timer.shown((self.stage.changes, self._window.size))
        self._speaker.play(self.stage.take_heard(), self.stage.setup)
        while self.stage.requests:
            self._try(self.stage.requests.popleft())
        self._tell()
        self._session.tick()
        if not self.stage.overlays.open and self.stage.setup != self._setup:
            self._keep()
        return not self._over

    def _film(self) -> None:
        """Films the picture that has been drawn, and marks the screen while it is filmed."""
        if self._capture is not None and not self._capture.see(self._compositor.target, self._dt):
            self._end_capture()
        if self._capture is not None:
            page = self.stage.page
            canvas = Canvas(page.width, page.height)
            paint_filming(canvas, page, self._capture.seconds)
            self._compositor.write_over(canvas)

    def _try(self, request: Request | Quit) -> None:
        """Does what the window is asked for; where that fails it says why, and the show goes on."""
        try:
            self._grant(request)
        except Exception as error:
            if not isinstance(error, OSError | InputError):
                log.fault(error)
            self._toast("app.failed", reason=error)

    def _toast(self, key: str, **values: object) -> None:
        self.stage.overlays.toast(self.stage.page.messages(key, **values))

    def _grant(self, request: Request | Quit) -> None:
        """Does what the window is asked for."""
        stage = self.stage
        if isinstance(request, Quit):
            self._over = True
        elif request is Request.FULLSCREEN:
            self.router.take(self._window.toggle_fullscreen())
        elif request is Request.ESCAPE:
            if self._window.fullscreen:
                self.router.take(self._window.toggle_fullscreen())
            else:
                stage.overlays.ask_to_leave()
        elif request is Request.KEEP:
            self._store()
        elif request is Request.OPEN:
            self._open()
        elif request is Request.SCREENSHOT:
            self._save(self._compositor.target.read(3)[::-1])
        elif request is Request.POSTER:
            self._save(poster(stage, self._compositor))
        elif request is Request.FILM and self._capture is not None:
            self._end_capture()
        elif request is Request.FILM:
            size, context = self._window.size, self._window.context
            self._capture = ScreenCapture(context, size, stage.scene.name, self._about, datetime.now())
        elif request is Request.SHARE:
            stage.overlays.copied = self._window.copy(command(stage.overlays.shared))

    def _save(self, pixels: Pixels) -> None:
        """Keeps a picture of what is shown."""
        self._saving.start(partial(png.save, pixels, self.stage.scene.name, self._about, datetime.now()))

    def _end_capture(self) -> None:
        """Ends the film of the screen, if there is one."""
        if self._capture is not None:
            self._capture.end()
            self._saving.start(self._capture.finish)
            self._capture = None

    @property
    def _about(self) -> dict[str, str]:
        """The words that are kept in pictures and films of the screen: what made them, and how to see it again."""
        return {"Software": f"The Descent {VERSION}", "Title": self.stage.scene.name, "Descent": self.stage.words()}

    def _keep(self) -> None:
        """Keeps what someone has changed in the settings."""
        self._kept = preferences.keep(self._setup, self.stage.setup, self._kept)
        self._setup = self.stage.setup

    def _store(self) -> None:
        """Keeps the state of the scene in a file, and says where."""
        if isinstance(self.stage.scene, kept_states.Keeping):
            self._toast("app.screenshot", file=kept_states.save(self.stage.scene, datetime.now()))

    def _open(self) -> None:
        """Opens what was kept last of the scene, and says which file."""
        if not isinstance(self.stage.scene, kept_states.Keeping):
            return
        path = kept_states.newest(self.stage.scene, datetime.now())
        if path is None:
            raise InputError(self.stage.page.messages("app.nothing_kept"))
        state = kept_states.read(path)
        kept_states.restore(self.stage.scene, state, path.name)
        self._session.note(Restore(state))
        self._toast("app.opened", file=path)

    def _tell(self) -> None:
        """Passes on what has been saved meanwhile, or could not be, and the figures where they are wanted."""
        wrong, self._session.wrong = self._session.wrong, ""
        if wrong:
            self._toast("app.failed", reason=wrong)
        for done, words, left_out in self._saving.all_told():
            if done:
                self._toast("app.filmed" if left_out else "app.screenshot", file=words, count=left_out)
            else:
                self._toast("app.failed", reason=words)
        if self.stage.overlays.statistics:
            self.stage.overlays.figures = self._timer.lines(self._compositor.renderer.counts)
