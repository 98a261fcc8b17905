"""The race: SGD, momentum and Adam dropped on one hill, with one learning rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from descent_game.engine.actions import Action, Click, Drop, Pan, Pause, Press, Set, Step, Turn, Zoom
from descent_game.engine.camera import Camera
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.controls import following
from descent_game.engine.easing import Glide
from descent_game.engine.linalg import Floats
from descent_game.engine.node import Node
from descent_game.engine.orbit import Orbit, Pose
from descent_game.engine.remembered import FrozenArray, Remembered, frozen
from descent_game.engine.snapshot import Stateful
from descent_game.sim.race import Race
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.sim.surfaces.surface import Landscape
from descent_game.ui.canvas import Canvas
from descent_game.ui.page import Page
from descent_game.ui.widgets import Placed, control_widgets

from ..roster import ROSTER
from . import many
from .captions import race_now
from .ground import TOP, Ground
from .many import ManyRunners
from .page import WIDTHS, RacePage, controls
from .sounds import RaceSounds
from .standing import LossHistory, Rest, Standing, standing
from .terrain import Terrain
from .trails import Balls, Trails
from .visibility import PlacedBalls, names_seen, placed_balls, runner_colors

HILL = Pose(yaw=math.radians(66.0), pitch=math.radians(46.0))
MAP = Pose(yaw=0.0, pitch=math.radians(90.0), field_of_view=math.radians(2.0))
OPTIMIZERS = tuple(runner.optimizer for runner in ROSTER)


def corners(ground: Ground) -> FrozenArray:
    """Returns the corners of the box around a ground, (8, 3)."""
    x, y = ground.half
    return frozen(np.array(list(product((-x, x), (-y, y), (0.0, TOP)))))


def ways(ground: Ground, before: FrozenArray, now: FrozenArray) -> list[Floats]:
    """Returns each runner's way over a ground between two places of the plate, (n, 3), empty for one that rests."""
    places = zip(before.array, now.array, strict=True)
    return [ground.path(a, b) if (a != b).any() else np.zeros((0, 3)) for a, b in places]


class RaceScene(Stateful):
    """The runners of the roster on one surface.

    The simulation knows nothing of the picture, nor the picture of the simulation.
    """

    name = "race"
    STATE = (
        "controls",
        "paused",
        "race",
        "history",
        "terrain",
        "trails",
        "many",
        "orbit",
        "_seed",
        "_drops",
        "_runs",
        "_phase",
        "_opacities",
        "_rest",
        "_heard",
    )

    def __init__(self, seed: int = 0) -> None:
        self.controls = controls()
        self.paused = False
        self.hover: tuple[float, float] | None = None
        self._heard = RaceSounds()
        self.sounds = self._heard.sounds
        self._dt = 0.0
        self._seed = seed
        self._drops = 0
        self._runs = 0
        self._phase = 0.0
        self._opacities = [Glide(float(self.controls.on(runner.name)), 0.25) for runner in ROSTER]
        self.race = Race(self._landscape, OPTIMIZERS, self.controls.number("learning_rate"), 0.0, seed)
        self.history = LossHistory(np.zeros((len(ROSTER), 1)))
        self._rest = Rest(len(ROSTER))
        self.terrain = Terrain(self._landscape)
        self.trails = Trails(len(ROSTER))
        self.balls = Balls(ROSTER)
        self.many = ManyRunners()
        self._standing = Remembered(standing)
        self._placed_balls, self._inks = Remembered(placed_balls), Remembered(runner_colors)
        self._names_seen = Remembered(names_seen)
        self._ways = Remembered(ways)
        self.orbit = Orbit(HILL, corners(self.terrain.ground))
        self.camera = Camera()
        self.root = Node("race", self.terrain.node, self.many.node, self.trails.node, self.balls.node)
        self._widgets = control_widgets(self.controls, WIDTHS)
        self._drop(self._landscape.drop)
        self.page = RacePage(self._widgets, self._landscape, self.standing)
        self.placed = self._placed(0.0)

    @property
    def _landscape(self) -> Landscape:
        """The landscape that the controls name."""
        return LANDSCAPES[self.controls.word("landscape")]

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """The part of the plane that can be dropped on."""
        return self._landscape.surface.extent

    @property
    def shown(self) -> tuple[int, ...]:
        """The rows of the runners that take part."""
        return tuple(i for i, runner in enumerate(ROSTER) if self.controls.on(runner.name))

    @property
    def start(self) -> Floats:
        """Where the runners were dropped, as a point of the surface, (3,)."""
        ground = self.terrain.ground
        return ground.lift(ground.placed(np.array([self.race.start]))).reshape(3)

    @property
    def waits(self) -> bool:
        """Whether the next step is not due: paused, the land is changing, or all who take part have come to rest."""
        over = not self.race.noise and not self.controls.on("crowd") and self._rest.of(self.shown)
        return self.paused or self.terrain.morph.moving or over

    def act(self, action: Action) -> None:
        """Does what was asked of the race."""
        match action:
            case Turn(yaw, pitch, fling):
                flat = self.controls.word("view") == "map"
                self.orbit.turn(yaw, 0.0 if flat else pitch, fling=fling)
            case Pan(dx, dy):
                self._aimed.pan(dx, dy)
            case Zoom(factor, x, y):
                self._zoom(factor, x, y)
            case Click(x, y, 1):
                hit = self.terrain.pick(self._aimed.camera(1.0).ray(x, y))
                if hit is not None:
                    digits = self.race.landscape.surface.digits(6)
                    x, y = self.terrain.ground.unplaced(np.array(hit.point[:2])).round(digits).tolist()
                    self._drop((x, y), together=True)
            case Drop(x, y):
                if self.race.landscape.surface.contains(x, y):
                    self._drop((x, y), together=True)
            case Set(name, value):
                self._set(name, value)
            case Press("drop_again"):
                self._drop(self.race.start)
            case Press("home"):
                self.orbit.aim(self._home())
            case Press("more"):
                self._set("bar", "many" if self.controls.word("bar") == "three" else "three")
            case Pause():
                self.paused = not self.paused
            case Step():
                self.paused = True
                self._advance()
                self._phase = 1.0
        self._show(self.page.page)

    def _home(self) -> Pose:
        return MAP if self.controls.word("view") == "map" else HILL

    def _zoom(self, factor: float, x: float, y: float) -> None:
        camera = self._aimed.camera(1.0)
        ray = camera.ray(x, y)
        hit = self.terrain.pick(ray)
        along = float(np.dot(np.subtract(camera.target, ray.origin), ray.direction))
        self.orbit.zoom(factor, hit.point if hit is not None else ray.at(along))

    def _set(self, name: str, value: object) -> None:
        if not self.controls.set(name, value):
            return
        if name == "landscape":
            self._change_landscape()
        elif name == "learning_rate":
            self.race.learning_rate = self.controls.number(name)
            self._rest.reset()
        elif name == "noise":
            self.race.noise = self.controls.number(name)
        elif name == "view":
            self.orbit.aim(self._home())
        for runner, opacity in zip(ROSTER, self._opacities, strict=True):
            if name == runner.name:
                opacity.to(1.0 if self.controls.on(name) else 0.0)
        if name in many.BEGIN_ANEW:
            self.many.drop(self.controls, self.race.landscape, self.race.seed)

    def _change_landscape(self) -> None:
        before, landscape = self.race.landscape, self._landscape
        if self.controls.number("learning_rate") == before.learning_rate:
            self.controls.set("learning_rate", landscape.learning_rate)  # a rate chosen by hand stays
        rate, noise = self.controls.number("learning_rate"), self.controls.number("noise")
        self._ran()
        self.race = Race(landscape, OPTIMIZERS, rate, noise, self._noise_seed)
        self.terrain.show(landscape)
        self.orbit.corners = corners(self.terrain.ground)
        self._drop(landscape.drop)

    def restore(self, state: Any) -> None:
        """Goes back to what `snapshot` returned, in this scene or another; a painted plate is worked out again."""
        self.check(state)
        self.race = Race.of(state["race"])
        super().restore(state)
        self.orbit.corners = corners(self.terrain.ground)
        page, self.page = self.page.page, RacePage(self._widgets, self._landscape, self.standing)
        self._show(page)

    def _drop(self, point: tuple[float, float], *, together: bool = False) -> None:
        self._ran()
        self._drops += 1
        self.many.drop(self.controls, self.race.landscape, self._noise_seed, point if together else None)
        self.race.drop(point, seed=self._noise_seed)
        self._phase = 0.0
        self.history = LossHistory(self._above()[:, np.newaxis])
        self._rest.reset()
        self.trails.reset(self.start)

    def _ran(self) -> None:
        """Counts the run that a drop ends; one in which nothing was left to chance leaves its seed to the next."""
        self._runs += self.race.step_count > 0 and (self.race.noise > 0.0 or self.controls.on("crowd"))

    @property
    def _noise_seed(self) -> int:
        return following(self._seed, self._runs)

    def shared(self) -> tuple[tuple[str, str], ...]:
        """Returns where the runners, or the crowd, were dropped, unless by themselves, and the seed of this run."""
        place = self.many.around if self.controls.on("crowd") else self.race.start
        dropped = () if place in (None, self.race.landscape.drop) else (("drop", "{!r},{!r}".format(*place)),)
        return *dropped, ("seed", str(self.race.seed))

    def unshared(self) -> tuple[str, ...]:
        """Returns nothing: the words of a race leave nothing out."""
        return ()

    def _advance(self) -> None:
        """Commits the way of the last optimizer step to the trails and takes the next."""
        before, after = self._places(0.0), self._places(1.0)
        self._commit(before, after)
        self.race.step()
        self.many.crowd.advance()
        self.history = self.history.added(self._above())
        down = self.race.losses() - self.race.landscape.lowest_near(self.race.positions())
        self._rest.add(after, self._places(1.0), down)
        if not self.controls.on("crowd"):
            self._heard.after_step(self.race, self.shown)

    def _commit(self, before: Floats, after: Floats) -> None:
        for i in range(len(ROSTER)):
            if (before[i] != after[i]).any():
                self.trails.commit(i, self.terrain.ground.path(before[i], after[i]), self.race.step_count)

    def _above(self) -> Floats:
        """Returns the runners' losses above the floor of the surface, (n,)."""
        return self.race.losses() - self.race.landscape.surface.floor

    def _places(self, alpha: float) -> Floats:
        """Returns where the runners are on the plate, (n, 2), `alpha` of the way from before the last step to after."""
        return self.terrain.ground.placed(self.race.positions(alpha))

    def settle(self) -> None:
        """Brings hill, camera and balls to where they are going, at once."""
        self.terrain.settle()
        self.orbit.jump(self.orbit.goal)
        for glide in self._opacities:
            glide.jump(glide.goal)

    def step(self, dt: float) -> None:
        """Advances race, camera and glides by one fixed step of `dt` seconds."""
        pace = 1.0 if self.page.page.reduced_motion else dt  # with less motion what glides is there at once
        self.terrain.step(pace)
        self.orbit.step(dt, cut=self.page.page.reduced_motion)
        self.page.step(dt)
        for glide in self._opacities:
            glide.step(pace)
        self.many.step(self.controls, self.race.landscape)
        if not self.waits:
            self._phase += self.controls.number("speed") / STEPS_A_SECOND
        while self._phase >= 1.0 - 1e-9 and not self.waits:  # sixths and sevenths add up to almost one
            self._phase = max(self._phase - 1.0, 0.0)
            self._advance()
        self.page.take(self.standing, dt)

    def _share(self, alpha: float) -> float:
        """Returns how much of the way of the last optimizer step is to be seen `alpha` of the way to the next step."""
        ahead = 0.0 if self.waits else alpha * self.controls.number("speed")
        return min(self._phase + ahead / STEPS_A_SECOND, 1.0)

    def _placed(self, share: float) -> PlacedBalls:
        """Returns the balls a share of the way of the last optimizer step."""
        now, opacities = frozen(self._places(share)), tuple(glide.value for glide in self._opacities)
        return self._placed_balls(now, self.terrain.shown, self.page.page.theme, opacities)

    def skip(self, dt: float, alpha: float) -> None:
        """Moves on what follows from picture to picture, where this one is not to be seen: caption and names."""
        self._say()
        self.camera, self._dt = self._aimed.camera(alpha), dt
        self.placed = self._placed(self._share(alpha))
        self._place_names()

    def frame(self, dt: float, alpha: float) -> None:
        """Dresses the tree for a picture `alpha` of the way to the next step."""
        self.camera, self._dt = self._aimed.camera(alpha), dt
        share, ground = self._share(alpha), self.terrain.ground
        self.placed = self._placed(share)
        before, now = frozen(self._places(0.0)), frozen(self._places(share))
        for i, way in enumerate(self._ways(ground, before, now)):
            self.trails.tail(i, way, self.race.step_count)
        self.trails.lie(ground)
        inks = self._inks(self.page.page.theme).copy()
        inks[:, 3] = [glide.value for glide in self._opacities]
        self.trails.dress(self.page.page.scale, inks, self.race.step_count + share)
        self.balls.dress(self.placed.places, self.placed.tints, self.page.page.scale)
        lit = 0.0 if self.controls.on("crowd") else 1.0
        self.terrain.dress(self.camera, *self.balls.lights(lit))
        self.balls.node.visible = self.trails.node.visible = not self.controls.on("crowd")
        self.many.dress(self.controls, self.terrain, share, self.page.page.scale, self.page.page.theme)

    @property
    def standing(self) -> Standing:
        """How the race stands: its ranking is of those who take part, by true loss; those that flew off come last."""
        return self._standing(race_now(self.race), self.shown)

    def resize(self, page: Page) -> None:
        """Lays the race out on a page and frames the hill into what is free."""
        self.terrain.ground.prepare()
        self._show(page)

    def _show(self, page: Page) -> None:
        many, crowd = self.controls.word("bar") == "many", self.controls.on("crowd")
        self.page.show(page, many, crowd, self.race.landscape)

    @property
    def _aimed(self) -> Orbit:
        """The orbit, aimed into what is free on the page."""
        self.orbit.stage = self.page.layout.camera_stage
        return self.orbit

    def widgets(self) -> Sequence[Placed]:
        """Returns the widgets in their places."""
        return self.page.widgets

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """Returns where on the screen a place of the hill is in the picture last dressed, in [-1, 1], y up."""
        ground = self.terrain.ground
        across, up, _ = self.camera.project(ground.lift(ground.placed(np.array([[x, y]]))))[0]
        return float(across), float(up)

    def grabs(self, x: float, y: float) -> bool:
        """Returns False: here the pointer turns the hill or clicks on it."""
        return False

    def paint(self, canvas: Canvas) -> None:
        """Paints words, board and names."""
        self._say()
        self._place_names()
        self.page.paint_names(canvas)
        walker, tally = self.controls.word("walker"), self.many.crowd.tally
        self.page.paint(canvas, self.race.landscape, self.history, self.shown, walker, tally)

    def _say(self) -> None:
        """Lets the caption say how the race, or the crowd, stands."""
        self.page.say(self.many.caption(self.controls, self.race.landscape) or self.page.board.standing.caption)

    def _place_names(self) -> None:
        """Finds the places of the names in this picture: of the runners and, once they have left it, of their start."""
        rows = () if self.controls.on("crowd") else self.shown
        drop = self.race.start if self.race.step_count > 2 and rows else None
        page, ground = self.page.page, self.terrain.ground
        self.page.place_names(self._names_seen(page, self.camera, ground, self.placed, rows, drop), self._dt)
