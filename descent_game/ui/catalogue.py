"""A language's texts held against those of the first language, and a made-up language to lay pages out with."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from descent_game.ui.glossary import glossary_key
from descent_game.ui.lines import marked
from descent_game.ui.messages import PLACEHOLDER, Messages

OWN = frozenset({"language.name", "language.decimal", "language.group"})
"""Texts that a language has for itself: its name and the signs within its numbers."""
LONGER = 0.4
ACCENTS = str.maketrans("aceilnosuyzACEILNOSUYZ", "âçéîłñöšüýžÂÇÉÎŁÑÖŠÜÝŽ")
FILLING = "łorêm ïpsûm dølör ßit âmèt čönsëctétür ädipîscïng ėlit șed dö"
MOST_HINTS = 20
"""Flaws of one catalogue that are told with what may have been meant: to look for it takes far longer than all else."""
PARTS = re.compile(r"(\{\w+\}|\[\[|\[[^\]]*\])")


class Flaw(NamedTuple):
    """A mistake in a catalogue: the key of the text, and what was expected and found."""

    key: str
    text: str


def flaws(messages: Messages, first: Messages) -> Iterator[Flaw]:
    """Yields every mistake in a language's texts, in the order of the first language's keys and then its own.

    A text is missing, empty, or not among those of the first language; a placeholder is missing or unknown; a bracket
    is left open, or marks a term that the glossary does not have.
    """
    meant, known = _Meant(first), terms(first) | terms(messages)
    for key in first.texts:
        if key not in messages.texts:
            if key not in OWN:
                yield Flaw(key, f"missing; in {first('language.name')} it is {_short(first.raw(key))}")
        else:
            yield from _text_flaws(key, messages.texts[key], first.raw(key), known, meant)
    for key in messages.texts:
        if key not in first.texts and key not in OWN:
            yield Flaw(key, f"no such text{meant.text(key)}")
    if "language.name" not in messages.texts:
        yield Flaw("language.name", "missing; what the language calls itself")


def _text_flaws(key: str, text: str, original: str, known: set[str], meant: _Meant) -> Iterator[Flaw]:
    if not text.strip() and original.strip():
        yield Flaw(key, "empty")
    wanted, found = set(PLACEHOLDER.findall(original)), set(PLACEHOLDER.findall(text))
    for name in sorted(found - wanted):
        yield Flaw(key, f"unknown placeholder {{{name}}}; expected {_named(wanted)}")
    for name in sorted(wanted - found):
        yield Flaw(key, f"placeholder {{{name}}} is missing")
    left = PLACEHOLDER.sub("", text)
    if "{" in left or "}" in left:
        yield Flaw(key, "a brace without its other half, or something in braces that is no name")
    plain = text.replace("[[", "")
    if plain.count("[") != plain.count("]"):
        yield Flaw(key, "a bracket without its other half")
    yield from _term_flaws(key, text, known, meant)


def _term_flaws(key: str, text: str, known: set[str], meant: _Meant) -> Iterator[Flaw]:
    for span in marked(text):
        if span.term and glossary_key(span.term) not in known:
            yield Flaw(key, f"[{span.term}] is not in the glossary{meant.term(glossary_key(span.term))}")


def terms(messages: Messages) -> set[str]:
    """Returns the glossary's entries in a catalogue, each as `glossary.name`."""
    return {key.rpartition(".")[0] for key in messages.texts if key.startswith("glossary.")}


def marks(messages: Messages) -> Iterator[tuple[str, str]]:
    """Yields every marked term of a catalogue's texts with the key of its text."""
    for key in messages.texts:
        for span in marked(messages.raw(key)):
            if span.term:
                yield key, span.term


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _named(names: set[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(names)) if names else "none"


class _Meant:
    """Tells what may have been meant in the first language, the first times that it is asked; then it says nothing."""

    def __init__(self, first: Messages) -> None:
        self._texts = first.keys()
        self._terms = [entry.removeprefix("glossary.") for entry in sorted(terms(first))]
        self._left = MOST_HINTS

    def text(self, key: str) -> str:
        """Returns a hint at the key of a text, or nothing."""
        return self._hint(key, self._texts)

    def term(self, entry: str) -> str:
        """Returns a hint at an entry of the glossary, given as `glossary.name`, or nothing."""
        return self._hint(entry.removeprefix("glossary."), self._terms)

    def _hint(self, found: str, known: Sequence[str]) -> str:
        self._left -= 1
        close = get_close_matches(found, known, 1) if self._left >= 0 else []
        return f" (did you mean {close[0]}?)" if close else ""


def longer(text: str) -> str:
    """Returns a text in the made-up language: accented, 40 % longer, its placeholders and terms still the same."""
    shown = "".join(_accented(part) for part in PARTS.split(text))
    letters = sum(len(span.text) for span in marked(PLACEHOLDER.sub("", text)))
    count = math.ceil(letters * LONGER)
    if count < 2 or " " not in text.strip():
        return shown + FILLING.replace(" ", "")[:count]
    filling = " ".join([FILLING] * (count // len(FILLING) + 1))
    return f"{shown} {filling[: count - 1].strip()}"


def _accented(part: str) -> str:
    """Returns a placeholder as it is, a marked term with its key kept, and any other text with accents."""
    if PLACEHOLDER.fullmatch(part) or part == "[[":
        return part
    if part.startswith("["):
        shown, bar, key = part[1:-1].partition("|")
        return f"[{shown.translate(ACCENTS)}|{key if bar else shown}]"
    return part.translate(ACCENTS)


def made_up(first: Messages) -> Messages:
    """Returns every text of a catalogue in the made-up language, which is 40 % longer: for tests of the layout."""
    own = {**{key: first.raw(key) for key in OWN if first.has(key)}, "language.decimal": ","}
    pseudo = {key: longer(first.raw(key)) for key in first.texts if key not in OWN}
    return Messages({**pseudo, **own, "language.name": longer(first("language.name"))}, first)
