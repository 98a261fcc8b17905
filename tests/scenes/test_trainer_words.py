"""Every caption of the trainer, held against the simulation: it is shown when, and only when, it is true."""

from importlib.resources import files

import numpy as np
import pytest

from descent_game.app.settings import languages
from descent_game.engine.controls import Controls, Value
from descent_game.sim.datasets import DATASETS, make
from descent_game.ui.messages import Messages
from scenes.caption import Caption
from scenes.trainer.board import percent_words
from scenes.trainer.controls import controls
from scenes.trainer.one_step import PARTS, Watching
from scenes.trainer.page import caption_text
from scenes.trainer.runs import AHEAD, FALL, GOOD, Runs, hardly_falls
from scenes.trainer.words import Facts, caption, facts, percent, telling


def told(runs: Runs, table: Controls) -> Facts:
    return facts(runs, table, runs.dead(), runs.first.measure()[1], runs.first.steps)


def trained(steps: int, **settings: Value) -> tuple[Runs, Facts, Caption]:
    table = controls()
    for name, value in settings.items():
        table.set(name, value)
    runs = Runs(table)
    while steps > 0:
        runs.advance(min(steps, 50))
        steps -= 50
    now = told(runs, table)
    return runs, now, caption(now)


@pytest.mark.parametrize("dataset", ["checker", "circle", "moons", "spiral", "blobs", "line"])
def test_at_first_the_caption_says_what_lies_ahead(dataset: str) -> None:
    assert trained(0, dataset=dataset)[2].key == f"start_{dataset}"


def test_solved_is_said_with_the_step_at_which_every_point_was_right() -> None:
    runs, now, said = trained(2000, dataset="circle")
    assert now.accuracy == 1.0
    assert said.key == "solved"
    history = runs.first.history
    assert said.values["step"] == history.steps[np.flatnonzero(history.accuracy == 1.0)[0]]


def test_four_bends_are_said_to_carve_four_quadrants_only_when_they_have() -> None:
    runs, now, said = trained(6000)
    assert now.accuracy == 1.0
    assert said.key == "solved_checker"
    assert trained(6000, dataset="moons")[2].key == "solved"
    assert trained(6000, hidden="8")[2].key in ("solved", "good")


@pytest.mark.parametrize(("hidden", "key"), [("4", "good_checker"), ("6", "good")])
def test_good_is_said_with_the_first_step_at_which_it_was(hidden: str, key: str) -> None:
    runs, now, said = trained(300, hidden=hidden)
    assert GOOD <= now.accuracy < 1.0
    assert said.key == key
    history = runs.first.history
    assert said.values["step"] == history.steps[np.flatnonzero(history.accuracy >= GOOD)[0]]


def test_with_other_points_all_is_counted_from_there() -> None:
    runs, now, _ = trained(6000)
    assert now.all is not None and now.all < 6000
    points = np.array([[-0.5, 0.5], [0.5, 0.5], [0.0, 0.8]])
    runs.own_points(points, np.array([1.0, 0.0, 1.0]))
    runs.advance(2)
    assert runs.first.measure()[1] < 1.0
    assert runs.milestones[0].all is None and runs.milestones[0].good is None
    runs.advance(3000)
    assert runs.milestones[0].all is not None and runs.milestones[0].all > 6000
    runs.own_points(np.append(points, [[0.1, 0.7]], axis=0), np.array([1.0, 0.0, 1.0, 0.0]))
    runs.advance(1)
    assert not hardly_falls(runs.first.history.steps, runs.first.history.loss, runs.since)


@pytest.mark.parametrize("weights", range(4))
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_two_bends_stall_on_the_checker(weights: int, activation: str) -> None:
    runs, now, said = trained(6000, hidden="2", activation=activation, weights=weights)
    assert now.accuracy < GOOD
    assert said.key == "stalled_two"
    assert said.values["percent"] == percent(now.accuracy)
    assert runs.first.measure()[0] > 0.25


def test_one_bend_stalls_too_and_elsewhere_it_is_only_stuck() -> None:
    assert trained(4000, hidden="1")[2].key == "stalled_one"
    assert trained(3000, hidden="1", dataset="circle")[2].key == "stuck"
    assert trained(4000, hidden="1", dataset="circle")[2].key != "stuck", "it gets away 200 steps later"


def test_it_is_not_stuck_while_the_loss_falls() -> None:
    steps = np.arange(900)
    assert not hardly_falls(steps, np.exp(-steps / 500.0))
    assert hardly_falls(steps, 0.3 + 0.1 * np.exp(-steps / 10.0))
    assert not hardly_falls(steps[:700], np.full(700, 0.3))
    assert not hardly_falls(steps[:0], np.zeros(0))


STUCK = [
    {"dataset": "spiral", "optimizer": "momentum", "learning_rate": 0.1, "batch": "8", "seed": 5},
    {"dataset": "circle", "hidden": "1"},
    {"dataset": "spiral", "hidden": "2", "batch": "8", "seed": 3},
    {"dataset": "moons", "hidden": "1", "optimizer": "sgd", "learning_rate": 0.3, "batch": "32"},
    {"dataset": "circle", "hidden": "2", "optimizer": "momentum", "weights": 2},
    {"dataset": "checker", "hidden": "3", "activation": "relu", "weights": 4, "batch": "8"},
]


@pytest.mark.parametrize("settings", STUCK)
def test_what_is_said_to_be_stuck_is_so_afterwards(settings: dict[str, Value]) -> None:
    table = controls()
    for name, value in settings.items():
        table.set(name, value)
    runs = Runs(table)
    said, losses = [], []
    for _ in range(500):
        runs.advance(10)
        losses.append(runs.first.measure()[0])
        said.append(runs.stuck)
    assert any(said)
    means = np.convolve(losses, np.full(20, 1.0 / 20.0), "valid")
    for k in np.flatnonzero(said[: -AHEAD // 10]):
        assert means[k + 1 : k + AHEAD // 10 - 19].min() >= (1.0 - FALL - 0.01) * means[k + 1]


def test_stuck_is_known_again_only_some_time_after_a_change() -> None:
    runs = trained(6000, hidden="2")[0]
    assert runs.stuck
    runs.change_rate()
    assert not runs.stuck
    runs.advance(10)
    assert not runs.stuck
    for _ in range(60):
        runs.advance(10)
    assert runs.stuck


def test_a_twin_takes_the_same_steps() -> None:
    for batch in ("full", "8"):
        run = trained(130, batch=batch)[0].first
        twin = run.twin()
        twin.run(77)
        run.run(77)
        assert (twin.network.parameters == run.network.parameters).all()


def test_dead_neurons_are_met() -> None:
    runs, now, said = trained(2000, activation="relu", weights=6)
    assert runs.dead().sum() == 2
    assert said == Caption("dead", {"count": 2})
    assert trained(2000, activation="relu", weights=1)[2] == Caption("dead_one")
    run = runs.first
    for j in np.flatnonzero(runs.dead()):
        assert (run.network.forward(run.points).hidden[:, j] == 0.0).all()
        gradient = run.network.gradients(run.points, run.labels)[1][:-1].reshape(4, -1)
        assert (gradient[:, j] == 0.0).all()


def test_when_all_are_dead_every_point_gets_the_same() -> None:
    table = controls()
    table.set("activation", "relu")
    runs = Runs(table)
    parameters = runs.first.network.parameters.copy()
    parameters[8:12] = -9.0
    runs.first.replace_network(type(runs.initial)(parameters, runs.initial.activation))
    assert caption(told(runs, table)).key == "dead_all"
    assert np.unique(runs.first.network.probability(runs.points)).size == 1


CURVED = [name for name, each in DATASETS.items() if not each.straight]
STRAIGHT = [name for name, each in DATASETS.items() if each.straight]


@pytest.mark.parametrize("dataset", CURVED)
def test_linear_neurons_cannot(dataset: str) -> None:
    runs, now, said = trained(3000, dataset=dataset, activation="linear", hidden="8")
    assert said.key == "linear_cannot"
    assert now.accuracy < 1.0


@pytest.mark.parametrize("dataset", CURVED)
def test_no_straight_line_parts_the_curved_sets(dataset: str) -> None:
    points, labels = make(dataset, 240, 0.02, 0)
    for angle in np.linspace(0.0, np.pi, 721):
        along = points @ np.array([np.cos(angle), np.sin(angle)])
        ordered = labels[np.argsort(along, kind="stable")]
        assert np.count_nonzero(np.diff(ordered)) > 1


@pytest.mark.parametrize("dataset", STRAIGHT)
def test_linear_neurons_do_part_what_a_line_can(dataset: str) -> None:
    assert trained(2000, dataset=dataset, activation="linear", noise=0.0)[2].key == "solved"


def test_the_set_that_is_told_to_be_exclusive_or_is() -> None:
    (name,) = (name for name, each in DATASETS.items() if each.exclusive_or)
    points, labels = make(name, 400, 0.0, 5)
    assert ((points[:, 0] > 0.0) == (points[:, 1] > 0.0)).tolist() == (labels == 1.0).tolist()


def test_numbers_that_ran_away() -> None:
    runs, now, said = trained(200, dataset="spiral", activation="linear", optimizer="momentum", learning_rate=10.0)
    assert runs.diverged
    assert said == Caption("diverged", {"step": runs.first.steps, "rate": 10.0})


def test_a_field_with_nothing_to_learn() -> None:
    runs, now, said = trained(0, dataset="own")
    assert said.key == "no_points"
    runs.own_points(np.array([[0.1, 0.2], [0.3, 0.4]]), np.ones(2))
    table = controls()
    table.set("dataset", "own")
    assert caption(told(runs, table)).key == "one_class"
    runs.own_points(np.array([[0.1, 0.2], [0.3, 0.4]]), np.array([0.0, 1.0]))
    assert caption(told(runs, table)).key == "start_own"


def test_three_are_told_by_when_they_had_most_points_right() -> None:
    runs, now, said = trained(0, three=True)
    assert said == Caption("race_start", {"rate": 0.03})
    runs, now, said = trained(300, three=True)
    assert said.key == "race_first"
    assert said.values["first"] == "adam"
    runs, now, said = trained(6000, three=True)
    assert said.key == "race_done"
    for which in ("first", "last"):
        history = runs.runs[runs.names.index(str(said.values[which]))].history
        reached = int(history.steps[np.flatnonzero(history.accuracy >= GOOD)[0]])
        assert abs(reached - int(str(said.values[f"{which}_step"]))) < history.stride
    wild = trained(300, three=True, dataset="spiral", activation="linear", learning_rate=10.0)
    assert wild[2] == Caption("race_diverged", {"runner": "sgd", "rate": 10.0})


def test_percent_is_a_hundred_only_when_every_point_is_right() -> None:
    assert percent(1.0) == 100.0
    assert percent(0.9999) == 99.9
    assert percent(0.5) == 50.0
    assert percent(211 / 240) == 87.9


def test_a_watched_step_is_told_in_its_order_with_its_numbers() -> None:
    runs = trained(100)[0]
    watched = runs.first.watch()
    loss = runs.first.measure()[0]
    runs.advance(1)
    watching = Watching()
    assert telling(watching) is None
    watching.begin(watched, 8.0)
    said = []
    for _, share in PARTS:
        told = telling(watching)
        assert told is not None
        said.append(told)
        watching.step(8.0 * share + 1e-6)
    assert [told.key for told in said] == ["watch_forward", "watch_loss", "watch_backward", "watch_step"]
    assert said[0].values["count"] == 240
    assert said[1].values["loss"] == pytest.approx(loss, rel=1e-12)
    assert said[3].values["before"] == pytest.approx(loss, rel=1e-12)
    assert said[3].values["after"] == pytest.approx(runs.first.measure()[0], rel=1e-9)
    watching.begin(watched, 0.5)
    assert telling(watching) is None


def test_every_caption_has_its_words_and_its_numbers() -> None:
    english = Messages.parse((files("descent_game.scenes.text") / "en.toml").read_text("utf-8"))
    said = [trained(0)[2], trained(6000)[2], trained(3000, hidden="2")[2], trained(6000, three=True)[2]]
    said += [Caption(key.removeprefix("trainer.caption.")) for key in english.texts if "trainer.caption." in key]
    for one in said:
        text = caption_text(english, one)
        assert text != f"trainer.caption.{one.key}"
        if one.values:
            assert "{" not in text


@pytest.mark.parametrize("language", languages())
def test_no_accuracy_is_a_dash_alone(language: str) -> None:
    messages = Messages.parse((files("scenes.text") / f"{language}.toml").read_text("utf-8"))
    assert percent_words(messages, "trainer.accuracy", float("nan")).endswith(" –")
    assert percent_words(messages, "trainer.percent", float("nan")) == "–"
    assert percent_words(messages, "trainer.percent", 1.0).endswith("%")
