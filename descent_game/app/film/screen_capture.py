"""What is on the screen filmed while it is used: pictures are read back late, and encoded in a thread.

The show never waits for the film. Where the encoder is behind, pictures are left out, and counted; those that are there
keep their true times. It grows as a part that plays: what a crash leaves, the next start makes a film of.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any, Final

import numpy as np

from descent_game.app.film.formats import CODECS, FORMATS, FilmError
from descent_game.app.film.recovery import ENDING, PART, folder, locked
from descent_game.app.film.writer import Film
from descent_game.app.storage import output_files
from descent_game.render.target import Target

FPS: Final = 60
LATE: Final = 2
"""How many pictures later one is read back: by then it has been drawn, and nobody waits for it."""
WAITING: Final = 4
"""How many pictures may wait for the encoder."""
QUICK: Final = replace(CODECS["h264"], options={"preset": "superfast", "tune": "zerolatency"}, crf=18)
"""Less work for each picture, and more bytes."""


class ScreenCapture:
    """One film of the screen: it may `see` each picture, until it is to `end`; `finish` then makes the film."""

    def __init__(
        self, context: Any, size: tuple[int, int], scene: str, about: Mapping[str, str], now: datetime
    ) -> None:
        """Begins a film of a screen of that size, in pixels, under the scene's name and the time; raises OSError."""
        width, height = self._size = size
        path, self._part = _part(output_files.dated(scene, now))
        even = width - width % 2, height - height % 2
        self._film = Film(path, self._part, FORMATS[ENDING], even, FPS, about, QUICK, buffers=WAITING)
        self._pixels = np.empty((height, width, 4), np.uint8)
        self._buffers = deque(context.buffer(reserve=width * height * 4) for _ in range(LATE + 1))
        self._copying: deque[tuple[int, Any]] = deque()
        self._left_out, self._last = 0, -1
        self.seconds = 0.0
        """How long the film is so far."""

    def see(self, target: Target, dt: float) -> bool:
        """Takes the picture that has just been drawn, `dt` seconds after the one before.

        Returns False, and takes nothing, when the size has changed or the film cannot be written on.
        """
        if (target.width, target.height) != self._size:
            return False
        number = int(self.seconds * FPS + 1e-6)
        self.seconds += dt
        if number > self._last:
            self._last = number
            try:
                if not self._buffers:
                    self._pass_on()
            except FilmError:
                return False
            buffer = self._buffers.popleft()
            target.read_later(buffer)
            self._copying.append((number, buffer))
        return True

    def _pass_on(self) -> None:
        """Gives the oldest picture to the encoder, or leaves it out where that is behind; raises FilmError."""
        number, buffer = self._copying.popleft()
        self._buffers.append(buffer)
        if not self._film.ready:
            self._left_out += 1
            return
        buffer.read_into(self._pixels)
        height, width = (side - side % 2 for side in self._pixels.shape[:2])
        self._film.put(self._pixels[::-1][:height, :width], number)

    def end(self) -> None:
        """Passes on what is left, and frees what is held on the GPU."""
        with suppress(FilmError):  # `finish` tells it
            while self._copying:
                self._pass_on()
        for buffer in (*self._buffers, *(buffer for _, buffer in self._copying)):
            buffer.release()

    def finish(self) -> tuple[Path, int]:
        """Waits for the encoder; returns the film, and how many pictures it lacks. Raises FilmError."""
        film, part = self._film, self._film.path.with_name(self._film.path.name.removesuffix(ENDING) + PART)
        with self._part:
            try:
                film.close()
            except BaseException as error:
                film.abandon()
                if not film.plays:
                    part.unlink()
                elif isinstance(error, FilmError):
                    raise FilmError(f"{error}; what was filmed is kept and plays: {part.name}") from error
                raise
            part.unlink()
        return film.path, self._left_out


def _part(name: str) -> tuple[Path, FileIO]:
    """Returns the first film of that name that is free, of films and of parts, and its part, opened and locked."""
    folder().mkdir(parents=True, exist_ok=True)
    for path in output_files.names(folder(), name, ENDING):
        part = path.with_name(path.name.removesuffix(ENDING) + PART)
        with suppress(FileExistsError):
            file = locked(part, "x+")
            if not os.path.lexists(path):  # only now nobody else can make it
                return path, file
            file.close()
            part.unlink()
    raise AssertionError("there is always another number")
