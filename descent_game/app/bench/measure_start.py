"""How long the program takes from nothing to its first words and its first picture, each time a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from descent_game.app.bench.figure import Figure, Figures
from descent_game.app.input.display import SIGNS
from descent_game.app.terminal.errors import MachineError

WORDS: Final = {
    "descent --version": ("--version",),
    "descent trace race --steps 0": ("trace", "race", "--steps", "0"),
    "descent still race --at 0": ("still", "race", "--at", "0", "-y", "-o", "first.png"),
}
TITLE: Final = "descent: the title card in its window"
FIRST: Final = "descent: the first picture of the scene"
WORK: Final = "descent: its work on the processors, to its end"
SETTINGS: Final = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
"""Where a child must not look for what a visitor keeps: it begins as on the first day."""


def start(runs: int, size: tuple[int, int] | None) -> Figures:
    """Returns how long each start takes, in turn, after one that warms up; the window opens where there is a display.

    Raises MachineError where a start fails.
    """
    found: dict[str, list[float]] = {name: [] for name in (*WORDS, TITLE, FIRST, WORK)}
    sized = () if size is None else ("--size", f"{size[0]}x{size[1]}")
    with TemporaryDirectory() as folder:
        for turn in range(runs + 1):
            taken = {}
            for name, words in WORDS.items():
                begun = monotonic()
                _child("descent_game", words, Path(folder))
                taken[name] = monotonic() - begun
            begun, worked = monotonic(), _children_worked()
            title, first = _child("descent_game.app.bench.first_picture", sized, Path(folder)).split()[-2:]
            taken |= {TITLE: float(title) - begun, FIRST: float(first) - begun, WORK: _children_worked() - worked}
            for name, seconds in taken.items() if turn else ():
                found[name].append(seconds * 1e3)
    return [Figure("from the start of the process", name, "ms", tuple(values)) for name, values in found.items()]


def _children_worked() -> float:
    """Returns the processor time of all children that have ended, in seconds."""
    times = os.times()
    return times.children_user + times.children_system


def _child(module: str, words: tuple[str, ...], folder: Path) -> str:
    """Runs a module of ours in `folder` and returns what it printed; raises MachineError with its last words."""
    surroundings = dict(os.environ) | dict.fromkeys(SETTINGS, str(folder))
    surroundings["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    if sys.platform.startswith("linux") and not any(name in os.environ for name in SIGNS):
        surroundings.setdefault("SDL_VIDEODRIVER", "offscreen")
    command = [sys.executable, "-m", module, *words]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=surroundings, check=False)
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or [f"exit status {ended.returncode}"]
        raise MachineError(f"bench start: {' '.join(words)}: {said[-1]}")
    return ended.stdout
