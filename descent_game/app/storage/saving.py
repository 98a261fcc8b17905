"""Files written in threads, so that the show does not stop for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from descent_game.app import log

MOST = 8
"""Files written at a time; more of them wait."""
Saved: TypeAlias = tuple[Path, int]
"""A file that was written, and how many pictures it lacks."""


class Saving:
    """State: what is being written, and what has been and was not told yet."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(MOST, "saving")
        self._works: list[Future[Saved | None]] = []

    def start(self, work: Callable[[], Saved | None]) -> None:
        """Begins work that writes a file, if there is any to write; it may raise OSError."""
        self._works.append(self._pool.submit(work))

    def all_told(self) -> Iterator[tuple[bool, str, int]]:
        """Yields, of each file, whether it was written, its name or why not, and how many pictures it lacks."""
        for work in [work for work in self._works if work.done()]:
            self._works.remove(work)
            try:
                if (saved := work.result()) is not None:
                    yield True, str(saved[0]), saved[1]
            except OSError as error:
                yield False, str(error), 0
            except Exception as error:  # whatever it is, it is told and ends no show
                log.fault(error)
                yield False, f"{type(error).__name__}: {error}", 0

    def close(self) -> None:
        """Waits until all is written."""
        self._pool.shutdown()
