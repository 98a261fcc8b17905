"""The page about scripts: every word of a cue has its entry and an example, and every example is well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from descent_game.app import settings
from descent_game.app.cli import main
from descent_game.app.film import offline_render
from descent_game.app.sessions.demo_files import read_demo
from descent_game.engine.cue_text import WORDS
from descent_game.engine.demo_text import KEYS, parse
from descent_game.engine.easing import EASINGS

PAGE = (Path(__file__).parents[2] / "docs" / "scripts.md").read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
HEAD = 'scene = "race"\nsize = "640x360"\nseconds = 120\n[[cue]]\n'


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_is_well(number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.toml"
    text = EXAMPLES[number]
    path.write_text(text if text.startswith("scene") else HEAD + text, "utf-8")
    assert main(["check", str(path)]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_a_cue_has_an_entry_with_an_example(word: str) -> None:
    (entry,) = re.findall(rf"^\*\*`{word}`\*\*: (.*?)(?=^\*\*`|^##|\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert re.search(rf"^{word} = ", entry, re.MULTILINE)


def test_keys_and_easings_are_told() -> None:
    head = PAGE.partition("## The head")[2].partition("## Cues")[0]
    assert all(f"| `{key}` |" in head for key in KEYS if key != "cue")
    assert all(f"`{easing}`" in PAGE for easing in EASINGS)


VALUES = 'scene = "race"\nsize = "{size}"\nwidgets = {widgets}\nvalues = ["learning_rate", "landscape"]\n'


def line(language: str, widgets: str = "false", size: str = "1280x720") -> list[str]:
    """Returns the texts at the height of the kicker, from left to right."""
    demo = parse(VALUES.format(size=size, widgets=widgets) + f'language = "{language}"\n')
    stage = offline_render.staged(demo)
    stage.frame(0.0, 1.0)
    runs = [run for layer in stage.canvas.layers() for run in layer.runs]
    kicker = next(run for run in runs if run.text == settings.messages(language)("app.kicker").upper())
    told = sorted((run for run in runs if abs(run.y - kicker.y) <= 3.0 and run.x > kicker.x), key=lambda run: run.x)
    return [run.text for run in told]


@pytest.mark.parametrize("language", settings.languages())
def test_values_are_told_beside_the_kicker_in_every_language(language: str) -> None:
    messages = settings.messages(language)
    label, other = (messages(f"race.control.{name}").upper() for name in ("learning_rate", "landscape"))
    assert line(language) == [label, messages.plain(0.05), other, messages("race.option.landscape.ravine")]
    assert line(language, size="540x960")[:1] in ([label], [])
    assert label not in line(language, widgets="true")


def test_values_can_be_changed_and_are_written_and_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = VALUES.format(size="640x360", widgets="false")
    demo = parse(head + "[[cue]]\nat = 1\nvalues = []\n")
    assert demo.values == ("learning_rate", "landscape") and parse(demo.text()) == demo
    path = tmp_path / "mine.toml"
    path.write_text(head.replace('"landscape"', '"adam", "hidden"') + '[[cue]]\nat = 1\nvalues = "speed"\n')
    assert main(["check", str(path)]) == 2
    assert [line.partition("mine.toml")[2].partition(";")[0] for line in capsys.readouterr().err.splitlines()] == [
        ":4: values: adam: has no value to tell",
        ":4: values: hidden: no such control",
        ":7: cue 1: values: expected a list of at most 6 names of controls, found 'speed'",
    ]


GLIDE = 'scene = "race"\nseconds = 9\n[[cue]]\nat = 1\nover = 2\neasing = "linear"\nset = {{ {name} = {to} }}\n'


@pytest.mark.parametrize(("name", "begin", "to"), [("learning_rate", 0.05, 0.1), ("speed", 20, 60), ("speed", 20, 1)])
def test_a_number_glides_from_what_it_is_to_what_is_set(name: str, begin: float, to: float, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GLIDE.format(name=name, to=to))
    demo = read_demo(str(path))
    assert parse(demo.text()) == demo
    stage, found = offline_render.staged(demo), []
    for step in range(4 * 120):
        for action in demo.due(step):
            stage.act(action)
        stage.step(1 / 120)
        found.append(stage.scene.controls.number(name))
    assert found[119] == begin and found[-1] == to
    assert found[239] == pytest.approx((begin + to) / 2, abs=0.51 if name == "speed" else 1e-9)
    assert found == sorted(found, reverse=to < begin)


def test_a_hand_takes_its_time_to_drop(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('scene = "race"\nseconds = 9\nwidgets = false\n[[cue]]\nat = 1\nover = 2\ndrop = [0.5, 1.0]\n')
    demo = read_demo(str(path))
    assert parse(demo.text()) == demo
    stage = offline_render.staged(demo)
    for step in range(400):
        for action in demo.due(step):
            stage.act(action)
        if step == 359:
            assert stage.scene.race.start != (0.5, 1.0)  # type: ignore[attr-defined]  # it is the race
        if step == 360:
            assert stage.scene.race.start == (0.5, 1.0)  # type: ignore[attr-defined]  # it is the race
            stage.frame(1 / 60, 0.0)
            *_, top = stage.canvas.layers()  # the pointer is drawn over all else
            place = next(box.rect.center for box in top.boxes if box.kind == "disc")
            seen = stage.scene.seen(0.5, 1.0)  # type: ignore[attr-defined]  # it is the race
            assert place == pytest.approx(stage.page.pixels(*seen))
        stage.step(1 / 120)
