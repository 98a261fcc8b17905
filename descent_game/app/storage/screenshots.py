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

from descent_game.app import log
from descent_game.app.storage import json_files, output_files, png


def folder() -> Path:
    """Returns where pictures of the screen go: an own folder among the user's pictures."""
    return json_files.users_folder(platformdirs.user_pictures_dir, "Pictures")


class Snapshots:
    """Writes pictures, each in a thread of its own; `all_told` gives the files that have been written, or why not."""

    def __init__(self) -> None:
        self._told: queue.SimpleQueue[tuple[bool, str, int]] = queue.SimpleQueue()

    def save(self, pixels: npt.NDArray[np.uint8], scene: str, about: Mapping[str, str], now: datetime) -> None:
        """Begins to write `pixels`, (height, width, 3), rows from the top, under the scene's name and the time."""
        name = output_files.dated(scene, now)
        threading.Thread(target=self._write, args=(pixels, name, dict(about)), name="snapshot").start()

    def _write(self, pixels: npt.NDArray[np.uint8], name: str, about: dict[str, str]) -> None:
        try:
            path = output_files.add(folder(), name, ".png", png.encoded(pixels, about))
        except OSError as error:
            self._told.put((False, str(error), 0))
        except Exception as error:  # whatever it is, it is told and ends no show
            log.fault(error)
            self._told.put((False, f"{type(error).__name__}: {error}", 0))
        else:
            self._told.put((True, str(path), 0))

    def all_told(self) -> Iterator[tuple[bool, str, int]]:
        """Yields, of each picture, whether it was saved, its file or why not, and that none was left out (0)."""
        while not self._told.empty():
            yield self._told.get()
