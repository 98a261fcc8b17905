"""An exhibit on the wall: full screen, unattended, with no way out but the staff's; and what it keeps and tells."""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import os
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import nullcontext, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from descent_game.app import log
from descent_game.app.exhibit import resume, startup
from descent_game.app.exhibit.beat import Heartbeat, parsed_beat
from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.exhibit_stage import ExhibitStage
from descent_game.app.exhibit.lock import one_exhibit, one_show
from descent_game.app.exhibit.operator_facts import Fact, self_test, status_facts
from descent_game.app.exhibit.operator_page import OperatorOrder
from descent_game.app.exhibit.presence import PresenceState
from descent_game.app.exhibit.settings import Exhibit
from descent_game.app.exhibit.supervisor import AGAIN, NO_DISPLAY
from descent_game.app.film import recovery
from descent_game.app.input.display import NoDisplayError
from descent_game.app.input.window import Window
from descent_game.app.sessions.recorder import save
from descent_game.app.settings import page
from descent_game.app.show import loop, quality
from descent_game.app.show.budget import StepBudget
from descent_game.app.show.compositor import Compositor
from descent_game.app.show.fault_guard import FaultGuard
from descent_game.app.show.frame_statistics import FrameTimer
from descent_game.app.show.speaker import Speaker
from descent_game.app.storage import input_files, json_files
from descent_game.app.storage.saving import Saving
from descent_game.app.terminal.errors import DONE, INTERRUPTED, InputError, MachineError
from descent_game.app.terminal.interrupt import Stop, stopping
from descent_game.app.terminal.streams import libraries_to_log
from descent_game.engine.events import Event
from descent_game.version import VERSION

COUNTERS, CHOICES, STATUS = "counters.json", "operator.json", "status.json"
KEEP = 12
"""Every so many statuses the counters are kept: once a minute."""


def run(arguments: argparse.Namespace) -> int:
    """Shows the exhibit until an operator ends it, and returns the exit status."""
    with suppress(OSError, RuntimeError, ValueError):  # where there is no stderr it has nowhere to speak
        faulthandler.enable()
    with nullcontext() if arguments.beat else one_exhibit(), one_show(), libraries_to_log():
        status = _shown(arguments)
    if status == AGAIN and not arguments.beat:
        os.execv(sys.executable, sys.orig_argv)
    return status


def _shown(arguments: argparse.Namespace) -> int:
    path = input_files.path(arguments.exhibit) if arguments.exhibit else None
    if not arguments.beat:
        startup.refuse(str(path or ""), "descent --kiosk", default_pin=arguments.default_pin)
    exhibit, mistakes = startup.exhibit_asked_for(arguments, path)
    mark = _mark(path)
    if not arguments.safe:
        exhibit = startup.chosen(exhibit, _choices(mark))
    try:
        window = _window(exhibit)
    except NoDisplayError as error:
        if arguments.beat:
            return NO_DISPLAY  # the supervisor tells it, once
        raise MachineError("no display for the exhibit: set DISPLAY or WAYLAND_DISPLAY, or start it there") from error
    try:
        with stopping() as stop:
            return Kiosk(window, exhibit, arguments, mark, mistakes, stop).run()
    finally:
        window.close()


def _window(exhibit: Exhibit) -> Window:
    try:
        return Window(fullscreen=True, display=exhibit.display)
    except InputError as error:
        log.logger().warning("%s; the first display is used", error)
        return Window(fullscreen=True)


def _mark(path: Path | None) -> str:
    """Returns what tells one text of an exhibit file from another: an operator's choices hold for one of them."""
    try:
        return hashlib.sha256(input_files.content(path)).hexdigest() if path is not None else ""
    except (FileNotFoundError, input_files.NoFileError):
        return ""


def _choices(mark: str) -> Mapping[str, object]:
    kept = json_files.kept(json_files.settings_folder() / CHOICES)
    choices = kept.get("choices")
    return choices if kept.get("exhibit") == mark and isinstance(choices, dict) else {}


class Kiosk:
    """The exhibit in its window, from the first picture to the last."""

    def __init__(
        self, window: Window, exhibit: Exhibit, arguments: argparse.Namespace, mark: str, mistakes: int, stop: Stop
    ) -> None:
        self._window, self._stop = window, stop
        self._mark, self._mistakes = mark, mistakes
        self._beats, self._restarts, self._safe = arguments.beat, arguments.restarts, arguments.safe
        self._ending: int | None = None
        self._statuses = 0
        self._kept: dict[str, object] = {}
        self._saving = Saving()
        self._compositor = Compositor(window.context, *window.size)
        self._timer = FrameTimer(quality.initial(arguments.quality, self._graphics, samples=exhibit.samples))
        window.show(self._compositor.title(page(exhibit.settings, *window.size)))
        window.grab_keyboard()
        now, today = time.monotonic(), f"{datetime.now():%Y-%m-%d}"
        self._counters = Counters(json_files.kept(json_files.state_folder() / COUNTERS), today)
        self._counters.starts += 1
        json_files.keep(json_files.state_folder() / COUNTERS, self._counters.values())
        self._exhibit_stage = ExhibitStage(
            exhibit, *window.size, now, self._counters, parsed_beat(arguments.resume), tells=not self._restarts
        )
        self._guard = FaultGuard(self._exhibit_stage, self._exhibit_stage.renew)
        self._heartbeat = Heartbeat(now, self._beat, self._tell_status)
        self._speaker = Speaker()
        self._tested: tuple[Fact, ...] = ()

    def run(self) -> int:
        """Shows the exhibit until someone ends it, and returns the exit status."""
        log.logger().info("exhibit: version %s, %s", VERSION, self._graphics)
        recovery.start(self._saving)  # of what an earlier show had filmed
        pace = StepBudget(self._guard, lambda: self._exhibit_stage.stage.scene)
        try:
            loop.run(pace, self._frames(), self._exhibit_stage.take, self._draw)
        finally:
            self._saving.close()
            _write(self._to_keep())
            self._speaker.close()
            self._compositor.release()
        ending = DONE if self._ending is None else self._ending
        log.logger().info("end of the exhibit, status %d", ending)
        return INTERRUPTED if self._stop.asked else ending

    @property
    def _graphics(self) -> str:
        return str(self._window.context.info["GL_RENDERER"])

    @property
    def _goes_on(self) -> bool:
        return self._ending is None and not self._stop.asked

    def _frames(self) -> Iterator[float]:
        for dt in self._window.frames(self._event, self._unseen):
            self._tick()
            self._timer.begin(dt)
            yield dt

    def _tick(self) -> None:
        with self._guard.guarded():
            self._exhibit_stage.tick(time.monotonic(), datetime.now())

    def _unseen(self) -> bool:
        """Goes on with the hours and the beats while there is nothing to be seen, as on a display that is off."""
        self._tick()
        self._heartbeat.moment(time.monotonic(), shown=False)
        return self._goes_on

    def _event(self, event: Event) -> None:
        with self._guard.guarded():
            self._exhibit_stage.event(event)

    def _draw(self) -> bool:
        exhibit_stage, compositor = self._exhibit_stage, self._compositor
        self._timer.dressed()
        with self._guard.guarded():
            compositor.draw(exhibit_stage.stage, self._timer.quality.level)
        self._window.cursor(exhibit_stage.cursor)
        self._window.show(compositor.target, lambda screen: compositor.put(screen, exhibit_stage.shift))
        self._timer.shown((exhibit_stage.stage.changes, self._window.size))
        self._speaker.play(exhibit_stage.heard(), exhibit_stage.stage.setup)
        while exhibit_stage.orders:
            with self._guard.guarded():
                self._obey(exhibit_stage.orders.popleft())
        self._heartbeat.moment(time.monotonic(), shown=True)
        return self._goes_on

    def _obey(self, order: OperatorOrder) -> None:
        log.logger().info("operator: %s", order.value)
        if order is OperatorOrder.SELF_TEST:
            self._exhibit_stage.facts = self._tested = tuple(self_test(self._exhibit_stage.stage.page.messages))
        elif order is OperatorOrder.KEEP:
            self._exhibit_stage.facts = (*self._tested, self._kept_visit())
        else:
            self._ending = AGAIN if order is OperatorOrder.RESTART else DONE

    def _kept_visit(self) -> Fact:
        """Keeps the last visit as a demo script, and returns where."""
        messages, recorder = self._exhibit_stage.stage.page.messages, self._exhibit_stage.recorder
        label = messages("exhibit.operator.kept")
        if recorder is None:
            return Fact(label, messages("exhibit.operator.none"), False)
        try:
            return Fact(label, str(save(recorder, datetime.now())))
        except OSError as error:
            return Fact(label, str(error), False)

    def _beat(self) -> None:
        if not self._beats:
            return
        try:
            print(self._exhibit_stage.beat().line(), flush=True)
        except OSError as error:  # the supervisor is gone, and another one will start another show
            log.logger().warning("the supervisor is gone (%s): the show ends", error.strerror)
            sys.stdout = None  # so that Python does not flush it again on the way out
            self._ending = INTERRUPTED

    def _tell_status(self, figures: Mapping[str, float]) -> None:
        exhibit_stage = self._exhibit_stage
        status = {
            **figures,
            "time": datetime.now().astimezone().isoformat(timespec="seconds"),
            "version": VERSION,
            "scene": exhibit_stage.stage.scene.name,
            "state": exhibit_stage.presence.state.value,
            "gpu": self._graphics,
            "quality": self._timer.quality.level.name,
            "restarts": self._restarts,
            "safe": self._safe,
            "mistakes": self._mistakes,
        }
        json_files.keep(json_files.state_folder() / STATUS, status, sure=False)
        resume.keep(exhibit_stage.stage.scene, exhibit_stage.presence.state is not PresenceState.ATTRACT)
        exhibit_stage.facts = (*status_facts(exhibit_stage.stage.page.messages, status), *self._tested)
        self._tested = self._tested if exhibit_stage.operator.is_open else ()
        self._statuses += 1
        if self._statuses % KEEP == 0:  # a slow disk takes seconds, and the picture shall not wait for it
            self._saving.start(partial(_write, self._to_keep()))
        deque(self._saving.all_told(), 0)  # there is nobody to tell it to

    def _to_keep(self) -> dict[Path, dict[str, object]]:
        """Returns the counters, and what an operator has chosen since, by the files where they belong."""
        found = {json_files.state_folder() / COUNTERS: self._counters.values()}
        choices: dict[str, object] = dict(self._exhibit_stage.choices)
        if choices != self._kept:
            self._kept = choices
            both = {**_choices(self._mark), **choices}
            found[json_files.settings_folder() / CHOICES] = {"exhibit": self._mark, "choices": both}
        return found


def _write(files: Mapping[Path, Mapping[str, object]]) -> None:
    for path, values in files.items():
        json_files.keep(path, values)
