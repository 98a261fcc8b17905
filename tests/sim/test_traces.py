"""A run as plain numbers: complete, repeatable, and ready for a file."""

import json

import numpy as np
import pytest

from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.network.network import Network, accuracy, cross_entropy
from descent_game.sim.network.traces import Numbers, trainer
from descent_game.sim.optimizers.adam import Adam
from descent_game.sim.optimizers.momentum import SGD, Momentum


def _network(numbers: Numbers, activation: str) -> Network:
    parts = (np.ravel(numbers["W1"]), numbers["b1"], numbers["W2"], [numbers["b2"]])
    return Network(np.concatenate(parts), ACTIVATIONS[activation])


def test_a_run_is_complete_and_its_ends_fit_its_networks() -> None:
    trace = trainer(Momentum(), "moons", 3, "silu", 0.05, steps=40, seed=7, points=50)
    assert len(trace["points"]) == len(trace["labels"]) == 50
    assert len(trace["loss"]) == len(trace["accuracy"]) == 41
    assert np.shape(trace["initial"]["W1"]) == (2, 3) and np.shape(trace["final"]["b1"]) == (3,)
    points, labels = np.array(trace["points"]), np.array(trace["labels"], dtype=np.float64)
    for numbers, place in ((trace["initial"], 0), (trace["final"], -1)):
        logits = _network(numbers, "silu").forward(points).logits
        assert trace["loss"][place] == pytest.approx(cross_entropy(logits, labels), rel=1e-12)
        assert trace["accuracy"][place] == accuracy(logits, labels)
    assert trace["loss"][-1] < trace["loss"][0] and not trace["diverged"]


def test_a_trace_round_trips_through_json_and_repeats() -> None:
    trace = trainer(Adam(), steps=30, seed=7)
    assert json.loads(json.dumps(trace)) == trace == trainer(Adam(), steps=30, seed=7)
    assert trainer(Adam(), steps=0, seed=7)["final"] == trace["initial"]
    assert set(trace["labels"]) == {0, 1}


def test_a_long_trace_is_never_thinned() -> None:
    assert len(trainer(Adam(), steps=6000, points=8)["loss"]) == 6001


def test_a_diverging_trace_ends_early_and_says_so() -> None:
    trace = trainer(SGD(), activation="linear", learning_rate=1e6, steps=200)
    assert trace["diverged"] and len(trace["loss"]) < 201 and np.isfinite(trace["loss"]).all()


def test_bad_wishes_are_refused() -> None:
    with pytest.raises(ValueError, match="steps"):
        trainer(Adam(), steps=-1)
    with pytest.raises(KeyError):
        trainer(Adam(), dataset="chess")
