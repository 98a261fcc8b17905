"""Measuring and breaking text: what is measured is what is drawn, and nothing is lost where lines break."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pygame.font
import pytest
from hypothesis import given
from hypothesis import strategies as st

from descent_game.ui.canvas import Style
from descent_game.ui.lines import Span, lines, marked, wrap
from descent_game.ui.text import covers, fallback_paths, font, font_path, measure, metrics, pieces, setting, symbol_path

WALL = Style("serif", "regular", 27)
TEXT = "Each ball reads the same [gradient] with the same [learning rate|rate]; they differ only in the next step."


def test_every_family_and_weight_has_a_file() -> None:
    for family in ("serif", "sans"):
        paths = {font_path(family, weight) for weight in ("light", "regular", "semibold", "italic", "semibold_italic")}
        assert len(paths) == 5
        assert all(Path(path).is_file() for path in paths)


def test_a_plain_run_is_one_piece_as_wide_as_the_font_says() -> None:
    style = Style("sans", "semibold", 22)
    path = font_path("sans", "semibold")
    assert pieces("Ravine", style) == (("Ravine", 0, path),)
    assert measure("Ravine", style) == font(path, 22).size("Ravine")[0]
    assert measure("", style) == 0.0


def test_letter_spacing_stands_between_characters_and_not_after_the_last() -> None:
    loose, tight = Style("sans", "regular", 20, 0.1), Style("sans", "regular", 20)
    assert [piece.text for piece in pieces("ABC", loose)] == ["A", "B", "C"]
    assert measure("ABC", loose) == sum(measure(c, tight) for c in "ABC") + 2 * 2


def test_tabular_figures_keep_their_places() -> None:
    for size in range(12, 70, 3):
        style = Style("serif", "italic", size, 0.0, True)
        assert len({measure(f"0.{digit}{digit}7", style) for digit in "0123456789"}) == 1
        one, eight = pieces("1.1", style), pieces("8.8", style)
        assert one[1].x == eight[1].x


def test_missing_glyphs_come_from_the_font_of_symbols() -> None:
    path = font_path("sans", "regular")
    assert covers(path, "ż") and not covers(path, "∇") and covers(symbol_path(), "∇")
    assert [Path(piece.path).name[:5] for piece in pieces("x ∇f", Style())] == ["Sourc", "STIXT", "Sourc"]


def test_metrics_are_positive_and_grow() -> None:
    small, large = metrics(Style(size=12)), metrics(Style(size=48))
    assert 0.0 < small[1] < small[0] < large[0]


def test_fonts_come_back_after_the_module_was_quit() -> None:
    style = Style("sans", "light", 31)
    before = measure("again", style)
    pygame.font.quit()
    assert measure("once more", style) > before


def test_marked_terms() -> None:
    assert marked(TEXT)[1] == Span("gradient", "gradient")
    assert marked(TEXT)[3] == Span("learning rate", "rate")
    assert marked("a [[bracket] stays") == (Span("a [bracket] stays"),)
    assert marked("open [ended") == (Span("open [ended"),)
    assert marked("") == ()


def test_lines_hold_the_width_and_the_words() -> None:
    for width in (120, 200, 333, 700):
        set_lines = lines(TEXT, WALL, width)
        assert all(line.width <= width for line in set_lines)
        words = " ".join("".join(word.text for word in line.words) for line in set_lines)
        assert words == "".join(span.text for span in marked(TEXT))


def test_a_term_is_underlined_on_both_lines_it_stands_on() -> None:
    found = [word.text for line in lines(TEXT, WALL, 400) for word in line.words if word.term == "rate"]
    assert found == ["learning", "rate"]


def test_pieces_of_a_line_join_without_a_gap() -> None:
    for line in lines(TEXT, WALL, 500):
        ends = [word.x + measure(word.text, WALL) for word in line.words]
        assert [word.x for word in line.words] == [0.0, *ends[:-1]]
        assert line.width == ends[-1]


def test_soft_hyphens_show_only_where_the_line_breaks() -> None:
    word = "Donau\u00addampf\u00adschiff\u00adfahrt"
    assert [w.text for line in lines(word, WALL, 900) for w in line.words] == ["Donaudampfschifffahrt"]
    narrow = [w.text for line in lines(word, WALL, 170) for w in line.words]
    assert narrow == ["Donaudampf-", "schifffahrt"]


def test_line_ends_and_words_too_wide() -> None:
    assert len(lines("one\ntwo\nthree", WALL, 900)) == 3
    cut = lines("immeasurably" * 5, WALL, 150)
    assert all(line.width <= 150 for line in cut)
    assert "".join(line.words[0].text for line in cut) == "immeasurably" * 5


@given(st.lists(st.text("abc -é", max_size=12), max_size=8), st.integers(40, 600))
def test_wrapping_never_loses_a_letter(texts: list[str], width: int) -> None:
    spans = tuple(Span(text, "term" if i % 2 else "") for i, text in enumerate(texts))
    set_lines = wrap(spans, WALL, width)
    shown = "".join(word.text for line in set_lines for word in line.words)
    assert shown.replace(" ", "") == "".join(texts).replace(" ", "")
    assert all(line.width <= width for line in set_lines)


@pytest.mark.parametrize("width", [1, 3, 9])
def test_no_width_is_too_small_to_end(width: int) -> None:
    assert "".join(line.words[0].text for line in lines("step", WALL, width)) == "step"


@pytest.mark.parametrize("character", ["ა", "中", "ع", "ไ", "∇"])
def test_other_scripts_are_drawn_by_a_font_that_has_them_where_there_is_one(character: str) -> None:
    path = pieces(character, Style("serif", "regular", 24))[0].path
    assert covers(path, character) or not any(covers(other, character) for other in fallback_paths())


def test_without_fontconfig_the_own_fonts_are_taken_without_a_word() -> None:
    code = "from descent_game.ui.text import *; print(fallback_paths() == (symbol_path(),))"
    words, bare = [sys.executable, "-W", "error", "-c", code], {**os.environ, "PATH": "/nowhere"}
    done = subprocess.run(words, env=bare, capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines()[-1:], done.stderr) == (["True"], "")


def test_a_run_of_two_scripts_is_parted_and_measured_as_a_whole() -> None:
    style = Style("sans", "regular", 20)
    parts = pieces("a∇b", style)
    assert [part.text for part in parts] == ["a", "∇", "b"]
    assert parts[0].path == parts[2].path != parts[1].path
    assert parts[-1].x < measure("a∇b", style)


def test_signs_that_no_font_knows_are_left_out_of_a_run() -> None:
    style = Style("sans", "regular", 20)
    assert setting("a\0b\ud800", style) == setting("ab", style)
    assert setting("\0", style) == setting("", style)
    path = font_path("sans", "regular")
    assert all(covers(path, sign) for sign in ("\u202e", "\u200b", "\ufeff", "\0", "\ud800"))
    assert measure("\u202e", style) == 0.0


@pytest.mark.parametrize("width", [1, 20, 500])
def test_one_very_long_word_is_cut_into_lines_as_wide_as_they_can_be(width: int) -> None:
    rows = lines("W" * 2000, WALL, width)
    assert "".join(row.words[0].text for row in rows) == "W" * 2000
    assert len({row.width for row in rows[:-1]}) == 1
    most = max(int(width // measure("W", WALL)), 1)
    assert len(rows) == -(-2000 // most)
