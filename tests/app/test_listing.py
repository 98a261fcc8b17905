"""`descent list`: everything there is, each with what it is; and the help of `trace`, with what it takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from descent_game.app.cli import main
from descent_game.app.console import about, listing
from descent_game.app.console.trace import TRACES
from descent_game.app.sessions.demo_files import demo_names
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.sim.datasets import DATASETS
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.optimizers.schedules import SCHEDULES
from descent_game.sim.surfaces.catalogue import LANDSCAPES


@pytest.fixture(scope="module")
def there() -> dict[str, Any]:
    """All there is, as JSON has it."""
    found: dict[str, Any] = json.loads(json.dumps(listing.everything()))
    return found


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (about.SCENES, scene_names()),
        (about.LANDSCAPES, LANDSCAPES),
        (about.OPTIMIZERS, OPTIMIZERS),
        (about.ACTIVATIONS, ACTIVATIONS),
        (about.DATASETS, DATASETS),
        (about.SCHEDULES, SCHEDULES),
        *[
            (about.CONTROLS[name], [each.name for each in make_scene(name).controls if each.name not in OPTIMIZERS])
            for name in scene_names()
        ],
    ],
)
def test_all_that_can_be_chosen_has_half_a_line_and_nothing_else_has(told: Any, names: Any) -> None:
    assert set(told) == set(names)
    assert all(5 < len(text) < 90 and not text.endswith(".") for text in told.values())


def test_a_line_says_what_a_thing_is_and_what_it_can_be(there: dict[str, Any]) -> None:
    lines = listing.lines(there)
    assert "  adam             whether adam takes part: on, off (on)" in lines
    assert "  constant         the same learning rate at every step" in lines
    assert "  learning_rate    how far a step goes along the slope, for all: 0.001 to 0.2 (0.05)" in lines
    assert "  drop_again       drops the runners where they were dropped last: is pressed" in lines
    assert "  momentum         SGD with nine tenths of the last move added" in lines
    for name in demo_names():
        (line,) = (line for line in lines if line.startswith(f"  {name} "))
        assert f" {there['seconds'][name]:g} s  " in line
        assert len(there["about"]["demos"][name]) > 20
    assert all(len(line) < 150 for line in lines)


def test_names_are_where_programs_look_for_them(there: dict[str, Any]) -> None:
    assert there["landscapes"] == list(LANDSCAPES) and there["demos"] == list(demo_names())
    assert there["scenes"]["race"][0]["name"] == "landscape"


@pytest.mark.parametrize("scene", TRACES)
def test_the_help_of_a_trace_shows_choices_and_its_own_examples(scene: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", scene, "--help"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    examples = page.partition("examples:")[2]
    assert f"descent trace {scene}" in examples
    assert not any(f"trace {other}" in examples for other in TRACES if other != scene)
    choices: dict[str, list[Any]] = {
        "race": [LANDSCAPES],
        "gallery": [ACTIVATIONS],
        "trainer": [DATASETS, ACTIVATIONS, OPTIMIZERS],
    }
    assert all(f"one of {', '.join(names)} (" in page for names in choices.get(scene, []))


@pytest.fixture(scope="module")
def every() -> list[str]:
    """All lines of the list."""
    return listing.lines(listing.everything())


@pytest.mark.parametrize("name", listing.SECTIONS)
def test_one_section_is_listed_by_itself(name: str, every: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", name]) == 0
    told = capsys.readouterr().out.rstrip("\n").split("\n")
    assert all(told) or name == "scenes"
    begin = every.index(told[0])
    assert every[begin : begin + len(told)] == told
    assert main(["list", name, "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == [name]
