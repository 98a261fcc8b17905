"""What follows the end of a show: whether, when and how it is started again."""

from __future__ import annotations

import signal

import pytest
from crowds import digest

from descent_game.app.exhibit.beat import Beat
from descent_game.app.exhibit.supervisor import (
    AGAIN,
    HUNG,
    LONGEST_WAIT,
    MOST_KILLS,
    NO_DISPLAY,
    OFTEN,
    STEADY,
    TO_SAFE,
    RestartPolicy,
    Start,
)
from descent_game.app.terminal.errors import BAD_INPUT, CANNOT, DONE, FAULT

KILLED = -int(signal.SIGKILL)
SOMEWHERE = Beat("gallery?seed=0", visit=True)


def test_an_end_that_was_wanted_stays_an_end() -> None:
    policy = RestartPolicy()
    policy.begin(0.0)
    assert policy.ended(10.0, DONE) is None
    assert policy.ended(10.0, BAD_INPUT) is None


def test_an_operator_starts_it_again_at_once_and_afresh() -> None:
    policy = RestartPolicy()
    policy.begin(0.0)
    assert policy.hear(SOMEWHERE)
    assert policy.ended(10.0, AGAIN) == Start(0.0, 1)
    policy.begin(11.0)
    again = policy.ended(12.0, FAULT)
    assert again is not None and again.resume is None


@pytest.mark.parametrize("status", [FAULT, CANNOT, HUNG, -11])
def test_after_a_crash_it_is_again_where_it_was(status: int) -> None:
    policy = RestartPolicy()
    policy.begin(0.0)
    assert policy.hear(SOMEWHERE)
    assert not policy.hear(SOMEWHERE)
    again = policy.ended(100.0, status)
    assert again is not None
    assert (again.resume, again.safe, again.restarts) == (SOMEWHERE, False, 1)
    assert 0.0 < again.wait < 1.0


def test_who_is_killed_from_outside_has_not_failed_and_is_at_once_where_it_was() -> None:
    policy = RestartPolicy()
    for i in range(MOST_KILLS):
        policy.begin(3.0 * i)
        policy.hear(SOMEWHERE)
        assert policy.ended(3.0 * i + 2.0, KILLED) == Start(0.0, i + 1, False, SOMEWHERE)


def test_who_is_killed_before_its_first_picture_or_far_too_often_may_have_failed() -> None:
    policy = RestartPolicy()
    policy.begin(0.0)
    policy.hear(SOMEWHERE)
    policy.ended(2.0, KILLED)
    policy.begin(2.0)
    assert policy.ended(3.0, KILLED) == Start(0.5, 2, False, SOMEWHERE), "what it was to show, once more"
    policy.begin(4.0)
    assert policy.ended(5.0, KILLED) == Start(1.0, 3, False, None)
    often = RestartPolicy()
    for i in range(MOST_KILLS + TO_SAFE):
        often.begin(float(i))
        often.hear(SOMEWHERE)
        start = often.ended(i + 0.9, KILLED)
        assert start is not None
        assert start.safe == (i + 1 == MOST_KILLS + TO_SAFE)


def crash(policy: RestartPolicy, now: float, after: float, status: int = FAULT) -> Start:
    """Begins a show at a time, lets it fall some seconds later, and returns how it is to begin again."""
    policy.begin(now)
    policy.hear(SOMEWHERE)
    start = policy.ended(now + after, status)
    assert start is not None
    return start


def test_repeated_crashes_lose_the_settings_and_then_lead_into_safe_mode() -> None:
    policy = RestartPolicy()
    starts = [crash(policy, 10.0 * i, 5.0) for i in range(12)]
    assert [start.resume for start in starts] == [SOMEWHERE] + [None] * 11
    assert [start.safe for start in starts] == [i + 1 >= TO_SAFE for i in range(12)]
    waits = [start.wait for start in starts]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    assert [start.restarts for start in starts] == list(range(1, 13))


def test_crashes_far_apart_are_not_repeated() -> None:
    policy = RestartPolicy()
    for i in range(20):
        start = crash(policy, i * (OFTEN + 100.0), 50.0)
        assert start.resume == SOMEWHERE
        assert not start.safe


def test_a_show_that_lasted_leaves_safe_mode() -> None:
    policy = RestartPolicy()
    starts = [crash(policy, float(i), 0.5) for i in range(TO_SAFE)]
    assert starts[-1].safe
    assert not crash(policy, 10.0, STEADY).safe


def test_a_year_of_crashes_does_not_grow() -> None:
    policy = RestartPolicy()

    def held() -> int:
        return len(list(digest(policy)))

    for i in range(1_000):
        crash(policy, i * 0.01, 0.005)
        crash(policy, i * 0.01, 0.005, KILLED)
    before = held()
    for i in range(1_000, 20_000):
        crash(policy, i * 0.01, 0.005)
        crash(policy, i * 0.01, 0.005, KILLED)
    assert held() == before


def test_who_finds_no_display_has_not_failed_and_waits_for_one() -> None:
    policy = RestartPolicy()
    waits = []
    for i in range(20):
        policy.begin(60.0 * i)
        start = policy.ended(60.0 * i + 1.0, NO_DISPLAY)
        assert start is not None and start.awaits_display
        assert (start.restarts, start.safe) == (0, False)
        waits.append(start.wait)
    assert waits == sorted(waits) and waits[-1] == LONGEST_WAIT
    policy.begin(1300.0)
    assert policy.hear(SOMEWHERE)
    assert policy.ended(1400.0, FAULT) == Start(0.5, 1, False, SOMEWHERE)
