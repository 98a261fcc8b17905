"""An exhibit under its supervisor, on a screen of its own: Xvfb's, whose pixels lie in a file."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from descent_game.app import log
from descent_game.app.exhibit.beat import Beat, parsed_beat

Picture: TypeAlias = npt.NDArray[np.int16]
Found = TypeVar("Found")
PATIENCE = 180.0
"""Seconds after which something that should have happened is held never to."""
WIDTH, HEIGHT, MOVED = 640, 400, 5
NEAR, REST = 2.0, 0.01
"""Shades of 255 by which two pictures of one state, and two of one at rest, may differ on average."""
EXHIBIT = """
languages = ["en", "pl"]
[idle]
seconds = 3600
[attract]
seconds = 10
"""


class Screen:
    """The screen, as what stands in its file; `xdotool` presses the keys before it."""

    def __init__(self, folder: Path) -> None:
        words = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder)]
        self._server = subprocess.Popen(
            [*words, "-nolisten", "tcp"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self._server.stdout is not None
        self.display = f":{self._server.stdout.readline().strip()}"
        file = folder / "Xvfb_screen0"
        head = int.from_bytes(file.read_bytes()[:4], "big") + 12 * 256  # X11/XWDFile.h: the head, then its colours
        self._pixels = np.memmap(file, np.uint8, "r", head, (HEIGHT, WIDTH, 4))

    def picture(self) -> Picture:
        """Returns what is to be seen, in shades of gray."""
        gray: Picture = self._pixels[..., :3].mean(axis=2).astype(np.int16)
        return gray

    def shows(self, wanted: Picture) -> bool:
        """Returns whether that is to be seen, perhaps a few pixels off: an exhibit moves it against burn-in."""
        now, inner = self.picture(), wanted[MOVED:-MOVED:3, MOVED:-MOVED:3]
        for down, right in sorted(product(range(-MOVED, MOVED), repeat=2), key=lambda at: at[0] ** 2 + at[1] ** 2):
            there = now[MOVED + down : HEIGHT - MOVED + down : 3, MOVED + right : WIDTH - MOVED + right : 3]
            if np.abs(there - inner).mean() < NEAR:
                return True
        return False

    def still(self) -> Picture:
        """Returns what is seen when it has been at rest for seconds: so rare are the pictures of a busy machine."""
        before, rest = self.picture(), 0
        for _ in range(round(PATIENCE)):
            time.sleep(1.0)
            now = self.picture()
            rest = rest + 1 if np.abs(now - before).mean() < REST and now.std() > NEAR else 0
            if rest == 4:
                return now
            before = now
        raise AssertionError("it does not come to rest")

    def press(self, *keys: str) -> None:
        """Presses keys, one after the other."""
        words = [word for key in keys for word in ("key", key, "sleep", "0.4")]
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": self.display}, check=True, timeout=PATIENCE)

    def close(self) -> None:
        """Takes the screen away."""
        self._server.kill()
        self._server.communicate()


class Kept:
    """The supervisor, as a museum starts it, and the shows that it starts."""

    def __init__(self, screen: Screen, home: Path) -> None:
        self._told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._told.bind(str(home / "n"))
        self._pictures: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()
        exhibit = home / "exhibit.toml"
        exhibit.write_text(EXHIBIT)
        around = {
            name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
        }
        words = [sys.executable, "-m", "descent_game", "--exhibit", str(exhibit), "--supervised", "--quality", "high"]
        self.process = subprocess.Popen(
            words,
            env={**around, "DISPLAY": screen.display, "NOTIFY_SOCKET": str(home / "n")},
            stderr=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> None:
        """Waits for the first beat of a show: its first picture."""
        self._pictures.get(timeout=PATIENCE)

    def _listen(self) -> None:
        """Takes what is told at once: a full socket loses the rest."""
        while word := self._told.recv(256):
            if word == b"READY=1":
                self._pictures.put(word)

    def show(self, but: int = 0) -> int:
        """Returns the process of the show, once there is one other than `but`."""

        def last() -> int:
            begun = [line for line in self.log() if " begin: " in line]
            process = int(begun[-1].partition("process ")[2].partition(",")[0]) if begun else 0
            return process if process != but else 0

        return waited(last)

    def resumed(self, show: int) -> Beat:
        """Returns what the show was told to show again."""
        mark = f"begin: process {show}, "
        line = waited(lambda: next((line for line in self.log() if mark in line), ""))
        assert ", safe" not in line
        beat = parsed_beat(line[line.index("{") :])
        assert beat is not None
        return beat

    def log(self) -> list[str]:
        """Returns the lines of the supervisor's log."""
        return log.path("supervisor").read_text("utf-8").splitlines()

    def end(self) -> None:
        """Asks the supervisor to end, and waits until it has, well."""
        self.process.send_signal(signal.SIGTERM)
        _, said = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == 130
        assert "Traceback" not in said

    def gone(self) -> None:
        """Sees to it that nothing of it is left."""
        self.process.kill()
        self.process.communicate()
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ours:
            ours.sendto(b"", self._told.getsockname())  # nobody listens any more
        self._listening.join()
        self._told.close()


def waited(found: Callable[[], Found]) -> Found:
    """Returns what was found at last."""
    end = time.monotonic() + PATIENCE
    while not (it := found()):
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)
    return it


@contextmanager
def exhibited(home: Path) -> Iterator[tuple[Screen, Kept]]:
    """Gives a screen with an exhibit on it that plays by itself."""
    screen = Screen(home)
    kept = Kept(screen, home)
    try:
        kept.ready()
        yield screen, kept
        kept.end()
    finally:
        kept.gone()
        screen.close()
