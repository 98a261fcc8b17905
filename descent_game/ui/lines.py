"""Breaking text into lines, with the glossary terms that are marked in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from descent_game.ui.canvas import Style
from descent_game.ui.text import measure

SOFT_HYPHEN = "\u00ad"
ANYWHERE = "\u200b"
JOINTS = " \n" + SOFT_HYPHEN + ANYWHERE


class Span(NamedTuple):
    """A stretch of text; `term` is the key of the glossary entry it is marked with, or empty."""

    text: str
    term: str = ""


class Word(NamedTuple):
    """A stretch that stands in a line: its text, where it starts in whole pixels from the line's start, its term."""

    text: str
    x: int
    term: str


class TextLine(NamedTuple):
    """A line of wrapped text and its width in whole pixels."""

    words: tuple[Word, ...]
    width: int


@lru_cache(maxsize=1024)
def marked(text: str) -> tuple[Span, ...]:
    """Returns the spans of a text in which `[term]` or `[shown|key]` mark glossary terms; `[[` is a bracket."""
    spans: list[Span] = []
    plain = ""
    i, last = 0, text.rfind("]")
    while i < len(text):
        if text.startswith("[[", i):
            plain += "["
            i += 2
        elif text[i] == "[" and last > i:
            close = text.index("]", i)
            shown, bar, key = text[i + 1 : close].partition("|")
            spans += [Span(plain)] if plain else []
            spans.append(Span(shown, key if bar else shown))
            plain = ""
            i = close + 1
        else:
            plain += text[i]
            i += 1
    return (*spans, Span(plain)) if plain else tuple(spans)


class _Atom(NamedTuple):
    """What never breaks inside: its text, its term, and the joint before it: nothing, or one of JOINTS."""

    text: str
    term: str
    before: str


def _joint(before: str, character: str) -> str:
    """Returns the stronger of two joints that follow one another."""
    return next((joint for joint in "\n " if joint in (before, character)), character)


def _atoms(spans: Sequence[Span]) -> list[_Atom]:
    atoms: list[_Atom] = []
    before = ""
    for span in spans:
        text = ""
        for character in span.text:
            if character not in JOINTS:
                text += character
                continue
            if text:
                atoms.append(_Atom(text, span.term, before))
                text, before = "", ""
            before = _joint(before, character)
        if text:
            atoms.append(_Atom(text, span.term, before))
            before = ""
    return atoms


def _joined(atoms: Sequence[_Atom], style: Style) -> TextLine:
    """Returns the line of these atoms; neighbours of one term are one stretch, a space between two belongs to none."""
    stretches: list[Span] = []
    for i, atom in enumerate(atoms):
        space = " " if i and atom.before == " " else ""
        last = stretches[-1] if stretches else Span("")
        if stretches and last.term == atom.term:
            stretches[-1] = Span(last.text + space + atom.text, atom.term)
        elif space and not atom.term:
            stretches.append(Span(space + atom.text))
        elif space and not last.term:
            stretches[-1] = Span(last.text + space)
            stretches.append(Span(atom.text, atom.term))
        else:
            stretches += [Span(" ")] if space else []
            stretches.append(Span(atom.text, atom.term))
    words: list[Word] = []
    x = 0
    for text, term in stretches:
        words.append(Word(text, x, term))
        x += int(measure(text, style))
    return TextLine(tuple(words), x)


def _cut(atom: _Atom, style: Style, width: float) -> list[_Atom]:
    """Returns an atom that is wider than the line cut between characters, so that nothing is ever lost."""
    parts: list[_Atom] = []
    while len(atom.text) > 1:
        end = _too_far(atom.text, style, width)
        if end == len(atom.text) - 1 and measure(atom.text, style) <= width:
            break
        while end > 1 and measure(atom.text[:end], style) > width:
            end -= 1
        parts.append(_Atom(atom.text[:end], atom.term, atom.before))
        atom = _Atom(atom.text[end:], atom.term, ANYWHERE)
    return [*parts, atom]


def _too_far(text: str, style: Style, width: float) -> int:
    """Returns how many letters, less than all, are surely as many as fit, or more: kerning never takes half away."""
    end = 8
    while end < len(text) - 1 and measure(text[:end], style) <= 2.0 * width + 4.0 * style.size:
        end *= 2
    return min(end, len(text) - 1)


def _hyphenated(atoms: list[_Atom], following: _Atom) -> list[_Atom]:
    """Returns the atoms of a line that breaks before `following`, with the hyphen that a soft one then shows."""
    if following.before != SOFT_HYPHEN:
        return atoms
    return [*atoms[:-1], atoms[-1]._replace(text=atoms[-1].text + "-")]


@lru_cache(maxsize=1024)
def wrap(spans: tuple[Span, ...], style: Style, width: float) -> tuple[TextLine, ...]:
    """Returns the lines of `spans` within `width` pixels; a word wider than that is cut rather than left to stick out.

    Lines break at spaces, at soft hyphens (which then show) and where the text has a line's end.
    """
    lines: list[TextLine] = []
    line: list[_Atom] = []
    held = 0  # how many atoms stay if the line must break: those before the last place where it may
    for atom in (part for whole in _atoms(spans) for part in _cut(whole, style, width)):
        if atom.before == "\n" and line:
            lines.append(_joined(line, style))
            line, held = [], 0
        elif line and atom.before and _joined(_hyphenated(line, atom), style).width <= width:
            held = len(line)
        line.append(atom)
        while len(line) > 1 and _joined(line, style).width > width:
            end = held or len(line) - 1  # no place to break: stretches that belong together come apart
            lines.append(_joined(_hyphenated(line[:end], line[end]), style))
            line, held = line[end:], 0
    return (*lines, _joined(line, style)) if line else tuple(lines)


def lines(text: str, style: Style, width: float) -> tuple[TextLine, ...]:
    """Returns the lines of a text with marked terms within `width` pixels."""
    return wrap(marked(text), style, width)
