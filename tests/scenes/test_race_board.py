"""The board's rows: each passes the other without a muddle."""

import pytest

from descent_game.engine.easing import Glide
from scenes.race_sight import room


def test_a_row_that_falls_back_makes_room_for_the_one_that_passes_it() -> None:
    rows = [Glide(0.0, 1.0), Glide(1.0, 1.0), Glide(2.0, 1.0)]
    assert [room(i, rows) for i in range(3)] == [1.0, 1.0, 1.0]
    rows[0].to(1.0)
    rows[1].to(0.0)
    seen = []
    for _ in range(10):
        for row in rows:
            row.step(0.1)
        seen.append(room(0, rows))
        assert room(1, rows) == room(2, rows) == 1.0
        gap = abs(rows[0].value - rows[1].value)
        assert seen[-1] == pytest.approx(gap**2)
    assert min(seen) < 0.01
    assert seen[-1] == 1.0
