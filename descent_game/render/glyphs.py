"""Runs of text and formulas as patches of one atlas, drawn at their final size on whole pixels.

The atlas holds coverage only; the colour comes with each run. Runs are cut into pieces by `ui.text.pieces`, which is
also what measures them: a piece is kept once for each text, font and size, and spaced or tabular figures are pieces of
one character, so that a number that changes every picture adds nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import moderngl
import numpy as np
import numpy.typing as npt
import pygame.font
import pygame.image

from descent_game.render.atlas import FIRST_SIZE, LAST_SIZE, Atlas
from descent_game.render.upload import Counts
from descent_game.ui import text
from descent_game.ui.canvas import Formula, Run, Style
from descent_game.ui.formula import formula_svg

Rows: TypeAlias = npt.NDArray[np.float32]
Word: TypeAlias = Run | Formula
COLUMNS = 10
SETTINGS_KEPT = 4096
WHITE = (255, 255, 255)
NOTHING = np.zeros((0, 6), np.float32)


class Patch(NamedTuple):
    """Where a piece lies in the atlas, and where it is drawn relative to its origin; in pixels."""

    dx: int
    dy: int
    width: int
    height: int
    u: int
    v: int


class _FullError(Exception):
    """The atlas has no room left."""


def _trimmed(surface: pygame.Surface) -> tuple[npt.NDArray[np.uint8], int, int]:
    """Returns the coverage of a surface, (height, width), without its empty margins, and where it starts."""
    area = surface.get_bounding_rect()
    pixels = np.frombuffer(pygame.image.tobytes(surface.subsurface(area), "RGBA"), np.uint8)
    return pixels.reshape(area.h, area.w, 4)[:, :, 3], area.x, area.y


class Glyphs:
    """The atlas and what is in it."""

    def __init__(
        self, context: moderngl.Context, counts: Counts, size: int = FIRST_SIZE, last: int = LAST_SIZE
    ) -> None:
        self.atlas = Atlas(context, counts, size, last)
        self._patches: dict[tuple[str, str, int], Patch | None] = {}
        self._settings: dict[tuple[str, Style], Rows] = {}

    def __len__(self) -> int:
        """Returns how many pieces of text and formulas are kept."""
        return len(self._patches)

    def set(self, words: Sequence[Word]) -> tuple[Rows, list[int]]:
        """Returns a row a patch, (n, 10), and how many of them each word takes.

        A row is left, top, width, height, texel x and y, colour (not premultiplied). A full atlas is cleared and filled
        with what these words need; what does not fit even then is left out.
        """
        try:
            return self._rows(words, strict=True)
        except _FullError:
            self.atlas.clear()
            self._patches.clear()
            self._settings.clear()
            return self._rows(words, strict=False)

    def _rows(self, words: Sequence[Word], *, strict: bool) -> tuple[Rows, list[int]]:
        blocks = [self._run(w, strict) if isinstance(w, Run) else self._formula(w, strict) for w in words]
        if not blocks:
            return np.zeros((0, COLUMNS), np.float32), []
        heads = np.array([(word.x, word.y, *word.color) for word in words], np.float32)
        counts = [len(block) for block in blocks]
        placed = np.repeat(heads, counts, axis=0)
        rows = np.empty((len(placed), COLUMNS), np.float32)
        rows[:, :6] = np.concatenate(blocks)
        rows[:, :2] += placed[:, :2]
        rows[:, 6:] = placed[:, 2:]
        return rows, counts

    def _run(self, run: Run, strict: bool) -> Rows:
        key = (run.text, run.style)
        found = self._settings.get(key)
        if found is None:
            if len(self._settings) >= SETTINGS_KEPT:
                self._settings.clear()
            found = self._settings[key] = self._set(run, strict)
        return found

    def _set(self, run: Run, strict: bool) -> Rows:
        rows = []
        for piece in text.pieces(run.text, run.style):
            key = (piece.text, piece.path, run.style.size)
            if key not in self._patches:
                font = text.font(piece.path, run.style.size)
                if font.size(piece.text)[0]:
                    self._add(key, font.render(piece.text, True, WHITE), font.get_ascent(), strict)
                else:  # signs without a shape, that a font cannot draw
                    self._patches[key] = None
            patch = self._patches[key]
            if patch is not None:
                rows.append((piece.x + patch.dx, *patch[1:]))
        return np.array(rows, np.float32) if rows else NOTHING

    def _formula(self, formula: Formula, strict: bool) -> Rows:
        key = (formula.latex, "", formula.size)
        if key not in self._patches:
            svg = formula_svg(formula.latex, formula.size)
            self._add(key, pygame.image.load(io.BytesIO(svg.encode()), "formula.svg"), 0, strict)
        patch = self._patches[key]
        return NOTHING if patch is None else np.array([patch], np.float32)

    def _add(self, key: tuple[str, str, int], surface: pygame.Surface, ascent: int, strict: bool) -> None:
        coverage, x, y = _trimmed(surface)
        if not coverage.size:
            self._patches[key] = None
            return
        place = self.atlas.add(coverage)
        if place is None and strict:
            raise _FullError
        height, width = coverage.shape
        self._patches[key] = None if place is None else Patch(x, y - ascent, width, height, *place)

    def release(self) -> None:
        """Frees the atlas."""
        self.atlas.release()
