"""What captures of the screen left behind: parts whose program was killed. The next start makes films of them.

A capture locks its part; the lock ends with the process, however that ends. So a part that is not locked was left. A
film that is rendered offline leaves nothing: it can be made again, bit for bit.
"""

from __future__ import annotations

import os
import sys
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Final

import platformdirs

from descent_game.app import log
from descent_game.app.film.formats import FilmError
from descent_game.app.film.remux import has_pictures, remux
from descent_game.app.storage import json_files, output_files
from descent_game.app.storage.saving import Saved, Saving

if sys.platform != "win32":
    import fcntl

ENDING: Final = ".mp4"
PART: Final = ".mp4.part.mp4"
"""What the name of a film ends in, and while it is being captured: so it plays, too."""
ASIDE: Final = ".aside.mp4"
"""What the name of a part ends in of which no film can be made."""


def folder() -> Path:
    """Returns where films of the screen go: an own folder among the user's films."""
    return json_files.users_folder(platformdirs.user_videos_dir, "Videos")


def locked(part: Path, mode: str) -> FileIO:
    """Returns a part open and locked, until it is closed or the process ends; raises OSError where somebody has it."""
    file = FileIO(part, mode)
    if sys.platform != "win32":
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise
    return file


def parts() -> list[Path]:
    """Returns the parts in the folder of films, whether or not they are still being written."""
    try:
        return sorted(path for path in folder().iterdir() if path.name.endswith(PART))
    except OSError:
        return []


def start(saving: Saving) -> None:
    """Begins to make films of what was left, if anything was."""
    for part in parts():
        saving.start(partial(rescue, part))


def rescue(part: Path) -> Saved | None:
    """Makes a film of a part, in place of it, and returns the film, if there is any picture in it.

    None too for one that is still being written, or cannot be finished now, as on a full disk: it stays as it is. One
    that can never be finished gets another name, and FilmError says so.
    """
    stem = part.name.removesuffix(PART)
    try:
        with locked(part, "r+") as file:
            film = _film(file, part.parent, stem)
            part.unlink()
    except Exception as error:  # whatever it is, it must not stop the work of today
        if isinstance(error.__cause__ if isinstance(error, FilmError) else error, OSError | MemoryError):
            return None
        aside = output_files.unused(part.parent, stem + ENDING, ASIDE)
        part.rename(aside)
        lost = f"an earlier capture left what no film can be made of ({error}); it is now {aside.name}"
        log.logger().warning("%s: %s", part, lost, exc_info=error)
        raise FilmError(f"{part.with_name(stem + ENDING)}: {lost}") from error
    if film is None:
        return None
    log.logger().info("%s: made of what an earlier capture left", film)
    return film, 0


def _film(part: FileIO, folder: Path, stem: str) -> Path | None:
    if not os.fstat(part.fileno()).st_size or not has_pictures(part):
        return None
    film = output_files.unused(folder, stem, ENDING)
    remux(part, film)
    return film
