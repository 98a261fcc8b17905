"""The glossary's card: beside its term, within the window, clear of the pointer; one at a time; it closes by itself."""

from __future__ import annotations

from importlib.resources import files

import pytest
from ui_pages import SIZES, run_rects

from descent_game.ui.canvas import Canvas, Rect, TermPlace
from descent_game.ui.catalogue import made_up, terms
from descent_game.ui.glossary import GRACE, PATIENCE, Glossary, card_place, glossary_key, set_card
from descent_game.ui.lines import lines
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.panels import paint_lines
from descent_game.ui.theme import DARK

ENGLISH = Messages.parse((files("scenes.text") / "en.toml").read_text("utf-8"))
LONG = made_up(ENGLISH)
FIRST = TermPlace(Rect(300.0, 400.0, 90.0, 39.0), "gradient", 0)
SECOND = TermPlace(Rect(900.0, 700.0, 90.0, 39.0), "dead ReLU", 0)


def page(size: tuple[int, int] = (1920, 1080), messages: Messages = ENGLISH, text_scale: float = 1.0) -> Page:
    return Page(*size, DARK, messages, text_scale)


@pytest.mark.parametrize("scale", [1.0, 1.3])
@pytest.mark.parametrize("size", SIZES)
def test_every_card_stands_in_the_window_clear_of_its_term(size: tuple[int, int], scale: float) -> None:
    for messages in (ENGLISH, LONG):
        sheet = page(size, messages, scale)
        width, height = sheet.px(90.0), sheet.px(39.0)
        for entry in terms(ENGLISH):
            extent = set_card(sheet, entry.removeprefix("glossary."))[2]
            for x in (0.0, 0.3, 0.6, 1.0):
                for y in (0.0, 0.2, 0.5, 1.0):
                    anchor = Rect(x * (size[0] - width), y * (size[1] - height), width, height)
                    card = card_place(sheet, anchor, extent)
                    assert card.x >= 0 and card.y >= 0, (entry, x, y)
                    assert card.right <= size[0] and card.bottom <= size[1], (entry, x, y)
                    assert not card.overlaps(anchor), (entry, x, y)
                    if card.y > anchor.bottom:
                        assert card.y - anchor.bottom >= sheet.px(40.0), "a pointer hangs below its place"


@pytest.mark.parametrize("entry", sorted(terms(ENGLISH)))
def test_the_words_of_a_card_stay_in_it(entry: str) -> None:
    for messages in (ENGLISH, LONG):
        sheet, glossary = page((1280, 720), messages), Glossary()
        anchor = TermPlace(Rect(500.0, 500.0, 90.0, 30.0), entry.removeprefix("glossary."), 0)
        glossary.explain(anchor.key, [anchor])
        glossary.step(1.0, sheet, [anchor])
        canvas = Canvas(1280, 720)
        glossary.paint(canvas, sheet)
        rects = list(run_rects(canvas))
        assert len(rects) >= 2
        for text, rect in rects:
            inner = glossary.rect
            assert inner.x < rect.x and rect.right < inner.right, text
            assert inner.y < rect.y and rect.bottom < inner.bottom, text


def test_keys_are_found_however_a_term_is_written() -> None:
    assert glossary_key("vanishing gradient") == glossary_key("Vanishing  Gradient") == "glossary.vanishing_gradient"


def rest(glossary: Glossary, place: TermPlace | None, seconds: float) -> None:
    for _ in range(round(seconds * 60)):
        glossary.point(place, 1 / 60)
        glossary.step(1 / 60, page(), [FIRST, SECOND])


def test_a_pointer_has_to_rest_and_the_card_closes_when_it_has_left() -> None:
    glossary = Glossary()
    rest(glossary, FIRST, PATIENCE * 0.5)
    assert not glossary.open
    rest(glossary, FIRST, PATIENCE)
    assert glossary.term == "gradient"
    rest(glossary, FIRST, 30.0)
    assert glossary.open, "as long as the pointer rests"
    rest(glossary, None, GRACE * 0.5)
    assert glossary.open
    rest(glossary, None, GRACE)
    assert not glossary.open


def test_one_card_at_a_time() -> None:
    glossary = Glossary()
    rest(glossary, FIRST, 1.0)
    rest(glossary, SECOND, 1.0)
    assert (glossary.term, glossary.anchor) == ("dead ReLU", SECOND.rect)


def test_the_focus_does_not_wait() -> None:
    glossary = Glossary()
    glossary.point(FIRST, 1 / 60, at_once=True)
    assert glossary.open


def test_a_tapped_card_stays_as_long_as_it_takes_to_read_and_no_longer() -> None:
    glossary = Glossary()
    glossary.explain("Dead ReLU", [FIRST, SECOND])
    rest(glossary, None, 5.5)
    assert glossary.open
    rest(glossary, None, 25.0)
    assert not glossary.open
    glossary.explain("dead relu", [FIRST])
    assert not glossary.open, "a term that is not to be seen has no card"
    glossary.explain("gradient", [FIRST])
    glossary.explain("", [FIRST])
    assert not glossary.open


def test_it_goes_with_its_term_and_closes_when_that_has_gone() -> None:
    glossary = Glossary()
    glossary.explain("gradient", [FIRST])
    moved = FIRST._replace(rect=FIRST.rect._replace(y=380.0))
    glossary.step(1 / 60, page(), [moved, FIRST._replace(rect=Rect(1500.0, 900.0, 90.0, 39.0))])
    assert glossary.anchor == moved.rect
    glossary.step(1 / 60, page(), [SECOND])
    assert not glossary.open


def test_lines_note_their_terms_unless_they_have_all_but_faded() -> None:
    sheet, canvas = page(), Canvas(1920, 1080)
    style = sheet.style("wall")
    words = lines("Mind the [learning rate].", style, 1000.0)
    paint_lines(canvas, sheet, "wall", style, words, 100.0, 200.0, sheet.theme.text)
    (noted,) = canvas.terms
    assert (noted.key, noted.rect.y) == ("learning rate", 200.0)
    assert noted.rect.x > 150.0
    canvas.opacity = 0.3
    paint_lines(canvas, sheet, "wall", style, words, 100.0, 200.0, sheet.theme.text)
    assert canvas.terms == [noted]
    canvas.clear(1920, 1080)
    assert canvas.terms == []
