"""An exhibit on a display of its own (Xvfb), driven from outside by xdotool, where both are installed."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import which

from descent_game.app.exhibit.beat import Beat, parsed_beat
from descent_game.app.exhibit.pin import hashed
from descent_game.app.show.stage import scene_names

PATIENCE = 120.0
"""Seconds after which something that should have happened is held never to."""
EXHIBIT = f"""
[idle]
seconds = 3600

[operator]
pin = "{hashed("97531", bytes(16))}"
"""


class Kiosk:
    """The exhibit on an empty screen; its beats say what it shows."""

    def __init__(self, display: str, folder: Path) -> None:
        unset = ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
        around = {name: value for name, value in os.environ.items() if name not in unset}
        self._around = {**around, "DISPLAY": display, "HOME": str(folder), "PYTHONUNBUFFERED": "1"}
        (folder / "exhibit.toml").write_text(EXHIBIT)
        words = [sys.executable, "-W", "error", "-m", "descent_game", "play", "--beat"]
        words += ["--exhibit", str(folder / "exhibit.toml")]
        self.process = subprocess.Popen(
            words, env=self._around, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self._beats: queue.SimpleQueue[Beat] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            beat = parsed_beat(line)
            if beat is not None:
                self._beats.put(beat)

    def tool(self, *words: str) -> str:
        """Runs xdotool and returns what it says."""
        done = subprocess.run(["xdotool", *words], env=self._around, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def shows(self, scene: str, *, visit: bool) -> Beat:
        """Waits until a beat says that this is shown; what came before is forgotten."""
        while not self._beats.empty():
            self._beats.get()
        end = time.monotonic() + PATIENCE
        beat = None
        while time.monotonic() < end:
            assert self.process.poll() is None, self.process.stderr.read() if self.process.stderr else ""
            beat = self._beats.get(timeout=PATIENCE)
            if beat.visit == visit and beat.what.partition("?")[0] == scene:
                return beat
        raise AssertionError(f"it never came to be: {beat}")


def screens() -> Iterator[str]:
    """Yields a display of its own, and takes it away again."""
    words = ["Xvfb", "-displayfd", "1", "-screen", "0", "640x400x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout is not None
        yield f":{server.stdout.readline().strip()}"
    finally:
        server.kill()
        server.communicate()


def hold_the_staff_gesture(kiosk: Kiosk) -> None:
    keys = ("ctrl", "alt", "shift", "q")
    down = [word for key in keys for word in ("keydown", key)]
    up = [word for key in reversed(keys) for word in ("keyup", key)]
    kiosk.tool(*down, "sleep", "4", *up)


def only_the_staff_gesture_leads_out(kiosk: Kiosk) -> None:
    """Any input ends the loop; nothing that a visitor can press ends the exhibit; the staff gesture and the PIN do."""
    first, second = scene_names()[:2]
    kiosk.shows(first, visit=False)
    kiosk.tool("key", "2")
    kiosk.shows(first, visit=True)  # the key that woke it did nothing else
    for key in ("Escape", "alt+F4", "F11", "alt+Return", "ctrl+q", "ctrl+c", "ctrl+alt+shift+q", "super+d", "F12"):
        kiosk.tool("key", key, "sleep", "0.2")
    kiosk.tool("key", "2")
    kiosk.shows(second, visit=True)
    hold_the_staff_gesture(kiosk)
    for digits in ("11111", "97531"):
        kiosk.tool(*[word for digit in digits for word in ("key", digit, "sleep", "0.15")])
    for _ in range(8):  # language, three sliders, self test, keep, start again, quit
        kiosk.tool("key", "Tab", "sleep", "0.15")
    kiosk.tool("key", "Return")
    _, said = kiosk.process.communicate(timeout=PATIENCE)
    assert kiosk.process.returncode == 0
    assert said == ""


def with_a_kiosk(folder: Path) -> None:
    for display in screens():
        kiosk = Kiosk(display, folder)
        try:
            only_the_staff_gesture_leads_out(kiosk)
        finally:
            kiosk.process.kill()
            kiosk.process.wait()


if which("Xvfb") and which("xdotool"):

    def test_only_the_staff_gesture_leads_out_of_a_kiosk(tmp_path: Path) -> None:
        with_a_kiosk(tmp_path)
