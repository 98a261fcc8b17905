"""An exhibit killed and stopped under its supervisor, on a screen of its own: soon there is the same picture again.

The screen is Xvfb's, whose pixels lie in a file. The visitor there has chosen another scene, another language and other
values, and reads. Fifty kills and ten stops with --long; a few each time. How long each took is printed (-s).
"""

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
from functools import partial
from itertools import product
from pathlib import Path
from shutil import which
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from descent_game.app import keeping, log
from descent_game.app.exhibit.status import Beat, heard

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
    """The screen, as what stands in its file; `xdotool` is the hands before it."""

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
        """What is to be seen, in shades of gray."""
        gray: Picture = self._pixels[..., :3].mean(axis=2).astype(np.int16)
        return gray

    def shows(self, wanted: Picture) -> bool:
        """Whether that is to be seen, moved by a few pixels or not: an exhibit moves its picture against burn-in."""
        now, inner = self.picture(), wanted[MOVED:-MOVED:3, MOVED:-MOVED:3]
        for down, right in sorted(product(range(-MOVED, MOVED), repeat=2), key=lambda at: at[0] ** 2 + at[1] ** 2):
            there = now[MOVED + down : HEIGHT - MOVED + down : 3, MOVED + right : WIDTH - MOVED + right : 3]
            if np.abs(there - inner).mean() < NEAR:
                return True
        return False

    def still(self) -> Picture:
        """What is to be seen when it has been at rest for some seconds: a busy machine's pictures are seconds apart."""
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
        words = [word for key in keys for word in ("key", key, "sleep", "0.4")]
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": self.display}, check=True, timeout=PATIENCE)

    def close(self) -> None:
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
        """The process of the show, once there is one other than `but`."""

        def last() -> int:
            begun = [line for line in self.log() if " begin: " in line]
            process = int(begun[-1].partition("process ")[2].partition(",")[0]) if begun else 0
            return process if process != but else 0

        return waited(last)

    def resumed(self, show: int) -> Beat:
        """What the show was told to show again."""
        mark = f"begin: process {show}, "
        line = waited(lambda: next((line for line in self.log() if mark in line), ""))
        assert ", safe" not in line
        beat = heard(line[line.index("{") :])
        assert beat is not None
        return beat

    def log(self) -> list[str]:
        return log.path("supervisor").read_text("utf-8").splitlines()

    def end(self) -> None:
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
    """What was found at last."""
    end = time.monotonic() + PATIENCE
    while not (it := found()):
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.02)
    return it


@contextmanager
def exhibited(home: Path) -> Iterator[tuple[Screen, Kept]]:
    """A screen with an exhibit on it that plays by itself."""
    screen = Screen(home)
    kept = Kept(screen, home)
    try:
        kept.ready()
        yield screen, kept
        kept.end()
    finally:
        kept.gone()
        screen.close()


def visited(screen: Screen) -> Picture:
    """Wakes the exhibit, goes to the second scene, chooses the other language, opens the reading; returns the sight.

    Not before it has told twice that it is there: on a busy machine a picture may be at rest because there is no next.
    """
    screen.press("space", "2", "F2", "Right", "Escape", "b")
    file = keeping.state_folder() / "status.json"
    for _ in range(3):
        before = keeping.kept(file).get("time")
        waited(partial(_newer, file, before))
    assert keeping.kept(file)["scene"] == "gallery"
    return screen.still()


def _newer(file: Path, before: object) -> bool:
    return keeping.kept(file).get("time") not in (None, before)


def told(name: str, seconds: list[float]) -> None:
    """Prints how long it took to be back."""
    low, middle, high = min(seconds), float(np.median(seconds)), max(seconds)
    print(f"\n{name}, {len(seconds)} times: back after {low:.2f} to {high:.2f} s, median {middle:.2f} s")
    print(" ".join(f"{value:.2f}" for value in sorted(seconds)))


def counted(home: Path) -> int:
    """How many shows have begun, by the counters."""
    return int(str(keeping.kept(keeping.state_folder() / "counters.json")["starts"]))


def spent(process: int) -> float:
    """How many seconds of processor time a process has used."""
    numbers = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def killed(screen: Screen, kept: Kept, sight: Picture, times: int) -> Iterator[tuple[float, float, Beat]]:
    """Kills the show so often at any moment; yields after how many seconds the same was to be seen, what was shown.

    Between the two stands how much processor time the next show took for it, which no other work changes.
    """
    chance = np.random.default_rng(50)
    for _ in range(times):
        time.sleep(chance.uniform(0.0, 4.0))
        show, began = kept.show(), time.monotonic()
        os.kill(show, signal.SIGKILL)
        again = kept.show(but=show)
        before = spent(again)
        assert not screen.shows(sight), "what was there is gone"
        waited(lambda: screen.shows(sight))
        took = time.monotonic() - began
        work = spent(again) - before
        kept.ready()
        yield took, work, kept.resumed(again)


if which("Xvfb") and which("xdotool"):

    def test_a_visitor_of_an_exhibit_that_is_killed_finds_everything_again(
        length: Callable[..., int], home: Path
    ) -> None:
        times = length("crash", 2, 50)
        with exhibited(home) as (screen, kept):
            sight = visited(screen)
            time.sleep(2.0)  # until a beat has told of it
            seconds, work, beats = zip(*killed(screen, kept, sight, times), strict=True)
        assert set(beats) == {beats[0]}
        beat = beats[0]
        assert (beat.what.partition("?")[0], beat.language, beat.visit) == ("gallery", "pl", True)
        assert beat.reading
        assert counted(home) == times + 1
        told("killed", list(seconds))
        told("the same in processor time", list(work))

    def test_an_exhibit_that_is_killed_while_it_plays_by_itself_goes_on_with_the_same_turn(
        length: Callable[..., int], home: Path
    ) -> None:
        with exhibited(home) as (screen, kept):
            status = keeping.state_folder() / "status.json"
            waited(lambda: keeping.kept(status).get("scene", "race") != "race")  # the second turn
            for _ in range(length("crash-alone", 1, 5)):
                show = kept.show()
                os.kill(show, signal.SIGKILL)
                beat = kept.resumed(kept.show(but=show))
                assert not beat.visit and beat.turn >= 1
                kept.ready()
                assert waited(lambda: screen.picture().std() > NEAR)

    def test_an_exhibit_that_is_stopped_goes_on_with_what_was_done_meanwhile(
        length: Callable[..., int], home: Path
    ) -> None:
        """A key is pressed that opens or closes the reading: when that is to be seen, the picture is back."""
        seconds = []
        with exhibited(home) as (screen, kept):
            sights = [visited(screen)]
            screen.press("b")
            sights.append(screen.still())
            assert not screen.shows(sights[0])
            show = kept.show()
            for number in range(length("stops", 1, 10)):
                began = time.monotonic()
                os.kill(show, signal.SIGSTOP)
                screen.press("b")
                waited(partial(screen.shows, sights[number % 2]))
                seconds.append(time.monotonic() - began)
                assert kept.show() == show, "it was woken, not started again"
        told("stopped", seconds)

    def test_an_exhibit_that_cannot_be_woken_is_started_again_where_it_was(home: Path) -> None:
        with exhibited(home) as (screen, kept):
            sight = visited(screen)
            time.sleep(2.0)
            show, began = kept.show(), time.monotonic()
            pinned = threading.Thread(target=_hold, args=(show,))
            pinned.start()
            again = kept.show(but=show)
            pinned.join()
            waited(lambda: screen.shows(sight))
            told("hung", [time.monotonic() - began])
            assert kept.resumed(again).language == "pl"


def _hold(process: int) -> None:
    """Stops a process again and again, until it is gone."""
    while True:
        try:
            os.kill(process, signal.SIGSTOP)
        except ProcessLookupError:
            return
        time.sleep(0.002)
