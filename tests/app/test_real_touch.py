"""Fingers, and the keyboard alone, in a real window (Xvfb, xdotool), where both are installed."""

from __future__ import annotations

import math
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from test_real_window import SCREEN, Driven

from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage
from descent_game.ui.canvas import Rect

SIZE = (800, 500)


@pytest.fixture
def touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driven]:
    """The program on a display of its own, where the pointer counts as a finger."""
    monkeypatch.setenv("SDL_MOUSE_TOUCH_EVENTS", "1")
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    words = ["Xvfb", "-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
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


def cell(key: str) -> Rect:
    """Where something to press stands, in the same window."""
    stage = Stage("race", *SIZE, Settings())
    stage.frame(0.0, 1.0)
    return next(c.touch for placed in stage.interface.placed for c in placed.cells if c.key == key)


def a_finger_drops_turns_and_presses(touched: Driven) -> None:
    before = touched.wait(lambda state: state["size"] == list(SIZE) and state["still"])
    x, y = before["pixel"]
    touched.at(x + 60.0, y + 60.0, "click", "1")
    dropped = touched.wait(lambda state: math.dist(state["start"], before["start"]) > 0.1)
    assert abs(dropped["start"][0]) < 2.4 and abs(dropped["start"][1]) < 2.4
    touched.at(400.0, 250.0, "mousedown", "1")
    for step in range(1, 7):
        touched.at(400.0 + 15.0 * step, 250.0)
    touched.at(490.0, 250.0, "mouseup", "1")
    turned = touched.wait(lambda state: state["yaw"] < before["yaw"] - 0.2)
    assert turned["start"] == dropped["start"]
    touched.at(*cell("pause").center, "click", "1")
    touched.wait(lambda state: state["paused"])
    touched.at(*cell("settings").center, "click", "1")
    touched.wait(lambda state: state["open"] == "settings")
    touched.at(5.0, 5.0, "click", "1")
    touched.wait(lambda state: not state["open"])


def keys_alone_turn_zoom_press_and_change(touched: Driven) -> None:
    touched.at(400.0, 250.0)
    before = touched.wait(lambda state: state["still"])
    touched.tool("key", "--delay", "40", "Right", "Right", "plus")
    moved = touched.wait(lambda state: state["yaw"] > before["yaw"] + 0.15 and state["zoom"] < before["zoom"] - 0.05)
    assert moved["start"] == before["start"]
    touched.tool("key", "Home")
    touched.wait(lambda state: abs(state["yaw"] - before["yaw"]) < 1e-4)
    stops = ["settings", "read"]
    touched.tool("key", "--delay", "60", *["Tab"] * len(stops))
    touched.tool("key", "shift+Tab")
    touched.tool("key", "Return")
    touched.wait(lambda state: state["open"] == "settings")
    touched.tool("key", "Escape")
    touched.wait(lambda state: not state["open"])
    touched.tool("key", "--delay", "60", "Escape", "space")
    touched.wait(lambda state: state["paused"])


if which("Xvfb") and which("xdotool"):
    test_a_finger_drops_turns_and_presses = a_finger_drops_turns_and_presses
    test_keys_alone_turn_zoom_press_and_change = keys_alone_turn_zoom_press_and_change
