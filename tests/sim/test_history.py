"""The record of a run: complete while it is short, even and bounded when it is long."""

import numpy as np
import pytest

from descent_game.sim.network.history import History


def test_entries_come_back_as_recorded() -> None:
    history = History(8)
    assert len(history) == 0 and history.due == 0 and history.steps.size == 0
    for step in range(5):
        history.record(step, 1.0 / (step + 1), step / 10)
    assert history.steps.tolist() == [0, 1, 2, 3, 4]
    assert history.loss.tolist() == [1.0, 1 / 2, 1 / 3, 1 / 4, 1 / 5]
    assert history.accuracy.tolist() == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert history.due == 5


@pytest.mark.parametrize("capacity", [2, 3, 8, 100])
def test_a_long_run_keeps_even_steps_in_the_same_room(capacity: int) -> None:
    history = History(capacity)
    rooms = (history.steps.base, history.loss.base)
    for step in range(5000):
        if step == history.due:
            history.record(step, float(step), step / 5000)
    assert len(history) < capacity
    assert history.steps.base is rooms[0] and history.loss.base is rooms[1]
    assert history.steps.tolist() == [history.stride * place for place in range(len(history))]
    assert np.array_equal(history.loss, history.steps)
    assert history.due == history.steps[-1] + history.stride
    assert len(history) * 2 + 1 >= capacity // 2


def test_room_for_fewer_than_two_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        History(1)
