"""ScreenCapture what is on the screen while it is used: pictures are read back late, and encoded in a thread.

The show never waits for the film. Where the encoder is behind, pictures are left out, and counted; those that are there
keep their true times.
"""

from __future__ import annotations

import os
import queue
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import platformdirs

from descent_game.app import log
from descent_game.app.film.encoder import Pixels
from descent_game.app.film.formats import CODECS, FORMATS, FilmError
from descent_game.app.film.part_file import TakenError
from descent_game.app.film.writer import Film
from descent_game.app.storage import json_files, output_files
from descent_game.render.target import Target

FPS: Final = 60
LATE: Final = 2
"""How many pictures later one is read back: by then it has been drawn, and nobody waits for it."""
WAITING: Final = 4
"""How many pictures may wait for the encoder."""
QUICK: Final = replace(CODECS["h264"], options={"preset": "superfast", "tune": "zerolatency"}, crf=18)
"""Less work for each picture, and more bytes."""


def folder() -> Path:
    """Returns where films of the screen go: an own folder among the user's films."""
    return json_files.users_folder(platformdirs.user_videos_dir, "Videos")


class ScreenCapture:
    """State: the film that is being made, if any; `all_told` gives those that are made, or why not."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._take: _Capture | None = None
        self._ending: list[_Capture] = []
        self._told: queue.SimpleQueue[tuple[bool, str, int]] = queue.SimpleQueue()

    @property
    def going(self) -> bool:
        """Whether the screen is being filmed."""
        return self._take is not None

    @property
    def seconds(self) -> float:
        """How long the film is so far."""
        return self._take.seconds if self._take is not None else 0.0

    def begin(self, size: tuple[int, int], scene: str, about: Mapping[str, str], now: datetime) -> None:
        """Begins a film of a screen of that size, in pixels, under the scene's name and the time."""
        self._take = _Capture(self._context, size, output_files.dated(scene, now), about, self._told)

    def end(self) -> None:
        """Ends the film; it is finished in its thread."""
        if self._take is not None:
            self._take.end()
            self._ending = [take for take in self._ending if take.busy] + [self._take]
            self._take = None

    def see(self, target: Target, dt: float) -> None:
        """Takes the picture that has just been drawn, `dt` seconds after the one before; ends when the size changes."""
        take = self._take
        if take is not None and (take.failed or take.size != (target.width, target.height)):
            self.end()
        elif take is not None:
            take.see(target, dt)

    def all_told(self) -> Iterator[tuple[bool, str, int]]:
        """Yields, of films that have ended, whether it was made, its file or why not, how many pictures it lacks."""
        while not self._told.empty():
            yield self._told.get()

    def close(self) -> None:
        """Ends the film, and waits until everything is finished."""
        self.end()
        for take in self._ending:
            take.wait()


class _Capture:
    """One film of the screen."""

    def __init__(
        self,
        context: Any,
        size: tuple[int, int],
        name: str,
        about: Mapping[str, str],
        told: queue.SimpleQueue[tuple[bool, str, int]],
    ) -> None:
        width, height = self.size = size
        self.seconds = 0.0
        self.failed = False
        self._left_out = 0
        self._last = -1
        self._buffers = deque(context.buffer(reserve=width * height * 4) for _ in range(LATE + 1))
        self._copying: deque[tuple[int, Any]] = deque()
        self._free: queue.SimpleQueue[Pixels] = queue.SimpleQueue()
        for _ in range(WAITING):
            self._free.put(np.empty((height, width, 4), np.uint8))
        self._waiting: queue.SimpleQueue[tuple[int, Pixels] | None] = queue.SimpleQueue()
        self._about, self._told = dict(about), told
        self._thread = threading.Thread(target=self._work, args=(name,), name="screen capture")
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether the film is not finished."""
        return self._thread.is_alive()

    def see(self, target: Target, dt: float) -> None:
        """Begins to copy the picture, and passes on one that was copied earlier."""
        number = int(self.seconds * FPS + 1e-6)
        self.seconds += dt
        if number == self._last:
            return
        self._last = number
        if not self._buffers:
            self._pass_on()
        buffer = self._buffers.popleft()
        target.read_later(buffer)
        self._copying.append((number, buffer))

    def _pass_on(self) -> None:
        """Gives the oldest picture to the encoder, or leaves it out where that is behind."""
        number, buffer = self._copying.popleft()
        self._buffers.append(buffer)
        try:
            pixels = self._free.get_nowait()
        except queue.Empty:
            self._left_out += 1
            return
        buffer.read_into(pixels)
        self._waiting.put((number, pixels))

    def end(self) -> None:
        """Passes on what is left and lets the thread finish the film."""
        while self._copying:
            self._pass_on()
        for buffer in self._buffers:
            buffer.release()
        self._buffers.clear()
        self._waiting.put(None)

    def wait(self) -> None:
        """Waits until the film is finished."""
        self._thread.join()

    def _work(self, name: str) -> None:
        """Makes the film from what comes, and tells how it ended."""
        try:
            folder().mkdir(parents=True, exist_ok=True)
            path = self._encode(name)
        except (FilmError, OSError) as error:
            self.failed = True
            self._told.put((False, str(error), self._left_out))
        except Exception as error:  # whatever it is, it is told and ends no show
            self.failed = True
            log.fault(error)
            self._told.put((False, f"{type(error).__name__}: {error}", self._left_out))
        else:
            self._told.put((True, str(path), self._left_out))

    def _begun(self, name: str) -> Film:
        """Begins a film under the first name that is free, of films and of parts that are still being written."""
        width, height = (side - side % 2 for side in self.size)  # a film's are even
        for path in output_files.names(folder(), name, ".mp4"):
            with suppress(TakenError):
                film = Film(path, FORMATS[".mp4"], (width, height), FPS, self._about, QUICK)
                if not os.path.lexists(path):  # only now nobody else can make it
                    return film
                film.abandon()
        raise AssertionError("there is always another number")

    def _encode(self, name: str) -> Path:
        """Encodes until the end, a picture's rows from the top, and returns the film."""
        film = self._begun(name)
        width, height = (side - side % 2 for side in self.size)
        try:
            while (taken := self._waiting.get()) is not None:
                number, pixels = taken
                buffer = film.buffer()
                buffer[:] = pixels[::-1][:height, :width]
                self._free.put(pixels)
                film.put(buffer, number)
        except BaseException:
            film.abandon()
            raise
        film.close()
        return film.path
