"""The trainer: a network of a few neurons learns to part points, live, while its decision field bends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from descent_game.engine.actions import Action, Click, Drag, Drop, Pan, Pause, Press, Set, Step, Turn, Zoom
from descent_game.engine.camera import Camera
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.controls import following
from descent_game.engine.linalg import Floats
from descent_game.engine.node import Node
from descent_game.engine.snapshot import Snapshot, Stateful
from descent_game.sim.network.network import accuracy, cross_entropy
from descent_game.ui.canvas import Canvas
from descent_game.ui.page import DESIGN, Page
from descent_game.ui.widgets import Placed, control_widgets

from .board import TrainingNumbers
from .controls import CLASSES, FASTEST, MOST_SHARED, OWN, WIDTHS, controls
from .kept_state import read, written
from .one_step import SLOW, WATCH_SECONDS, Meter, Watching
from .page import Picture, TrainerPage
from .points import Brush
from .runs import Runs
from .sounds import TrainerSounds
from .view import FieldsView

RESTARTS = ("optimizer", "batch", "three")
REDRAWS = ("hidden", "activation", "weights")
NEW_POINTS = ("dataset", "points", "noise", "seed")


class TrainerScene(Stateful):
    """Networks in training and the picture of them.

    `budget` is how many steps a second the machine can take at most; the loop lowers it where pictures run late, and
    the board says so.
    """

    name = "trainer"
    STATE = ("controls", "paused", "runs", "watching", "brush", "view", "_phase")
    extent = (-1.0, 1.0, -1.0, 1.0)

    def __init__(self, seed: int = 0) -> None:
        self.controls = controls(seed)
        self.paused = False
        self.hover: tuple[float, float] | None = None
        self.budget = FASTEST
        self.runs = Runs(self.controls)
        self.watching = Watching()
        self.meter = Meter()
        self.brush = Brush()
        self.view = FieldsView()
        self.page = TrainerPage(control_widgets(self.controls, WIDTHS))
        self._heard = TrainerSounds()
        self.sounds = self._heard.sounds
        self._phase = 0.0
        self._dead = False
        self.camera = Camera()
        self.root = Node("trainer", *(field.node for field in self.view.every), self.page.thumbnails.mesh)
        self._show(DESIGN)

    # -- what is asked ----------------------------------------------------------------------------------------------

    def act(self, action: Action) -> None:
        """Does what was asked of the trainer."""
        match action:
            case Set(name, value):
                self._set(name, value)
            case Press(name):
                self._press(name)
            case Pause():
                self.paused = not self.paused
                self.watching.end()
            case Step():
                self.paused = True
                self._watched_step(WATCH_SECONDS)
            case Click(x, y, button):
                self._put(x, y, button)
            case Drop(x, y):
                self._add(x, y, self._class)
            case Drag(x, y, phase):
                self._drag(x, y, phase)
            case Turn() | Pan() | Zoom():
                self._aimed.look(action)
        self._show(self.page.page)

    def _set(self, name: str, value: object) -> None:
        if not self.controls.set(name, value):
            return
        runs = self.runs
        if name in NEW_POINTS:
            runs.draw_points()
            runs.start()
        elif name in REDRAWS:
            runs.draw_weights()
        elif name in RESTARTS:
            runs.start()
        elif name == "learning_rate":
            runs.change_rate()
        elif name == "speed":
            self.meter.rest(runs.taken)
        elif name == "relief":
            self._lift()
        if name in (*NEW_POINTS, *REDRAWS, *RESTARTS):
            self.watching.end()
        if name == "three":
            self.view.show(len(runs.runs))

    def _press(self, name: str) -> None:
        match name:
            case "start_again":
                self.runs.start()
                self.watching.end()
            case "reroll":
                self._set("weights", following(self.controls.whole("weights")))
            case "revive":
                self.runs.revive()
                self.watching.end()
            case "clear":
                self._own(np.zeros((0, 2)), np.zeros(0))
            case "home":
                self.view.orbit.aim(self.view.home())

    def settle(self) -> None:
        """Brings camera and relief to where they are going."""
        self.view.lift(self.controls.word("relief") == "relief", at_once=True)

    def _lift(self) -> None:
        self.view.lift(self.controls.word("relief") == "relief", at_once=self.page.page.reduced_motion)

    # -- words that open it again ------------------------------------------------------------------------------------

    @property
    def _own_few(self) -> bool:
        return self.controls.word("dataset") == OWN and len(self.runs.labels) <= MOST_SHARED

    def shared(self) -> tuple[tuple[str, str], ...]:
        """Returns the visitor's own points, each with its class where that changes, and the seeds."""
        seed, weights = self.controls.whole("seed"), self.controls.whole("weights")
        own: list[tuple[str, str]] = []
        label = math.nan
        for (x, y), found in zip(self.runs.points.tolist(), self.runs.labels.tolist(), strict=True):
            if self._own_few:
                own += [("class", CLASSES[int(found)])] if found != label else []
                own.append(("drop", f"{x!r},{y!r}"))
                label = found
        own += [("class", self.controls.word("class"))] if own else []
        return *own, *((("weights", str(weights)),) if weights != seed else ()), ("seed", str(seed))

    def unshared(self) -> tuple[str, ...]:
        """Returns what those words leave out: points by hand where they are many, weights that were not drawn."""
        many = self.controls.word("dataset") == OWN and not self._own_few
        left_out = {"trainer.unshared.points": many, "trainer.unshared.weights": not self.runs.drawn}
        return tuple(key for key, told in left_out.items() if told)

    # -- points -----------------------------------------------------------------------------------------------------

    @property
    def _class(self) -> int:
        return CLASSES.index(self.controls.word("class"))

    def _own(self, points: Floats, labels: Floats) -> None:
        """Goes over to the visitor's own points, these, and trains on with them."""
        self.runs.own_points(points, labels)
        self.controls.set("dataset", OWN)
        self.watching.end()

    def _add(self, x: float, y: float, label: int) -> None:
        changed = self.brush.added(self.runs.points, self.runs.labels, (x, y), label)
        if changed is not None:
            self._own(*changed)

    def _put(self, x: float, y: float, button: int) -> None:
        view = self._aimed
        place = self.brush.place(view.orbit.camera(1.0), view.shown, view.relief, x, y)
        if place is not None:
            self._add(*place, self._class if button == 1 else 1 - self._class)
        else:
            self.hover = (x, y)  # a finger cannot point without a press

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Returns where on the screen a place of the first field is in the picture last dressed, in [-1, 1], y up."""
        place = self.view.shown[0].lifted(np.array([[x, y]]), self.view.relief)
        across, up, _ = self.camera.project(place)[0]
        return float(across), float(up)

    def grabs(self, x: float, y: float) -> bool:
        """Returns whether a press at (x, y) would take hold of a point; in relief only the visitor's own are loose.

        The relief is there to be turned: it is full of points, and one would be under nearly every hand.
        """
        if self.controls.word("relief") == "relief" and self.controls.word("dataset") != OWN:
            return False
        return self.brush.nearest(self.camera, self.view.shown, self.view.relief, self.runs.points, x, y) is not None

    def _drag(self, x: float, y: float, phase: str) -> None:
        view = self._aimed
        camera, fields, relief = view.orbit.camera(1.0), view.shown, view.relief
        if phase == "grab":
            self.brush.held = self.brush.nearest(camera, fields, relief, self.runs.points, x, y)
            return
        moved = self.brush.moved(self.runs.points, self.brush.place(camera, fields, relief, x, y))
        if moved is not None:
            self._own(moved, self.runs.labels)
        if phase == "release":
            self.brush.held = None

    # -- time -------------------------------------------------------------------------------------------------------

    @property
    def speed(self) -> float:
        """Steps a second that are asked for and that the machine is trusted with."""
        return min(self.controls.number("speed"), max(self.budget, 1.0))

    def _watched_step(self, seconds: float) -> None:
        """Takes one step, and tells it so slowly."""
        watchable = len(self.runs.runs) == 1 and len(self.runs.labels) > 0 and not self.runs.diverged
        watched = self.runs.first.watch() if watchable else None
        self.runs.advance(1)
        if watched is not None and not self.runs.diverged:
            self.watching.begin(watched, seconds)

    def step(self, dt: float) -> None:
        """Trains and moves on all that glides by one fixed step of `dt` seconds."""
        self.view.step(dt, cut=self.page.page.reduced_motion)
        if self.watching.going:
            self.watching.step(dt)
        if self.paused:
            return
        speed = self.speed
        self._phase += speed / STEPS_A_SECOND
        steps = int(self._phase + 1e-9)
        self._phase = max(self._phase - steps, 0.0)
        if steps and speed <= SLOW:
            self._watched_step(1.0 / speed)
        elif steps:
            self.watching.end()
            self.runs.advance(steps)
        if steps:
            self._heard.after_steps(self.runs)

    # -- pictures ---------------------------------------------------------------------------------------------------

    def resize(self, page: Page) -> None:
        """Takes the page, lays itself out on it and frames the fields into its stage."""
        self._show(page)

    def _show(self, page: Page) -> None:
        """Tells the page what it shows."""
        drawer, three = self.controls.word("drawer"), self.controls.on("three")
        self.page.show(page, drawer, three, int(self.controls.word("hidden")), self._dead)

    @property
    def _aimed(self) -> FieldsView:
        """The fields and the camera over them, which is aimed into what is free on the page."""
        self.view.lay_out(*self.page.stages, self.page.pitch)
        return self.view

    def widgets(self) -> Sequence[Placed]:
        """Returns the widgets in their places."""
        return self.page.layout.widgets

    def frame(self, dt: float, alpha: float) -> None:
        """Dresses the tree for one picture and measures the speed."""
        picture = self._followed(dt, alpha)
        self.page.dress(picture)
        networks = [*(run.network for run in self.runs.runs[:-1]), picture.network]
        points, labels = self.runs.points, self.runs.labels
        self.view.dress(self.camera, networks, points, labels, self.page.uniforms(self.view.relief))

    def skip(self, dt: float, alpha: float) -> None:
        """Moves on what follows from picture to picture, where this one is not to be seen: speed, numbers, caption."""
        self._followed(dt, alpha)

    def _followed(self, dt: float, alpha: float) -> Picture:
        """Measures the speed, moves the page on by `dt` seconds, and returns what is to be seen."""
        if self._moving:
            self.meter.frame(self.runs.taken, dt)
        else:
            self.meter.rest(self.runs.taken)
        picture = self._picture(alpha)
        self.page.follow(dt, picture)
        return picture

    def _picture(self, alpha: float) -> Picture:
        """Returns what is to be seen `alpha` of the way to the next step; lays the page out for it."""
        runs = self.runs
        self.camera = self._aimed.orbit.camera(alpha)
        dead = runs.dead()
        self._dead = bool(dead.any())
        self._show(self.page.page)
        network = runs.runs[-1].network
        if self.watching.watched is not None:
            network = replace(network, parameters=self.watching.parameters(network.parameters))
        return Picture(
            runs, self.controls, network, dead, self.watching, self._numbers(), self.camera, self.view, self.hover
        )

    def _numbers(self) -> TrainingNumbers:
        """Returns what the board shows: while a step is being told, the numbers from before it.

        While it is told in words these are, as in the words, those of the points that the step learns from.
        """
        run, asked = self.runs.first, self.controls.number("speed")
        loss, right = run.measure() if len(run.labels) else (math.nan, math.nan)
        step = run.steps
        part, _ = self.watching.part()
        watched = self.watching.watched
        if watched is not None and part:
            shown = watched.after if part == "step" else watched.before
            points, labels = watched.points, watched.labels
            if not self.watching.readable:
                points, labels = run.points, run.labels
            logits = shown.forward(points).logits
            loss, right = cross_entropy(logits, labels), accuracy(logits, labels)
            step -= part != "step"
        return TrainingNumbers(loss, right, step, self.meter.rate, asked, self.budget < asked, self._moving)

    @property
    def _moving(self) -> bool:
        return not self.paused and not self.runs.diverged and len(self.runs.labels) > 0

    def paint(self, canvas: Canvas) -> None:
        """Paints head, diagram, board, caption and the names of the fields."""
        self.page.paint(canvas)

    # -- kept in a file ---------------------------------------------------------------------------------------------

    def written(self) -> dict[str, object]:
        """Returns settings, points and weights as plain data for a JSON file."""
        return written(self.snapshot())

    def read(self, table: Mapping[str, object]) -> Snapshot:
        """Returns the state that is in what `written` returned; raises StateError if it is not that."""
        found = read(table, self.runs.own)
        return Snapshot({**self.snapshot().values, **found, "watching": Watching().snapshot()})

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned, in this scene or in another; the page shows it at once."""
        super().restore(state)
        self.meter.rest(self.runs.taken)
        self.view.show(len(self.runs.runs))
        self._lift()
        self._show(self.page.page)
