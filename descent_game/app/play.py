"""`descent`, or `descent play`: opens the window, lets a title card stand in it, and only then loads the show.

All that is imported here is what a card needs: window, words and a renderer. What was asked for in words is checked
before any window opens, though that takes longer.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shlex
import sys
from pathlib import Path
from typing import Any

import platformdirs

from descent_game.app.input.display import NoDisplayError
from descent_game.app.input.window import Window
from descent_game.app.opening import Opening
from descent_game.app.sessions.display_arguments import add_arguments
from descent_game.app.show.quality import AUTO, QUALITIES
from descent_game.app.storage import output_files
from descent_game.app.terminal.arguments import OneOf, Parser, whole
from descent_game.app.terminal.errors import DONE, InputError, MachineError
from descent_game.app.terminal.streams import libraries_to_log

EXAMPLES = """
  descent
  descent race --set landscape=saddle --set learning_rate=0.1
  descent "race?landscape=saddle&seed=7" --fullscreen
  descent play --size 1280x720 --lang en --theme light
  descent --keep session.toml
  descent --kiosk --default-pin --display 1
  descent --exhibit exhibit.toml --supervised
"""
LIVE = "descent_game.app.live"
FALLBACK, FILM = "race.toml", "descent.mp4"


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.add_argument("what", metavar="SCENE", nargs="?", help="what to begin with: a scene, or SCENE?name=value&...")
    parser.add_argument("--fullscreen", action="store_true", help="fill the screen")
    parser.add_argument("--display", type=whole(0, 15), metavar="N", help="which display, from 0 on (0)")
    parser.add_argument("--keep", metavar="FILE", help="keep the session as a demo, a .toml file to record it from")
    _add_exhibit_arguments(parser)
    add_arguments(parser)


def _add_exhibit_arguments(parser: Parser) -> None:
    """Adds the arguments of an exhibit; those that the supervisor gives are not in the help."""
    told = f"one of {', '.join(QUALITIES)} (auto: what the machine can hold)"
    parser.add_argument("--quality", type=OneOf(QUALITIES), default=AUTO, metavar="NAME", help=told)
    parser.add_argument("--kiosk", action="store_true", help="fill the screen, unattended: no way out but the staff's")
    parser.add_argument("--exhibit", metavar="FILE", help="what a museum has decided; --kiosk is implied")
    parser.add_argument("--supervised", action="store_true", help="start an exhibit again after a crash or a hang")
    parser.add_argument("--open", action="store_true", help="show an exhibit also outside its hours")
    told = "open an exhibit's operator page with the PIN of the handbook, which everyone knows"
    parser.add_argument("--default-pin", action="store_true", help=told)
    parser.add_argument("--beat", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--resume", default="", help=argparse.SUPPRESS)
    parser.add_argument("--restarts", type=whole(0, 2**31), default=0, help=argparse.SUPPRESS)
    parser.add_argument("--safe", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--waited", action="store_true", help=argparse.SUPPRESS)


def _words(arguments: argparse.Namespace) -> list[str]:
    """Returns what was asked for as words again, for the process that a supervisor starts."""
    given = [arguments.what] if arguments.what else []
    for name, value in (
        ("--exhibit", arguments.exhibit),
        ("--display", arguments.display),
        ("--lang", arguments.lang),
        ("--theme", arguments.theme),
        ("--seed", arguments.seed),
        ("--quality", None if arguments.quality == AUTO else arguments.quality),
        *(("--set", f"{name}={value}") for name, value in arguments.values),
    ):
        given += [] if value is None else [f"{name}={value}"]
    flags = (("--default-pin", arguments.default_pin), ("--open", arguments.open))
    return [*given, *(name for name, there in flags if there)]


def run(arguments: argparse.Namespace) -> int:
    """Opens the window and returns the exit status; without a display, records the demo film where that may do."""
    if arguments.state and (arguments.supervised or arguments.kiosk or arguments.exhibit):
        raise InputError("--state: expected without --kiosk, --exhibit and --supervised")
    if arguments.supervised:
        supervisor = importlib.import_module("descent_game.app.exhibit.exhibit_command")
        return int(supervisor.supervised(arguments.exhibit or "", _words(arguments)))
    if arguments.kiosk or arguments.exhibit:
        return int(importlib.import_module("descent_game.app.exhibit.kiosk").run(arguments))
    keep = None
    if arguments.keep is not None:  # no session is lost
        way = "choose another name"
        keep = output_files.checked(arguments.keep, (".toml",), overwrite=False, key="--keep", way=way)
    program = None
    if arguments.what or arguments.values or arguments.state:
        program = importlib.import_module(LIVE).program(arguments)
    with libraries_to_log():
        shown = _shown(arguments, program, keep)
    return DONE if shown else _film_instead(arguments)


def _shown(arguments: argparse.Namespace, program: Any, keep: Path | None) -> bool:
    """Shows what is asked for until someone leaves; returns False where there is no display.

    `program` is what that is, None where nothing special is: then it is found while the title card stands.
    """
    try:
        window = Window(arguments.size, fullscreen=arguments.fullscreen, display=arguments.display or 0)
    except NoDisplayError:
        return False
    try:
        spoken = (program.language, program.theme) if program is not None else ("", "")
        opening = Opening(window, arguments.lang or spoken[0], arguments.theme or spoken[1])
        live = importlib.import_module(LIVE)
        demo = (program or live.program(arguments)).demo
        live.Visit(window, demo, opening, arguments.quality, keep).run()
    finally:
        window.close()
        if keep is not None and os.path.isfile(keep):
            print(f"{keep}: the session is kept; to film it: descent record {shlex.quote(str(keep))} -o film.mp4")
    return True


def _film_instead(arguments: argparse.Namespace) -> int:
    """Records the demo film where no window can be opened, and returns the exit status.

    That is done once, and only for who has asked for nothing else: everyone else is told what to do, by MachineError.
    """
    scene = (arguments.what or "race").partition("?")[0]
    way = f"start it where there is one, or make a film: descent record {scene} -o {scene}.mp4"
    if any(value for value in vars(arguments).values() if value != AUTO):
        raise MachineError(f"no display here: {way}")
    here = Path.cwd()
    folder = here if os.access(here, os.W_OK) else Path(platformdirs.user_videos_dir())
    path = folder / FILM
    if os.path.lexists(path):
        raise MachineError(f"no display here: {way} (the demo film is there: {path})")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(f"no display here, and no folder for a film: {error}") from error
    print(f"There is no display here: recording the demo film instead, {path}", file=sys.stderr)
    demo_for = importlib.import_module("descent_game.app.sessions.request").demo_for
    demo = demo_for(FALLBACK, size=(1280, 720), fps=30)
    return int(importlib.import_module("descent_game.app.film.record").record(demo, path))
