"""Parts of a page that are painted once and put down again."""

import pytest

from descent_game.ui.canvas import Canvas, Part, Rect, Style

RED, GREEN = (1.0, 0.0, 0.0, 1.0), (0.0, 1.0, 0.0, 1.0)


class Painting:
    """Paints something of everything, and counts how often."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.times = 0

    def __call__(self) -> None:
        self.times += 1
        canvas = self.canvas
        canvas.box(Rect(0, 0, 10, 10), RED)
        canvas.curve([(0, 0), (5, 5)], 2.0, GREEN)
        canvas.layer += 1
        canvas.text("steep", Style(), 3, 9, RED)
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
    canvas, part = Canvas(800, 600), Part()
    painting = Painting(canvas)
    seen = []
    for _ in range(3):
        fresh(canvas)
        canvas.part(part, ("a", 1.0), painting)
        canvas.text("after", Style(), 0, 0, RED)
        seen.append(([(layer.boxes, layer.runs, layer.formulas) for layer in canvas.layers()], list(canvas.terms)))
        assert sizes(canvas) == [(2, 1, 1, 0), (0, 0, 1, 1)]
    assert painting.times == 1
    assert seen[0] == seen[1] == seen[2]
    assert [term.key for term in seen[0][1]] == ["loss", "gradient"]


@pytest.mark.parametrize("change", ["key", "layer", "opacity", "hints", "size"])
def test_whatever_it_depends_on_lets_it_be_painted_anew(change: str) -> None:
    canvas, part = Canvas(800, 600), Part()
    painting = Painting(canvas)
    canvas.part(part, ("a",), painting)
    canvas.clear(*((640, 480) if change == "size" else (800, 600)))
    canvas.layer = 5 if change == "layer" else 0
    canvas.opacity = 0.5 if change == "opacity" else 1.0
    canvas.hints = change != "hints"
    canvas.part(part, ("b" if change == "key" else "a",), painting)
    assert painting.times == 2
    canvas.part(part, ("b" if change == "key" else "a",), painting)
    assert painting.times == 2
    assert sizes(canvas) == [(2, 2, 0, 0), (0, 0, 2, 2)]


def test_parts_stand_within_parts() -> None:
    canvas, outer, inner = Canvas(800, 600), Part(), Part()
    painting = Painting(canvas)

    def whole() -> None:
        canvas.box(Rect(0, 0, 1, 1), RED)
        canvas.part(inner, ("inner",), painting)

    for key in ("one", "one", "two"):
        canvas.clear(800, 600)
        canvas.part(outer, (key,), whole)
        assert sizes(canvas) == [(2, 1, 0, 0), (0, 0, 1, 1)]
    assert painting.times == 1


def test_what_could_not_be_painted_is_tried_again() -> None:
    canvas, part = Canvas(800, 600), Part()
    painting = Painting(canvas)

    def fails() -> None:
        raise ValueError("no ink")

    with pytest.raises(ValueError, match="no ink"):
        canvas.part(part, ("a",), fails)
    canvas.clear(800, 600)
    canvas.part(part, ("a",), painting)
    assert painting.times == 1 and sizes(canvas) == [(1, 1, 0, 0), (0, 0, 1, 1)]
