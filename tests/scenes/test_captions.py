"""Every caption of the race, held against the simulation: it is shown when, and only when, it is true."""

from importlib.resources import files

import numpy as np
import pytest
from invented_content import EIGHT

from descent_game.app.settings import languages, messages
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.race import Race
from descent_game.sim.referee import Split
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.ui.messages import Messages
from scenes.caption import Caption
from scenes.race.captions import BOUNCES, RaceNow, caption, caption_text, loss_text, race_now, split_text, ticks

ALL = (0, 1, 2)
ENGLISH = Messages.parse(files("descent_game.scenes.text").joinpath("en.toml").read_text("utf-8"))


def run(
    landscape: str, steps: int, rate: float = 0.05, noise: float = 0.0, start: tuple[float, float] | None = None
) -> RaceNow:
    race = Race(LANDSCAPES[landscape], tuple(OPTIMIZERS.values()), learning_rate=rate, noise=noise)
    if start is not None:
        race.drop(start)
    for _ in range(steps):
        race.step()
    return race_now(race)


def test_at_first_the_caption_says_what_lies_ahead() -> None:
    assert caption(run("ravine", 0), ALL).key == "start_ravine"
    assert caption(run("saddle", 3), ALL).key == "start_saddle"
    assert caption(run("saddle", 3), ()).key == "nobody"


def test_sgd_bounces_is_said_with_the_true_count() -> None:
    race = run("ravine", 20)
    said = caption(race, (0,))
    assert said.key == "bounces"
    y = [1.0 * (1.0 - 39.0 * 0.05) ** k for k in range(21)]
    hops = sum(1 for a, b in zip(y, y[1:], strict=False) if a * b < 0 and abs(a) > 0.05 and abs(b) > 0.05)
    assert said.values["count"] == hops >= BOUNCES


def test_momentum_overshoots_is_said_with_where_and_when() -> None:
    said = caption(run("ravine", 40), ALL)
    assert said.key == "overshoot"
    assert said.values["step"] == 27
    assert said.values["axis"] == "x"
    place = said.values["place"]
    assert isinstance(place, float)
    assert 0.46 < place < 0.48


def test_adam_crosses_first_is_said_while_it_is_so() -> None:
    said = caption(run("saddle", 30), ALL)
    assert said.key == "crossed_waiting"
    assert (said.values["runner"], said.values["step"]) == ("adam", 19)
    later = caption(run("saddle", 285), ALL)
    assert later.key == "crossed_all"
    assert (later.values["last"], later.values["last_step"]) == ("sgd", 280)


def test_who_settled_first_is_read_from_the_race_and_is_not_always_adam() -> None:
    default = caption(run("ravine", 320), ALL)
    assert default.key == "settled_all"
    assert (default.values["first"], default.values["first_step"]) == ("momentum", 67)
    assert (default.values["last"], default.values["last_step"]) == ("sgd", 245)
    saddle = caption(run("saddle", 460), ALL)
    assert saddle == Caption("settled_all", {"first": "adam", "first_step": 69, "last": "sgd", "last_step": 387})


def test_past_its_limit_is_said_of_a_runner_that_flew_off_past_it() -> None:
    race = run("ravine", 200, rate=0.06)
    said = caption(race, ALL)
    assert said.key == "past_limit"
    assert said.values["runner"] == "sgd"
    limit = said.values["limit"]
    assert isinstance(limit, float)
    assert abs(limit - 2 / 39) < 1e-12
    assert caption(race, (1, 2)).key != "past_limit"


def test_two_that_fly_off_are_named_together_each_with_its_own_limit() -> None:
    said = caption(run("ravine", 200, rate=0.2), ALL)
    assert said.key == "past_limits"
    assert (said.values["runner"], said.values["second"]) == ("sgd", "momentum")
    assert said.values["limit"] == 2 / 39
    assert said.values["second_limit"] == 3.8 / 39


def test_of_more_than_two_that_fly_off_it_is_said_how_many_and_between_which_limits_theirs_lie() -> None:
    race = Race(LANDSCAPES["ravine"], EIGHT, learning_rate=0.2)
    for _ in range(200):
        race.step()
    said = caption(race_now(race), range(len(EIGHT)))
    assert said == Caption("past_limits_many", {"rate": 0.2, "count": 4, "limit": 2 / 39, "most": 4 / 39})
    for language in languages():
        text = caption_text(messages(language), said)
        assert "{" not in text and all(messages(language).number(n, d) in text for n, d in ((4, 0), (0.2, 1)))


def test_flying_off_below_every_limit_does_not_blame_the_limit() -> None:
    race = run("saddle", 5)
    assert caption(race, ALL).key == "start_saddle"
    steep = Race(LANDSCAPES["saddle"], tuple(OPTIMIZERS.values()), learning_rate=0.2)
    steep.drop((40.0, 0.0))
    for _ in range(10):
        steep.step()
    assert steep.splits[0].diverged is not None
    assert caption(race_now(steep), (0,)).key == "diverged"


def test_on_the_ridge_all_stay_and_noise_frees_them() -> None:
    assert caption(run("saddle", 100, start=(0.0, 1.5)), ALL).key == "ridge"
    free = run("saddle", 400, noise=0.05, start=(0.0, 1.5))
    assert caption(free, ALL).key != "ridge"
    assert (np.abs(free.places.array[:, 0]) > 0.0).all()


@pytest.mark.parametrize(
    ("loss", "shown"),
    [
        (20.1, ("20.10", "")),
        (1234.5, ("1\u202f234", "")),
        (0.14671, ("0.1467", "")),
        (0.00096, ("0.0010", "")),
        (0.00049, ("4.9 · 10", "−4")),
        (1.0e-9, ("1.0 · 10", "−9")),
        (1.9e-17, ("< 10", "−9")),
        (0.0, ("0.0000", "")),
    ],
)
def test_a_loss_is_shown_as_exactly_as_it_means_something(loss: float, shown: tuple[str, str]) -> None:
    assert loss_text(ENGLISH, loss) == shown


def test_a_runner_is_told_by_the_latest_it_has_reached() -> None:
    assert split_text(ENGLISH, Split()) == ""
    assert split_text(ENGLISH, Split(crossed=0)) == ""
    assert "19" in split_text(ENGLISH, Split(crossed=19))
    assert "69" in split_text(ENGLISH, Split(crossed=19, touched=60, settled=69))
    assert split_text(ENGLISH, Split(crossed=19, diverged=70)).startswith("diverged")


def test_the_ticks_stand_where_runners_lose_stability_on_this_landscape() -> None:
    found = {tick.label: tick.value for tick in ticks(ENGLISH, LANDSCAPES["ravine"].sharpness)}
    assert found["SGD"] == pytest.approx(2.0 / 39.0)
    assert found["Momentum"] == pytest.approx(3.8 / 39.0)
    assert "Adam" not in found
    assert all(tick.value > 0.2 for tick in ticks(ENGLISH, LANDSCAPES["saddle"].sharpness))
