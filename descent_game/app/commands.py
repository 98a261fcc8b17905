"""The commands by name, and the parser of each: only the module of the command that is asked for is imported."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType, ModuleType
from typing import Final

from descent_game.app.terminal.arguments import Parser


@dataclass(frozen=True)
class Command:
    """One command: the module of `app` that does it, and one line about it."""

    module: str
    help: str


COMMANDS: Final = MappingProxyType(
    {
        "play": Command("play", "open the window (what happens when nothing is asked for)"),
        "record": Command("film.record", "make a film of a scene or a demo"),
        "still": Command("film.still", "make one picture of a scene"),
        "trace": Command("console.trace", "write the numbers behind a scene as .csv or .json"),
        "list": Command("console.listing", "say what there is: scenes, controls, landscapes, optimizers, demos, ..."),
        "exhibit": Command("exhibit.exhibit_command", "keep an exhibit up for weeks: run, install, status"),
        "check": Command("console.checking", "look for mistakes in demos, exhibit files, texts and kept states"),
        "doctor": Command("console.doctor", "say what this machine can do, and the fix for what it cannot"),
        "bench": Command("bench.bench", "measure frames, simulation, recording and start"),
        "desktop": Command("console.desktop", "put the program into the desktop's menu, or take it out"),
        "completion": Command("console.completion", "let a shell complete what you type: bash, zsh or fish"),
        "man": Command("console.manual", "print the manual page: descent man | man -l -"),
    }
)

CALLED: Final = MappingProxyType(
    {
        "record": ("film", "movie", "video", "render", "export"),
        "still": ("picture", "image", "screenshot", "snapshot", "png"),
        "trace": ("numbers", "csv", "json", "data"),
        "list": ("ls", "scenes", "demos", "show"),
        "play": ("run", "start", "open", "window"),
        "exhibit": ("kiosk", "museum", "status", "install"),
        "check": ("validate", "lint", "verify"),
        "doctor": ("diagnose", "info", "system"),
        "bench": ("benchmark", "measure", "speed", "simulate"),
    }
)
"""What else people call the commands."""


def meant(word: str) -> str:
    """Returns the command that a word may mean, or nothing."""
    close = get_close_matches(word, list(COMMANDS), 1)
    return close[0] if close else next((name for name, others in CALLED.items() if word in others), "")


def loaded(name: str) -> tuple[ModuleType, Parser]:
    """Returns the module of a command, with `configure` and `run`, and its parser."""
    module = importlib.import_module(f"descent_game.app.{COMMANDS[name].module}")
    parser = Parser(prog=f"descent {name}", description=COMMANDS[name].help, examples=module.EXAMPLES)
    module.configure(parser)
    return module, parser
