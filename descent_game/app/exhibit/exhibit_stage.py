"""The exhibit around the stage: it plays when nobody is there, lets visitors in, and puts everything back after them.

It holds two stages: `stage`, which is shown, and `home`, untouched, which the next visitor will find. It reads no
clock: `tick` brings the time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime

from descent_game.app import settings
from descent_game.app.exhibit import attract, exhibit_overlays, startup
from descent_game.app.exhibit.attract import Showing
from descent_game.app.exhibit.beat import Beat, beat_of, resumed
from descent_game.app.exhibit.counters import Counters
from descent_game.app.exhibit.operator_facts import Fact, counted
from descent_game.app.exhibit.operator_page import OperatorOrder, OperatorPage
from descent_game.app.exhibit.presence import Presence, PresenceState
from descent_game.app.exhibit.settings import Exhibit
from descent_game.app.exhibit.staff_gesture import StaffGesture
from descent_game.app.input.router import Router
from descent_game.app.sessions.recorder import SessionRecorder
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Action
from descent_game.engine.controls import Value
from descent_game.engine.easing import Glide
from descent_game.engine.events import Event, Pointer, Quit, Resize
from descent_game.engine.sounds import Heard

CURSOR = 3.0
"""Seconds after which a mouse that lies still is no longer shown."""
DIMMING = 4.0
"""Seconds in which the screen grows dark or light."""
LONGEST_TICK = 1.0
NOTICE = 60.0
"""Seconds after the start for which a closed exhibit says until when it is."""


class ExhibitStage:
    """State: the stages, who is there, what is playing; `orders` are what an operator wants of the program.

    `recorder` keeps what is done in a visit, until the next one. With `tells` somebody has just started it, and wants
    to know why the screen is dark.
    """

    def __init__(
        self,
        exhibit: Exhibit,
        width: int,
        height: int,
        now: float,
        counters: Counters,
        resume: Beat | None = None,
        *,
        tells: bool = False,
    ) -> None:
        self.exhibit = exhibit
        self.counters = counters
        self.orders: deque[OperatorOrder] = deque()
        self.recorder: SessionRecorder | None = None
        self.choices: dict[str, Value] = {}
        self.facts: tuple[Fact, ...] = ()
        self.presence = Presence(exhibit.idle, exhibit.countdown, now)
        self.operator = OperatorPage(exhibit, settings.language_names(exhibit.languages))
        self._staff_gesture = StaffGesture()
        self._playlist = attract.playlist(exhibit)
        self._now = self._moved = now
        self._cursor = False
        self._dimming = Glide(0.0, DIMMING)
        self._is_dimmed, self._tells_until = False, now + NOTICE if tells else now
        self._opens: datetime | None = None
        self._number = -1
        self._showing_began: int | None = None
        self._size = (width, height)
        self.home = self._fresh(exhibit.scenes[0], exhibit.seed)
        self._router = Router(self.home)
        self.stage = self.home
        self._resume(resume)

    # -- what a loop moves on -----------------------------------------------------------------------------------------

    def act(self, action: Action) -> None:
        """Does what was asked."""
        self.stage.act(action)

    def step(self, dt: float) -> None:
        """Moves what is shown on by one fixed step."""
        self.stage.step(dt)

    def take(self, step: int) -> Iterable[Action]:
        """Returns what is to be done before a fixed step: what was asked for, or the next lines of what is played."""
        if self.presence.state is not PresenceState.ATTRACT:
            asked = self.stage.take(step)
            return asked if self.recorder is None else self.recorder.due(asked)
        if self._showing_began is None:
            self._showing_began = step
        elif step - self._showing_began >= self._showing.steps:
            self._show_next()
            self._showing_began = step
        return self._showing.due(step - self._showing_began) if step > self._showing_began else ()

    def frame(self, dt: float, alpha: float) -> None:
        """Prepares what is shown for a picture, and what lies over it."""
        self.stage.frame(dt, alpha)
        self._dimming.step(dt)
        self.operator.step(dt)
        canvas, page = self.stage.canvas, self.stage.page
        if self.presence.state is PresenceState.ATTRACT:
            told = self.stage.guide.told(page, large=True)
            exhibit_overlays.paint_invitation(canvas, page, 0.0 if page.reduced_motion else self._now, told)
        elif self.presence.state is PresenceState.COUNTDOWN:
            exhibit_overlays.paint_countdown(canvas, page, self.presence.left, self.presence.countdown)
        exhibit_overlays.paint_dark(canvas, page, self.darkness)
        if self._is_dimmed and self._now < self._tells_until:
            exhibit_overlays.paint_closed(canvas, page, self._opens)
        if self.operator.is_open:
            self.operator.paint(canvas, page, (*counted(page.messages, self.counters), *self.facts), self._now)

    # -- events and time --------------------------------------------------------------------------------------------

    def event(self, event: Event) -> None:
        """Takes an event of the window; a wish to close the window is not heard."""
        if isinstance(event, Quit):
            return
        if isinstance(event, Resize):
            self._size = (event.width, event.height)
            self.home.resize(event.width, event.height)
            self.stage.resize(event.width, event.height)
            return
        if isinstance(event, Pointer):
            self._cursor = not event.touch and event.kind != "leave"
            self._moved = self._now
        self._staff_gesture.event(event, self._now, self._size)
        if self.operator.is_open:
            for asked in self.operator.handle(event, self.stage.page, self._now):
                if isinstance(asked, OperatorOrder):
                    self.orders.append(asked)
                else:
                    self.choices[asked.name] = self.operator.controls.values[asked.name]
            if not self.operator.is_open:
                self._reopen()
            return
        before = self.presence.state
        if self.presence.event(event, self._now, self._size):
            self._router.take(event)
        elif before is PresenceState.ATTRACT and self.presence.state is PresenceState.VISIT:
            self.counters.visits += 1
            self.recorder = SessionRecorder(self.home, self.exhibit.seed)
            self._router = Router(self.home)
            self._swap(self.home)

    def tick(self, now: float, moment: datetime) -> None:
        """Moves the exhibit on to `now`, in seconds of any clock; `moment` is the local time of day."""
        spent, self._now = min(max(now - self._now, 0.0), LONGEST_TICK), now
        was_open = self.operator.is_open
        if self._staff_gesture.completed(now) and not was_open:
            self._router.let_go()
            self.operator.open(now)
        self.operator.tick(now)
        if self.operator.is_open:
            self.presence.touch(now)
        elif was_open:
            self._reopen()
        elif self.presence.tick(now):
            self._start_over()
        if self.presence.state is PresenceState.VISIT and not self.operator.is_open:
            self.counters.spend(self.stage.scene.name, spent)
        hours = self.exhibit.hours
        closed = hours is not None and not hours.open_at(moment)
        self._is_dimmed = closed and self.presence.state is PresenceState.ATTRACT and not self.operator.is_open
        self._opens = hours.next_opening(moment) if hours is not None and closed else None
        self._dimming.to(1.0 - self.exhibit.dim if self._is_dimmed else 0.0)

    def heard(self) -> list[Heard]:
        """Returns what there was to hear since the last time; while nobody is there the exhibit is silent."""
        taken = self.stage.take_heard()
        return taken if self.presence.state is PresenceState.VISIT else []

    @property
    def darkness(self) -> float:
        """By which share the screen is darkened, from 0 to 1."""
        return self._dimming.value

    @property
    def cursor(self) -> bool:
        """Whether the mouse's cursor is to be seen: not with touch, and not when it has been still for a while."""
        return self._cursor and self._now - self._moved < CURSOR

    @property
    def shift(self) -> tuple[int, int]:
        """By how many pixels the picture is moved to the right and up, so that nothing burns in: a step a minute."""
        return exhibit_overlays.shift(int(self._now // 60.0))

    def _reopen(self) -> None:
        """Begins anew with what the operator has changed."""
        self.exhibit = startup.chosen(self.exhibit, self.choices)
        self.presence.idle, self.presence.countdown = self.exhibit.idle, self.exhibit.countdown
        self.presence.leave()
        self._start_over()

    # -- what is shown ----------------------------------------------------------------------------------------------

    def _fresh(self, scene: str, seed: int) -> Stage:
        return Stage(scene, *self._size, self.exhibit.settings, seed, self.exhibit.rules)

    def _swap(self, stage: Stage) -> None:
        """Shows another stage, faded into."""
        stage.follow(self.stage)
        self.stage = stage

    def _start_over(self) -> None:
        """Puts everything back as it was at first, and plays on."""
        self.home = self._fresh(self.exhibit.scenes[0], self.exhibit.seed)
        self._show_next()

    def _show_next(self) -> None:
        self._number += 1
        self._showing_began = None
        self._showing: Showing = self._playlist.showing(self._number)
        stage = self._fresh(self._showing.demo.scene, self._showing.demo.seed)
        stage.invite()
        self._showing.begin(stage)
        self._swap(stage)

    def renew(self, elsewhere: bool = False) -> None:
        """Puts back what failed: a visitor's scene as it was at first, or shows the next turn of the loop."""
        if self.presence.state is PresenceState.ATTRACT:
            self._show_next()
        else:
            self.stage.renew(elsewhere)

    def _resume(self, beat: Beat | None) -> None:
        """Shows what was shown before a crash: a visit that goes on, or the same turn of the loop."""
        stage = None
        if beat is not None:
            self._number = beat.turn if beat.visit else beat.turn - 1
            stage = resumed(self.exhibit, self._size, beat)
        if stage is None:
            self._show_next()
            return
        self.presence.state = PresenceState.VISIT
        self._router = Router(stage)
        self.stage = stage

    def beat(self) -> Beat:
        """Returns what is shown, so that it can be shown again after a crash."""
        return beat_of(self.stage, self.presence.state is not PresenceState.ATTRACT, max(self._number, 0))
