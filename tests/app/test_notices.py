"""Passing words and the frame's figures: in free room, never over what can be pressed, nor over a title."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from descent_game.app.settings import Settings
from descent_game.app.show.notices import FILMING, Notices, figures_place, paint_filming, taken, word_place
from descent_game.app.show.stage import Stage, scene_names
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.widgets import Panel, Slider

PATH = "/home/visitor/Pictures/The Descent/descent-race-2026-03-02-12-00-00.png"
LONG = f"/home/{'a-folder-whose-name-goes-on/' * 12}descent-race-2026-03-02-12-00-00.png"
FIGURES = (
    "60 pictures/s, longest gap 17 ms",
    "simulation and interface 2.20 ms, drawing 3.10 ms",
    "12 draws, 0 programs, 52200 bytes, 0 objects made",
    "quality high, 100% of the size, no multisampling, by itself",
)
LANGUAGES = ("en", "de")
SIZES = ((1920, 1080), (1280, 720), (800, 500), (640, 360), (540, 960))


def dressed(scene: str, size: tuple[int, int], language: str = "en") -> Stage:
    """A stage with a picture."""
    stage = Stage(scene, *size, Settings(language=language))
    stage.frame(0.0, 1.0)
    return stage


def pressed(stage: Stage) -> Iterator[tuple[str, Rect]]:
    """What can be pressed on a stage, `Aa` and `i` among it."""
    for placed in stage.interface.placed:
        if not isinstance(placed.widget, Panel) and not (isinstance(placed.widget, Slider) and placed.widget.bare):
            yield placed.name, placed.body


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", scene_names())
def test_a_word_with_a_path_covers_nothing_that_can_be_pressed(scene: str, size: tuple[int, int]) -> None:
    for language in LANGUAGES:
        stage = dressed(scene, size, language)
        others = taken(stage.canvas, stage.interface.placed)
        for path in (PATH, LONG):
            rect, rows = word_place(stage.page, stage.page.messages("app.screenshot", file=path), others)
            shown = "".join(word.text for row in rows for word in row.words)
            assert shown.endswith("00.png") and ("…" in shown or path.replace(" ", "") in shown.replace(" ", ""))
            assert rect.x >= 0.0 and rect.right <= size[0] and max(row.width for row in rows) < rect.w
            covered = [name for name, body in pressed(stage) if body.overlaps(rect)]
            assert not covered and {"settings", "read"} <= {name for name, _ in pressed(stage)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scene", scene_names())
def test_the_figures_stand_beside_the_title(scene: str, size: tuple[int, int]) -> None:
    for language in LANGUAGES:
        stage = dressed(scene, size, language)
        rect, _ = figures_place(stage.page, FIGURES, taken(stage.canvas, stage.interface.placed))
        title = stage.page.style("title").size
        heads = [run for layer in stage.canvas.layers() for run in layer.runs if run.style.size > 0.6 * title]
        assert heads and not any(rect.contains(run.x + 2.0, run.y - 2.0) for run in heads), (language, rect)
        assert not any(body.overlaps(rect) for _, body in pressed(stage))


def test_the_figures_fit_into_a_narrow_page() -> None:
    stage = dressed("race", (200, 900))
    rect, _ = figures_place(stage.page, FIGURES, taken(stage.canvas, stage.interface.placed))
    assert rect.right <= 200.0 and rect.bottom <= 900.0


def test_what_passes_stays_where_it_is_while_things_move_below() -> None:
    stage, notices = dressed("race", (1280, 720)), Notices()

    def place() -> Rect:
        canvas = Canvas(1280, 720)
        stage.scene.paint(canvas)
        notices.paint_word(canvas, stage.page, PATH, stage.interface.placed)
        return next(layer for layer in canvas.layers()).boxes[-1].rect

    before = place()
    for _ in range(60):
        stage.step(1 / 120)
    stage.frame(0.5, 1.0)
    assert place() == before


def test_the_figures_and_the_sign_that_the_screen_is_filmed_stand_side_by_side() -> None:
    stage = dressed("race", (1280, 720))
    figures, _ = figures_place(stage.page, FIGURES, taken(stage.canvas, stage.interface.placed))
    canvas = Canvas(1280, 720)
    paint_filming(canvas, stage.page, 754.0)
    (layer,) = canvas.layers()
    sign = next(box.rect for box in layer.boxes if box.fill != FILMING)
    assert not sign.overlaps(figures) and not any(body.overlaps(sign) for _, body in pressed(stage))
