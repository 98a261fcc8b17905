"""Numbered pictures in place of a film: `frames/%05d.png`, each written in a thread, each whole or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from descent_game.app.film.encoder import Pixels, telling
from descent_game.app.film.sinks import Sink
from descent_game.app.storage import png
from descent_game.app.terminal.errors import InputError

NUMBER: Final = re.compile(r"%0?[1-9]?d")
WORKERS: Final = 2


def numbered(path: Path) -> bool:
    """Returns whether a name stands for many pictures."""
    return bool(NUMBER.search(path.name))


def checked(path: Path, overwrite: bool) -> None:
    """Raises InputError for a name with more than one number, or where one of the pictures exists already."""
    if len(NUMBER.findall(path.name)) != 1 or "%" in NUMBER.sub("", path.name):
        raise InputError(f"-o: expected one number like %05d in the name, found {path.name!r}")
    head, tail = NUMBER.split(path.name)
    number = re.compile(f"{re.escape(head)}\\d+{re.escape(tail)}")
    try:
        there = [name for name in os.listdir(path.parent) if number.fullmatch(name)]
    except FileNotFoundError:
        return
    except OSError as error:
        found = f"found {str(path.parent)!r} ({error.strerror})"
        raise InputError(f"-o: expected a folder that can be read, {found}") from error
    if there and not overwrite:
        raise InputError(f"-o: {min(there)!r} exists in {str(path.parent)!r}; add -y to replace pictures")


class Frames(Sink):
    """Pictures being written, two at a time, each under the number of its own."""

    def __init__(self, path: Path, size: tuple[int, int], about: Mapping[str, str], transparent: bool) -> None:
        """Makes the folder, where there is none; raises FilmError."""
        with telling():
            path.parent.mkdir(exist_ok=True)
        super().__init__(size, buffers=2 * WORKERS, workers=WORKERS)
        self._path, self._about, self._transparent = path, about, transparent

    def _write(self, pixels: Pixels, number: int) -> None:
        path = self._path.with_name(self._path.name % number)
        with telling():
            png.write(path, png.drawn(pixels, transparent=self._transparent), self._about)
