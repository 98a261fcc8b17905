"""What recordings left behind: parts of films whose program was killed.

The next start makes films of what was captured from the screen, and removes what can be rendered again, bit for bit.

A recording notes its part in the user's own folder and locks it; the lock ends with the process, however that ends. So
a part that is noted and not locked was left.
"""

from __future__ import annotations

import hashlib
import os
import queue
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import platformdirs

from descent_game.app import log
from descent_game.app.film.encoder import told
from descent_game.app.film.formats import FORMATS, FilmError
from descent_game.app.film.part_file import PartFile
from descent_game.app.film.remux import PART, discard, film_of, has_pictures, remux
from descent_game.app.film.soundtrack import beside
from descent_game.app.storage import input_files, output_files

ASIDE: Final = ".aside.mp4"
"""What the name of a part ends in of which no film can be made."""
RENDERED: Final = ".rendered"
"""What the note of a part ends in that can be rendered again."""
LONGEST: Final = 10_000
"""Bytes of the longest path in a note."""


def folder() -> Path:
    """Returns where recordings note their parts."""
    return Path(platformdirs.user_state_dir("descent", appauthor=False)) / "recordings"


def _note(part: Path, *, rendered: bool = False) -> Path:
    return folder() / (hashlib.sha256(os.fsencode(_place(part))).hexdigest()[:24] + (RENDERED if rendered else ""))


def _place(path: Path) -> str:
    """Returns a path as one string, whatever links lead to it."""
    return os.path.realpath(path)


def note(part: Path, *, rendered: bool = False) -> None:
    """Notes that a part is being written, and whether it is `rendered`: then no film is made of it if it is left.

    Where that cannot be noted, it is found only beside the next recording.
    """
    try:
        folder().mkdir(parents=True, exist_ok=True)
        _note(part, rendered=rendered).write_bytes(os.fsencode(_place(part)))
    except OSError:
        return


def forget(part: Path) -> None:
    """Takes back a note."""
    with suppress(OSError):
        _note(part).unlink(missing_ok=True)
        _note(part, rendered=True).unlink(missing_ok=True)


def _noted() -> Iterator[Path]:
    try:
        notes = sorted(folder().iterdir())
    except OSError:
        return
    for entry in notes:
        try:
            part = Path(os.fsdecode(input_files.content(entry, LONGEST)))
        except (OSError, ValueError):
            continue
        if os.path.exists(part):
            yield part
        elif os.path.isdir(part.parent):
            with suppress(OSError):
                entry.unlink(missing_ok=True)


def parts(beside: Collection[Path] = ()) -> list[Path]:
    """Returns the parts that were noted, and those in these folders, whether or not they are still being written."""
    near = [part for where in beside for part in _within(where)]
    found = {_place(part): part for part in (*_noted(), *near) if _is_part(part)}
    return list(found.values())


def _within(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [folder / name for name in sorted(os.listdir(folder)) if name.endswith(PART)]
    return []


def _is_part(path: Path) -> bool:
    if os.path.islink(path) or not os.path.isfile(path):
        return False
    return film_of(path) != path and film_of(path).suffix.lower() in FORMATS


def mend(
    beside: Collection[Path] = (), wanted: Collection[Path] = (), lost: Callable[[str], None] | None = None
) -> list[Path]:
    """Makes films of what was captured and left, none under a name that exists or is `wanted`; returns the films.

    What was rendered and left is removed.

    What cannot be finished now, as on a full disk, stays as it is for another time. What can never be is set aside
    under another name, and `lost` is told so in a line.
    """
    taken = {_place(path) for path in wanted}
    made = []
    for part in parts(beside):
        try:
            part_file = PartFile(part, left=True)
        except FilmError:
            continue
        try:
            film = _mended(part, taken)
            if film is not None:
                made.append(film)
        except Exception as error:  # whatever it is, it must not stop the work of today
            words = None if _another_time(error) else _set_aside(part, error)
            if words is not None:
                log.logger().warning("%s", words, exc_info=error)
                if lost is not None:
                    lost(words)
        finally:
            part_file.close()
    return made


def _mended(part: Path, taken: Collection[str]) -> Path | None:
    """Makes a film of a part and returns it; None where it has no picture or can be rendered again. The part goes."""
    film: Path | None = None
    rendered = os.path.lexists(_note(part, rendered=True))
    if not rendered and part.stat().st_size and has_pictures(part):
        film = _free(film_of(part), taken)
        remux(part, film)
    discard(part)
    forget(part)
    return film


def _another_time(error: Exception) -> bool:
    """Returns whether it was the system that could not, and not the part."""
    cause = error.__cause__ if isinstance(error, FilmError) else error
    return isinstance(cause, OSError | MemoryError)


def _set_aside(part: Path, error: Exception) -> str | None:
    """Gives a part another name, under which it is no part any more, and returns what to say; None if it stays."""
    film = film_of(part)
    aside = output_files.unused(part.parent, film.name, ASIDE)
    try:
        part.rename(aside)
        sounds = beside(part)
        if os.path.lexists(sounds):
            sounds.rename(beside(aside))
    except OSError:
        return None
    forget(part)
    return f"{film}: an earlier capture left what no film can be made of ({told(error)}); it is now {aside.name}"


def _free(path: Path, taken: Collection[str]) -> Path:
    """Returns the film's own name, or the next one that is free."""
    names = output_files.names(path.parent, path.stem, path.suffix)
    return next(name for name in names if not os.path.lexists(name) and _place(name) not in taken)


class Recovery:
    """Makes films of what was left, in a thread and only if anything was, while the show begins."""

    def __init__(self) -> None:
        self._told: queue.SimpleQueue[tuple[bool, str, int]] = queue.SimpleQueue()
        if parts():
            threading.Thread(target=self._work, name="recovery", daemon=True).start()

    def _work(self) -> None:
        for film in mend(lost=lambda words: self._told.put((False, words, 0))):
            log.logger().info("%s: made of what an earlier capture left", film)
            self._told.put((True, str(film), 0))

    def all_told(self) -> Iterator[tuple[bool, str, int]]:
        """Yields the films that have been made, and what none could be made of, as `ScreenCapture` tells of its own."""
        while not self._told.empty():
            yield self._told.get()
