"""The board of the crowd: true counts that make up the whole, words for each of them, no losses of the three."""

from __future__ import annotations

import numpy as np
import pytest

from descent_game.app import settings
from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Set
from descent_game.engine.clock import STEP
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.sim.swarm import Swarm, cloud
from scenes.race import crowd
from scenes.race.crowd import Crowd, Tally, counted
from scenes.race.crowd_board import board_lines

ENGLISH = settings.messages("en")


@pytest.mark.parametrize("name", LANDSCAPES)
@pytest.mark.parametrize("rate", [0.05, 0.2])
def test_everyone_is_counted_where_they_are(name: str, rate: float) -> None:
    landscape = LANDSCAPES[name]
    swarm = Swarm(landscape, OPTIMIZERS["sgd"], cloud(landscape.surface.extent, crowd.BLOCK + 500, 3), rate)
    for _ in range(150):
        swarm.step()
    found = counted(swarm)
    apart = np.linalg.norm(swarm.positions[:, np.newaxis] - landscape.places, axis=2)
    near = (apart < 0.05) & swarm.live[:, np.newaxis]
    assert found.step == 150
    assert found.total == crowd.BLOCK + 500
    assert found.arrived == tuple(near.sum(axis=0).tolist())
    assert found.flown == int((~swarm.live).sum())
    assert sum(found.arrived) + found.on_the_way + found.flown == found.total
    assert (found.flown == found.total) == (name == "ravine" and rate == 0.2)


def test_the_count_follows_every_step_and_in_a_large_crowd_every_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "COUNTED", 400)
    small, large, landscape = Crowd(), Crowd(), LANDSCAPES["saddle"]
    small.drop(landscape, OPTIMIZERS["adam"], 300, 0.05, 1)
    large.drop(landscape, OPTIMIZERS["adam"], 2000, 0.05, 1)
    for step in range(1, 23):
        small.advance()
        large.advance()
        assert small.tally.step == step
        assert large.tally.step == step - step % 5
    small.leave()
    assert small.tally == Tally()


def test_a_row_for_each_valley_one_for_the_way_one_for_those_that_flew() -> None:
    rows = board_lines(ENGLISH, LANDSCAPES["saddle"], Tally(9, 10, (4, 3), 1))
    assert [(row.count, row.note) for row in rows] == [
        (4, "in the valley at x = −1.41"),
        (3, "in the valley at x = 1.41"),
        (2, "on their way"),
        (1, "flown off"),
    ]
    assert len({row.role for row in rows}) == 4
    assert board_lines(ENGLISH, LANDSCAPES["ravine"], Tally(9, 10, (4,), 1))[0].note == "at the lowest point"


@pytest.mark.parametrize("size", [(1280, 720), (1080, 1920)], ids=["lying", "upright"])
def test_with_the_crowd_the_board_and_the_hint_speak_of_it(size: tuple[int, int]) -> None:
    stage = Stage("race", *size, Settings())

    def words() -> list[str]:
        for _ in range(30):
            stage.step(STEP)
        stage.frame(0.25, 0.0)
        return [run.text for layer in stage.canvas.layers() for run in layer.runs]

    before = words()
    assert "LOSS" in before
    assert any("drop them there" in word for word in before)
    stage.act(Set("crowd_size", 2000))
    stage.act(Set("crowd", True))
    during = words()
    assert "LOSS" not in during
    assert any(word.endswith("× MOMENTUM") for word in during)
    assert "on their way" in during
    assert any("drop them all around there" in word for word in during)
    assert not {"sgd", "momentum", "adam"} & {placed.name for placed in stage.scene.widgets()}
    stage.act(Set("crowd", False))
    assert "LOSS" in words()
    assert {"sgd", "momentum", "adam"} <= {placed.name for placed in stage.scene.widgets()}
