"""The formulas of a function and its slope, as large as there is room."""

from __future__ import annotations

from descent_game.sim.network.activations import Activation
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.formula import formula_box
from descent_game.ui.page import LEGIBLE, Page

FORMULA = 28
LEAKY = (
    r"f(z) = \max(z, 0) + a \, \min(z, 0)",
    r"f'(z) = 1 \; (z > 0), \quad a \; (z \leq 0)",
)
"""The leaky ReLU's formulas with its slope as a letter, so that they stay when it is changed."""


def formulas_of(activation: Activation) -> tuple[str, str]:
    """Returns the two formulas of a function, f and f', as LaTeX."""
    if activation.name == "leaky_relu":
        return LEAKY
    return activation.formula, activation.slope_formula


def paint_formulas(canvas: Canvas, page: Page, rect: Rect, activation: Activation) -> None:
    """Puts a function's two formulas into `rect`, side by side or one above the other, whichever is larger."""
    latex = formulas_of(activation)
    boxes = [formula_box(one, FORMULA) for one in latex]
    gap, row_gap = page.px(64.0), page.px(12.0)
    size = round(FORMULA * page.scale * min(page.text_scale, 1.3))
    wide = sum(w for w, _, _ in boxes), max(h for _, h, _ in boxes)
    tall = max(w for w, _, _ in boxes), sum(h for _, h, _ in boxes)
    beside = min((rect.w - gap) / wide[0], rect.h / wide[1]) * FORMULA
    above = min(rect.w / tall[0], (rect.h - row_gap) / tall[1]) * FORMULA
    stacked = beside < size and above > beside
    least = max(round(9 * min(page.scale / LEGIBLE, 1.0)), 1)
    size = max(min(size, int((above if stacked else beside) * 0.985)), least)
    (width, height, base), (_, other_height, other_base) = (formula_box(one, size) for one in latex)
    colors = page.theme.sky, page.theme.amber
    if stacked:
        top = rect.bottom - height - row_gap - other_height
        canvas.formula(latex[0], size, rect.x, top, colors[0])
        canvas.formula(latex[1], size, rect.x, rect.bottom - other_height, colors[1])
        return
    line = rect.bottom - max(height - base, other_height - other_base)
    canvas.formula(latex[0], size, rect.x, line - base, colors[0])
    canvas.formula(latex[1], size, rect.x + width + gap, line - other_base, colors[1])
