"""The race as a scene: clicks land where they point, frames never change what happens, trails lie on the hill."""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from snapshots import mark

from descent_game.engine.actions import Action, Click, Drop, Pan, Pause, Press, Set, Step, Turn, Zoom
from descent_game.engine.clock import STEP, STEPS_A_SECOND, FixedStep
from descent_game.engine.orbit import Pose
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.sim.surfaces.surface import HALF as DOMAIN
from descent_game.ui.page import DESIGN
from scenes.race.scene import RaceScene
from scenes.race.terrain import Terrain
from scenes.race.trails import BEGINNING, CAPACITY, LONGEST, NEAR, VERTICES
from scenes.roster import ROSTER

SCRIPT: dict[int, list[Action]] = {
    30: [Turn(0.4, -0.1)],
    60: [Click(0.05, 0.1)],
    100: [Zoom(0.8, 0.1, 0.0), Set("noise", 0.05)],
    150: [Turn(1.5, 0.2, fling=True)],
    200: [Click(-0.1, 0.0), Set("speed", 45)],
    260: [Set("landscape", "saddle")],
    400: [Pan(0.1, 0.05), Set("learning_rate", 0.15)],
    430: [Pause()],
    450: [Step(), Pause()],
    470: [Drop(0.3, -1.0), Set("adam", False)],
}


def play(dts: list[float], steps: int = 600) -> RaceScene:
    scene, fixed = RaceScene(5), FixedStep()
    frames = iter(dts)
    while fixed.steps < steps:
        dt = next(frames)
        ran = fixed.advance(dt)
        for step in range(fixed.steps - ran, fixed.steps):
            if step == steps:
                return scene
            for action in SCRIPT.get(step, []):
                scene.act(action)
            scene.step(STEP)
        scene.frame(dt, fixed.alpha)
    return scene


@pytest.mark.parametrize("fps", [24, 30, 144, 0])
def test_the_same_actions_give_the_same_state_at_any_frame_rate(fps: int) -> None:
    random = np.random.default_rng(1).uniform(0.001, 0.05, 2000).tolist()
    dts = [1.0 / fps] * 2000 if fps else random
    assert mark(play(dts).snapshot()) == mark(play([1.0 / 60] * 2000).snapshot())


def span(scene: RaceScene, row: int) -> tuple[int, int, bool]:
    """Returns of a trail as last dressed: how many points it has, where its ring begins, whether it is broken."""
    drawn, oldest, broken, _ = np.asarray(scene.trails.meshes[0].uniforms["spans"])[row]
    return int(drawn), int(oldest), bool(broken)


def points(scene: RaceScene, row: int, *, committed: bool = False) -> npt.NDArray[np.float64]:
    """Returns the points of a trail in their order, (n, 4); where `committed`, without the step that is under way."""
    drawn, oldest, _ = span(scene, row)
    at = np.arange(drawn)
    columns = np.where(at < BEGINNING, at, BEGINNING + (at - BEGINNING + oldest) % (CAPACITY - BEGINNING))
    found: npt.NDArray[np.float64] = scene.trails.texture.data[row, columns].astype(float)
    return found[found[:, 3] < scene.race.step_count] if committed else found


SIZES = [(1920, 1080), (1024, 768), (1080, 1920)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("landscape", list(LANDSCAPES))
def test_a_click_on_any_visible_point_drops_there(size: tuple[int, int], landscape: str) -> None:
    scene = RaceScene(0)
    scene.resize(replace(DESIGN, width=size[0], height=size[1]))
    scene.act(Set("landscape", landscape))
    for _ in range(120):
        scene.step(STEP)
    random = np.random.default_rng(size[0])
    worst, hits = 0.0, 0
    for _ in range(20):
        pose = Pose(random.uniform(-math.pi, math.pi), random.uniform(0.08, math.pi / 2), random.uniform(0.2, 1.5))
        scene.orbit.jump(pose)
        scene.frame(0.0, 1.0)
        camera = scene.camera
        ground = scene.terrain.ground
        for target in random.uniform(-1.0, 1.0, (6, 2)) * ground.half:
            x, y, _ = camera.project(scene.terrain.ground.lift(target[np.newaxis])[0])
            hit = scene.terrain.pick(camera.ray(x, y))
            if hit is None or not (-1 < x < 1 and -1 < y < 1):
                continue
            before = scene.race.start
            scene.act(Click(x, y))
            start = np.array(scene.race.start)
            assert scene.race.start != before
            # what is under the pointer may be a nearer wall: project where they stand, it must be the same pixel
            on_plate = ground.placed(start[np.newaxis])[0]
            seen = camera.project(np.append(on_plate, hit.point[2]))
            worst = max(worst, abs(seen[0] - x), abs(seen[1] - y))
            assert np.allclose(on_plate, hit.point[:2], atol=1e-6)
            hits += 1
    assert hits > 40
    assert worst < 1e-5


def test_the_drawn_facets_keep_within_a_thousandth_of_the_formula() -> None:
    for name in LANDSCAPES:
        terrain = Terrain(LANDSCAPES[name])
        corners = terrain.vertices().astype(float)[terrain.triangles()]
        middles = corners.mean(axis=1)
        gap = np.abs(middles[:, 2] - terrain.ground.height(middles[:, :2]))
        assert gap.max() < 0.012, name
        assert gap.mean() < 0.002, name


def test_a_miss_and_a_turn_change_nothing_of_the_race() -> None:
    scene = RaceScene(0)
    for _ in range(60):
        scene.step(STEP)
    before = (scene.race.positions(1.0).tobytes(), scene.race.start, scene.race.step_count)
    for action in (Click(-0.99, 0.99), Click(0.99, -0.99), Turn(0.5, 0.1), Zoom(0.7, 0.0, 0.0), Pan(0.1, 0.1)):
        scene.act(action)
    assert (scene.race.positions(1.0).tobytes(), scene.race.start, scene.race.step_count) == before
    scene.act(Drop(9.0, 0.0))
    scene.act(Click(0.0, 0.0, button=3))
    assert scene.race.start == before[1]


def test_pausing_holds_and_single_steps_move_on_by_one() -> None:
    scene = RaceScene(0)
    for _ in range(50):
        scene.step(STEP)
    scene.act(Pause())
    count = scene.race.step_count
    for _ in range(50):
        scene.step(STEP)
    assert scene.race.step_count == count
    scene.act(Step())
    scene.act(Step())
    scene.frame(1 / 60, 0.5)
    assert scene.race.step_count == count + 2
    assert np.allclose(scene.placed.places[:, :2], scene.race.positions(1.0))


@pytest.mark.parametrize("speed", [1, 7, 20, 60])
def test_the_speed_is_optimizer_steps_a_second(speed: int) -> None:
    scene = RaceScene(0)
    scene.act(Set("speed", speed))
    for _ in range(120 * 4):
        scene.step(STEP)
    assert scene.race.step_count == 4 * speed


def test_the_trail_lies_on_the_hill_and_ends_at_the_ball() -> None:
    scene = RaceScene(0)
    for k in range(400):
        scene.step(STEP)
        if k % 2:
            scene.frame(1 / 60, 0.4)
    for row, runner in enumerate(ROSTER):
        way = points(scene, row)
        assert np.allclose(way[:, 2], scene.terrain.ground.height(way[:, :2]), atol=1e-5)
        assert np.allclose(way[-1, :3], scene.placed.places[row], atol=1e-5)
        steps = way[way[:, 3] % 1.0 == 0.0, 3]
        flown = scene.race.splits[row].diverged
        assert (np.diff(steps) >= 1.0).all()
        assert steps[-1] == (scene.race.step_count if flown is None else flown) - 1
        if runner.name in ("sgd", "momentum"):
            assert steps.tolist() == list(range(scene.race.step_count))
        gaps = np.linalg.norm(np.diff(way[:, :2], axis=0), axis=1)
        on_plate = np.asarray((np.abs(way[:, :2]) <= scene.terrain.ground.half).all(axis=1))
        gaps = gaps[on_plate[:-1] & on_plate[1:]]
        lines = (scene.terrain.ground.xs, scene.terrain.ground.ys)
        assert gaps.max() <= np.hypot(*(np.diff(places).max() for places in lines))


def test_a_very_long_race_stays_within_its_arrays() -> None:
    scene = RaceScene(0)
    for action in (Set("landscape", "saddle"), Set("noise", 0.5), Set("speed", 60), Set("learning_rate", 0.2)):
        scene.act(action)
    for k in range(10_000):
        scene.step(STEP)
        if k % 40 == 0:
            scene.frame(1 / 60, 0.0)
    assert scene.race.step_count > 2 * 2048, "more than twice what is kept"
    assert scene.history.count <= 2048
    assert (scene.history.count - 1) * scene.history.stride >= scene.race.step_count - scene.history.stride
    assert np.isfinite(scene.trails.texture.data).all()


def long_race(seconds: float, *actions: Action) -> RaceScene:
    scene = RaceScene(3)
    for action in actions:
        scene.act(action)
    for k in range(int(seconds * STEPS_A_SECOND)):
        scene.step(STEP)
        if k % 12 == 0:
            scene.frame(0.1, 0.5)
    return scene


def drawn(scene: RaceScene) -> tuple[object, ...]:
    """Returns what decides how much a picture of a race costs, and what it shows."""
    trails, history = scene.trails, scene.history
    return (
        scene.race.step_count,
        trails.geometry.vertices,
        trails.texture.data.tobytes(),
        history.steps,
        history.losses[0].tobytes(),
    )


@pytest.mark.parametrize("landscape", list(LANDSCAPES))
def test_once_all_have_settled_nothing_more_is_added_and_the_whole_way_stays(landscape: str) -> None:
    scene = long_race(40.0, Set("landscape", landscape))
    while not scene.waits:
        assert scene.race.step_count < 4000
        scene.step(STEP)
    scene.frame(0.1, 0.5)
    assert all(scene.race.losses()[row] < 1e-9 and scene.race.splits[row].settled for row in scene.shown)
    before = drawn(scene)
    scene.trails.texture.take_changes()
    for _ in range(120):
        scene.step(STEP)
        scene.frame(1 / 60, 0.7)
    assert drawn(scene) == before
    assert scene.trails.texture.take_changes() == []
    assert scene.history.count == scene.race.step_count // scene.history.stride + 1
    for row in range(len(ROSTER)):
        assert np.allclose(points(scene, row)[0, :3], scene.start, atol=1e-6)
        assert not span(scene, row)[2]


def test_a_race_at_rest_goes_on_where_something_changes() -> None:
    scene = long_race(40.0)
    count, rest = scene.race.step_count, scene.snapshot()
    for action in (Set("noise", 0.05), Set("learning_rate", 0.04), Drop(1.0, 1.0), Set("landscape", "saddle")):
        scene.restore(rest)
        assert scene.waits
        scene.act(action)
        for _ in range(240):
            scene.step(STEP)
        assert not scene.waits
        assert scene.race.step_count != count


def test_one_that_has_yet_to_arrive_is_waited_for_unless_it_takes_no_part() -> None:
    scene = long_race(15.0)
    assert not scene.waits
    scene.act(Set("sgd", False))
    assert scene.waits
    scene.act(Set("sgd", True))
    assert not scene.waits


def test_a_way_without_end_keeps_its_beginning_and_its_latest_part() -> None:
    scene = long_race(60.0, Set("noise", 0.5), Set("speed", 60))
    first = long_race(5.0, Set("noise", 0.5), Set("speed", 60))
    vertices = scene.trails.geometry.vertices
    for _ in range(1200):
        scene.step(STEP)
    scene.frame(1 / 60, 0.0)
    trails = scene.trails
    assert not scene.waits
    assert abs(trails.geometry.vertices - vertices) <= len(ROSTER) * VERTICES * LONGEST
    assert trails.geometry.vertices <= len(ROSTER) * VERTICES * CAPACITY
    for row in range(len(ROSTER)):
        beginning = points(first, row, committed=True)[:BEGINNING]
        assert (trails.texture.data[row, : len(beginning)] == beginning).all()
        if scene.race.splits[row].diverged is None:
            assert trails.texture.data[row, :, 3].max() >= scene.race.step_count - 1


def test_points_of_a_trail_keep_their_distance_and_every_step_ends_at_one() -> None:
    scene = RaceScene(0)
    ends: list[list[np.ndarray]] = [[] for _ in ROSTER]
    while scene.race.step_count < 300:
        scene.act(Step())
        for row, place in enumerate(scene.terrain.ground.lift(scene.race.positions(0.0))):
            ends[row].append(place)
    scene.frame(0.0, 0.0)
    for row in range(len(ROSTER)):
        kept = points(scene, row, committed=True)[:, :3]
        assert np.linalg.norm(np.diff(kept, axis=0), axis=1).min() >= NEAR - 1e-6
        for place in ends[row]:
            assert np.linalg.norm(kept - place, axis=1).min() < NEAR + 1e-6


def test_a_diverged_runner_leaves_the_others_and_the_picture_finite() -> None:
    scene = RaceScene(0)
    scene.act(Set("learning_rate", 0.2))
    for k in range(600):
        scene.step(STEP)
        if k % 2:
            scene.frame(1 / 60, 0.1)
            assert np.isfinite(scene.placed.places).all()
    splits = scene.race.splits
    assert splits[0].diverged is not None
    assert splits[1].diverged is not None
    assert splits[2].diverged is None
    assert scene.balls.geometry.instance_arrays["tint"][0, 3] == 0.0


def test_landscapes_glide_into_one_another_while_the_race_waits() -> None:
    scene = RaceScene(0)
    for _ in range(60):
        scene.step(STEP)
    points = np.random.default_rng(0).uniform(-DOMAIN, DOMAIN, (50, 2))
    before = scene.terrain.shown.lift(points)
    scene.act(Set("landscape", "saddle"))
    vertices = scene.terrain.vertices()
    assert np.allclose(vertices[:, 2], scene.terrain.shown.lift(vertices[:, :2].astype(float))[:, 2], atol=1e-5)
    for _ in range(36):
        scene.step(STEP)
    halfway = scene.terrain.shown.lift(points)
    assert scene.race.step_count == 0
    for _ in range(60):
        scene.step(STEP)
    after = scene.terrain.shown.lift(points)
    assert np.allclose(halfway, (before + after) / 2.0, atol=0.1)
    assert not np.allclose(before, after, atol=0.1)
    assert scene.race.step_count > 0


def test_runners_switched_off_leave_the_ranking_and_home_comes_back() -> None:
    scene = RaceScene(0)
    scene.act(Set("sgd", False))
    assert 0 not in scene.standing.ranking
    assert len(scene.standing.ranking) == 2
    scene.act(Turn(1.0, 0.2))
    scene.act(Press("home"))
    for _ in range(600):
        scene.step(STEP)
    assert scene.orbit.pose == scene.orbit.goal
    assert math.cos(scene.orbit.pose.yaw - scene.orbit.home.yaw) == pytest.approx(1.0)
