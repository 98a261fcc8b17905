"""Pictures of the screen, written in a thread so that the show does not stop for them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs

from descent_game.app import output, png


def folder() -> Path:
    """Returns where pictures of the screen go: an own folder among the user's pictures."""
    return Path(platformdirs.user_pictures_dir()) / "The Descent"


class Snapshots:
    """Writes pictures one after another; `told` gives the files that have been written, or why not."""

    def __init__(self) -> None:
        self._told: queue.SimpleQueue[tuple[bool, str]] = queue.SimpleQueue()

    def save(self, pixels: npt.NDArray[np.uint8], scene: str, about: Mapping[str, str], now: datetime) -> None:
        """Begins to write `pixels`, (height, width, 3), rows from the top, under the scene's name and the time."""
        name = f"{scene} {now:%Y-%m-%d %H.%M.%S}"
        threading.Thread(target=self._write, args=(pixels, name, dict(about)), name="snapshot").start()

    def _write(self, pixels: npt.NDArray[np.uint8], name: str, about: dict[str, str]) -> None:
        try:
            folder().mkdir(parents=True, exist_ok=True)
            path = output.unused(folder(), name, ".png")
            png.write(path, pixels, about)
        except OSError as error:
            self._told.put((False, str(error)))
        else:
            self._told.put((True, str(path)))

    def all_told(self) -> Iterator[tuple[bool, str, int]]:
        """Yields what `told` tells, as long as there is something new; no picture is ever left out."""
        while (told := self.told()) is not None:
            yield (*told, 0)

    def told(self) -> tuple[bool, str] | None:
        """Returns whether a picture was saved and its file, or why not; None while there is nothing new."""
        try:
            return self._told.get_nowait()
        except queue.Empty:
            return None
