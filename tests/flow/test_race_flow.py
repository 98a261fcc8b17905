"""The race from a hand to a picture: what the pointer does, what becomes of the runners, what the pixels show."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pytest
from routes import route
from snapshots import mark

from descent_game.app.settings import Settings
from descent_game.app.show import loop
from descent_game.app.show.compositor import Compositor
from descent_game.app.show.stage import Stage
from descent_game.engine.events import Key, Pointer, Resize
from descent_game.sim.surfaces.surface import HALF as DOMAIN

if TYPE_CHECKING:
    from scenes.race.scene import RaceScene

WIDTH, HEIGHT = 960, 540
NOWHERE = (300.0, 430.0)
"""A pixel of the stage beside the hill."""

Pixels = npt.NDArray[np.uint8]
Spot = tuple[float, float]


class Visit:
    """A stage and a compositor, moved on by pictures of 1/60 s."""

    def __init__(self, context: Any) -> None:
        self.stage = Stage("race", WIDTH, HEIGHT, Settings())
        self.compositor = Compositor(context, WIDTH, HEIGHT, top_down=True)
        self._time = 0.0
        self.go(1)

    @property
    def scene(self) -> RaceScene:
        assert self.stage.scene.name == "race"
        return cast("RaceScene", self.stage.scene)  # by its other name, as the catalogue imports it

    def go(self, pictures: int) -> Pixels:
        """Moves on by so many pictures, draws the last and returns it."""
        self._run(pictures, lambda: True)
        self.compositor.draw(self.stage)
        return self.compositor.target.read(3).astype(np.uint8)

    def costs(self, pictures: int) -> list[tuple[int, int]]:
        """Moves on by so many pictures, draws all, and returns how many GL objects and bytes each of them took."""
        found = []

        def draw() -> bool:
            self.compositor.draw(self.stage)
            counts = self.compositor.renderer.counts
            found.append((counts.objects_created, counts.bytes_sent))
            return True

        self._run(pictures, draw)
        return found

    def _run(self, pictures: int, draw: Callable[[], bool]) -> None:
        loop.run(self.stage, [1.0 / 60.0] * pictures, self.stage.take, draw)
        self._time += pictures / 60.0

    def hand(self, kind: Literal["press", "move", "release", "wheel"], spot: Spot, button: int = 1) -> None:
        """Does something with the pointer at a pixel."""
        self._time += 0.02
        x, y = (spot[0] + 0.5) / self.stage.page.width * 2.0 - 1.0, 1.0 - (spot[1] + 0.5) / self.stage.page.height * 2.0
        route(self.stage, Pointer(kind, x, y, self._time, button, wheel=1.0 if kind == "wheel" else 0.0))

    def click(self, spot: Spot, button: int = 1) -> None:
        """Presses and lets go at a pixel."""
        self.hand("press", spot, button)
        self.hand("release", spot, button)

    def drag(self, spot: Spot, by: Spot, button: int = 1) -> None:
        """Presses at a pixel, moves by that many more in eight parts, and lets go."""
        self.hand("press", spot, button)
        for k in range(1, 9):
            self.hand("move", (spot[0] + by[0] * k / 8, spot[1] + by[1] * k / 8), button)
        self._time += 0.2
        self.hand("release", (spot[0] + by[0], spot[1] + by[1]), button)

    def pixel(self, place: Spot) -> Spot:
        """Returns the pixel under which a place of the plate lies, as the camera stands."""
        lifted = self.scene.terrain.ground.lift(np.array([place]))[0]
        x, y, _ = self.scene.orbit.camera(1.0).project(lifted)
        across, down = (float(x) + 1.0) / 2.0, (1.0 - float(y)) / 2.0
        return across * self.stage.page.width - 0.5, down * self.stage.page.height - 0.5

    def state(self) -> str:
        """Returns all that the race is, as a mark."""
        return mark(self.scene.race.snapshot())


@pytest.fixture
def visit(ctx: Any) -> Iterator[Visit]:
    made = Visit(ctx)
    yield made
    made.compositor.release()


@pytest.fixture
def twin(ctx: Any, visit: Visit) -> Iterator[Visit]:
    """A visit like the other, in which nothing is done."""
    made = Visit(ctx)
    yield made
    made.compositor.release()


def near(picture: Pixels, spot: Spot, reach: int = 8) -> npt.NDArray[np.int16]:
    x, y = round(spot[0]), round(spot[1])
    return picture[y - reach : y + reach + 1, x - reach : x + reach + 1].astype(np.int16)


@pytest.mark.parametrize("moved", [False, True])
def test_a_click_moves_the_runners_there_at_the_next_step_and_changes_those_pixels(visit: Visit, moved: bool) -> None:
    if moved:
        visit.drag((480.0, 270.0), (70.0, 25.0))
        visit.go(60)
        visit.hand("wheel", (500.0, 300.0))
        visit.hand("wheel", (500.0, 300.0))
        visit.drag((480.0, 270.0), (-20.0, 10.0), button=3)
    before = visit.go(120)
    spot = tuple(map(round, visit.pixel((1.3, -0.7))))
    visit.click((float(spot[0]), float(spot[1])))
    assert visit.scene.race.step_count > 0
    after = visit.go(1)
    assert visit.scene.race.step_count == 0
    assert (visit.scene.race.positions() == visit.scene.race.start).all()
    shown = visit.pixel(visit.scene.race.start)
    assert abs(shown[0] - spot[0]) < 0.05
    assert abs(shown[1] - spot[1]) < 0.05
    assert np.abs(near(after, shown) - near(before, shown)).max(axis=2).mean() > 40
    corner = np.s_[HEIGHT // 2 : HEIGHT // 2 + 40, :200]
    assert np.array_equal(before[corner], after[corner])


def test_a_miss_changes_nothing_of_the_race_nor_of_the_picture(visit: Visit, twin: Visit) -> None:
    visit.go(60)
    twin.go(60)
    visit.click(NOWHERE)
    visit.click(visit.pixel((1.0, 0.5)), button=3)
    shown, expected = visit.go(60), twin.go(60)
    assert visit.state() == twin.state()
    assert np.array_equal(shown, expected)


@pytest.mark.parametrize("button", [1, 3])
def test_a_drag_moves_the_camera_and_never_drops(visit: Visit, twin: Visit, button: int) -> None:
    visit.go(60)
    twin.go(60)
    visit.drag(visit.pixel((1.0, 0.5)), (60.0, 20.0), button)
    visit.go(60)
    twin.go(60)
    assert visit.state() == twin.state()
    pose, home = visit.scene.orbit.pose, twin.scene.orbit.pose
    assert (pose.yaw != home.yaw) == (button == 1)
    assert (pose.offset != home.offset) == (button == 3)


def test_the_wheel_zooms_toward_the_pointer(visit: Visit) -> None:
    place = (0.9, 1.1)
    spot = visit.pixel(place)
    for _ in range(4):
        visit.hand("wheel", spot)
        visit.go(20)
    visit.go(60)
    assert visit.scene.orbit.pose.zoom < 0.7
    assert visit.pixel(place) == pytest.approx(spot, abs=0.5)


@pytest.mark.parametrize("how", ["double click", "home"])
def test_the_hill_is_framed_again(visit: Visit, how: str) -> None:
    home = visit.scene.orbit.pose
    visit.drag((480.0, 270.0), (70.0, 25.0))
    visit.hand("wheel", (500.0, 300.0))
    visit.go(60)
    assert visit.scene.orbit.pose != home
    if how == "home":
        route(visit.stage, Key("home"))
    else:
        visit.click((480.0, 270.0))
        visit.click((480.0, 270.0))
    visit.go(240)
    assert visit.scene.orbit.pose == home


def test_a_new_size_keeps_the_race_the_camera_and_what_a_click_means(visit: Visit, twin: Visit) -> None:
    visit.go(60)
    twin.go(60)
    route(visit.stage, Resize(540, 800))
    visit.go(30)
    twin.go(30)
    assert visit.state() == twin.state()
    assert visit.scene.orbit.pose == twin.scene.orbit.pose
    visit.click(visit.pixel((-1.2, 0.4)))
    visit.go(1)
    assert visit.scene.race.start == pytest.approx((-1.2, 0.4), abs=2e-3)


def test_single_steps_while_paused_move_the_runners_and_their_pixels(visit: Visit) -> None:
    route(visit.stage, Key("space"))
    still = visit.go(30)
    assert np.array_equal(still, visit.go(5))
    count = visit.scene.race.step_count
    route(visit.stage, Key("."))
    moved = visit.go(1)
    assert visit.scene.race.step_count == count + 1
    assert (still != moved).any()


def test_pictures_make_no_gl_objects_and_at_rest_send_next_to_nothing(visit: Visit) -> None:
    visit.go(30)
    costs = visit.costs(180)
    assert sum(made > 0 for made, _ in costs) <= 2  # a buffer of strokes that doubles as the chart grows
    assert max(sent for _, sent in costs) < 64_000
    route(visit.stage, Key("space"))
    visit.go(40)
    assert max(sent for _, sent in visit.costs(20)) < 1000


def test_every_corner_of_the_plate_can_be_clicked(visit: Visit) -> None:
    for place in ((-DOMAIN, -DOMAIN), (-DOMAIN, DOMAIN), (DOMAIN, -DOMAIN), (DOMAIN, DOMAIN)):
        inside = (place[0] * 0.995, place[1] * 0.995)
        visit.click(visit.pixel(inside))
        visit.go(30)
        assert visit.scene.race.start == pytest.approx(inside, abs=1e-3)
