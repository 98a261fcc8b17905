"""Numbered pictures in place of a film: `frames/%05d.png`, each written in a thread, each whole or not at all."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np

from descent_game.app.film.encoder import Pixels, told
from descent_game.app.film.formats import FilmError
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


class Frames:
    """Pictures being written: take a `buffer`, fill it, `put` it; `close` waits for the last."""

    def __init__(self, path: Path, size: tuple[int, int], about: Mapping[str, str], transparent: bool) -> None:
        self.pictures = 0
        try:
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise FilmError(told(error)) from error
        self._path, self._about = path, dict(about)
        self._transparent = transparent
        width, height = size
        self._buffers = deque(np.empty((height, width, 4), np.uint8) for _ in range(2 * WORKERS))
        self._busy: deque[tuple[Future[None], Pixels]] = deque()
        self._pool = ThreadPoolExecutor(WORKERS, "png")

    def buffer(self) -> Pixels:
        """Returns an array to fill, (height, width, 4), waiting while all are being written; raises FilmError."""
        if not self._buffers:
            self._await_one()
        return self._buffers.pop()

    def put(self, pixels: Pixels) -> None:
        """Gives a filled buffer to be written; it must not be touched any more."""
        path = self._path.with_name(self._path.name % self.pictures)
        self._busy.append((self._pool.submit(self._write, path, pixels), pixels))
        self.pictures += 1

    def close(self) -> None:
        """Waits until all is written; raises FilmError if any could not be."""
        try:
            while self._busy:
                self._await_one()
        finally:
            self._pool.shutdown()

    def abandon(self) -> None:
        """Waits until what is being written is there."""
        self._pool.shutdown(cancel_futures=True)

    def _await_one(self) -> None:
        work, pixels = self._busy.popleft()
        try:
            work.result()
        except (OSError, MemoryError) as error:
            raise FilmError(told(error)) from error
        self._buffers.append(pixels)

    def _write(self, path: Path, pixels: Pixels) -> None:
        png.write(path, png.drawn(pixels, transparent=self._transparent), self._about)
