"""Letters as rows of instances: the same words are the same rows, and a sheet that is full begins anew."""

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from descent_game.render.glyphs import Glyphs
from descent_game.render.lettering import Lettering
from descent_game.render.upload import Counts
from descent_game.ui.canvas import Formula, Run, Style

WHITE = (1.0, 1.0, 1.0, 1.0)
STYLES = (Style(size=20), Style(size=14, tabular=True), Style("serif", size=24))


@pytest.fixture
def glyphs(ctx: Any) -> Iterator[Glyphs]:
    """The letters of a renderer, on sheets that few runs fill."""
    made = Glyphs(ctx, Counts(), 128, 256)
    yield made
    made.release()


def run(text: str, x: float = 0.0, style: Style = STYLES[0]) -> Run:
    """Returns a run of text."""
    return Run(text, style, x, 30.0, WHITE)


def test_the_same_words_are_the_same_rows(glyphs: Glyphs) -> None:
    lettering = Lettering()
    rows = lettering.rows(glyphs, [run("down"), run("hill", 60.0)], [])
    assert lettering.rows(glyphs, [run("down"), run("hill", 60.0)], []) is rows
    assert lettering.rows(glyphs, [run("down"), run("hill", 61.0)], []) is not rows


def test_whatever_changes_the_rows_are_those_of_all_words_set_anew(glyphs: Glyphs) -> None:
    chance, lettering = random.Random(5), Lettering()
    words = [run(f"w{number}", 10.0 * number, STYLES[number % 3]) for number in range(9)]
    for _ in range(120):
        at = chance.randrange(len(words) + 1)
        words[at : at + chance.randrange(3)] = [
            run(chance.choice(("", "   ", "a", "12.50", "minimum")), chance.randrange(40), chance.choice(STYLES))
            for _ in range(chance.randrange(3))
        ]
        formulas = [Formula("x^2", 20, 4.0, 4.0, WHITE)] * chance.randrange(2)
        rows = lettering.rows(glyphs, words, formulas)
        assert np.array_equal(rows, glyphs.set([*words, *formulas])[0])


def test_a_cleared_atlas_lets_every_word_be_set_again(glyphs: Glyphs) -> None:
    lettering, stays = Lettering(), run("stays", 5.0)
    cleared = glyphs.atlas.generation
    for number in range(600):
        rows = lettering.rows(glyphs, [stays, run(f"n{number}", 80.0)], [])
        assert np.array_equal(rows, glyphs.set([stays, run(f"n{number}", 80.0)])[0])
    assert glyphs.atlas.generation > cleared, "the atlas was never full"


def test_an_atlas_cleared_for_others_is_noticed(glyphs: Glyphs) -> None:
    lettering, words = Lettering(), [run("kept"), run("words", 60.0)]
    before = lettering.rows(glyphs, words, [])
    cleared, number = glyphs.atlas.generation, 0
    while glyphs.atlas.generation == cleared:
        glyphs.set([run(f"n{number}", style=Style(size=11 + number % 30))])
        number += 1
    after = lettering.rows(glyphs, words, [])
    assert np.array_equal(after, glyphs.set(words)[0])
    assert not np.array_equal(after, before), "they stand elsewhere in the atlas now"
