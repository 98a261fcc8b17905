"""`descent exhibit`: keeps an exhibit up for weeks, has the system start it or not, sets its PIN, says how it is."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from descent_game.app.exhibit import exhibit_file, pin, startup, systemd
from descent_game.app.exhibit.kiosk import STATUS
from descent_game.app.exhibit.lock import one_exhibit
from descent_game.app.exhibit.settings import PIN
from descent_game.app.exhibit.supervisor import GRACE, HANG, Start, Supervisor
from descent_game.app.storage import input_files, json_files
from descent_game.app.storage.mistakes import refuse
from descent_game.app.terminal.arguments import Parser, number
from descent_game.app.terminal.errors import DONE, InputError

EXAMPLES = """
  descent exhibit pin exhibit.toml             choose the operator's PIN
  descent exhibit run exhibit.toml             show it, and start it again should it ever fall
  descent exhibit install exhibit.toml         let the desktop start it after each login
  descent exhibit install --cage exhibit.toml  the unit for a machine without a desktop
  descent exhibit uninstall                    no longer have the desktop start it
  descent exhibit status                       frames a second, scene, restarts, ...
"""
FILE = "the exhibit file (without one: all as it comes)"
ACTIONS = {
    "run": ("show an exhibit, and keep it up", FILE),
    "install": ("have the system start it", FILE),
    "uninstall": ("no longer have the system start it", ""),
    "pin": ("choose the operator's PIN", "put it there (only print it)"),
    "status": ("say how the exhibit is doing, as JSON", ""),
}
"""What can be done, by name: what that is, and what its file is for, if it takes one."""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="|".join(ACTIONS))
    parts = {}
    for name, (about, file) in ACTIONS.items():
        example = f"  descent exhibit {name}{' exhibit.toml' if file else ''}"
        parts[name] = actions.add_parser(name, help=about, description=about, examples=example)
        if file:
            parts[name].add_argument("file", metavar="FILE", nargs="?", help=file)
    run, install, seconds = parts["run"], parts["install"], number(2, 600)
    run.add_argument("--open", action="store_true", help="also outside the hours of the exhibit file")
    hang = f"seconds without a sign of life after which it is started again ({HANG:g})"
    run.add_argument("--hang", type=seconds, default=HANG, metavar="S", help=hang)
    run.add_argument(
        "--grace", type=seconds, default=GRACE, metavar="S", help=f"seconds it may take to start ({GRACE:g})"
    )
    install.add_argument("--print", action="store_true", dest="only_print", help="only show the unit")
    install.add_argument("--cage", action="store_true", help="for cage, on a machine without a desktop")
    for part in (run, install):
        told = f"open the operator's page with {PIN}, as the handbook has it for everyone"
        part.add_argument("--default-pin", action="store_true", help=told)


def run(arguments: argparse.Namespace) -> int:
    """Does what was asked and returns the exit status."""
    if arguments.action == "status":
        path = json_files.state_folder() / STATUS
        status = json_files.kept(path)
        if not status:
            raise InputError(f"{path}: expected the status of a running exhibit, found none")
        print(json.dumps(status, indent=2, ensure_ascii=False))
    elif arguments.action == "uninstall":
        systemd.uninstall()
    elif arguments.action == "pin":
        pin.choose(arguments.file)
    elif arguments.action == "install":
        _install(arguments, _whole(arguments.file))
    else:
        file = _whole(arguments.file)
        words = [*(["--exhibit", file] if file else []), *(["--default-pin"] if arguments.default_pin else [])]
        words += ["--open"] if arguments.open else []
        return supervised(file, words, arguments.hang, arguments.grace)
    return DONE


def _whole(name: str | None) -> str:
    """Returns the whole path of a file, links followed where they lead anywhere; nothing for none."""
    if not name:
        return ""
    path = input_files.path(name)
    try:
        return str(path.resolve())
    except (OSError, RuntimeError):  # links in a circle, or no folder here any more
        return str(path)


def supervised(file: str, words: Sequence[str], hang: float = HANG, grace: float = GRACE) -> int:
    """Shows the exhibit that `words` ask for, with that exhibit file, under a supervisor; returns the exit status.

    Raises InputError for a file that does not exist, and for an exhibit that everyone's PIN opens, unless `words` want
    that. What the system starts was looked at when it was installed, and is shown whatever has been written or removed
    since: there that PIN opens nothing.
    """
    if systemd.NOTIFY_SOCKET not in os.environ:
        startup.refuse(file, "descent exhibit run", default_pin="--default-pin" in words)

    def command(start: Start) -> list[str]:
        more = ["--restarts", str(start.restarts), *(["--safe"] if start.safe else [])]
        more += ["--waited"] if start.awaits_display else []
        more += ["--resume", start.resume.line()] if start.resume is not None else []
        return [*program(), "play", *words, "--kiosk", "--beat", *more]

    with one_exhibit():
        return Supervisor(command, systemd.notifier(os.environ), hang, grace).run()


def program() -> list[str]:
    """Returns the words that start this program."""
    return [sys.executable, *(["-P"] if sys.flags.safe_path else []), "-m", "descent_game"]


def _install(arguments: argparse.Namespace, file: str) -> None:
    """Has the system start an exhibit; refuses an exhibit file with mistakes, which staff can still mend now."""
    if file:
        refuse(exhibit_file.read(Path(file))[1], file)
    startup.refuse(file, "descent exhibit install", default_pin=arguments.default_pin)
    default = ["--default-pin"] if arguments.default_pin else []
    command = [*program(), "exhibit", "run", *([file] if file else []), *default]
    systemd.install(command, cage=arguments.cage, only_print=arguments.only_print)
