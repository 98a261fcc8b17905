"""Where pictures go: each kind of sink writes them in threads of its own, so that drawing goes on meanwhile."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np

from descent_game.app.film.encoder import Pixels


class Sink:
    """Takes pictures one after another; `put` waits while all its buffers are being written, `close` for the last."""

    def __init__(self, size: tuple[int, int], buffers: int = 1, workers: int = 1) -> None:
        width, height = size
        self.pictures = 0
        self._free = deque(np.empty((height, width, 4), np.uint8) for _ in range(buffers))
        self._busy: deque[tuple[Future[None], Pixels]] = deque()
        self._pool = ThreadPoolExecutor(workers, "pictures")

    @property
    def ready(self) -> bool:
        """Whether a picture can be put without waiting."""
        return bool(self._free) or self._busy[0][0].done()

    def put(self, pixels: Pixels, number: int | None = None) -> None:
        """Takes a copy of a picture, (height, width, 4), by itself the one after that before.

        Raises FilmError, or what else was wrong, where an earlier one could not be written.
        """
        if not self._free:
            self._reclaim()
        buffer = self._free.pop()
        buffer[:] = pixels
        number = self.pictures if number is None else number
        self._busy.append((self._pool.submit(self._write, buffer, number), buffer))
        self.pictures = number + 1

    def _reclaim(self) -> None:
        """Waits for the oldest picture; what went wrong with it is raised again for whoever asks again."""
        self._busy[0][0].result()
        self._free.append(self._busy.popleft()[1])

    def close(self) -> None:
        """Waits until all is written; raises FilmError if any of it could not be."""
        while self._busy:
            self._reclaim()
        self._pool.shutdown()

    def abandon(self) -> None:
        """Lets go of what is written, once nobody is at it any more."""
        self._pool.shutdown(cancel_futures=True)

    def _write(self, pixels: Pixels, number: int) -> None:
        raise NotImplementedError
