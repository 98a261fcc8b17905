"""How much a script may hold: no few lines cost minutes, and an hour of restless hands is still read."""

from __future__ import annotations

import tracemalloc

import pytest

from descent_game.engine.actions import PointerState, RecordedView
from descent_game.engine.demo_text import parse
from descent_game.engine.sources import MOST_CUES, MOST_FILES, MOST_KEPT_CUES, MOST_LETTERS, ScriptSource
from descent_game.engine.timeline import Cue, Demo, DemoError, written_cue

HEAD = 'scene = "race"\nseconds = 3600\n'
TAP = "[[cue]]\nat = 0\ntap = true\n"


def refusal(text: str, source: ScriptSource | None = None) -> str:
    with pytest.raises(DemoError) as caught:
        parse(text, "film.toml", source.find if source else ScriptSource(nowhere).find)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def nowhere(name: str, within: str) -> tuple[str, str]:
    raise ValueError(f"expected no file, found {name} in {within}")


def test_a_move_of_an_hour_takes_no_memory_and_is_the_same_at_every_step() -> None:
    tracemalloc.start()
    demo = parse(HEAD + "[[cue]]\nat = 0\nover = 3600\norbit = [3600, 1]\n")
    assert demo.due(0) != ()
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
    assert [len(demo.due(step)) for step in (1, 119, 120, 200_000, demo.steps - 1, demo.steps)] == [1, 1, 1, 1, 1, 0]


def test_no_move_lasts_longer_than_its_film() -> None:
    said = refusal('scene = "race"\n[[cue]]\nat = 0\nover = 3600\norbit = [1, 1]\n')
    assert said == "film.toml:4: cue 1: over: expected a number from 0 to 20, found 3600"


def test_all_moves_together_last_no_longer_than_ten_of_the_longest_films() -> None:
    hour = "[[cue]]\nat = 0\nover = 3600\norbit = [1, 1]\n"
    assert len(parse(HEAD + hour * 10).cues) == 10
    assert refusal(HEAD + hour * 11) == "film.toml:46: cue 11: over: expected at most 36000 seconds in all, found more"


def test_cues_are_counted_and_many_on_one_step_all_happen() -> None:
    assert len(parse(HEAD + TAP * MOST_CUES).due(0)) == MOST_CUES
    said = refusal(HEAD + TAP * (MOST_CUES + 1))
    where = f"film.toml:{5 + 3 * MOST_CUES}: cue {MOST_CUES + 1}"
    assert said == f"{where}: expected at most {MOST_CUES} cues in all, found more"
    settings = ", ".join(f"a{number} = 1" for number in range(MOST_CUES + 1))
    assert "expected at most" in refusal(HEAD + f"[[cue]]\nat = 0\nset = {{ {settings} }}\n")


def test_files_and_their_cues_are_counted_however_they_include_one_another() -> None:
    opened: list[str] = []

    def bomb(name: str, within: str) -> tuple[str, str]:
        opened.append(name)
        level = int(name) + 1
        return HEAD + f'[[cue]]\nat = 0\ninclude = "{level}"\n' * 20 if level < 5 else HEAD + TAP, name

    assert f"expected at most {MOST_FILES} files in all, found more" in refusal(bomb("0", "")[0], ScriptSource(bomb))
    assert len(opened) <= MOST_FILES + 1

    def many(name: str, within: str) -> tuple[str, str]:
        return HEAD + TAP * 600, name

    both = "".join(f'[[cue]]\nat = 0\ninclude = "{number}"\n' for number in range(20))
    assert f"expected at most {MOST_CUES} cues in all, found more" in refusal(HEAD + both, ScriptSource(many))


def test_a_script_of_more_than_a_million_letters_is_refused_before_it_is_read() -> None:
    said = "film.toml: expected a script of at most 1 MB (a kept session, as it was written: 32), found a larger one"
    assert refusal(HEAD + "x = [" + "1," * (MOST_LETTERS // 2)) == said
    assert refusal(HEAD + "seat = {}\nx = [" + "1," * (MOST_LETTERS // 2)) == said
    assert refusal(HEAD + "seat = {}\nx = [\n" + "1,\n" * (MOST_LETTERS // 2)) == said
    half = "#" * (MOST_LETTERS // 2)
    both = HEAD + '[[cue]]\nat = 0\ninclude = "other"\n' + half
    assert said.partition(": ")[2] in refusal(both, ScriptSource(lambda name, within: (HEAD + half, name)))


def test_a_kept_session_may_be_as_long_as_an_hour_of_restless_hands() -> None:
    moves = [Cue(step, PointerState("learning_rate", place=(step / 7, -0.1234567890123456))) for step in range(600)]
    demo = Demo("race", seconds=3600.0, cues=(Cue(0, RecordedView((1920, 1080), hidden=("race.noise",))),))
    text = demo.text() + "".join("\n" + written_cue(cue) for cue in moves) * 20
    assert len(text) > MOST_LETTERS
    assert len(parse(text).cues) == 12_001 > MOST_CUES
    assert MOST_KEPT_CUES > 20 * MOST_CUES
