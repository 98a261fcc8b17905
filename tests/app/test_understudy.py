"""The understudy: who waits, plays, is not needed, or is gone."""

from __future__ import annotations

import os
import signal

import pytest

from descent_game.app.exhibit import exhibit_command
from descent_game.app.exhibit.standby import Understudy
from descent_game.app.show.stage import scene_names

pytestmark = pytest.mark.usefixtures("home")


def test_who_waits_plays_what_it_is_told_and_once_only() -> None:
    understudy = Understudy(exhibit_command.program())
    understudy.call()
    one = understudy._waiting
    understudy.call()
    assert understudy._waiting is one, "one is enough"
    assert one is not None and one.stdout is not None
    entered = understudy.enter([*exhibit_command.program(), "list", "--json"])
    assert entered is one
    with one.stdout:
        assert scene_names()[0] in one.stdout.read()
    assert one.wait(60.0) == 0
    assert understudy.enter([*exhibit_command.program(), "list"]) is None


def test_who_is_not_needed_goes_home_and_who_is_gone_is_not_waited_for() -> None:
    understudy = Understudy(exhibit_command.program())
    understudy.call()
    one = understudy._waiting
    assert one is not None
    understudy.dismiss()
    assert one.returncode is not None
    understudy.call()
    gone = understudy._waiting
    assert gone is not None and gone.stdout is not None
    gone.kill()
    gone.wait()
    assert understudy.enter([*exhibit_command.program(), "list"]) is None
    understudy.call()
    stopped_one = understudy._waiting
    assert stopped_one is not None and stopped_one is not gone
    os.kill(stopped_one.pid, signal.SIGSTOP)
    understudy.dismiss()
    assert stopped_one.returncode is not None


def test_only_words_of_the_same_program_are_for_the_understudy() -> None:
    understudy = Understudy(exhibit_command.program())
    understudy.call()
    waiting = understudy._waiting
    assert understudy.enter(["/bin/false"]) is None
    assert waiting is not None and waiting.poll() is not None, "and nobody is left behind"
