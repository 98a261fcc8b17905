"""`descent`, or `descent play`: the window, and all that a visitor can do in it."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from time import perf_counter

import platformdirs

from descent_game.app import log, loop, output, preferences, quality, states
from descent_game.app.asked import add_arguments, asked, first_values, named
from descent_game.app.console.arguments import Parser, whole
from descent_game.app.errors import DONE, InputError, MachineError
from descent_game.app.exhibit import kiosk_arguments
from descent_game.app.figures import Figures
from descent_game.app.film.filming import Filming
from descent_game.app.film.leftovers import Mending
from descent_game.app.film.record import record
from descent_game.app.keeper import Session
from descent_game.app.keys import Wish
from descent_game.app.overlays import paint_filming
from descent_game.app.pace import Pace
from descent_game.app.poster import poster
from descent_game.app.projector import Projector
from descent_game.app.quality import AUTO, Watch
from descent_game.app.settings import page
from descent_game.app.share_card import command
from descent_game.app.snapshots import Snapshots
from descent_game.app.sound import Speaker
from descent_game.app.stage import Stage, scene_names
from descent_game.app.steady import Steady
from descent_game.app.window import NoDisplayError, Window
from descent_game.engine.actions import Action, Restore
from descent_game.engine.events import Event, Quit
from descent_game.engine.timeline import Demo
from descent_game.ui.canvas import Canvas
from descent_game.version import VERSION

EXAMPLES = """
  descent
  descent race --set landscape=saddle --set learning_rate=0.1
  descent "race?landscape=saddle&seed=7" --fullscreen
  descent play --size 1280x720 --lang en --theme light
  descent --keep session.toml
  descent --kiosk --display 1
  descent --exhibit exhibit.toml --supervised
"""
FALLBACK = "race.toml"


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.add_argument("what", metavar="SCENE", nargs="?", help="what to begin with: a scene, or SCENE?name=value&...")
    parser.add_argument("--fullscreen", action="store_true", help="fill the screen")
    parser.add_argument("--display", type=whole(0, 15), metavar="N", help="which display, from 0 on (0)")
    parser.add_argument("--keep", metavar="FILE", help="keep the session as a demo, a .toml file to record it from")
    kiosk_arguments.add_arguments(parser)
    add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Opens the window and returns the exit status; without a display, records the demo film instead."""
    if arguments.state and (arguments.supervised or arguments.kiosk or arguments.exhibit):
        raise InputError("--state: expected without --kiosk, --exhibit and --supervised")
    if arguments.supervised:
        supervisor = importlib.import_module("descent_game.app.exhibit.exhibit_command")
        return int(supervisor.supervised(kiosk_arguments.words(arguments)))
    if arguments.kiosk or arguments.exhibit:
        return int(importlib.import_module("descent_game.app.exhibit.kiosk").run(arguments))
    demo = asked(
        arguments.what or scene_names()[0],
        seed=arguments.seed,
        lang=arguments.lang,
        theme=arguments.theme,
        values=arguments.values,
        state=arguments.state,
    )
    keep = output.checked(arguments.keep, (".toml",), overwrite=False) if arguments.keep else None
    first, _ = named(arguments.what or scene_names()[0])
    try:
        window = Window(arguments.size, fullscreen=arguments.fullscreen, display=arguments.display or 0)
    except NoDisplayError:
        return _film_instead(arguments)
    try:
        language, theme = arguments.lang or first.language, arguments.theme or first.theme
        Show(window, demo, language, theme, arguments.quality, keep).run()
    finally:
        window.close()
    return DONE


def _film_instead(arguments: argparse.Namespace) -> int:
    """Records the demo film where no window can be opened, and returns the exit status."""
    here = Path.cwd()
    folder = here if os.access(here, os.W_OK) else Path(platformdirs.user_videos_dir())
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(f"no display here, and no folder for a film: {error}") from error
    path = output.unused(folder, "descent", ".mp4")
    print(f"There is no display here: recording the demo film instead, {path}", file=sys.stderr)
    demo = asked(FALLBACK, size=arguments.size or (1280, 720), fps=30, lang=arguments.lang, theme=arguments.theme)
    return record(demo, path)


class Show:
    """A visit: the stage in a window, from the first picture to the last."""

    def __init__(
        self,
        window: Window,
        demo: Demo,
        language: str = "",
        theme: str = "",
        asked_quality: str = AUTO,
        keep: Path | None = None,
    ) -> None:
        """Begins with what the visitor chose the last time, but for a language or a theme that is asked for now."""
        self._window = window
        self._demo = demo
        self._projector = Projector(window.context, *window.size)
        self._snapshots = Snapshots()
        self._figures = Figures()
        self._watch = Watch(quality.begun(asked_quality, window.context.info["GL_RENDERER"], window.size))
        self._speaker = Speaker()
        self._filming = Filming(window.context)
        self._mending = Mending()
        self._dt = 0.0
        self._over = False
        self._kept = preferences.kept()
        self._setup = preferences.begins(self._kept, language, theme)
        window.show(self._projector.title(page(self._setup, *window.size)))
        self.stage = Stage(demo.scene, *window.size, self._setup, demo.seed)
        self.stage.begin(first_values(demo))
        self._session = Session(keep, self.stage, demo.seed)
        self._steady = Steady(self.stage, self.stage.renew)

    def run(self) -> None:
        """Shows the stage until someone leaves."""
        log.logger().info("begin: version %s, %s", VERSION, self._window.context.info["GL_RENDERER"])
        try:
            loop.run(Pace(self._steady, lambda: self.stage.scene), self._frames(), self._due, self._draw)
        finally:
            self._keep()
            self._session.close()
            self._filming.close()
            self._speaker.close()
            self._projector.release()

    def _frames(self) -> Iterator[float]:
        for dt in self._window.frames(self._event):
            self._figures.begin(perf_counter(), dt)
            self._watch.begin(dt)
            self._dt = dt
            yield dt

    def _due(self, step: int) -> Iterable[Action]:
        return self._session.due(self._asked(step))

    def _asked(self, step: int) -> Iterator[Action]:
        yield from self._demo.due(step)
        yield from self.stage.take(step)  # only now: the demo may just have changed the scene

    def _event(self, event: Event) -> None:
        with self._steady.guarded():
            self.stage.event(event)

    def _draw(self) -> bool:
        self._figures.dressed(perf_counter())
        self._watch.dressed()
        with self._steady.guarded():
            self._projector.draw(self.stage, self._watch.held.level)
        self._figures.drawn(perf_counter())
        self._film()
        self._window.show(self._projector.target)
        self._watch.shown((self.stage.changes, self._window.size))
        self._speaker.play(self.stage.ear.taken(), self.stage.setup)
        while self.stage.wishes:
            self._grant(self.stage.wishes.popleft())
        self._tell()
        self._session.tick()
        if not self.stage.overlays.open and self.stage.setup != self._setup:
            self._keep()
        return not self._over

    def _film(self) -> None:
        """Films the picture that has been drawn, and marks the screen while it is filmed."""
        if self._filming.going:
            self._filming.see(self._projector.target, self._dt)
            page = self.stage.page
            canvas = Canvas(page.width, page.height)
            paint_filming(canvas, page, self._filming.seconds)
            self._projector.write_over(canvas)

    def _grant(self, wish: Wish | Quit) -> None:
        """Does what the window is asked for."""
        stage = self.stage
        if isinstance(wish, Quit):
            self._over = True
        elif wish is Wish.FULLSCREEN:
            stage.event(self._window.toggle_fullscreen())
        elif wish is Wish.ESCAPE:
            if self._window.fullscreen:
                stage.event(self._window.toggle_fullscreen())
            else:
                stage.overlays.ask_to_leave()
        elif wish is Wish.KEEP:
            self._store()
        elif wish is Wish.OPEN:
            self._open()
        elif wish is Wish.SCREENSHOT:
            self._snapshots.save(self._projector.target.read(3)[::-1], stage.scene.name, self._about, datetime.now())
        elif wish is Wish.POSTER:
            picture = poster(stage, self._projector)
            self._snapshots.save(picture, stage.scene.name, self._about, datetime.now())
        elif wish is Wish.FILM and self._filming.going:
            self._filming.end()
        elif wish is Wish.FILM:
            self._filming.begin(self._window.size, stage.scene.name, self._about, datetime.now())
        elif wish is Wish.SHARE:
            stage.overlays.copied = self._window.copy(command(stage.overlays.shared))

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
        overlays, messages = self.stage.overlays, self.stage.page.messages
        if isinstance(self.stage.scene, states.Keeping):
            try:
                overlays.toast(messages("app.screenshot", file=states.save(self.stage.scene, datetime.now())))
            except OSError as error:
                overlays.toast(messages("app.failed", reason=error))

    def _open(self) -> None:
        """Opens what was kept last of the scene, and says which file."""
        overlays, messages = self.stage.overlays, self.stage.page.messages
        if not isinstance(self.stage.scene, states.Keeping):
            return
        path = states.newest(self.stage.scene)
        if path is None:
            overlays.toast(messages("app.failed", reason=messages("app.nothing_kept")))
            return
        try:
            state = states.read(path)
            states.restore(self.stage.scene, state, path.name)
            self._session.note(Restore(state))
        except InputError as error:
            overlays.toast(messages("app.failed", reason=error))
        else:
            overlays.toast(messages("app.opened", file=path))

    def _tell(self) -> None:
        """Passes on what has been saved meanwhile, or could not be, and the figures where they are wanted."""
        wrong, self._session.wrong = self._session.wrong, ""
        if wrong:
            self.stage.overlays.toast(self.stage.page.messages("app.failed", reason=wrong))
        for done, words, left_out in (
            *self._snapshots.all_told(),
            *self._filming.all_told(),
            *self._mending.all_told(),
        ):
            messages = self.stage.page.messages
            saved = messages("app.filmed" if left_out else "app.screenshot", file=words, count=left_out)
            self.stage.overlays.toast(saved if done else messages("app.failed", reason=words))
        if self.stage.overlays.statistics:
            figures = self._figures.lines(self._projector.renderer.counts)
            self.stage.overlays.figures = (*figures, str(self._watch.held))
