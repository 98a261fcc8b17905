"""Setting text: which font file, how wide, and where each piece of a run stands.

This is the one place below the renderer that opens a font. What `pieces` says is what is drawn, so that measured and
drawn widths are the same number of whole pixels.
"""

from __future__ import annotations

import importlib.util
import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import font_source_sans_pro
import font_source_serif_pro
import pygame.font

from descent_game.ui.canvas import Style

SUFFIX = {"light": "Light", "regular": "", "semibold": "Semibold", "italic": "It", "semibold_italic": "SemiboldIt"}
FONT_SIGNS = (b"OTTO", b"\0\1\0\0", b"true", b"ttcf")
NEVER_ASSIGNED = "\U0010fffd"
COVERAGE_SIZE = 24
UNDRAWN = re.compile("[\0\ud800-\udfff]")
"""What no font can be asked for: the end of a text, and halves of letters."""
SYSTEM_FONTS = (
    "notosans", "notosanscjksc", "notosanscjkjp", "notosanscjkkr", "notosansarabic", "notosanshebrew",
    "notosansdevanagari", "notosansthai", "notosansgeorgian", "notosansarmenian", "dejavusans", "freesans", "unifont",
    "arialunicodems", "hiraginosans", "pingfangsc", "applesdgothicneo", "geezapro", "lucidagrande",
)  # fmt: skip
"""Families that have the scripts of the world, where a system has them; asked only for a character that is lacking."""


class Piece(NamedTuple):
    """A part of a run drawn in one go: its text, where it starts in whole pixels from the run's start, its font."""

    text: str
    x: int
    path: str


class TypesetRun(NamedTuple):
    """A run as it is set: its pieces and its width in whole pixels."""

    pieces: tuple[Piece, ...]
    width: int


def font_path(family: str, weight: str) -> str:
    """Returns the font file of a family (`serif`, `sans`) and a weight of `canvas.Style`."""
    if family == "serif":
        return str(font_source_serif_pro.font_files_otf["SourceSerifPro" + SUFFIX[weight]])
    return str(font_source_sans_pro.font_files_otf["SourceSansPro" + SUFFIX[weight]])


@lru_cache(maxsize=1)
def symbol_path() -> str:
    """Returns the font file that has what the two families lack: ∇ and other symbols; empty if it is not installed."""
    found = importlib.util.find_spec("ziamath")
    if found is None or found.origin is None:
        return ""
    path = Path(found.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
    return str(path) if _is_font(str(path)) else ""


def _is_font(path: str) -> bool:
    """Returns whether a file begins as fonts do: pygame falls over any other, but has a plain font of its own."""
    try:
        with Path(path).open("rb") as file:
            return file.read(4) in FONT_SIGNS
    except OSError:
        return False


@lru_cache(maxsize=256)
def _opened(path: str, size: int) -> pygame.font.Font:
    return pygame.font.Font(path if _is_font(path) else None, size)


def font(path: str, size: int) -> pygame.font.Font:
    """Returns the font of that file at `size` pixels, opened once; again if the font module was quit in between."""
    if not pygame.font.get_init():
        pygame.font.init()
    opened = _opened(path, size)
    try:
        opened.get_ascent()
    except pygame.error:
        _opened.cache_clear()
        opened = _opened(path, size)
    return opened


@lru_cache(maxsize=4096)
def covers(path: str, character: str) -> bool:
    """Returns whether a font has a glyph of its own for a character, not the box that stands for a missing one.

    What has no width, or can be in no text, any font has.
    """
    opened = font(path, COVERAGE_SIZE)
    if UNDRAWN.match(character) or not opened.size(character)[0]:
        return True
    white = (255, 255, 255)
    box = opened.render(NEVER_ASSIGNED, True, white)
    glyph = opened.render(character, True, white)
    return glyph.get_size() != box.get_size() or glyph.get_buffer().raw != box.get_buffer().raw


@lru_cache(maxsize=1)
def fallback_paths() -> tuple[str, ...]:
    """Returns the font files asked for what the two families lack: symbols first, then what the system has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pygame's, where there is no fontconfig: `descent doctor` tells it
        found = [pygame.font.match_font(name) for name in SYSTEM_FONTS]
    return tuple(dict.fromkeys(path for path in (symbol_path(), *found) if path))


@lru_cache(maxsize=4096)
def _path_for(character: str, path: str) -> str:
    """Returns the font a character is drawn in: its own, else the first that has it; its own where none has."""
    if character.isascii() or covers(path, character):
        return path
    symbols = symbol_path()
    if symbols and covers(symbols, character):
        return symbols
    return next((other for other in fallback_paths() if covers(other, character)), path)


def _by_font(text: str, path: str) -> Iterable[tuple[str, str]]:
    """Yields stretches of `text` with the font each is drawn in."""
    if text.isascii():
        yield text, path
        return
    start = 0
    fonts = [_path_for(c, path) for c in text]
    for end in range(1, len(text) + 1):
        if end == len(text) or fonts[end] != fonts[start]:
            yield text[start:end], fonts[start]
            start = end


def _stretches(text: str, style: Style) -> Iterable[str]:
    """Yields what may be drawn in one go: all of it, or single characters where letters or figures are spaced."""
    if style.spacing:
        yield from text
        return
    if not style.tabular:
        yield text
        return
    start = 0
    for i, character in enumerate(text):
        if character.isdecimal():
            if start < i:
                yield text[start:i]
            yield character
            start = i + 1
    if start < len(text):
        yield text[start:]


@lru_cache(maxsize=512)
def _figure(path: str, size: int) -> int:
    return max(_width(digit, path, size) for digit in "0123456789")


@lru_cache(maxsize=2048)
def _width(text: str, path: str, size: int) -> int:
    return int(font(path, size).size(text)[0])


@lru_cache(maxsize=2048)
def setting(text: str, style: Style) -> TypesetRun:
    """Returns how a run of text is set: letter spacing after every character but the last, figures in equal cells.

    Signs that no font can be asked for are left out.
    """
    text = UNDRAWN.sub("", text)
    path = font_path(style.family, style.weight)
    gap = round(style.spacing * style.size)
    pieces: list[Piece] = []
    x = 0
    for stretch in _stretches(text, style):
        for part, part_path in _by_font(stretch, path):
            width = _width(part, part_path, style.size)
            cell = max(_figure(path, style.size), width) if style.tabular and part.isdecimal() else width
            pieces.append(Piece(part, x + (cell - width) // 2, part_path))
            x += cell + gap
    return TypesetRun(tuple(pieces), max(x - gap, 0))


def pieces(text: str, style: Style) -> tuple[Piece, ...]:
    """Returns the parts of a run as they are to be drawn, each at its own whole pixel."""
    return setting(text, style).pieces


def measure(text: str, style: Style) -> float:
    """Returns the width of a run in pixels: a whole number, the same as is drawn."""
    return float(setting(text, style).width)


@lru_cache(maxsize=512)
def metrics(style: Style) -> tuple[float, float]:
    """Returns how far the style reaches above and below its baseline, in pixels, both positive."""
    opened = font(font_path(style.family, style.weight), style.size)
    return float(opened.get_ascent()), float(-opened.get_descent())
