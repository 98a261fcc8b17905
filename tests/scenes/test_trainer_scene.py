"""The trainer as a scene: the same at any frame rate, steps as they are asked for, points where a hand puts them."""

import json
import re
from collections.abc import Callable, Iterable
from importlib.resources import files

import numpy as np
import pytest

from descent_game.engine.actions import Action, Click, Drag, Drop, Pause, Press, Set, Step, Turn
from descent_game.engine.clock import STEP, FixedStep
from descent_game.engine.controls import Controls
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import initial
from descent_game.sim.network.training import Training
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.ui.canvas import Canvas
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.theme import THEMES
from scenes.trainer.field import TOP
from scenes.trainer.kept_state import StateError
from scenes.trainer.scene import TrainerScene

SCRIPT: dict[int, list[Action]] = {
    20: [Set("hidden", 3), Set("speed", 1000)],
    60: [Press("reroll")],
    90: [Set("relief", "relief"), Turn(0.4, -0.1)],
    130: [Set("batch", "8"), Set("optimizer", "momentum")],
    180: [Drop(0.3, -0.2), Set("class", "diamond"), Drop(-0.5, 0.1)],
    200: [Pause()],
    210: [Step(), Pause()],
    240: [Set("three", True), Set("activation", "relu")],
    280: [Press("revive"), Set("learning_rate", 0.1)],
    300: [Set("speed", 3)],
}


def page(width: int = 1280, height: int = 720) -> Page:
    return Page(width, height, THEMES["dark"], Messages({}))


def made(*actions: Action, seed: int = 0) -> TrainerScene:
    scene = TrainerScene(seed)
    scene.resize(page())
    for action in actions:
        scene.act(action)
    return scene


def english(*actions: Action) -> TrainerScene:
    scene = made(*actions)
    words = Messages.parse((files("descent_game.scenes.text") / "en.toml").read_text("utf-8"))
    scene.resize(Page(1280, 720, THEMES["dark"], words))
    return scene


def texts(scene: TrainerScene) -> str:
    canvas = Canvas(1280, 720)
    scene.frame(0.1, 1.0)
    scene.paint(canvas)
    return " ".join(run.text for layer in canvas.layers() for run in layer.runs)


def run(scene: TrainerScene, steps: int) -> TrainerScene:
    for _ in range(steps):
        scene.step(STEP)
    scene.frame(1 / 60, 0.0)
    return scene


def play(dts: Iterable[float], steps: int = 420) -> TrainerScene:
    scene, fixed, frames = made(seed=3), FixedStep(), iter(dts)
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


def forever(*dts: float) -> Iterable[float]:
    while True:
        yield from dts


def test_the_same_actions_train_the_same_networks_at_any_frame_rate() -> None:
    sixty = play(forever(1 / 60))
    for other in (play(forever(1 / 144)), play(forever(1 / 30)), play(forever(0.011, 0.031, 0.002, 0.09))):
        assert other.written() == sixty.written()
        assert other.view.orbit.pose == sixty.view.orbit.pose
    assert len(sixty.runs.runs) == 3
    assert sixty.runs.first.steps > 0


@pytest.mark.parametrize(("speed", "seconds", "steps"), [(600, 1, 600), (10_000, 1, 10_000), (7, 2, 14), (1, 3, 3)])
def test_steps_are_as_many_as_asked_for_and_spread_evenly(speed: int, seconds: int, steps: int) -> None:
    scene = made(Set("speed", speed), Set("points", 8))
    taken = []
    for _ in range(seconds * 120):
        before = scene.runs.first.steps
        scene.step(STEP)
        taken.append(scene.runs.first.steps - before)
    assert sum(taken) == steps
    assert max(taken) - min(taken) <= 1


def test_a_budget_slows_the_training_and_the_board_says_so() -> None:
    scene = english(Set("speed", 6000))
    scene.budget = 240.0
    for _ in range(60):
        scene.step(STEP)
        scene.step(STEP)
        scene.frame(1 / 60, 0.0)
    assert scene.runs.first.steps == 240
    assert scene.meter.rate == pytest.approx(240.0, rel=0.05)
    assert re.search(r"step 240 · 240 of 6.000 steps/s", texts(scene))


def test_the_board_tells_of_a_budget_however_close_it_comes_to_what_was_asked_for() -> None:
    scene = english(Set("speed", 100), Set("points", 4))
    for scene.budget, told in ((96.0, r"· \d+ of 100 steps/s"), (200.0, r"· \d+ steps/s")):
        for _ in range(120):
            run(scene, 2)
        assert re.search(told, texts(scene))


@pytest.mark.parametrize("speed", [1, 4, 30, 600])
def test_the_speed_is_measured_from_steps_taken_not_from_what_was_asked(speed: int) -> None:
    scene = made(Set("speed", speed), Set("points", 4))
    for frame in range(60 * 7):
        if frame % 3:  # every third picture is late and its steps are dropped
            scene.step(STEP)
            scene.step(STEP)
        scene.frame(1 / 60, 0.0)
    assert scene.meter.rate == pytest.approx(speed * 2 / 3, rel=0.35 if speed < 30 else 0.06)
    scene.act(Pause())
    scene.frame(1 / 60, 0.0)
    assert np.isnan(scene.meter.rate)


@pytest.mark.parametrize("speed", [1, 4])
def test_at_slow_speeds_every_step_is_told(speed: int) -> None:
    scene = made(Set("speed", speed))
    told = []
    for _ in range(3 * 120):
        scene.step(STEP)
        told.append(scene.watching.part()[0])
    changes = [b for a, b in zip(told, told[1:], strict=False) if a != b and b]
    assert changes[:4] == ["forward", "loss", "backward", "step"]
    assert changes.count("forward") == scene.runs.first.steps
    scene.act(Set("speed", 600))
    scene.step(STEP)
    assert not scene.watching.going


def test_a_frame_changes_nothing_and_pause_holds_everything() -> None:
    scene = run(made(), 30)
    before = scene.written()
    for _ in range(5):
        scene.frame(0.5, 0.9)
    assert scene.written() == before
    scene.act(Pause())
    run(scene, 50)
    assert scene.written() == before


def test_a_step_is_one_step_and_is_told_from_its_start() -> None:
    scene = run(english(), 30)
    before = scene.runs.first.network.parameters
    scene.act(Step())
    scene.frame(1 / 60, 0.0)
    assert scene.paused
    after = scene.runs.first.network.parameters
    assert scene.runs.first.steps == 151
    assert (after != before).any()
    told = []
    for _ in range(120 * 8):
        name = scene.watching.part()[0]
        told += [name] if name not in told else []
        shown = scene.watching.parameters(after)
        if name in ("forward", "loss", "backward"):
            assert (shown == before).all()
            assert "step 150 ·" in texts(scene)
        scene.step(STEP)
    assert told == ["forward", "loss", "backward", "step", ""]
    assert scene.watching.parameters(after) is after
    assert scene.runs.first.steps == 151


def test_restart_takes_the_same_weights_and_reroll_shows_the_seed_of_new_ones() -> None:
    scene = run(made(seed=5), 60)
    start = scene.runs.initial.parameters.copy()
    losses = scene.runs.first.history.loss.copy()
    scene.act(Press("start_again"))
    assert scene.runs.first.steps == 0
    assert (scene.runs.first.network.parameters == start).all()
    ghost = scene.runs.ghost
    assert ghost is not None
    assert (ghost.losses == losses).all()
    scene.act(Press("reroll"))
    assert scene.controls.number("weights") == 6.0
    assert (scene.runs.first.network.parameters == initial(4, ACTIVATIONS["tanh"], 6).parameters).all()


def test_three_train_from_the_same_weights_as_each_would_alone() -> None:
    scene = run(made(Set("three", True)), 48)
    points, labels = scene.runs.points, scene.runs.labels
    for name, training in zip(("sgd", "momentum", "adam"), scene.runs.runs, strict=True):
        alone = Training(points, labels, scene.runs.initial, OPTIMIZERS[name], 0.03)
        alone.run(240)
        assert (alone.network.parameters == training.network.parameters).all()
    assert [field.node.visible for field in scene.view.every] == [True, True, True]
    scene.act(Set("three", False))
    assert [field.node.visible for field in scene.view.every] == [True, False, False]


def window(scene: TrainerScene, x: float, y: float) -> tuple[float, float]:
    """Returns where a place of the first field is on the screen."""
    spot = scene.camera.project(scene.view.shown[0].lifted(np.array([[x, y]]), scene.view.relief))[0]
    return float(spot[0]), float(spot[1])


@pytest.mark.parametrize("relief", ["flat", "relief"])
@pytest.mark.parametrize("three", [False, True])
def test_a_click_puts_a_point_where_it_points(relief: str, three: bool) -> None:
    scene = run(made(Set("three", three), Set("relief", relief), Pause()), 480)
    count = len(scene.runs.points)
    scene.act(Click(*window(scene, 0.25, -0.4)))
    assert scene.controls.word("dataset") == "own"
    assert len(scene.runs.points) == count + 1
    assert scene.runs.points[-1] == pytest.approx([0.25, -0.4], abs=0.005 if relief == "relief" else 1e-6)
    assert scene.runs.labels[-1] == 1.0
    scene.act(Click(*window(scene, -0.1, 0.2), 3))
    assert scene.runs.labels[-1] == 0.0


def test_a_click_beside_the_field_puts_nothing() -> None:
    scene = run(made(), 2)
    before = scene.written()
    scene.act(Click(-0.95, 0.0))
    scene.act(Drop(1.5, 0.0))
    assert scene.written() == before


def test_the_switch_and_the_right_button_choose_the_class() -> None:
    scene = made(Press("clear"), Set("class", "diamond"), Drop(0.1, 0.1), Set("class", "disc"), Drop(0.2, 0.2))
    assert scene.runs.labels.tolist() == [0.0, 1.0]


def test_a_point_is_dragged_and_the_rest_stays() -> None:
    scene = run(made(Set("dataset", "own"), Drop(0.5, 0.5), Drop(-0.5, 0.0), Pause()), 2)
    at = window(scene, -0.5, 0.0)
    assert scene.grabs(*at)
    assert not scene.grabs(*window(scene, 0.0, -0.5))
    scene.act(Drag(*at, "grab"))
    scene.act(Drag(*window(scene, -0.2, 0.3), "move"))
    assert scene.runs.points[0].tolist() == [0.5, 0.5]
    assert scene.runs.points[1] == pytest.approx([-0.2, 0.3], abs=1e-6)
    scene.act(Drag(*window(scene, -0.3, 0.4), "release"))
    assert scene.runs.points[1] == pytest.approx([-0.3, 0.4], abs=1e-6)
    assert scene.brush.held is None


def test_in_relief_a_hand_turns_the_field_unless_the_points_are_its_own() -> None:
    scene = run(made(Set("relief", "relief"), Pause()), 240)
    across, up = scene.seen(*scene.runs.points[0])
    assert not scene.grabs(across, up)
    scene.act(Drop(0.0, 0.0))
    scene.frame(1 / 60, 0.0)
    assert scene.controls.word("dataset") == "own"
    assert scene.grabs(across, up)


def test_a_press_beside_the_field_points_like_a_mouse_that_rests_there() -> None:
    scene = run(made(Pause()), 2)
    diagram, shown = scene.page.diagram, page()
    assert diagram is not None and scene.hover is None
    points = scene.runs.points
    scene.act(Click(2.0 * diagram.output.x / shown.width - 1.0, 1.0 - 2.0 * diagram.output.y / shown.height))
    assert scene.hover is not None
    assert diagram.hit(*shown.pixels(*scene.hover)) == 16
    assert scene.runs.points is points


def test_clear_empties_the_field_and_own_points_come_back() -> None:
    scene = run(made(Press("clear")), 10)
    assert len(scene.runs.points) == 0
    assert scene.runs.first.steps == 0
    scene.act(Drop(0.5, 0.5))
    scene.act(Drop(-0.5, -0.5))
    run(scene, 10)
    assert scene.runs.first.steps > 0
    assert (scene.runs.first.history.loss > 0.0).all()
    scene.act(Set("dataset", "moons"))
    scene.act(Set("dataset", "own"))
    assert scene.runs.points.tolist() == [[0.5, 0.5], [-0.5, -0.5]]


def test_there_is_room_for_five_hundred_points_and_no_more() -> None:
    scene = made(Set("points", 500), Drop(0.1, 0.1))
    assert len(scene.runs.points) == 500


def dead_scene() -> TrainerScene:
    scene = run(made(Set("activation", "relu"), Set("weights", 6)), 400)
    assert scene.runs.dead().sum() == 2
    return scene


def test_only_dead_neurons_are_woken() -> None:
    scene = dead_scene()
    dead, before = scene.runs.dead(), scene.runs.first.network
    assert "revive" in [placed.name for placed in scene.widgets()]
    scene.act(Press("revive"))
    after = scene.runs.first.network
    assert (after.hidden_weights[:, ~dead] == before.hidden_weights[:, ~dead]).all()
    assert (after.output_weights[~dead] == before.output_weights[~dead]).all()
    assert (after.hidden_weights[:, dead] != before.hidden_weights[:, dead]).all()
    scene.frame(1 / 60, 0.0)
    if not scene.runs.dead().any():
        assert "revive" not in [placed.name for placed in scene.widgets()]


def test_numbers_that_run_away_are_an_event_and_stay_finite() -> None:
    wild = (
        Set("activation", "linear"),
        Set("optimizer", "momentum"),
        Set("learning_rate", 10),
        Set("dataset", "spiral"),
    )
    scene = run(made(*wild), 240)
    assert scene.runs.diverged
    steps = scene.runs.first.steps
    for field in scene.view.shown:
        for mesh in field.node.children:
            for value in getattr(mesh, "uniforms", {}).values():
                assert np.isfinite(np.asarray(value, np.float32)).all()
    run(scene, 60)
    assert scene.runs.first.steps == steps
    scene.act(Set("learning_rate", 0.01))
    scene.act(Press("start_again"))
    run(scene, 60)
    assert not scene.runs.diverged
    assert scene.runs.first.steps == 300


def test_the_state_goes_through_json_and_trains_on() -> None:
    scene = run(made(Set("hidden", 3), Set("three", True), Drop(0.3, 0.3), seed=2), 100)
    kept = json.loads(json.dumps(scene.written()))
    other = made(seed=9)
    other.restore(other.read(kept))
    assert other.written() == scene.written()
    assert len(other.view.shown) == 3
    run(other, 10)
    assert other.runs.first.steps == scene.runs.first.steps + 50
    other.act(Press("start_again"))
    assert (other.runs.first.network.parameters == scene.runs.initial.parameters).all()


def test_what_was_reached_is_kept_and_nothing_is_reached_twice() -> None:
    scene = run(made(), 100)
    assert scene.runs.milestones[0].good == 69
    other = made(seed=4)
    other.restore(other.read(json.loads(json.dumps(scene.written()))))
    run(other, 100)
    assert other.runs.milestones[0].good == 69
    assert other.runs.ghost is None


Change = Callable[[dict[str, object]], object]


def changed(name: str, value: object) -> Change:
    return lambda state: state.__setitem__(name, value)


def setting(name: str, value: object) -> Change:
    def change(state: dict[str, object]) -> None:
        settings = state["settings"]
        assert isinstance(settings, dict)
        settings[name] = value

    return change


def weight(name: str, value: object) -> Change:
    def change(state: dict[str, object]) -> None:
        weights = state["weights"]
        assert isinstance(weights, list)
        weights[0][name] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (changed("scene", "race"), "scene: expected 'trainer', found 'race'"),
        (changed("version", 2), "version: expected 1, found 2"),
        (changed("extra", 1), "extra: no such key"),
        (lambda state: state.pop("points"), "points: expected, found nothing"),
        (changed("points", [[0.0, 2.0]] * 240), "points: expected numbers from -1 to 1"),
        (changed("points", [[0.0, float("nan")]] * 240), "points: expected numbers from -1 to 1"),
        (changed("points", "many"), "points: expected a list of pairs of numbers, found 'many'"),
        (changed("points", [["0", "1"]]), "points: expected a list of pairs of numbers"),
        (changed("labels", [0.5] * 240), "labels: expected 0 or 1"),
        (changed("labels", [1]), "labels: expected 240, one a point, found 1"),
        (changed("steps", -1), "steps: expected a whole number"),
        (changed("steps", True), "steps: expected a whole number"),
        (changed("weights", []), "weights: expected a list of 1, one a network"),
        (changed("reached", [[1, 2, 3]]), "reached: expected 1 pairs of steps up to"),
        (changed("reached", [[10**6, None]]), "reached: expected 1 pairs of steps up to"),
        (changed("reached", [[True, None]]), "reached: expected 1 pairs of steps up to"),
        (changed("reached", []), "reached: expected 1 pairs of steps up to"),
        (changed("initial", None), "initial: expected W1, b1, W2 and b2, found None"),
        (weight("W1", [[1.0], [2.0]]), "weights 1.W1: expected 2 x 4 numbers, found 2 x 1"),
        (weight("W1", [[1.0, 2.0, 3.0, 4.0]]), "weights 1.W1: expected two rows of numbers"),
        (weight("b2", [0.0]), "weights 1.b2: expected a number"),
        (weight("b1", [0.0, 0.0, 0.0, float("inf")]), "weights 1.b1: expected numbers from"),
        (setting("hidden", "9"), "settings.hidden: expected one of 1, 2, 3, 4, 5, 6, 7, 8, found '9'"),
        (setting("speeed", 9), "settings.speeed: no such control (did you mean speed?)"),
        (changed("settings", {}), "settings.activation: expected, found nothing"),
        (changed("settings", 3), "settings: expected a table of controls, found 3"),
    ],
)
def test_a_faulty_state_is_refused_whole(change: Change, words: str) -> None:
    scene = run(made(), 10)
    state = json.loads(json.dumps(scene.written()))
    change(state)
    before = scene.written()
    with pytest.raises(StateError) as caught:
        scene.restore(scene.read(state))
    assert words in str(caught.value)
    assert scene.written() == before


def test_it_can_begin_in_relief_instead_of_gliding_there() -> None:
    scene = made(Set("three", True), Set("relief", "relief"))
    assert scene.view.relief == 0.0
    scene.settle()
    assert scene.view.relief == TOP
    assert scene.view.orbit.pose == scene.view.home()
    pose = scene.view.orbit.pose
    assert run(scene, 60).view.orbit.pose == pose


def test_the_table_of_controls_takes_its_own_defaults() -> None:
    table: Controls = TrainerScene(12345).controls
    for name, value in table.values.items():
        assert table.parse(name, value) == value
    assert table.whole("weights") == 12345


@pytest.mark.parametrize("batch", ["full", "8"])
def test_caption_and_board_of_one_picture_say_the_same_numbers(batch: str) -> None:
    scene = english(Set("hidden", 2), Set("batch", batch), Set("optimizer", "momentum"), Set("speed", 6000))
    said = 0
    for _ in range(140):
        for _ in range(6):
            scene.step(STEP)
        shown = texts(scene)
        captions = re.findall(r"Stuck, at ([0-9.]+) %", shown)
        assert set(captions) <= set(re.findall(r"accuracy ([0-9.]+) %", shown))
        said += len(captions)
    assert said > 10


def test_the_words_of_a_watched_step_and_the_board_say_the_same_loss() -> None:
    scene = english(Set("batch", "8"), Step())
    seen = set()
    for _ in range(60):
        for _ in range(14):
            scene.step(STEP)
        shown = texts(scene)
        for key, pattern in (("loss", r"on average (0[.][0-9]+)"), ("step", r"from [0-9.]+ to (0[.][0-9]+)")):
            for found in re.findall(pattern, shown):
                assert f"LOSS {found} " in shown
                seen.add(key)
    assert seen == {"loss", "step"}


@pytest.mark.parametrize("three", [False, True])
def test_without_data_there_are_dashes_and_an_axis_that_promises_nothing(three: bool) -> None:
    scene = english(Set("dataset", "own"), Set("three", three))
    shown = [texts(scene) for _ in range(6)][-1]
    assert "–" in shown and "0.0000" not in shown and "0.0 %" not in shown
    assert not re.search(r"10 −[0-9]", shown)
    assert "“Next point” under “Points”" in shown
