"""What is played when nobody is there: never the same minute twice running, cut in time, calm."""

from __future__ import annotations

import pytest
from crowds import new_house

from descent_game.app.exhibit.attract import Playlist, Showing
from descent_game.app.stage import scene_names
from descent_game.engine.actions import Pan, Press, Set, Turn, Zoom
from descent_game.engine.clock import STEP, STEPS_A_SECOND
from descent_game.engine.timeline import Cue, Demo


def minute(playlist: Playlist, number: int) -> list[Showing]:
    per_minute = round(60.0 / playlist.seconds)
    return [playlist.showing(number * per_minute + i) for i in range(per_minute)]


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("still", [False, True])
def test_the_loop_never_plays_the_same_minute_twice_running(count: int, still: bool) -> None:
    demos = [Demo(f"scene{i}", seconds=30.0) for i in range(count)]
    choices = {"scene0": [Set("hill", "low"), Set("hill", "high")]}
    playlist = Playlist(demos, choices, 30.0, still)
    week = 7 * 24 * 60
    before = minute(playlist, 0)
    for number in range(1, week):
        now = minute(playlist, number)
        assert now != before
        before = now


def test_a_showing_is_cut_and_drifts_calmly() -> None:
    demo = Demo(
        "scene", seconds=45.0, cues=(Cue(0, Set("a", 1)), Cue(240, Turn(0.5, 0.0), over=120), Cue(500, Press("b")))
    )
    showing = Playlist([demo], {}, 30.0).showing(0)
    assert showing.steps == 30 * STEPS_A_SECOND
    done = [list(showing.due(step)) for step in range(showing.steps)]
    assert done[0] == [Set("a", 1)]
    assert Press("b") in done[500]
    turns = [action for actions in done for action in actions if isinstance(action, Turn)]
    assert max(abs(turn.yaw) for turn in turns) / STEP < 1.0, "never faster than the demo's own"
    drift = [done[step][-1] for step in range(600, 1200)]
    assert all(isinstance(turn, Turn) and abs(turn.yaw) / STEP < 0.05 for turn in drift)
    still = Playlist([demo], {}, 30.0, still=True).showing(0)
    moving = [a for step in range(still.steps) for a in still.due(step) if isinstance(a, Turn | Zoom | Pan)]
    assert moving == []
    assert Press("b") in list(still.due(500))


def test_the_shipped_loop_shows_every_scene() -> None:
    house = new_house()
    seen = {house._playlist.showing(i).demo.scene for i in range(len(house._playlist.demos))}
    assert seen == set(scene_names())
