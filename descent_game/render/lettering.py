"""The text of one layer as rows: what stays as it was in the last picture is not set again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from descent_game.render.glyphs import COLUMNS, Glyphs, Rows, Word
from descent_game.ui.canvas import Formula, Run


class Lettering:
    """State: the words of the last picture, how many rows each took, the rows, and the atlas's generation they mean."""

    def __init__(self) -> None:
        self._words: list[Word] = []
        self._counts: list[int] = []
        self._rows: Rows = np.zeros((0, COLUMNS), np.float32)
        self._generation = 0

    def rows(self, glyphs: Glyphs, runs: Sequence[Run], formulas: Sequence[Formula]) -> Rows:
        """Returns one row a patch, (n, 10), as `Glyphs.rows` does: the same array as before for the same words."""
        words: list[Word] = [*runs, *formulas]
        if self._generation != glyphs.atlas.generation:
            self._take(glyphs, words)
        elif words != self._words:
            self._change(glyphs, words)
        return self._rows

    def _take(self, glyphs: Glyphs, words: list[Word]) -> None:
        self._rows, self._counts = glyphs.set(words)
        self._words, self._generation = words, glyphs.atlas.generation

    def _change(self, glyphs: Glyphs, words: list[Word]) -> None:
        """Sets the words from the first to the last that differ, and keeps the rows of the others."""
        old, most = self._words, min(len(words), len(self._words))
        head = next((i for i in range(most) if words[i] != old[i]), most)
        tail = next((i for i in range(most - head) if words[-1 - i] != old[-1 - i]), most - head)
        middle, counts = glyphs.set(words[head : len(words) - tail])
        if self._generation != glyphs.atlas.generation:  # it was full and has been cleared: nothing kept is in it
            self._take(glyphs, words)
            return
        end = len(old) - tail
        start, stop = sum(self._counts[:head]), sum(self._counts[:end])
        self._rows = np.concatenate((self._rows[:start], middle, self._rows[stop:]))
        self._counts = self._counts[:head] + counts + self._counts[end:]
        self._words = words
