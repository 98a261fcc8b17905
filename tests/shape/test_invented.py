"""A landscape and an optimizer that the program does not know, each one entry from outside: all of it takes them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from descent_game.app.settings import languages
from descent_game.ui.canvas import Rect

ROOT = Path(__file__).parents[2]
RAW = re.compile(r"\b(race|trainer|app|gallery)\.[a-z_]+\.|[{}]")
"""A key in the place of its text, or what should have been filled in."""


def invented(home: Path, *arguments: str) -> str:
    """Returns what the program says of itself with one landscape and one optimizer more."""
    folders = {name: str(home) for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    environment = {"PATH": "/usr/bin:/bin", "PYGAME_HIDE_SUPPORT_PROMPT": "1", **folders}
    environment["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'tests'}"
    command = [sys.executable, str(ROOT / "tests" / "shape" / "invented.py"), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def joined(commands: Iterable[list[str]]) -> list[str]:
    """Returns the words of several commands, one after the other, for one process."""
    return [word for command in commands for word in ("then", *command)][1:]


def test_a_trace_walks_the_new_hill_by_the_new_rule(tmp_path: Path) -> None:
    told = invented(tmp_path, "trace", "race", "--landscape", "wells", "--optimizers", "sgd,sign", "--steps", "200")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["optimizer"] for row in rows[:2]] == ["sgd", "sign"] and len(rows) == 402
    one, two = (row for row in rows if row["optimizer"] == "sign" and row["step"] in ("0", "1"))
    assert abs(float(two["x"]) - float(one["x"])) == pytest.approx(0.02)
    assert float(rows[0]["loss"]) > -2.0 and -4.0 < float(rows[-2]["loss"]) < -3.77


FLOORS = {"slope": 7.1, "dish": 3.0, "nine": 1.98, "hundred": 1.98}


@pytest.fixture(scope="module")
def traces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a trace of each landscape that has a floor."""
    folder = tmp_path_factory.mktemp("traces")
    words = ["trace", "race", "--optimizers", "momentum", "--steps", "60", "--landscape"]
    invented(folder, *joined([*words, name, "-o", str(folder / f"{name}.csv")] for name in FLOORS))
    return folder


@pytest.mark.parametrize("name", FLOORS)
def test_a_trace_of_it_has_true_losses_above_its_floor(name: str, traces: Path) -> None:
    with (traces / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        losses = [float(row["loss"]) for row in csv.DictReader(file)]
    assert len(losses) == 61 and losses[-1] < losses[0]
    assert losses[0] > FLOORS[name] and (min(losses) >= FLOORS[name] or name == "slope")


def test_the_list_has_a_row_for_each(tmp_path: Path) -> None:
    lines = [" ".join(line.split()) for line in invented(tmp_path, "list").splitlines()]
    assert {"wells three wells in a bowl", "sign whether sign takes part: on, off (off)"} <= set(lines)
    assert any(line.startswith("sign p ") for line in lines)


VIEWS = ("sign=true", "crowd=true walker=sign", "paint=winners", "paint=basins view=map")
PICTURE = ["--at", "0.8", "--size", "480x270", "--clean", "-o"]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with pictures of one landscape and of another in each view."""
    folder = tmp_path_factory.mktemp("pictures")
    asked = []
    for view, landscape in product(VIEWS, ("wells", "saddle")):
        settings = [part for value in (f"landscape={landscape}", *view.split()) for part in ("--set", value)]
        asked.append(["still", "race", *settings, *PICTURE, str(folder / f"{landscape} {view}.png")])
    invented(folder, *joined(asked))
    return folder


@pytest.mark.parametrize("view", VIEWS)
def test_a_picture_of_it_is_not_that_of_another(view: str, pictures: Path) -> None:
    one, other = ((pictures / f"{landscape} {view}.png").read_bytes() for landscape in ("wells", "saddle"))
    assert len(one) > 10_000 and one != other


NAMES = ("Quick", "Sign", "SGD", "Heavy", "Adam", "Even", "Momentum", "Slow")
"""A full roster, as a page in English names it."""


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Pages of a full roster: state, size, words with their places, sounds."""
    pages: list[Any] = json.loads(invented(tmp_path_factory.mktemp("eight"), "--eight"))
    return pages


def test_a_full_roster_has_room_on_every_page(crowded: list[Any]) -> None:
    assert len(crowded) == 36
    for state, (width, height), words, _ in crowded:
        rects = [(text, Rect(*place)) for text, place in words]
        assert [text for text, _ in rects if RAW.search(text)] == [], state
        for text, rect in rects:
            assert rect.x >= 0.0 and rect.right <= width and rect.y >= 0.0 and rect.bottom <= height, (state, text)
        for (one, a), (other, b) in combinations(rects, 2):
            assert not a.inset(1.0).overlaps(b.inset(1.0)), (state, width, one, other)


def test_eight_race_at_once_each_told_of_and_heard(crowded: list[Any]) -> None:
    ravine, winners, fast, crowd, three, one = crowded[:6]
    texts = [text for text, _ in ravine[2]]
    assert all(texts.count(name) >= 2 for name in NAMES), "on the board and beside its ball"
    assert {"SGD", "Momentum"} <= {text for text, place in ravine[2] if place[1] > 600.0}, "limits of the learning rate"
    assert all(name in [text for text, _ in winners[2]] for name in NAMES)
    said = " ".join(" ".join(text for text, _ in fast[2]).split())
    assert "4 of them flew off" in said and "from 0.0513 to 0.103" in said
    assert any(text.endswith("× EVEN") for text, _ in crowd[2])
    assert [text for text, _ in three[2] if text in NAMES] == [*NAMES[:3], *NAMES[:3]]
    assert {*NAMES} <= {text for text, _ in one[2]}
    assert {"tone", "tick"} <= set(ravine[3])


def test_a_picture_of_eight_shows_more_than_that_of_seven(tmp_path: Path) -> None:
    asked = [part for name in NAMES[3:-1] for part in ("--set", f"{name.lower()}=on")]
    files = [tmp_path / "on.png", tmp_path / "off.png"]
    commands = (["still", "race", *asked, "--set", f"slow={file.stem}", *PICTURE, str(file)] for file in files)
    invented(tmp_path, "--eight", *joined(commands))
    one, other = (file.read_bytes() for file in files)
    assert len(one) > 10_000 and one != other


def told(home: Path) -> dict[tuple[str, str], str]:
    """Returns all words of each page by language and state."""
    return {(language, state): " ".join(words) for language, state, words in json.loads(invented(home))}


def test_every_word_of_it_is_a_word_and_true(tmp_path: Path) -> None:
    pages = told(tmp_path)
    assert {language for language, _ in pages} == set(languages())
    assert [(key, words) for key, words in pages.items() if RAW.search(words)] == []
    english = {state: words for (language, state), words in pages.items() if language == "en"}
    racing = [words for state, words in english.items() if state.startswith("race")]
    assert all("Wells" in words and "Three ways" not in words for words in racing if "LANDSCAPE" in words)
    named = [words for state, words in english.items() if "sign" in state or "many" in state]
    assert all("Sign" in words for words in named)
    (crowd,) = (words for state, words in english.items() if "'wells', 'crowd'" in state)
    assert "end in one or another of the 3 valleys" in crowd and "lowest point" not in crowd
    (winners,) = (words for state, words in english.items() if "winners" in state and state.endswith(" 0.4"))
    assert "Sign on " in winners and "SGD on " in winners

    def said(landscape: str, kind: str) -> str:
        (words,) = (words for state, words in english.items() if f"'{landscape}', '{kind}'" in state)
        return words

    assert "none arrives: there is no valley here" in said("slope", "crowd")
    assert "reach the lowest point" in said("dish", "crowd") and "at the lowest point" in said("dish", "crowd")
    assert "of the 100 valleys" in said("hundred", "crowd") and "one of the other 96 valleys" in said(
        "hundred", "crowd"
    )
    assert "There is no valley here" in said("slope", "bar")
    assert "the 4 deepest have one each, the other 5 share one" in said("nine", "bar")
    assert "the 4 deepest have one each, the other 96 share one" in said("hundred", "bar")
    (race,) = (words for state, words in english.items() if state.endswith("True} 8.0"))
    assert "drop them there" in race and "All are down. SGD settled first" in race and "settled at step" in race
