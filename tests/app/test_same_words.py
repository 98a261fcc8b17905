"""The same words and the same seed give the same numbers: in a window, a picture, a film and a trace."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from descent_game.scenes.gallery.scene import GalleryScene  # type: ignore[import-not-found]  # lies beside the package
from descent_game.scenes.race.scene import RaceScene  # type: ignore[import-not-found]  # lies beside the package

from descent_game.app.film.offline_render import staged
from descent_game.app.sessions.request import demo_for
from descent_game.app.show import loop
from descent_game.app.show.stage import Stage
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import Action, Click, Drop, Press, Set, Step
from descent_game.engine.clock import STEP
from descent_game.engine.controls import MOST_SEED, following
from descent_game.sim.network import traces
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.race import trace_rows
from descent_game.sim.surfaces.catalogue import RAVINE, SADDLE


def scene_of(stage: Stage) -> Any:
    """Returns the scene that a stage shows, of whatever kind."""
    return stage.scene


def opened(words: str, seconds: float = STEP) -> Stage:
    """Returns the stage that words open, moved on."""
    demo = demo_for(words, size=(640, 360), fps=120 if seconds <= STEP else 10)
    stage = staged(demo)
    loop.run(stage, [1.0 / demo.fps] * round(seconds * demo.fps) or [0.0], demo.due, lambda: True)
    return stage


def after(words: str, *actions: Action, seconds: float = 0.0) -> Stage:
    """Returns the stage that words open, after these actions, one a step, and so many seconds more."""
    stage = opened(words)
    for action in actions:
        stage.act(action)
        stage.step(STEP)
    for _ in range(round(seconds / STEP)):
        stage.step(STEP)
    return stage


@pytest.mark.parametrize(
    ("more", "asked_of_trace"),
    [
        ("", {"landscape": RAVINE}),
        ("&landscape=saddle", {"landscape": SADDLE}),
        ("&drop=-1.25,0.5&landscape=saddle", {"landscape": SADDLE, "start": (-1.25, 0.5)}),
    ],
)
def test_a_race_with_noise_is_its_trace(more: str, asked_of_trace: dict[str, Any]) -> None:
    scene = scene_of(opened(f"race?noise=0.05&seed=7{more}", 2.0))
    assert scene.race.step_count == 40
    every = tuple(OPTIMIZERS.values())
    rows = list(trace_rows(optimizers=every, noise=0.05, seed=7, steps=40, **asked_of_trace))
    assert [(row.x, row.y) for row in rows[-len(every) :]] == [
        tuple(place) for place in scene.race.positions().tolist()
    ]


@pytest.mark.parametrize("seed", [12345, MOST_SEED])
def test_a_training_is_its_trace_whatever_the_seed(seed: int) -> None:
    scene = scene_of(opened(f"trainer?seed={seed}&batch=8&speed=120", 0.5))
    run = scene.runs.first
    told = traces.trainer(OPTIMIZERS["adam"], seed=seed, batch=8, steps=run.steps)
    assert run.steps == 60 and run.points.tolist() == told["points"]
    assert run.network.hidden_weights.tolist() == told["final"]["W1"]
    assert f"seed={seed}" in opened(f"trainer?seed={seed}").words()


def crowd_of(scene: RaceScene) -> list[list[float]]:
    """Returns where each of a race's crowd is drawn."""
    (mesh,) = scene.many.crowd.node.children
    way: list[list[float]] = mesh.geometry.arrays["way"].tolist()
    return way


def same(first: Stage, second: Stage) -> bool:
    """Returns whether two stages of one scene have the same numbers."""
    one, other = scene_of(first), scene_of(second)
    if isinstance(one, RaceScene):
        if one.controls.on("crowd"):
            return crowd_of(one) == crowd_of(other)
        return bool((one.race.positions() == other.race.positions()).all()) and one.race.seed == other.race.seed
    if isinstance(one, GalleryScene):
        return bool((one.story.bars.values == other.story.bars.values).all())
    mine, theirs = one.runs.first, other.runs.first
    return np.array_equal(mine.points, theirs.points) and np.array_equal(mine.start.parameters, theirs.start.parameters)


@pytest.mark.parametrize(
    ("words", "actions"),
    [
        ("race?noise=0.1&speed=60&seed=3", (Click(0.02, 0.01), Press("drop_again"), Set("landscape", "saddle"))),
        ("race?noise=0.1&speed=60&seed=3", (Set("landscape", "saddle"), Click(0.02, 0.01))),
        ("race?crowd=on&crowd_size=1000", (Drop(0.5, -0.25),)),
        ("race?crowd=on&crowd_size=1000", (Drop(0.5, -0.25), Press("drop_again"))),
        ("gallery?source=real&seed=4", (Press("draw_again"), Press("draw_again"))),
        ("trainer", (Set("seed", 5), Press("reroll"))),
        ("trainer?dataset=own", (Drop(0.1, 0.2), Set("class", "diamond"), Drop(-0.5, 0.25), Drop(0.25, -0.75))),
    ],
)
def test_the_words_of_what_is_shown_open_it_again(words: str, actions: tuple[Action, ...]) -> None:
    shown = after(words, *actions)
    again = opened(shown.words())
    assert again.words() == shown.words()
    assert shown.scene.unshared() == ()
    if isinstance(shown.scene, RaceScene):
        steps = scene_of(shown).race.step_count
        for _ in range(steps):
            again.act(Step())
    assert same(shown, again)


def test_what_words_cannot_hold_is_said() -> None:
    moved = after("trainer?points=100", Drop(0.1, 0.2))
    assert "drop" not in moved.words() and moved.scene.unshared() == ("trainer.unshared.points",)
    woken = after("trainer", Press("revive"))
    assert woken.scene.unshared() == ("trainer.unshared.weights",)
    woken.act(Press("start_again"))
    assert woken.scene.unshared() == ()


def test_a_drop_where_there_is_no_place_is_refused_in_one_line() -> None:
    for words, found in {
        "race?drop=9,0": "race?drop=9,0: drop: expected two numbers X,Y from -2.4 to 2.4, found '9,0'",
        "trainer?drop=1.5,0": "trainer?drop=1.5,0: drop: expected two numbers X,Y from -1 to 1, found '1.5,0'",
        "race?drop=1": "race?drop=1: drop: expected two numbers X,Y, found '1'",
    }.items():
        with pytest.raises(InputError) as told:
            demo_for(words)
        assert str(told.value) == found
    with pytest.raises(InputError, match="drop: no such control"):
        demo_for("gallery?drop=0,0")


def test_a_drop_draws_a_new_seed_only_where_the_run_before_has_used_its_own() -> None:
    scene = RaceScene(7)
    seeds = []
    for action in (Set("landscape", "saddle"), Drop(0.5, 0.5), Set("noise", 0.1), Drop(0.5, 0.5), Drop(1.0, 0.5)):
        scene.act(action)
        seeds.append(scene.race.seed)
        for _ in range(120):
            scene.step(STEP)
    assert seeds == [7, 7, 7, 8, 9] and following(MOST_SEED) == 0
