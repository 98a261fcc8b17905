"""What the race says of its numbers: losses, splits, the rates at which a runner loses stability."""

from importlib.resources import files

import pytest

from descent_game.sim.referee import Split
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.ui.messages import Messages
from scenes.race.words import loss_text, split_text, ticks

ENGLISH = Messages.parse(files("descent_game.scenes.text").joinpath("en.toml").read_text("utf-8"))


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
