"""What is played when nobody is there: never the same minute twice running, cut in time, calm."""

from __future__ import annotations

from dataclasses import replace

import pytest
from crowds import new_exhibit_stage

from descent_game.app.exhibit.attract import Playlist, Showing, playlist, shipped_demos
from descent_game.app.exhibit.exhibit_file import shipped
from descent_game.app.exhibit.exhibit_overlays import invited
from descent_game.app.settings import languages
from descent_game.app.show.captions import told_in
from descent_game.app.show.stage import scene_names
from descent_game.engine.actions import Pan, Press, Say, Set, Turn, Zoom
from descent_game.engine.clock import STEP, STEPS_A_SECOND
from descent_game.engine.timeline import Cue, Demo
from descent_game.ui.guide import caption_place
from descent_game.ui.page import LARGE


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
    loop = playlist(shipped())
    assert {loop.showing(i).demo.scene for i in range(len(loop.demos))} == set(scene_names())


@pytest.fixture(scope="module")
def says() -> list[Say]:
    """All captions of the shipped loop."""
    cues = [cue.action for demo in shipped_demos(shipped().scenes) for cue in demo.cues]
    return [action for action in cues if isinstance(action, Say)]


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (800, 480)])
@pytest.mark.parametrize("language", languages())
def test_the_invitation_never_lies_over_what_is_told(size: tuple[int, int], language: str, says: list[Say]) -> None:
    exhibit = replace(shipped(), languages=(language,))
    exhibit_stage = new_exhibit_stage(exhibit, size)
    page = exhibit_stage.stage.page
    invitation, _ = invited(page, page.messages("exhibit.attract.begin"))
    assert page.bare and page.inner.bottom < invitation.y
    said = {told_in(action, language, page.messages) for action in says} - {""}
    assert len(said) > 10
    for text in said:
        plate, rows = caption_place(page, text, LARGE)
        assert rows and not plate.overlaps(invitation), text


def test_the_invitation_gives_way_to_a_sentence_that_needs_its_place() -> None:
    exhibit_stage = new_exhibit_stage()
    begin = exhibit_stage.stage.page.messages("exhibit.attract.begin")

    def invites() -> bool:
        exhibit_stage.frame(0.0, 0.0)
        return begin in [run.text for layer in exhibit_stage.stage.canvas.layers() for run in layer.runs]

    exhibit_stage.stage.guide.say("Short.")
    exhibit_stage.stage.guide.step(1.0)
    assert invites()
    exhibit_stage.stage.guide.say("A sentence that goes on and on. " * 12)
    exhibit_stage.stage.guide.step(1.0)
    assert not invites()
