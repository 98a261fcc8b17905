"""Parts of a page that are painted once and put down again."""

import pytest

from descent_game.ui.canvas import Canvas, Part, Rect, Style

RED, GREEN = (1.0, 0.0, 0.0, 1.0), (0.0, 1.0, 0.0, 1.0)


class Ink:
    """What is painted with; `used` counts how often."""

    def __init__(self) -> None:
        self.used = 0


def painting(canvas: Canvas, ink: Ink, text: str) -> None:
    """Paints something of everything."""
    ink.used += 1
    canvas.box(Rect(0, 0, 10, 10), RED)
    canvas.curve([(0, 0), (5, 5)], 2.0, GREEN)
    canvas.layer += 1
    canvas.text(text, Style(), 3, 9, RED)
    canvas.formula("x^2", 20, 1, 1, GREEN)
    canvas.term(Rect(3, 0, 20, 12), "gradient")
    canvas.layer -= 1


def sizes(canvas: Canvas) -> list[tuple[int, int, int, int]]:
    """Returns how much there is of everything in each layer."""
    return [layer.sizes() for layer in canvas.layers()]


def fresh(canvas: Canvas) -> None:
    """Clears the canvas and puts something down that is no part of it."""
    canvas.clear(800, 600)
    canvas.box(Rect(1, 1, 1, 1), GREEN)
    canvas.term(Rect(0, 0, 1, 1), "loss")


def test_what_stays_is_painted_once_and_is_the_same_every_time() -> None:
    canvas, part, ink = Canvas(800, 600), Part(painting), Ink()
    seen = []
    for _ in range(3):
        fresh(canvas)
        part.paint(canvas, ink, "steep")
        canvas.text("after", Style(), 0, 0, RED)
        seen.append(([(layer.boxes, layer.runs, layer.formulas) for layer in canvas.layers()], list(canvas.terms)))
        assert sizes(canvas) == [(2, 1, 1, 0), (0, 0, 1, 1)]
    assert ink.used == 1
    assert seen[0] == seen[1] == seen[2]
    assert [term.key for term in seen[0][1]] == ["loss", "gradient"]


@pytest.mark.parametrize("change", ["value", "layer", "opacity", "hints", "size"])
def test_whatever_it_depends_on_lets_it_be_painted_anew(change: str) -> None:
    canvas, part, ink = Canvas(800, 600), Part(painting), Ink()
    part.paint(canvas, ink, "steep")
    canvas.clear(*((640, 480) if change == "size" else (800, 600)))
    canvas.layer = 5 if change == "layer" else 0
    canvas.opacity = 0.5 if change == "opacity" else 1.0
    canvas.hints = change != "hints"
    for _ in range(2):
        part.paint(canvas, ink, "flat" if change == "value" else "steep")
        assert ink.used == 2
    assert sizes(canvas) == [(2, 2, 0, 0), (0, 0, 2, 2)]


def around(canvas: Canvas, inner: Part[[Ink, str]], ink: Ink, name: str) -> None:
    """Paints a part within another."""
    canvas.box(Rect(0, 0, 1, 1), RED)
    inner.paint(canvas, ink, "steep")


def test_parts_stand_within_parts() -> None:
    canvas, outer, inner, ink = Canvas(800, 600), Part(around), Part(painting), Ink()
    for name in ("one", "one", "two"):
        canvas.clear(800, 600)
        outer.paint(canvas, inner, ink, name)
        assert sizes(canvas) == [(2, 1, 0, 0), (0, 0, 1, 1)]
    assert ink.used == 1


def failing(canvas: Canvas, fails: list[bool]) -> None:
    """Paints, but for the times that it fails."""
    if fails.pop():
        raise ValueError("no ink")
    canvas.box(Rect(0, 0, 1, 1), RED)


def test_what_could_not_be_painted_is_tried_again() -> None:
    canvas, part, fails = Canvas(800, 600), Part(failing), [False, True]
    with pytest.raises(ValueError, match="no ink"):
        part.paint(canvas, fails)
    part.paint(canvas, fails)
    assert sizes(canvas) == [(1, 0, 0, 0)]
