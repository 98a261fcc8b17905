"""One exhibit on one state: locks that the system lets go of when their holder ends, however it ends.

There are two. Who keeps an exhibit up holds the first for as long as it does: a second exhibit finds it held, says so
and ends. The show holds the second. Who has the first and finds the second held has found a show whose supervisor is
gone: that one ends by itself, and is killed where it does not. Where there is no place for a lock, or no way to hold
one, the exhibit goes on without.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

from descent_game.app import log
from descent_game.app.storage import json_files
from descent_game.app.terminal.errors import MachineError

EXHIBIT, SHOW = "exhibit.lock", "show.lock"
END_WITHIN: Final = 8.0
"""Seconds that a show without a supervisor may take to end."""
POLL: Final = 0.1
"""Seconds from one look at a lock that is held to the next."""


class HeldError(Exception):
    """Another process holds the lock; `process` is its number on the machine `host`, 0 where it does not say."""

    def __init__(self, process: int, host: str) -> None:
        super().__init__(process, host)
        self.process, self.host = process, host


def take(path: Path) -> int | None:
    """Returns the open file of a lock that is now held until the file is closed; None where there can be no lock.

    Raises HeldError.
    """
    if sys.platform == "win32":
        return None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        log.logger().warning("%s: no lock can be held: %s", path, error)
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()} {socket.gethostname()}\n".encode())
    except BlockingIOError:
        process, _, host = os.read(file, 300).decode("utf-8", "replace").strip().partition(" ")
        os.close(file)
        raise HeldError(int(process) if process.isdecimal() else 0, host) from None
    except OSError as error:  # held, and cannot say by whom; or a file system that knows no locks
        log.logger().warning("%s: %s", path, error)
    return file


@contextmanager
def one_exhibit() -> Iterator[None]:
    """Gives a block within which no other exhibit runs on this state; raises MachineError where one does."""
    try:
        file = take(json_files.state_folder() / EXHIBIT)
    except HeldError as held:
        who = f" (process {held.process})" if held.process else ""
        hint = "end that one first, or start this one with an XDG_STATE_HOME of its own"
        raise MachineError(f"an exhibit runs here already{who}: {hint}") from None
    with _held(file):
        yield


@contextmanager
def one_show() -> Iterator[None]:
    """Gives a block within which no other show runs on this state: one without a supervisor is waited for, then killed.

    Only who holds the exhibit, or is started by its holder, may call this.
    """
    path, file = json_files.state_folder() / SHOW, None
    try:
        file = _waited_for(path)
    except HeldError as held:
        _kill(held)
        try:
            file = _waited_for(path)
        except HeldError:
            log.logger().warning("%s: still held by process %d; going on", path, held.process)
    with _held(file):
        yield


def _waited_for(path: Path) -> int | None:
    """Returns a lock as `take` does; raises HeldError only after it has been held for long."""
    until = time.monotonic() + END_WITHIN
    while True:
        try:
            return take(path)
        except HeldError:
            if time.monotonic() >= until:
                raise
            time.sleep(POLL)


def _kill(held: HeldError) -> None:
    """Ends a show that hangs; one on another machine is left alone."""
    if held.process and held.host == socket.gethostname():
        log.logger().warning("a show without a supervisor, process %d, does not end: killed", held.process)
        try:
            os.kill(held.process, signal.SIGKILL)
        except OSError as error:
            log.logger().warning("process %d: %s", held.process, error)


@contextmanager
def _held(file: int | None) -> Iterator[None]:
    try:
        yield
    finally:
        if file is not None:
            os.close(file)
