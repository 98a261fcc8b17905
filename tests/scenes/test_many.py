"""The crowd and the painted plate: true counts, true colours, nothing for frames to change."""

import numpy as np
import numpy.typing as npt
import pytest

from descent_game.app import settings
from descent_game.app.settings import Settings, languages, messages
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Click, Drop, Press, Set
from descent_game.engine.clock import STEP
from descent_game.engine.mesh import Mesh
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.race import Race
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.sim.surfaces.minima_index import NOWHERE
from descent_game.sim.swarm import Swarm, cloud, grid
from scenes.race import crowd
from scenes.race.captions import caption_text, percentages
from scenes.race.crowd import HORIZON, UNKNOWN, WAITING, Crowd, Tally, board_lines, counted
from scenes.race.many import LEVELS, SIDE, ManyRunners, MapQuestion, WinnerMap
from scenes.race.scene import RaceScene

ENGLISH = settings.messages("en")


def played(*settings: tuple[str, object], steps: int = 400) -> RaceScene:
    scene = RaceScene(4)
    for name, value in settings:
        scene.act(Set(name, value))
    for _ in range(steps):
        scene.step(STEP)
    scene.frame(1 / 60, 0.5)
    return scene


def places(scene: RaceScene) -> npt.NDArray[np.float64]:
    """Returns where the crowd is drawn after its last step, (n, 2)."""
    (mesh,) = scene.many.crowd.node.children
    assert isinstance(mesh, Mesh)
    return mesh.geometry.arrays["way"][:, 2:].astype(float)


def test_each_of_the_crowd_ends_in_the_colour_it_wears() -> None:
    scene = played(("landscape", "saddle"), ("crowd_size", 1000), ("crowd", True), steps=900)
    crowd = scene.many.crowd
    assert crowd.known
    landscape = LANDSCAPES["saddle"]
    while crowd.step_count < HORIZON:
        crowd.advance()
    ends = places(scene)
    for row in range(0, 1000, 37):
        distances = np.linalg.norm(landscape.places - ends[row], axis=1)
        fate = int(crowd.fates[row])
        if fate == WAITING:
            assert distances.min() >= 0.05
        else:
            assert distances[fate] < 0.05
    said = scene.many.caption(scene.controls, landscape)
    assert said is not None
    assert said.key == "crowd_two"
    assert said.values["first"] == crowd.count(0)
    assert said.values["second"] == crowd.count(1)


def test_before_it_is_known_nothing_is_claimed() -> None:
    scene = played(("crowd", True), steps=2)
    assert (scene.many.crowd.fates == UNKNOWN).all()
    said = scene.many.caption(scene.controls, LANDSCAPES["ravine"])
    assert said is not None
    assert said.key == "crowd"
    assert said.values["count"] == 10_000


def test_those_that_fly_off_are_counted() -> None:
    scene = played(("learning_rate", 0.2), ("walker", "sgd"), ("crowd_size", 1000), ("crowd", True), steps=700)
    said = scene.many.caption(scene.controls, LANDSCAPES["ravine"])
    assert said is not None
    assert said.key == "crowd_flown"
    assert said.values["flown"] == scene.many.crowd.tally.flown == 1000


def test_a_click_drops_the_crowd_around_it_and_drop_again_over_the_plate() -> None:
    scene = played(("crowd", True), steps=3)
    scene.act(Drop(1.0, -0.5))
    assert np.allclose(places(scene).mean(axis=0), (1.0, -0.5), atol=0.03)
    scene.act(Press("drop_again"))
    assert places(scene).std() > 1.0
    scene.act(Set("crowd", False))
    assert scene.many.crowd.node.children == []
    scene.act(Click(0.0, 0.0))
    assert scene.many.crowd.node.children == []
    assert scene.many.crowd.tally.total == 0


@pytest.mark.parametrize("name", list(LANDSCAPES))
def test_the_painted_plate_shows_who_settles_first(name: str) -> None:
    painted = WinnerMap(tuple(OPTIMIZERS.values()))
    landscape = LANDSCAPES[name]
    painted.ask(MapQuestion(landscape, landscape.learning_rate), "winners")
    while painted.level < 0:
        painted.step()
    side, starts = LEVELS[0], grid(landscape.surface.extent, LEVELS[0])
    picture = painted.texture.data[:: SIDE // side, :: SIDE // side, 0].astype(int)
    for row, column in ((1, 2), (5, 11), (9, 4), (14, 14), (8, 3)):
        x, y = starts[row * side + column]
        race = Race(landscape, tuple(OPTIMIZERS.values()), landscape.learning_rate)
        race.drop((float(x), float(y)))
        for _ in range(1000):
            race.step()
        settled = [s.settled if s.settled is not None else 10**6 for s in race.splits]
        best = [i for i, s in enumerate(settled) if s == min(settled) < 10**6]
        assert picture[row, column] == (best[0] + 1 if len(best) == 1 else 0)


def test_the_map_refines_and_begins_anew_with_the_rate() -> None:
    painted = WinnerMap(tuple(OPTIMIZERS.values()))
    painted.ask(MapQuestion(LANDSCAPES["saddle"], 0.05), "momentum")
    for _ in range(400):
        painted.step()
    assert painted.level >= 1
    assert sum(painted.shares.values()) == pytest.approx(1.0)
    assert painted.at(np.array([2.0, 0.0])) == 1
    assert painted.at(np.array([-2.0, 0.0])) == 0
    painted.ask(MapQuestion(LANDSCAPES["saddle"], 0.1), "momentum")
    assert painted.level == -1


def test_more_changes_the_bar_and_back() -> None:
    scene = played(steps=1)
    scene.act(Press("more"))
    assert scene.controls.word("bar") == "many"
    scene.act(Press("more"))
    assert scene.controls.word("bar") == "three"


@pytest.mark.parametrize(
    "shares", [(1 / 3, 1 / 3, 1 / 3, 0.0), (0.3335, 0.3335, 0.333), (0.00004, 0.99996), (5, 2, 1, 1)]
)
def test_shares_that_are_shown_add_up_to_a_hundred(shares: tuple[float, ...]) -> None:
    shown = percentages(shares)
    assert round(sum(shown), 9) == 100.0
    assert all(abs(one - 100.0 * share / sum(shares)) < 0.1 for one, share in zip(shown, shares, strict=True))
    assert percentages((0, 0)) == [0.0, 0.0]


def test_the_winners_caption_names_the_rest_where_there_is_one() -> None:
    many, table = ManyRunners(), RaceScene().controls
    table.set("paint", "winners")
    many.map.shares = {0: 0.2, 1: 0.3334, 2: 0.3333, NOWHERE: 0.1333}
    said = many.caption(table, LANDSCAPES["ravine"])
    assert said is not None and said.key == "winners_rest"
    shown = [float(str(value)) for key, value in said.values.items() if key.endswith("_share")]
    assert len(shown) == len(OPTIMIZERS) + 1 and round(sum(shown), 9) == 100.0
    for language in languages():
        text = caption_text(messages(language), said)
        assert "{" not in text and all(messages(language).number(share, 1) in text for share in shown)
    many.map.shares = {0: 0.2, 1: 0.4, 2: 0.4}
    said = many.caption(table, LANDSCAPES["ravine"])
    assert said is not None and said.key == "winners"


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
    limit = OPTIMIZERS["sgd"].stability_limit(min(minimum.sharpness for minimum in landscape.minima))
    assert limit is not None and (found.flown == found.total or rate < limit)


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
