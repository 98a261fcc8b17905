"""A real window on a display of its own (Xvfb), driven from outside by xdotool, where both are installed."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest

SCREEN = (1000, 700)
PATIENCE = 60.0
"""Seconds after which something that should have happened is held never to."""
PROGRAM = """
import json, os, sys
from descent_game.app import live
from descent_game.app.cli import main
from descent_game.app.input.window import Window

shows, run, show_picture = [], live.Visit.run, Window.show

def begun(self):
    shows.append(self)
    run(self)

def told(self, *how):
    show_picture(self, *how)
    assert self.context.error == "GL_NO_ERROR"
    if not shows:
        return  # it is the title
    stage = shows[-1].stage
    scene, page = stage.scene, stage.page
    pose = scene.orbit.pose
    x, y, _ = scene.orbit.camera(1.0).project(scene.start)
    state = {
        "start": scene.race.start, "size": [page.width, page.height], "rate": scene.controls.number("learning_rate"),
        "pixel": [(float(x) + 1) / 2 * page.width - 0.5, (1 - float(y)) / 2 * page.height - 0.5],
        "yaw": pose.yaw, "pitch": pose.pitch, "zoom": pose.zoom, "offset": pose.offset, "paused": scene.paused,
        "still": not scene.orbit.moving, "open": stage.overlays.open, "fullscreen": self.fullscreen,
    }
    with open(sys.argv[1] + ".part", "w") as file:
        json.dump(state, file)
    os.replace(sys.argv[1] + ".part", sys.argv[1])

live.Visit.run, Window.show = begun, told
sys.exit(main(["race", "--size", "800x500", "--set", "learning_rate=0.02"]))
"""

State = dict[str, Any]


class Driven:
    """The program in a window on an empty screen without a window manager."""

    def __init__(self, display: str, folder: Path) -> None:
        self._path = folder / "state.json"
        self._display = display
        unset = ("WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
        surroundings = {name: value for name, value in os.environ.items() if name not in unset}
        surroundings |= {"DISPLAY": display, "HOME": str(folder)}
        words = [sys.executable, "-W", "error", "-c", PROGRAM, str(self._path)]
        self.process = subprocess.Popen(words, env=surroundings, stderr=subprocess.PIPE, text=True)
        self._window = ""

    def find(self) -> None:
        """Waits for the first picture, and for the window."""
        self.wait(lambda state: True)
        self._window = self.tool("search", "--onlyvisible", "--class", "descent").split()[-1]

    def tool(self, *words: str) -> str:
        """Runs xdotool and returns what it says."""
        surroundings = {**os.environ, "DISPLAY": self._display}
        done = subprocess.run(["xdotool", *words], env=surroundings, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def at(self, x: float, y: float, *words: str) -> None:
        """Moves the pointer to a pixel of the window, then does what the words say."""
        self.tool("mousemove", "--window", self._window, str(round(x)), str(round(y)), "sleep", "0.1", *words)

    def resize(self, width: int, height: int) -> None:
        """Gives the window another size, as a window manager would."""
        self.tool("windowsize", self._window, str(width), str(height))

    def wait(self, holds: Callable[[State], bool]) -> State:
        """Returns the state once something holds in it."""
        end = time.monotonic() + PATIENCE
        state: State = {}
        while time.monotonic() < end:
            if self.process.poll() is not None:
                pytest.fail(f"the program ended: {self.process.communicate()[1]}")
            if self._path.exists():
                state = json.loads(self._path.read_text("utf-8"))
                if holds(state):
                    return state
            time.sleep(0.02)
        pytest.fail(f"it never came to be: {state}")


@pytest.fixture
def driven(tmp_path: Path) -> Iterator[Driven]:
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    program = None
    try:
        program = Driven(f":{server.stdout.readline().strip()}", tmp_path)
        program.find()
        yield program
    finally:
        for process in (program.process if program else None, server):
            if process is not None:
                process.kill()
                process.communicate()


def a_visit_by_hand(driven: Driven) -> None:
    """A click drops, a drag orbits, the wheel zooms, F11 toggles, another size keeps everything, Escape asks."""
    first = driven.wait(lambda state: True)
    driven.at(430, 260, "click", "1")
    dropped = driven.wait(lambda state: state["start"] != first["start"])
    assert math.dist(dropped["pixel"], (430, 260)) < 1.0, dropped

    driven.at(400, 240, "mousedown", "1")
    for _ in range(6):
        driven.tool("mousemove_relative", "--", "9", "4", "sleep", "0.05")
    driven.tool("sleep", "0.3", "mouseup", "1")
    turned = driven.wait(lambda state: state["yaw"] != dropped["yaw"] and state["still"])
    assert turned["start"] == dropped["start"]
    assert turned["pitch"] > dropped["pitch"]

    driven.at(420, 250, "click", "4", "click", "4", "click", "4")
    near = driven.wait(lambda state: state["zoom"] < 0.7 and state["still"])
    assert near["start"] == dropped["start"]
    driven.at(440, 270, "click", "1")
    again = driven.wait(lambda state: state["start"] != dropped["start"])
    assert math.dist(again["pixel"], (440, 270)) < 1.0, again

    def kept(state: State) -> bool:
        return all(state[name] == again[name] for name in ("start", "yaw", "pitch", "zoom", "offset", "rate"))

    driven.tool("key", "F11")
    assert kept(driven.wait(lambda state: state["fullscreen"] and state["size"] == list(SCREEN)))
    driven.tool("key", "F11")
    assert kept(driven.wait(lambda state: not state["fullscreen"] and state["size"] == [800, 500]))
    driven.resize(640, 600)
    assert kept(driven.wait(lambda state: state["size"] == [640, 600]))
    driven.at(320, 260, "key", "space")
    assert kept(driven.wait(lambda state: state["paused"]))
    driven.tool("key", "Escape")
    driven.wait(lambda state: state["open"] == "leave")
    driven.tool("key", "Return")
    assert driven.process.wait(PATIENCE) == 0
    assert driven.process.stderr is not None
    assert driven.process.stderr.read() == ""


if which("Xvfb") and which("xdotool"):
    test_a_visit_by_hand = a_visit_by_hand
