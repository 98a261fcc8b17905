"""The reading: every number in it is what the simulation gives, every `show me` is something the scene can do."""

from collections.abc import Mapping
from importlib.resources import files

import numpy as np
import pytest

from descent_game.engine.actions import Drop, Press, Set
from descent_game.engine.clock import STEP
from descent_game.engine.controls import Choice
from descent_game.sim.network.activations import ACTIVATIONS, surviving
from descent_game.sim.network.traces import TrainerTrace, trainer
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.race import Race
from descent_game.sim.referee import Split
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.ui.catalogue import marks, terms
from descent_game.ui.glossary import explained, glossary_key
from descent_game.ui.messages import Messages
from descent_game.ui.reading import StorySection
from scenes import SCENES
from scenes.menu import MENU
from scenes.story import RIDGE, STORY

ENGLISH = Messages.parse((files("scenes.text") / "en.toml").read_text("utf-8"))
NAMES = [section.name for section in STORY.sections]


def values(name: str) -> Mapping[str, object]:
    section = STORY.named(name)
    assert section is not None
    return section.values


def number(name: str, key: str) -> float:
    value = values(name)[key]
    assert isinstance(value, int | float)
    return float(value)


def raced(landscape: str, steps: int = 500, rate: float = 0.05) -> Race:
    race = Race(LANDSCAPES[landscape], tuple(OPTIMIZERS.values()), learning_rate=rate)
    for _ in range(steps):
        race.step()
    return race


# -- the words ------------------------------------------------------------------------------------------------------


def test_the_story_is_told_in_its_order_and_beside_every_scene() -> None:
    assert NAMES == [
        "walk", "line", "stack", "bend", "quarter", "relu", "backward",
        "ravine", "memory", "saddle", "adam", "real", "pictures", "nearest",
    ]  # fmt: skip
    assert {section.scene for section in STORY.sections} == set(MENU)
    assert [section.name for section in STORY.of("gallery")] == ["bend", "quarter", "relu"]
    walk, stack = STORY.sections[0], STORY.sections[2]
    assert STORY.after(walk, MENU) == STORY.sections[1]
    assert STORY.after(STORY.sections[1], MENU) is None  # the next stands just below it
    assert STORY.after(stack, ("race", "trainer")) is None  # no visitor gets to the gallery
    assert STORY.after(STORY.sections[-1], MENU) is None


@pytest.mark.parametrize("section", STORY.sections, ids=NAMES)
def test_every_section_has_its_words(section: StorySection) -> None:
    paragraphs = list(section.paragraphs(ENGLISH))
    assert 2 <= len(paragraphs) <= 5
    assert section.title(ENGLISH) != f"{section.key}.title"
    assert ENGLISH.has(f"{section.key}.show") == bool(section.actions)
    keys = [key for key in ENGLISH.texts if key.startswith(f"{section.key}.")]
    wanted = frozenset[str]().union(*(ENGLISH.placeholders(key) for key in keys))
    assert wanted == set(section.values), "every number of a section is told, and every one told is known"
    assert not any("{" in paragraph for paragraph in paragraphs)
    assert len(keys) == len(paragraphs) + 1 + bool(section.actions)


def test_every_marked_term_is_explained_and_every_explanation_is_short() -> None:
    marked = list(marks(ENGLISH))
    assert len(marked) > 30
    for key, term in marked:
        assert explained(ENGLISH, term), (key, term)
    for entry in terms(ENGLISH):
        sentences = ENGLISH(f"{entry}.text").count(". ") + 1
        assert 1 <= sentences <= 3, entry
        assert len(ENGLISH(f"{entry}.text")) < 220, entry


@pytest.mark.parametrize(
    "term",
    [
        "neuron", "model", "layer", "multilayer perceptron", "activation", "loss", "gradient", "backpropagation",
        "vanishing gradient", "dead ReLU", "learning rate", "momentum", "saddle", "ravine", "optimizer", "parameter",
        "epoch", "step", "overshoot",
    ],
)  # fmt: skip
def test_the_glossary_has(term: str) -> None:
    assert glossary_key(term) in terms(ENGLISH)


def test_no_section_repeats_a_mark() -> None:
    for section in STORY.sections:
        here = [glossary_key(term) for key, term in marks(ENGLISH) if key.startswith(f"{section.key}.")]
        assert len(here) == len(set(here)), section.name


# -- show me --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", [s for s in STORY.sections if s.actions], ids=lambda section: section.name)
def test_show_me_puts_the_scene_into_that_state(section: StorySection) -> None:
    scene = SCENES[section.scene](3)
    for name in ("landscape", "activation", "dataset"):
        control = scene.controls.table.get(name)
        if isinstance(control, Choice):
            scene.act(Set(name, control.options[-1]))
    for action in section.actions:
        if isinstance(action, Set):
            scene.controls.parse(action.name, action.value)
        scene.act(action)
    for _ in range(240):
        scene.step(STEP)
    for action in section.actions:
        assert isinstance(action, Set | Drop | Press)
        if isinstance(action, Set):
            assert scene.controls.values[action.name] == scene.controls.parse(action.name, action.value)


def splits(landscape: str, steps: int = 500, rate: float = 0.05) -> dict[str, Split]:
    """Returns what each optimizer has reached in a race, by its name."""
    return dict(zip(OPTIMIZERS, raced(landscape, steps, rate).splits, strict=True))


# -- the race -------------------------------------------------------------------------------------------------------


def test_the_ravine() -> None:
    hill = LANDSCAPES["ravine"]
    across, along = (hill.surface.gradient(np.array(point, float)) for point in ((0.0, 1.0), (1.0, 0.0)))
    assert across[1] / along[0] == pytest.approx(number("ravine", "ratio"))
    sgd = splits("ravine")["sgd"]
    assert (sgd.bounces, sgd.settled) == (number("ravine", "hops"), number("ravine", "sgd"))
    limit = number("ravine", "limit")
    assert splits("ravine", 20_000, limit * 1.001)["sgd"].diverged is not None
    assert splits("ravine", 20_000, limit * 0.999)["sgd"].settled is not None


def test_momentum_and_its_overshoot() -> None:
    sgd, momentum = (splits("ravine")[name] for name in ("sgd", "momentum"))
    assert (sgd.settled, momentum.settled) == (number("memory", "sgd"), number("memory", "momentum"))
    assert momentum.farthest is not None
    assert momentum.farthest[0] == number("memory", "overshoot")
    assert momentum.farthest[1] == pytest.approx(number("memory", "far"), abs=0.005)


def test_the_saddle() -> None:
    reached = splits("saddle")
    assert all(reached[name].crossed == number("saddle", name) for name in ("sgd", "momentum", "adam"))
    on_ridge, freed = (
        Race(LANDSCAPES["saddle"], tuple(OPTIMIZERS.values())),
        Race(LANDSCAPES["saddle"], tuple(OPTIMIZERS.values()), noise=0.05),
    )
    for race in (on_ridge, freed):
        race.drop(RIDGE)
        for _ in range(1000):
            race.step()
    assert all(split.crossed is None for split in on_ridge.splits)
    assert all(split.crossed is not None for split in freed.splits)


def test_adam_in_the_ravine() -> None:
    race = Race(LANDSCAPES["ravine"], tuple(OPTIMIZERS.values()))
    row = list(OPTIMIZERS).index("adam")
    start = race.positions()[row].copy()
    for _ in range(15):
        race.step()
    across, along = abs(race.positions()[row] - start)[::-1]
    assert 0.7 < across / along < 1.4, "down the wall and along the floor at about the same pace"
    momentum, adam = (splits("ravine")[name] for name in ("momentum", "adam"))
    assert adam.bounces == 0
    assert (adam.settled, momentum.settled) == (number("adam", "adam"), number("adam", "momentum"))
    assert momentum.settled is not None and adam.settled is not None and momentum.settled < adam.settled


# -- the gallery ----------------------------------------------------------------------------------------------------


def test_the_sigmoids_quarter_and_what_eight_leave() -> None:
    sigmoid = ACTIVATIONS["sigmoid"]
    z = np.linspace(-20.0, 20.0, 4001)
    assert sigmoid.slope(z).max() == number("quarter", "quarter") == sigmoid.slope(0.0)
    left = surviving(sigmoid, 0.0, layers=int(number("quarter", "layers")))
    assert 1.0 / left[-1] == pytest.approx(number("quarter", "parts"))


def test_one_or_nothing_and_the_trickle() -> None:
    relu, leaky = ACTIVATIONS["relu"], ACTIVATIONS["leaky_relu"]
    assert set(relu.slope(np.linspace(-5.0, 5.0, 1001)).tolist()) == {0.0, 1.0}
    for layers in (int(number("relu", "layers")), 80):
        assert surviving(relu, 1.0, layers=layers)[-1] == 1.0
        assert surviving(relu, -1.0, layers=layers)[0] == 0.0
    assert float(leaky.slope(-1.0)) == number("relu", "leak")


# -- the trainer ----------------------------------------------------------------------------------------------------


def trained(name: str, steps: int = 3000) -> TrainerTrace:
    section = STORY.named(name)
    assert section is not None
    shown = {action.name: action.value for action in section.actions if isinstance(action, Set)}
    adam = OPTIMIZERS[str(shown["optimizer"])]
    return trainer(adam, str(shown["dataset"]), int(str(shown["hidden"])), str(shown["activation"]), steps=steps)


def test_one_line_and_eight_without_a_bend_end_as_a_tossed_coin() -> None:
    for name in ("line", "stack"):
        run = trained(name)
        assert run["loss"][-1] == pytest.approx(number(name, "coin"), abs=1e-3)
        assert run["accuracy"][-1] < 0.55
    run = trained("stack", 0)
    count = np.size(run["initial"]["W1"]) + len(run["initial"]["b1"]) + len(run["initial"]["W2"]) + 1
    assert count == number("stack", "parameters")


def test_seventeen_numbers_are_enough_for_the_four_fields() -> None:
    run = trained("backward")
    count = np.size(run["final"]["W1"]) + len(run["final"]["b1"]) + len(run["final"]["W2"]) + 1
    assert count == number("backward", "parameters") == 17
    assert len(run["labels"]) == number("backward", "points")
    assert round(run["accuracy"][-1] * len(run["labels"])) == number("backward", "right")


def test_a_quarter_of_a_million() -> None:
    assert number("pictures", "pixels") == number("pictures", "side") ** 2
    assert abs(number("pictures", "pixels") / 250_000 - 1.0) < 0.05
