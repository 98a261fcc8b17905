"""Functions that remember their last result, and arrays as values."""

import numpy as np
import pytest

from descent_game.engine.remembered import Remembered, frozen


def test_a_function_is_called_again_only_for_other_arguments() -> None:
    asked: list[tuple[int, int]] = []

    def added(a: int, b: int = 1) -> int:
        asked.append((a, b))
        return a + b

    remembered = Remembered(added)
    assert [remembered(1), remembered(1), remembered(2), remembered(2, b=3), remembered(2, b=3)] == [2, 2, 3, 5, 5]
    assert asked == [(1, 1), (2, 1), (2, 3)]


def test_a_function_that_failed_is_called_again() -> None:
    answers = [ValueError("not yet"), None]

    def failing(a: int) -> int:
        answer = answers.pop(0)
        if answer is not None:
            raise answer
        return a

    remembered = Remembered(failing)
    with pytest.raises(ValueError, match="not yet"):
        remembered(1)
    assert remembered(1) == 1


def test_numbers_are_a_value_whatever_becomes_of_their_array() -> None:
    array = np.arange(6.0).reshape(3, 2)
    before = frozen(array)
    assert before == frozen(array.copy()) and hash(before) == hash(frozen(array))
    assert before != frozen(array.reshape(2, 3)) and before != frozen(array + 1.0)
    array[:] = np.nan
    assert before.array.tolist() == [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]
    assert frozen(array) == frozen(array)
    with pytest.raises(ValueError, match="read-only"):
        before.array[0] = 7.0
