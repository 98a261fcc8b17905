"""The trainer's table, with fewer seeds than `descent bench trainer` takes."""

from __future__ import annotations

from descent_game.app.bench.seeds import tried


def test_four_bends_find_the_checker_from_every_seed() -> None:
    table = tried(4, "tanh", seeds=6, steps=1500)
    assert table.good == table.seeds == 6
    assert 0 < table.latest <= 1500 and table.best >= 0.95


def test_two_bends_find_it_from_none() -> None:
    table = tried(2, "tanh", seeds=4)
    assert table.good == 0 and table.latest == 0
    assert table.best < 0.9 and table.loss > 0.25


def test_four_relus_find_it_from_some() -> None:
    assert 0 < tried(4, "relu", seeds=8).good < 8
