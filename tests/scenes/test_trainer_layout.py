"""The trainer's page at every size: nothing cut, nothing over something else, whatever is open."""

from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Set
from descent_game.ui.canvas import Canvas, Rect, Run
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.text import measure
from descent_game.ui.theme import THEMES
from descent_game.ui.widgets import control_widgets
from scenes.trainer.controls import DRAWERS, WIDTHS, controls
from scenes.trainer.diagram import Diagram
from scenes.trainer.layout import TrainerLayout, lay_out
from scenes.trainer.scene import TrainerScene

WIDGETS = control_widgets(controls(), WIDTHS)
SIZES = [
    (1024, 600), (1024, 768), (1280, 720), (1280, 800), (1366, 768), (1920, 1080), (1920, 1200), (2560, 1080),
    (3840, 2160), (1080, 1920),
]  # fmt: skip
ENGLISH = Messages.parse((files("descent_game.scenes.text") / "en.toml").read_text("utf-8"))


def page(size: tuple[int, int], text_scale: float = 1.0) -> Page:
    """Returns a dark page in English."""
    return Page(*size, THEMES["dark"], ENGLISH, text_scale)


def parts(layout: TrainerLayout) -> dict[str, Rect]:
    """Returns every part of the page that must keep clear of the others."""
    found = {f"field {i}": rect for i, rect in enumerate(layout.fields)}
    base = layout.base
    found |= {"kicker": base.kicker, "title": base.title, "hint": base.hint, "board": layout.board}
    found |= {"caption": layout.caption, "diagram": layout.diagram}
    found |= {f"widget {placed.name}": placed.rect for placed in layout.widgets}
    return {name: rect for name, rect in found.items() if rect.w > 0.0 and rect.h > 0.0}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("three", [False, True])
@pytest.mark.parametrize("drawer", DRAWERS)
def test_parts_keep_clear_of_one_another(size: tuple[int, int], three: bool, drawer: str) -> None:
    for dead in (False, True):
        layout = lay_out(page(size), WIDGETS, drawer, three, dead)
        found = parts(layout)
        whole = page(size).whole
        for name, rect in found.items():
            assert rect.x >= 0.0 and rect.y >= 0.0, name
            assert rect.right <= whole.right and rect.bottom <= whole.bottom, name
        for (a, first), (b, second) in combinations(found.items(), 2):
            assert not first.inset(1.0).overlaps(second.inset(1.0)), f"{a} {first} over {b} {second}"
        least = 0.15 if three else 0.3
        assert all(field.w == field.h > least * min(size) for field in layout.fields)


@pytest.mark.parametrize("size", SIZES)
def test_fields_stay_where_they_are_whichever_drawer_is_open(size: tuple[int, int]) -> None:
    """Where there is room for a hint; a tight page keeps nothing free for a taller drawer."""
    layouts = [lay_out(page(size), WIDGETS, drawer, False, False) for drawer in DRAWERS]
    tight = any(layout.base.hint.h == 0.0 for layout in layouts)
    assert tight or len({layout.fields for layout in layouts}) == 1


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("neurons", range(1, 9))
def test_the_diagram_stays_inside_its_rectangle(size: tuple[int, int], neurons: int) -> None:
    shown = page(size)
    layout = lay_out(shown, WIDGETS, "neurons", False, False)
    diagram = Diagram(shown, layout.diagram, neurons)
    assert len(diagram.edges) == 3 * neurons
    for spot in (*diagram.inputs, *diagram.hidden, diagram.output):
        circle = Rect(spot.x - spot.radius, spot.y - spot.radius, 2 * spot.radius, 2 * spot.radius)
        assert layout.diagram.inset(-2.0).contains(circle.x, circle.y)
        assert layout.diagram.inset(-2.0).contains(circle.right, circle.bottom)
    for a, b in combinations(diagram.hidden, 2):
        assert abs(a.y - b.y) > a.radius + b.radius


def test_edges_and_neurons_are_found_by_the_pointer() -> None:
    shown = page((1920, 1080))
    diagram = Diagram(shown, lay_out(shown, WIDGETS, "neurons", False, False).diagram, 4)
    for edge in diagram.edges:
        assert diagram.hit(*edge.at(0.93)) is not None
    found = {diagram.hit(*edge.at(share)) for edge in diagram.edges for share in np.linspace(0.05, 0.95, 19)}
    assert found == {edge.parameter for edge in diagram.edges}
    assert [diagram.hit(spot.x, spot.y) for spot in diagram.hidden] == [8, 9, 10, 11]
    assert diagram.hit(diagram.output.x, diagram.output.y) == 16
    assert diagram.hit(5.0, 5.0) is None
    assert [diagram.kind(k) for k in (0, 7, 8, 12, 16)] == [
        "weight_in", "weight_in", "bias", "weight_out", "output_bias",
    ]  # fmt: skip


def diagram_of(page: Page, neurons: int) -> tuple[TrainerScene, list[Run]]:
    """Returns a scene after a second of training, and the texts in its diagram."""
    scene = TrainerScene()
    scene.resize(page)
    scene.act(Set("hidden", neurons))
    for _ in range(120):
        scene.step(1 / 120)
    scene.frame(1 / 60, 0.0)
    canvas = Canvas(page.width, page.height)
    scene.paint(canvas)
    layout = scene.page.layout
    assert layout is not None
    return scene, [run for layer in canvas.layers() for run in layer.runs if layout.diagram.contains(run.x, run.y)]


@pytest.mark.parametrize("size", [(1024, 600), (1280, 720), (1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("neurons", [1, 2, 3, 4])
def test_all_the_numbers_are_written_out_and_none_over_another(size: tuple[int, int], neurons: int) -> None:
    scene, texts = diagram_of(page(size), neurons)
    network = scene.runs.first.network
    wanted = [ENGLISH.number(float(w), 2) for w in (*network.hidden_weights.ravel(), *network.output_weights)]
    biases = [*network.hidden_biases, network.output_bias]
    wanted += [ENGLISH("trainer.bias", value=ENGLISH.number(float(b), 2)) for b in biases]
    assert sorted(wanted) == sorted(run.text for run in texts if any(c.isdecimal() and c.isascii() for c in run.text))
    assert crossings(texts) == []


@pytest.mark.parametrize("size", [(1024, 600), (1280, 720), (1920, 1080), (1080, 1920), (3840, 2160)])
@pytest.mark.parametrize("text_scale", [1.15, 1.3, 1.6])
@pytest.mark.parametrize("neurons", [1, 2, 3, 4, 8])
def test_large_numbers_keep_clear_of_one_another(size: tuple[int, int], text_scale: float, neurons: int) -> None:
    _, texts = diagram_of(page(size, text_scale), neurons)
    assert any(any(c.isdecimal() for c in run.text) for run in texts)
    assert crossings(texts) == []


def crossings(runs: list[Run]) -> list[tuple[str, str]]:
    """Returns the texts that stand on one another, in pairs."""
    boxes = []
    for run in runs:
        high = run.style.size * 0.7
        boxes.append(Rect(run.x, run.y - high, measure(run.text, run.style), high))
    named = list(zip((run.text for run in runs), boxes, strict=True))
    return [(one, other) for (one, a), (other, b) in combinations(named, 2) if a.overlaps(b)]


@pytest.mark.parametrize("size", [(1280, 720), (1080, 1920)])
def test_what_is_hidden_leaves_no_widget(size: tuple[int, int]) -> None:
    hidden = frozenset({"trainer.drawer", "trainer.reroll", "trainer.activation"})
    shown = Page(*size, THEMES["dark"], ENGLISH, hidden=hidden)
    names = [placed.name for placed in lay_out(shown, WIDGETS, "neurons", False, True).widgets]
    assert "drawer" not in names
    assert "activation" not in names
    assert "pause+step+start_again" in names


@pytest.mark.parametrize("drawer", DRAWERS)
@pytest.mark.parametrize("size", [(854, 480), (800, 450), (640, 360), (600, 800), (480, 854)])
def test_on_small_pages_controls_give_way_and_the_field_does_not(size: tuple[int, int], drawer: str) -> None:
    stage = Stage("trainer", *size, Settings())
    stage.act(Set("drawer", drawer))
    scene: Any = stage.scene
    layout = scene.page.layout
    assert layout.fields[0].w >= 0.4 * min(size)
    assert layout.fields[0].bottom <= layout.caption.y
    placed = {widget.name for widget in layout.widgets}
    assert {"drawer"} <= placed
    reached = set()
    for name in DRAWERS:
        stage.act(Set("drawer", name))
        reached |= {widget.name for widget in stage.scene.widgets()}
    assert {"dataset", "hidden", "activation", "optimizer", "batch", "class", "relief"} <= reached
