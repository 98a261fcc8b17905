"""The trainer: a network of a few neurons learns to part points, live, while its decision field bends."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace

import numpy as np
import numpy.typing as npt

from descent_game.engine.actions import Action, Click, Drag, Drop, Pan, Pause, Press, Set, Step, Turn, Zoom
from descent_game.engine.camera import Camera, Stage
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.easing import Glide
from descent_game.engine.node import Node
from descent_game.engine.orbit import Orbit, Pose
from descent_game.sim.network import accuracy
from descent_game.ui.canvas import Canvas
from descent_game.ui.page import Page
from descent_game.ui.widgets import Placed

from .trainer_board import Numbers
from .trainer_controls import CLASSES, FASTEST, OWN, SEEDS, controls
from .trainer_field import SIDE, TOP, Field, Plates
from .trainer_page import Picture, TrainerPage
from .trainer_points import Brush
from .trainer_runs import Runs
from .trainer_state import restored, saved
from .trainer_watch import SLOW, WATCH_SECONDS, Meter, Watching

FLAT = Pose(yaw=0.0, pitch=math.radians(90.0), field_of_view=math.radians(4.0))
RELIEF = Pose(yaw=math.radians(-24.0), pitch=math.radians(46.0))
RELIEF_OF_THREE = Pose(yaw=0.0, pitch=math.radians(52.0))
RELIEF_SECONDS = 0.9
FIELDS = 3
RESTARTS = ("optimizer", "batch", "three")
REDRAWS = ("hidden", "activation", "weights")
NEW_POINTS = ("dataset", "points", "noise", "seed")

Floats = npt.NDArray[np.float64]


class TrainerScene:
    """Networks in training and the picture of them.

    `budget` is how many steps a second the machine can take at most; the loop lowers it where pictures run late.
    """

    name = "trainer"

    def __init__(self, seed: int = 0) -> None:
        self.controls = controls(seed)
        self.paused = False
        self.hover: tuple[float, float] | None = None
        self.layout_version = 0
        self.budget = FASTEST
        self.runs = Runs(self.controls)
        self.watching = Watching()
        self.meter = Meter()
        self.brush = Brush()
        self.relief = Glide(0.0, RELIEF_SECONDS)
        self._phase = 0.0
        self._page: Page | None = None
        self._box: tuple[int, float, float, Stage, Stage] | None = None
        self._dead = False
        self._stages = (Stage(), Stage())
        self._plates = Plates()
        self.fields = tuple(Field(self._plates, number) for number in range(FIELDS))
        self.page = TrainerPage()
        self.orbit = Orbit(FLAT, _corners(1, 1.0, 0.0), zooms=(0.3, 1.6))
        self.camera: Camera = self.orbit.camera(1.0)
        self.root = Node("trainer", *(field.node for field in self.fields), self.page.thumbnails.mesh)
        self._arrange_fields()

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
                self._look(action)

    def _look(self, action: Turn | Pan | Zoom) -> None:
        """Moves the camera; the flat plate lies still."""
        if self.controls.word("relief") == "flat":
            return
        match action:
            case Turn(yaw, pitch, fling):
                self.orbit.turn(yaw, pitch, fling=fling)
            case Pan(dx, dy):
                self.orbit.pan(dx, dy)
            case Zoom(factor):
                self.orbit.zoom(factor, (0.0, 0.0, 0.0))

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
        elif name == "relief":
            self._change_relief()
        if name == "three":
            self._arrange_fields()
            self.orbit.aim(self._home())
        if name in (*NEW_POINTS, *REDRAWS, *RESTARTS):
            self.watching.end()
        if name in ("hidden", "three", "drawer", "relief"):
            self.layout_version += 1

    def _press(self, name: str) -> None:
        match name:
            case "start_again":
                self.runs.start()
                self.watching.end()
            case "reroll":
                self._set("weights", (self.controls.number("weights") + 1.0) % (SEEDS + 1))
            case "revive":
                self.runs.revive()
                self.watching.end()
            case "clear":
                self._own(np.zeros((0, 2)), np.zeros(0))
            case "home":
                self.orbit.aim(self._home())

    def _home(self) -> Pose:
        if self.controls.word("relief") == "flat":
            return FLAT
        return RELIEF if len(self.runs.runs) == 1 else RELIEF_OF_THREE

    def _change_relief(self) -> None:
        lifted = self.controls.word("relief") == "relief"
        self.relief.to(TOP if lifted else 0.0)
        self.orbit.aim(self._home())
        if self.page.reduced_motion:
            self.relief.jump(TOP if lifted else 0.0)
            self.orbit.jump(self._home())

    # -- points -----------------------------------------------------------------------------------------------------

    @property
    def _class(self) -> int:
        return CLASSES.index(self.controls.word("class"))

    @property
    def _shown(self) -> tuple[Field, ...]:
        return self.fields[: len(self.runs.runs)]

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
        place = self.brush.place(self.orbit.camera(1.0), self._shown, self.relief.value, x, y)
        if place is not None:
            self._add(*place, self._class if button == 1 else 1 - self._class)

    def grabs(self, x: float, y: float) -> bool:
        """Returns whether a press at (x, y) would take hold of a point."""
        return self.brush.nearest(self.camera, self._shown, self.relief.value, self.runs.points, x, y) is not None

    def _drag(self, x: float, y: float, phase: str) -> None:
        camera, relief = self.orbit.camera(1.0), self.relief.value
        if phase == "grab":
            self.brush.held = self.brush.nearest(camera, self._shown, relief, self.runs.points, x, y)
            return
        place = self.brush.place(camera, self._shown, relief, x, y)
        moved = self.brush.moved(self.runs.points, place)
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
        """Takes one step, and shows it as slowly as that."""
        watchable = len(self.runs.runs) == 1 and len(self.runs.labels) > 0 and not self.runs.diverged
        watched = self.runs.first.watch() if watchable else None
        self.runs.advance(1)
        if watched is not None and not self.runs.diverged:
            self.watching.begin(watched, seconds)

    def step(self, dt: float) -> None:
        """Trains and moves on all that glides by one fixed step of `dt` seconds."""
        self.relief.step(dt)
        self._frame_fields()
        self.orbit.step(dt)
        if self.watching.going:
            self.watching.step(dt)
        if self.paused:
            return
        speed = self.speed
        self._phase += speed / STEPS_A_SECOND
        steps = int(self._phase)
        self._phase -= steps
        if steps and speed <= SLOW:
            self._watched_step(1.0 / speed)
        elif steps:
            self.watching.end()
            self.runs.advance(steps)

    # -- pictures ---------------------------------------------------------------------------------------------------

    def _arrange_fields(self) -> None:
        """Puts the fields side by side, as many as there are runs."""
        count, pitch = len(self.runs.runs), 2.0 * SIDE * self.page.pitch
        for i, field in enumerate(self.fields):
            field.node.visible = i < count
            field.place((i - (count - 1) / 2.0) * pitch, 0.0)
        self._frame_fields()

    def _frame_fields(self) -> None:
        """Tells the orbit which box the fields fill at the relief of now."""
        box = (len(self.runs.runs), self.page.pitch, self.relief.value, *self._stages)
        if box == self._box:
            return
        self._box = box
        self.orbit.corners = _corners(*box[:3])
        flat, wide = self._stages
        share = self.relief.value / TOP
        self.orbit.stage = Stage(*(a + (b - a) * share for a, b in zip(astuple(flat), astuple(wide), strict=True)))

    def resize(self, page: Page) -> None:
        """Takes the page, lays itself out on it and frames the fields into its stage."""
        self._page = page
        self._lay_out()
        self.layout_version += 1

    def _lay_out(self) -> None:
        if self._page is not None:
            self._stages = self.page.lay_out(self._page, self.controls, self._dead)
            self._arrange_fields()

    def widgets(self) -> Sequence[Placed]:
        """Returns the widgets in their places."""
        self._lay_out()
        return self.page.widgets

    def frame(self, dt: float, alpha: float) -> None:
        """Dresses the tree for one picture and measures the speed."""
        self.meter.frame(self.runs.taken, dt)
        self.camera = self.orbit.camera(alpha)
        dead = self.runs.dead()
        if bool(dead.any()) != self._dead:
            self._dead = not self._dead
            self.layout_version += 1
        self._plates.show_points(self.runs.points, self.runs.labels)
        networks = [run.network for run in self.runs.runs]
        networks[-1] = replace(networks[-1], parameters=self.watching.parameters(networks[-1].parameters))
        relief, numbers = self.relief.value, self._numbers()
        picture = Picture(
            self.runs, self._shown, self.controls, networks[-1], dead, self.watching, numbers, self.camera, relief,
            self.hover,
        )  # fmt: skip
        self.page.dress(dt, picture)
        common = self.page.uniforms(relief)
        for field, network in zip(self.fields, networks, strict=False):
            field.dress(self.camera, network, relief, common)

    def _numbers(self) -> Numbers:
        """Returns what the board shows: while a step is being told, the numbers from before it."""
        run, asked = self.runs.first, self.controls.number("speed")
        loss, right = run.measure()
        step = run.steps
        part, _ = self.watching.part()
        if self.watching.watched is not None and part not in ("", "step"):
            watched = self.watching.watched
            loss, right, step = watched.loss, accuracy(watched.forward.logits, watched.labels), step - 1
        moving = not self.paused and not self.runs.diverged and len(run.labels) > 0
        return Numbers(loss, right, step, self.meter.rate, asked, self.budget < asked, moving)

    def paint(self, canvas: Canvas) -> None:
        """Paints head, diagram, board, caption and the names of the fields."""
        self.page.paint(canvas)

    # -- kept in a file ---------------------------------------------------------------------------------------------

    def state(self) -> dict[str, object]:
        """Returns settings, points and weights as plain data for a JSON file."""
        return saved(self.controls, self.runs)

    def restore(self, state: Mapping[str, object]) -> None:
        """Takes over what `state` returned; raises StateError and changes nothing if it is not that."""
        restored(state, self.controls, self.runs)
        self.watching.end()
        self._change_relief()
        self._arrange_fields()
        self.layout_version += 1


def _corners(count: int, pitch: float, relief: float) -> Floats:
    """Returns the corners of the box that so many fields fill at a relief, (8, 3)."""
    half = SIDE * (1.0 + (count - 1) * pitch)
    return np.array([(x, y, z) for x in (-half, half) for y in (-SIDE, SIDE) for z in (-relief / 2.0, relief / 2.0)])
