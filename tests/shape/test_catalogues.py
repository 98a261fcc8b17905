"""Every table of content: what each of its entries must have, so that nothing is half there."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent_game.app.console import listing
from descent_game.app.film import offline_render
from descent_game.app.sessions.demo_files import demo_names, read_demo, shipped
from descent_game.app.sessions.demo_flaws import flaws
from descent_game.app.settings import languages, messages
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.engine.actions import Set
from descent_game.engine.timeline import Cue, Demo
from descent_game.sim.datasets import DATASETS, make
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.optimizers.schedules import SCHEDULES
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.sim.swarm import grid
from descent_game.ui.theme import THEMES
from scenes import SCENES
from scenes.race.minima import MINIMA
from scenes.roster import LOOKS, MARKS, ROSTER

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
TABLES: dict[str, tuple[str, ...]] = {
    "landscape": tuple(LANDSCAPES),
    "optimizer": tuple(OPTIMIZERS),
    "schedule": tuple(SCHEDULES),
    "activation": tuple(ACTIVATIONS),
    "dataset": tuple(DATASETS),
    "language": languages(),
    "theme": tuple(THEMES),
    "demo": demo_names(),
    "scene": tuple(SCENES),
    "runner": tuple(runner.name for runner in ROSTER),
}
TEXTS: dict[str, tuple[str, ...]] = {
    "landscape": ("race.option.landscape.{}", "race.caption.start_{}"),
    "optimizer": ("race.option.walker.{}", "trainer.option.optimizer.{}"),
    "activation": ("gallery.option.activation.{}", "trainer.option.activation.{}"),
    "dataset": ("trainer.option.dataset.{}", "trainer.caption.start_{}"),
    "theme": ("settings.option.theme.{}",),
    "scene": ("{}.tab", "{}.title", "{}.hint"),
    "runner": ("race.runner.{}", "race.control.{}"),
}
"""The texts that an entry of a table needs in every language."""
SCENE_OF = {
    "landscape": "race",
    "optimizer": "trainer",
    "activation": "gallery",
    "dataset": "trainer",
    "runner": "race",
}
"""The scene whose picture shows an entry of a table."""
SIZE = (320, 180)


def entries(*tables: str) -> list[Any]:
    """Returns every entry of these tables, each with the name of its table."""
    return [pytest.param(table, name, id=f"{table}-{name}") for table in tables for name in TABLES[table]]


def branches(tree: ast.AST) -> Iterator[ast.expr]:
    """Yields what values are compared with, what they are matched with, and what is looked for in something."""
    for node in ast.walk(tree):
        match node:
            case ast.Compare():
                yield from (node.left, *node.comparators)
            case ast.MatchValue():
                yield node.value
            case ast.Call(func=ast.Attribute(attr="index" | "startswith" | "endswith")):
                yield from node.args


def test_outside_the_tables_nothing_depends_on_the_name_of_an_entry() -> None:
    """What is so of one landscape, optimizer, function or data set is a property of it, and may be so of others."""
    names = {*LANDSCAPES, *OPTIMIZERS, *SCHEDULES, *ACTIVATIONS, *DATASETS}
    found = []
    for file in (path for folder in ("descent_game", "scenes") for path in (ROOT / folder).rglob("*.py")):
        for part in branches(ast.parse(file.read_text("utf-8"))):
            words = [node.value for node in ast.walk(part) if isinstance(node, ast.Constant)]
            found += [f"{file.relative_to(ROOT)}:{part.lineno}: {word!r}" for word in words if word in names]
    assert found == []


def test_every_table_has_entries_under_their_own_names() -> None:
    assert all(TABLES.values())
    named: tuple[Mapping[str, Any], ...] = (LANDSCAPES, OPTIMIZERS, SCHEDULES, ACTIVATIONS, THEMES)
    assert all(each.name == name for table in named for name, each in table.items())
    assert TABLES["scene"] == scene_names() and all(make_scene(name).name == name for name in SCENES)


@pytest.mark.parametrize(("table", "name"), entries(*TEXTS))
def test_an_entry_has_its_texts_in_every_language(table: str, name: str) -> None:
    needed = [key.format(name) for key in TEXTS[table]]
    missing = [f"{language}: {key}" for language in languages() for key in needed if not messages(language).has(key)]
    assert missing == []


@pytest.mark.parametrize("name", SCENES)
def test_every_control_and_option_of_a_scene_has_its_text(name: str) -> None:
    missing = []
    for control in make_scene(name).controls:
        options = [f"{name}.option.{control.name}.{option}" for option in getattr(control, "options", ())]
        worded = [key for key in options if not key.rpartition(".")[2].isdecimal()]
        keys = [f"{name}.control.{control.name}", *worded]
        missing += [f"{code}: {key}" for code in languages() for key in keys if not messages(code).has(key)]
    assert missing == []


@cache
def listed() -> tuple[dict[str, Any], tuple[str, ...]]:
    """Returns what `descent list` says, as JSON has it and as lines."""
    there: dict[str, Any] = json.loads(json.dumps(listing.everything()))
    return there, tuple(listing.lines(there))


@pytest.mark.parametrize(("table", "name"), entries(*(table for table in TABLES if table != "runner")))
def test_an_entry_has_a_row_in_the_list(table: str, name: str) -> None:
    there, lines = listed()
    assert name in there[f"{table}s"]
    start = {"scene": f"scene {name}: ", "language": "languages ", "theme": "themes "}.get(table, f"  {name} ")
    assert any(line.startswith(start) and name in line and len(line.split()) > 3 for line in lines)


@pytest.mark.parametrize("name", LANDSCAPES)
def test_a_landscape_is_what_it_says(name: str) -> None:
    hill = LANDSCAPES[name]
    surface, points = hill.surface, grid(hill.surface.extent, 41)
    losses, small = surface.loss(points), 1e-5 * surface.half
    assert np.isfinite(losses).all() and losses.min() >= surface.floor - 1e-9
    for axis, step in enumerate(np.eye(2) * small):
        slope = (surface.loss(points + step) - surface.loss(points - step)) / (2.0 * small)
        bend = (surface.gradient(points + step) - surface.gradient(points - step)) / (2.0 * small)
        np.testing.assert_allclose(surface.gradient(points)[:, axis], slope, rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(surface.hessian(points)[:, axis], bend, rtol=1e-5, atol=1e-5)
    assert surface.contains(*hill.drop) and hill.learning_rate > 0.0
    assert hill.formula and hill.source
    for minimum in hill.minima:
        place = np.array([minimum.x, minimum.y])
        assert surface.contains(*place) and abs(surface.gradient(place)).max() < 1e-9
        np.testing.assert_allclose(np.linalg.eigvalsh(surface.hessian(place)), minimum.curvatures, rtol=1e-9)
        assert minimum.curvatures[0] > 0.0 and minimum.loss == pytest.approx(float(surface.loss(place)))


@pytest.mark.parametrize(("table", "name"), entries("landscape", "optimizer", "activation"))
def test_an_entry_has_numbers_of_another_program_to_be_held_against(table: str, name: str) -> None:
    known = {
        "landscape": (("race", "landscape"),),
        "optimizer": (("race", "optimizer"), ("network", "optimizers")),
        "activation": (("activations", "names"), ("network", "activations")),
    }[table]
    for file, field in known:
        assert name in np.load(DATA / f"{file}.npz")[field], f"tests/data/{file}.npz knows no {name}"


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_says_its_settings_and_its_terms(name: str) -> None:
    optimizer = OPTIMIZERS[name]
    assert optimizer.formula
    for each in optimizer.settings():
        assert each.least <= each.default <= each.most and each.latex
    limit = optimizer.stability_limit(2.0)
    assert limit is None or (isfinite(limit) and limit > 0.0)


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_is_a_share_at_every_step(name: str) -> None:
    for length in (1, 2, 100):
        shares = [SCHEDULES[name].share(step, length) for step in range(length)]
        assert all(0.0 <= share <= 1.0 for share in shares) and max(shares) > 0.0


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_is_two_classes_in_the_square(name: str) -> None:
    points, labels = make(name, 60, 0.1, 3)
    assert points.shape == (60, 2) and abs(points).max() <= 1.0 and labels.sum() == 30 and set(labels) == {0.0, 1.0}
    again, _ = make(name, 60, 0.1, 3)
    other, _ = make(name, 60, 0.1, 4)
    assert (points == again).all() and (points != other).any()
    clean, _ = make(name, 60, 0.0, 3)
    assert abs(clean).max() <= 0.95 + 1e-12


@pytest.mark.parametrize("name", demo_names())
def test_a_demo_plays_and_says_what_it_shows_in_every_language(name: str) -> None:
    demo = read_demo(name, shipped)
    assert [*flaws(demo)] == []
    keys = [text for _, _, say in demo.captions() for language, text in say.texts if not language]
    assert keys and len(listing.demo_about(name)) > 20
    assert [f"{code}: {key}" for code in languages() for key in keys if not messages(code).has(key)] == []


def test_runners_are_told_apart() -> None:
    assert [runner.name for runner in ROSTER] == list(OPTIMIZERS), "more optimizers than looks"
    assert len({(runner.role, runner.mark) for runner in ROSTER}) == len(ROSTER)
    assert len({role for role, _ in LOOKS}) == len(LOOKS) and {mark for _, mark in LOOKS} == set(MARKS)
    for theme in THEMES.values():
        assert len({theme.color(role) for role, _ in LOOKS}) == len(LOOKS)
        assert len({theme.color(role) for role in MINIMA}) == len(MINIMA)


def shown(table: str, name: str) -> Demo:
    """Returns a demo whose picture shows an entry; a runner runs alone."""
    if table == "language":
        return Demo("trainer", SIZE, 30, 1.0, language=name)
    if table == "theme":
        return Demo("trainer", SIZE, 30, 1.0, theme=name)
    scene = SCENE_OF.get(table, name)
    asked = (Set(each.name, each.name == name) for each in ROSTER) if table == "runner" else (Set(table, name),)
    return Demo(scene, SIZE, 30, 1.0, cues=() if table == "scene" else tuple(Cue(0, action) for action in asked))


@pytest.mark.parametrize("table", [*SCENE_OF, "language", "theme", "scene"])
def test_every_entry_has_a_picture_of_its_own(table: str, ctx: Any) -> None:
    pictures = {name: offline_render.still(shown(table, name), 0.5, ctx) for name in TABLES[table]}
    assert all(picture.std() > 5.0 for picture in pictures.values())
    assert len({picture.tobytes() for picture in pictures.values()}) == len(pictures)
