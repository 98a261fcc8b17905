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
from descent_game.app.sessions.request import demo_for
from descent_game.app.live import Visit
from descent_game.app.input.window import Window
from descent_game.app.show import loop
from descent_game.engine.events import Key, Pointer, Quit, Resize

now = [0.0]
def clock():
    now[0] += 1 / 240
    return now[0]

class SeenWindow(Window):
    # remembers the picture that it shows
    def show(self, target, *how):
        self.shown = target
        super().show(target, *how)
        assert self.context.error == "GL_NO_ERROR"

def open_window(size=(640, 360), *, sleep=lambda seconds: None, **more):
    return SeenWindow(size, clock=clock, sleep=sleep, **more)

def post(kind, **values):
    pygame.event.post(pygame.event.Event(kind, **values))

def key(code, mod=0):
    post(pygame.KEYDOWN, key=code, mod=mod, unicode="", scancode=0)
    post(pygame.KEYUP, key=code, mod=mod, unicode="", scancode=0)

def at_each_picture(look):
    # lets `look` see each picture of what is shown from now on: it is given what draws it, and returns what that does
    run_loop = loop.run
    loop.run = lambda moved, frames, due, draw: run_loop(moved, frames, due, lambda: look(draw))

def run(show, moment):
    # runs a show to its end and returns how many pictures it had; `moment` is given each one's number before it
    frames = [0]
    def drawn(draw):
        frames[0] += 1
        assert frames[0] < 100
        moment(frames[0])
        return draw()
    at_each_picture(drawn)
    show.run()
    return frames[0]

def leave(show):
    # ends a show with the picture that comes next, as its answer to Escape does
    show.stage.requests.append(Quit())

def said(show):
    # what is written in the uppermost layer of the picture
    *_, top = show.stage.canvas.layers()
    return " ".join(run.text for run in top.runs)
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
