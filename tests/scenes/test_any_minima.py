"""Any number of minima, on any extent, above any floor: what is told and shown, compared by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from invented_content import landscapes
from scene_pictures import HEIGHT, NIGHT, WIDTH, Floats, Shoot, above, shooting, spot

from descent_game.app.settings import languages, messages
from descent_game.engine.mesh import Mesh
from descent_game.render.renderer import Renderer
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.race import Race
from descent_game.sim.referee import settled_at
from descent_game.sim.surfaces.minima_index import NOWHERE
from descent_game.sim.surfaces.surface import Landscape
from descent_game.sim.swarm import grid
from descent_game.ui.canvas import Canvas
from descent_game.ui.page import Page
from descent_game.ui.theme import DARK, THEMES
from descent_game.ui.widgets import control_widgets
from scenes.race.captions import caption, caption_text, race_now
from scenes.race.crowd import FATES, FLOWN, HORIZON, WAITING, Crowd, Tally, board_lines, looks, paint_crowd_board
from scenes.race.many import LEVELS, SIDE, STEPS, ManyRunners
from scenes.race.minima import MINIMA, groups, ranks
from scenes.race.page import WIDTHS, controls, lay_out
from scenes.race.standing import Rest, standing
from scenes.race.terrain import LIGHTS, PAINTS, Terrain
from scenes.roster import FIRST

HILLS = {len(hill.minima): hill for hill in landscapes()}
EACH = pytest.mark.parametrize("hill", HILLS.values(), ids=[f"{count} minima" for count in HILLS])
COUNT = 600
SIZES = ((1280, 720), (1024, 600), (1920, 1080), (1080, 1920), (768, 1024), (3440, 1440))


def near(hill: Landscape, points: Floats) -> list[int | None]:
    """Returns the minimum that each point is near, by comparing it with all of them."""
    found: list[int | None] = []
    for point in points.tolist():
        apart = [(float(np.hypot(m.x - point[0], m.y - point[1])), number) for number, m in enumerate(hill.minima)]
        least = min(apart, default=(np.inf, -1))
        found.append(least[1] if least[0] < hill.near else None)
    return found


def crowd(hill: Landscape, count: int = COUNT) -> Crowd:
    """Returns a crowd of Adam's, each of whom it is known of where it will end."""
    many = Crowd()
    many.drop(hill, OPTIMIZERS["adam"], count, 0.01 * hill.surface.half, 7)
    while not many.known:
        many.look_ahead()
    return many


def positions(many: Crowd) -> Floats:
    """Returns where a crowd is drawn after its last step, on the surface, (n, 2)."""
    (mesh,) = many.node.children
    assert isinstance(mesh, Mesh)
    return np.asarray(mesh.geometry.arrays["way"][:, 2:], np.float64)


def ends(hill: Landscape, many: Crowd) -> tuple[list[int | None], int]:
    """Returns the minimum at which each of a crowd has ended after all steps, and how many have flown off."""
    while many.step_count < HORIZON:
        many.advance()
    return near(hill, positions(many)), many.tally.flown


def test_the_invented_landscapes_are_what_is_asked_for() -> None:
    assert sorted(HILLS) == [0, 1, 3, 9, 100]
    assert all(hill.surface.floor != 0.0 for hill in HILLS.values())
    assert len({hill.surface.extent for hill in HILLS.values()}) == len(HILLS)
    assert not any(hill.surface.contains(0.0, 0.0) for hill in HILLS.values())


@EACH
def test_the_deepest_have_a_colour_each_and_all_others_the_last(hill: Landscape) -> None:
    shared = groups(hill)
    assert sorted(number for numbers in shared for number in numbers) == list(range(len(hill.minima)))
    assert len(shared) == min(len(hill.minima), len(MINIMA)) and all(shared)
    assert all(len(numbers) == 1 for numbers in shared[: len(MINIMA) - 1])
    depths = [hill.minima[number].loss for numbers in shared for number in numbers]
    assert depths == sorted(depths)
    for place, numbers in enumerate(shared):
        assert {FATES[int(looks(hill)[number])] for number in numbers} == {MINIMA[place]}
        assert all(min(int(ranks(hill)[number]), len(MINIMA) - 1) == place for number in numbers)
    assert {FATES[int(looks(hill)[fate])] for fate in (FLOWN, WAITING)}.isdisjoint(MINIMA)


@EACH
def test_everyone_of_a_crowd_is_counted_where_it_ends(hill: Landscape) -> None:
    many = crowd(hill)
    places, flown = ends(hill, many)
    assert flown == many.count(FLOWN)
    for fate, place in zip(many.fates.tolist(), places, strict=True):
        if fate != FLOWN:
            assert fate == (WAITING if place is None else place)
    assert not hill.minima or sum(place is not None for place in places) > COUNT / 2
    rows = board_lines(messages("en"), hill, many.tally)
    assert sum(row.count for row in rows) == COUNT and len(rows) == len(groups(hill)) + 2 <= len(MINIMA) + 2
    for row, role, numbers in zip(rows, MINIMA, groups(hill), strict=False):
        assert row.role == role and row.count == sum(place in numbers for place in places)
    assert len({row.role for row in rows}) == len({row.note for row in rows}) == len(rows)
    if len(hill.minima) > len(MINIMA):
        assert rows[len(MINIMA) - 1].note == f"in one of the other {len(hill.minima) - len(MINIMA) + 1} valleys"


@EACH
def test_the_caption_of_a_crowd_is_true_in_every_language(hill: Landscape) -> None:
    many, table = ManyRunners(), controls()
    for name, value in (("crowd", True), ("crowd_size", 1000), ("walker", "sgd"), ("learning_rate", 0.004)):
        table.set(name, value)
    many.drop(table, hill, 3)
    while not many.crowd.known:
        many.step(table, hill)
    said = many.caption(table, hill)
    assert said is not None
    places, flown = ends(hill, many.crowd)
    arrived = sum(place is not None for place in places)
    expected = {0: "crowd_none", 1: "crowd_one"}.get(len(hill.minima), "crowd_many")
    assert said.key == ("crowd_flown" if flown else expected)
    assert (said.values["arrived"], said.values["flown"]) == (arrived, flown)
    for language in languages():
        text, words = caption_text(messages(language), said), messages(language)
        told = [flown] if flown else [] if said.key == "crowd_none" else [arrived]
        assert "{" not in text and "race.caption" not in text
        assert all(words.number(number) in text for number in (1000, *told))


@EACH
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_board_holds_its_rows(hill: Landscape, size: tuple[int, int]) -> None:
    for language in languages():
        for scale in (1.0, 1.3):
            words, canvas = messages(language), Canvas(*size)
            page = Page(*size, DARK, words, scale)
            board = lay_out(page, control_widgets(controls(), WIDTHS), many=True, crowd=True, landscape=hill).board
            tally = Tally(700, 1_000_000, tuple(range(len(hill.minima))), 4321)
            paint_crowd_board(canvas, page, board, hill, "momentum", tally)
            rows = board_lines(words, hill, tally)
            runs = [run for layer in canvas.layers() for run in layer.runs]
            assert board.right <= size[0] and board.bottom <= size[1]
            assert all(board.x <= run.x and run.y <= board.bottom for run in runs)
            assert {words.number(row.count) for row in rows} <= {run.text for run in runs}


@EACH
def test_the_plate_is_painted_by_the_minimum_that_is_reached(hill: Landscape) -> None:
    many, table = ManyRunners(), controls()
    for name, value in (("paint", "basins"), ("walker", "sgd"), ("learning_rate", hill.learning_rate)):
        table.set(name, value)
    while many.map.level < 0:
        many.step(table, hill)
    side = LEVELS[0]
    kinds = many.map.texture.data[:: SIDE // side, :: SIDE // side, 0].astype(int)
    starts = grid(hill.surface.extent, side).reshape(side, side, 2)
    for row, column in ((1, 2), (5, 11), (9, 4), (14, 14), (8, 3), (0, 15)):
        race = Race(hill, (OPTIMIZERS["sgd"],), hill.learning_rate)
        race.drop(tuple(starts[row, column].tolist()))
        for _ in range(STEPS):
            race.step()
        (place,) = near(hill, race.positions())
        assert kinds[row, column] == (0 if place is None else 1 + ranks(hill)[place])
    said = many.caption(table, hill)
    assert said is not None
    others = len(hill.minima) - len(MINIMA) + 1
    assert said.key == ("basins_none" if not hill.minima else "basins_others" if others > 1 else "basins")
    for language in languages():
        text = caption_text(messages(language), said)
        assert "{" not in text and "SGD" in text
        assert said.key != "basins_others" or messages(language).number(others) in text


@pytest.fixture
def shoot(ctx: Any, renderer: Renderer) -> Iterator[Shoot]:
    """Draws nodes by night and returns their pixels, see `shooting`."""
    with shooting(ctx, renderer, NIGHT) as shot:
        yield shot


@EACH
def test_in_the_picture_a_basin_has_the_colour_of_its_minimum(hill: Landscape, shoot: Shoot) -> None:
    terrain, seen = Terrain(hill), above(9.0)
    hues = np.array([(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1)], np.float32)
    paints = np.ones((PAINTS, 4), np.float32)
    paints[1 : 1 + len(hues), :3], paints[1 + len(hues) :, :3] = hues, hues[-1]
    many, table = ManyRunners(), controls()
    for name, value in (("paint", "basins"), ("walker", "sgd"), ("learning_rate", hill.learning_rate)):
        table.set(name, value)
    while many.map.level < 1:
        many.step(table, hill)
    terrain.settle()
    terrain.paint(many.map.texture, True, paints)
    terrain.dress(seen, *(np.zeros((LIGHTS, 4), np.float32),) * 2)
    pixels = shoot(seen, terrain.node)
    if not hill.minima:
        assert pixels[..., :3].max() < 0.35, "bare"
    for place, numbers in enumerate(groups(hill)):
        for number in numbers:
            minimum = hill.minima[number]
            lifted = terrain.ground.lift(terrain.ground.placed(np.array([[minimum.x, minimum.y]])))[0]
            column, row = spot(seen, tuple(lifted))
            assert 0 <= column < WIDTH and 0 <= row < HEIGHT
            shown = pixels[int(row), int(column), :3]
            assert ((shown > 0.5 * shown.max()) == (hues[place] > 0.0)).all(), (number, shown)


@EACH
def test_a_crowd_is_drawn_in_the_colours_of_where_each_ends(hill: Landscape, shoot: Shoot) -> None:
    terrain, many, seen = Terrain(hill), crowd(hill, 40), above(20.0)
    terrain.settle()
    colors = np.array([DARK.color(role) for role in FATES], np.float32)
    many.dress(terrain, 1.0, 1.0, colors)
    many.node.visible = True
    places = terrain.ground.placed(positions(many))
    pixels = shoot(seen, many.node)
    found = 0
    for fate, lifted in zip(many.fates, terrain.ground.lift(places), strict=True):
        column, row = spot(seen, tuple(lifted))
        shown = pixels[int(row), int(column)]
        expected = colors[int(looks(hill)[fate]), :3]
        found += bool(shown[3] > 0.99 and np.abs(shown[:3] - expected).max() < 0.02)
    assert found > 30, "but for those that stand before each other"


@EACH
def test_a_race_stands_by_true_losses_and_rests_only_once_all_are_down_or_gone(hill: Landscape) -> None:
    race, rest = Race(hill, tuple(OPTIMIZERS.values()), hill.learning_rate), Rest(len(OPTIMIZERS))
    paths = [race.positions()]
    for _ in range(300):
        race.step()
        paths.append(race.positions())
        rest.add(paths[-2], paths[-1], race.losses() - hill.lowest_near(paths[-1]))
        gone = np.array([split.diverged is not None for split in race.splits])
        assert not rest.of(range(len(OPTIMIZERS))) or (gone | (hill.basins(paths[-1]) != NOWHERE)).all()
    stood = race_now(race)
    shown = tuple(range(FIRST))
    now = standing(stood, shown)
    path = np.stack(paths)
    for i, split in enumerate(now.splits):
        last = settled_at(path[:, i], hill)
        assert split.settled == (last if last is not None and last <= 240 else None)
    losses = [float(now.losses[i]) for i in now.ranking if now.splits[i].diverged is None]
    assert all(one <= other + 1e-9 for one, other in zip(losses, losses[1:], strict=False))
    said = caption(stood, shown)
    down = [settled for i in shown if (settled := now.splits[i].settled) is not None]
    assert said.key in {"settled_all", f"start_{hill.name}", "diverged", "past_limit", "past_limits"}
    assert (said.key == "settled_all") == (len(down) == FIRST and min(down) < max(down))
    for language in languages():
        assert "{" not in caption_text(messages(language), said)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_minimum_by_minimum_a_colour_is_the_same_on_board_plate_and_crowd(theme: Any) -> None:
    hill, many, table, terrain = HILLS[100], ManyRunners(), controls(), Terrain(HILLS[100])
    for name, value in (("crowd", True), ("paint", "basins"), ("crowd_size", 1000), ("learning_rate", 0.002)):
        table.set(name, value)
    many.drop(table, hill, 0)
    many.step(table, hill)
    many.dress(table, terrain, 1.0, 1.0, theme)
    paints, fates = terrain.node.children[0], many.node.children[0]
    assert isinstance(paints, Mesh) and isinstance(fates, Mesh)
    rows = board_lines(messages("en"), hill, Tally(arrived=(1,) * 100))
    for place in range(len(MINIMA)):
        expected = np.float32(theme.color(rows[place].role))
        assert (np.asarray(paints.uniforms["paints"])[1 + place] == expected).all()
        assert (np.asarray(fates.uniforms["fates"])[place] == expected).all()
