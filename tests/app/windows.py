"""Windows for the tests: a script in a process of its own with SDL's offscreen driver, real events posted to it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PREAMBLE = """
import math
import numpy as np
import pygame
from descent_game.app.sessions.request import asked
from descent_game.app.live import Show
from descent_game.app.input.window import Window
from descent_game.engine.events import Key, Pointer, Quit, Resize

now = [0.0]
def clock():
    now[0] += 1 / 240
    return now[0]

def open_window(size=(640, 360), **more):
    return Window(size, clock=clock, sleep=lambda seconds: None, **more)

def post(kind, **values):
    pygame.event.post(pygame.event.Event(kind, **values))

def key(code, mod=0):
    post(pygame.KEYDOWN, key=code, mod=mod, unicode="", scancode=0)
    post(pygame.KEYUP, key=code, mod=mod, unicode="", scancode=0)

def run(show, moment):
    # runs a show to its end and returns how many pictures it had; `moment` is given each one's number before it
    frames, draw = [0], show._draw
    def drawn():
        frames[0] += 1
        assert frames[0] < 100
        moment(frames[0])
        going = draw()
        assert show._window.context.error == "GL_NO_ERROR"
        return going
    show._draw = drawn
    show.run()
    return frames[0]
"""
"""What every script begins with."""


def in_a_window(script: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a script in a process with its own window system and home folder; a variable that is "" is taken away."""
    surroundings = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "HOME": str(home), **environment}
    for name in [name for name, value in surroundings.items() if value == ""]:
        del surroundings[name]
    words = [sys.executable, "-W", "error", "-c", PREAMBLE + script]
    return subprocess.run(words, env=surroundings, capture_output=True, text=True, timeout=120)


def passes(script: str, home: Path, **environment: str) -> str:
    """Runs a script that must end well and complain of nothing, and returns the last line that it printed."""
    done = in_a_window(script, home, **environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()[-1] if done.stdout else ""
