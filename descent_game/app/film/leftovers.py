"""What recordings left behind: parts of films whose program was killed. The next start makes films of them.

A recording notes its part in the user's own folder and locks it; the lock ends with the process, however that ends. So
a part that is noted and not locked was left.
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Collection, Iterator
from itertools import count
from pathlib import Path

import platformdirs

from descent_game.app import log
from descent_game.app.film.develop import PART, develop, discard, film_of
from descent_game.app.film.formats import FORMATS, FilmError
from descent_game.app.film.paper import Paper


def folder() -> Path:
    """Returns where recordings note their parts."""
    return Path(platformdirs.user_state_dir("descent", appauthor=False)) / "recordings"


def _note(part: Path) -> Path:
    return folder() / hashlib.sha256(str(part.resolve()).encode()).hexdigest()[:24]


def note(part: Path) -> None:
    """Notes that a part is being written; where that cannot be noted, it is found only beside the next recording."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        _note(part).write_text(str(part.resolve()), "utf-8")
    except OSError:
        return


def forget(part: Path) -> None:
    """Takes back a note."""
    try:
        _note(part).unlink(missing_ok=True)
    except OSError:
        return


def _noted() -> Iterator[Path]:
    try:
        notes = sorted(folder().iterdir())
    except OSError:
        return
    for entry in notes:
        try:
            part = Path(entry.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            continue
        if part.exists():
            yield part
        elif part.parent.exists():
            entry.unlink(missing_ok=True)


def parts(beside: Collection[Path] = ()) -> list[Path]:
    """Returns the parts that were noted, and those in these folders, whether or not they are still being written."""
    near = [part for where in beside for part in sorted(where.glob(f"*{PART}"))]
    found = {part.resolve(): part for part in (*_noted(), *near) if _is_part(part)}
    return list(found.values())


def _is_part(path: Path) -> bool:
    return path.is_file() and film_of(path) != path and film_of(path).suffix.lower() in FORMATS


def mend(beside: Collection[Path] = (), wanted: Collection[Path] = ()) -> list[Path]:
    """Makes films of what was left, none of them under a name that exists or is `wanted`; returns the films.

    What cannot be finished now, as on a full disk, stays as it is for another time.
    """
    taken = {path.resolve() for path in wanted}
    made = []
    for part in parts(beside):
        try:
            paper = Paper(part, left=True)
        except FilmError:
            continue
        try:
            film = _free(film_of(part), taken)
            if part.stat().st_size and develop(part, film):
                made.append(film)
            else:
                film.unlink(missing_ok=True)
            discard(part)
            forget(part)
        except (FilmError, OSError):
            continue
        finally:
            paper.close()
    return made


def _free(path: Path, taken: Collection[Path]) -> Path:
    """Returns the film's own name, or the next one that is free."""
    if not path.exists() and path.resolve() not in taken:
        return path
    names = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(name for name in names if not name.exists() and name.resolve() not in taken)


class Mending:
    """Makes films of what was left, in a thread and only if anything was, while the show begins."""

    def __init__(self) -> None:
        self._made: queue.SimpleQueue[Path] = queue.SimpleQueue()
        if parts():
            threading.Thread(target=self._work, name="mending", daemon=True).start()

    def _work(self) -> None:
        for film in mend():
            log.logger().info("%s: made of what an earlier recording left", film)
            self._made.put(film)

    def all_told(self) -> Iterator[tuple[bool, str, int]]:
        """Yields the films that have been made, as `Filming` tells of its own."""
        while not self._made.empty():
            yield True, str(self._made.get()), 0
