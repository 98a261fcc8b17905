"""The furniture of a page: captions that cross-fade, marked terms, cards that stay inside the window."""

from __future__ import annotations

import pytest
from ui_pages import longer, page, race, run_rects

from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.layout import arrange
from descent_game.ui.panels import (
    CROSS_FADE,
    FadingCaption,
    paint_caption,
    paint_card,
    paint_head,
    paint_label,
    paint_number,
)

PAGE = page()
RECT = Rect(72.0, 787.0, 410.0, 66.0)


def said(caption: FadingCaption) -> dict[str, float]:
    """Returns the words that a caption paints, each line with its opacity."""
    canvas = Canvas(1920, 1080)
    caption.paint(canvas, PAGE, RECT)
    assert canvas.opacity == 1.0
    return {run.text: run.color[3] for layer in canvas.layers() for run in layer.runs}


def test_a_new_caption_fades_in_after_the_old_one() -> None:
    caption = FadingCaption(paint_caption)
    caption.say("one")
    caption.step(CROSS_FADE)
    assert said(caption) == {"one": 1.0}
    caption.say("two")
    assert said(caption) == {"one": 1.0}
    caption.step(CROSS_FADE * 0.25)
    assert 0.0 < said(caption)["one"] < 1.0
    caption.step(CROSS_FADE * 0.5)
    assert 0.0 < said(caption)["two"] < 1.0 and "one" not in said(caption)
    caption.step(CROSS_FADE)
    assert said(caption) == {"two": 1.0}
    caption.say("three")
    caption.step(0.001, reduced_motion=True)
    assert said(caption) == {"three": 1.0}


def test_a_caption_of_the_same_subject_changes_at_once() -> None:
    caption = FadingCaption(paint_caption)
    caption.say("58 hops", "hops")
    caption.step(CROSS_FADE)
    caption.say("59 hops", "hops")
    assert said(caption) == {"59 hops": 1.0}


def test_a_long_caption_shrinks_into_its_place() -> None:
    caption = FadingCaption(paint_caption)
    caption.say(
        longer("Momentum overshoots: it was at x = 0.47 at step 27, past the lowest point, and must come back.")
    )
    caption.step(1.0)
    canvas = Canvas(1920, 1080)
    caption.paint(canvas, PAGE, RECT)
    for text, rect in run_rects(canvas):
        assert rect.x >= RECT.x and rect.right <= RECT.right and rect.y >= RECT.y, text
        assert rect.bottom <= RECT.bottom, text


def test_terms_are_underlined_where_they_stand() -> None:
    layout = arrange(PAGE, race())
    canvas = Canvas(1920, 1080)
    paint_head(canvas, PAGE, layout)
    layer = next(canvas.layers())
    assert {term.key for term in canvas.terms} == {"gradient", "learning_rate"}
    for (rect, _, _), curve in zip(canvas.terms, layer.curves, strict=True):
        (word,) = [run for _, run in run_rects(canvas) if rect.contains(*run.center)]
        assert (rect.x, rect.right) == pytest.approx((word.x, word.right), abs=0.5)
        assert rect.x <= curve.points[0, 0] < curve.points[1, 0] <= rect.right
        assert rect.center[1] < curve.points[0, 1] <= rect.bottom
        assert curve.dash[1] > 0.0


def test_labels_and_numbers_end_where_they_should() -> None:
    canvas = Canvas(1920, 1080)
    paint_card(canvas, PAGE, RECT)
    paint_label(canvas, PAGE, "step 44", 500.0, 100.0, right=True)
    paint_number(canvas, PAGE, "0.0077", 500.0, 140.0)
    rects = dict(run_rects(canvas))
    assert rects["STEP 44"].right == rects["0.0077"].right == 500.0
