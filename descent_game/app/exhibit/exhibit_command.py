"""`descent exhibit`: keeps an exhibit up for weeks, has the system start it or not, sets its PIN, says how it is."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from descent_game.app.exhibit import exhibit_file, pin_command, preflight, systemd_units, uninstall
from descent_game.app.exhibit.kiosk import STATUS
from descent_game.app.exhibit.lock import one_exhibit
from descent_game.app.exhibit.restart_policy import Start
from descent_game.app.exhibit.settings import PIN
from descent_game.app.exhibit.supervisor import GRACE, HANG, Supervisor
from descent_game.app.exhibit.systemd_notify import VARIABLE, notifier
from descent_game.app.storage import input_files, json_files, output_files
from descent_game.app.terminal.arguments import Parser, number
from descent_game.app.terminal.errors import DONE, InputError, MachineError

EXAMPLES = """
  descent exhibit pin exhibit.toml             choose the operator's PIN
  descent exhibit run exhibit.toml             show it, and start it again should it ever fall
  descent exhibit install exhibit.toml         let the desktop start it after each login
  descent exhibit install --cage exhibit.toml  the unit for a machine without a desktop
  descent exhibit uninstall                    no longer have the desktop start it
  descent exhibit status                       frames a second, scene, restarts, ...
"""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="run|install|uninstall|pin|status")
    examples = "  descent exhibit {} exhibit.toml"
    for name, about in (("run", "show an exhibit, and keep it up"), ("install", "have the system start it")):
        action = actions.add_parser(name, help=about, description=about, examples=examples.format(name))
        action.add_argument("file", metavar="FILE", nargs="?", help="the exhibit file (without one: all as it comes)")
        if name == "run":
            action.add_argument("--open", action="store_true", help="also outside the hours of the exhibit file")
            for option, seconds, about in (
                ("--hang", HANG, "seconds without a sign of life after which it is started again"),
                ("--grace", GRACE, "seconds it may take to start"),
            ):
                told = f"{about} ({seconds:g})"
                action.add_argument(option, type=number(2, 600), default=seconds, metavar="S", help=told)
        else:
            action.add_argument("--print", action="store_true", dest="only_print", help="only show the unit")
            action.add_argument("--cage", action="store_true", help="for cage, on a machine without a desktop")
        told = f"open the operator's page with {PIN}, as the handbook has it for everyone"
        action.add_argument("--default-pin", action="store_true", help=told)
    about = "no longer have the system start it"
    actions.add_parser("uninstall", help=about, description=about, examples="  descent exhibit uninstall")
    about = "choose the operator's PIN"
    action = actions.add_parser("pin", help=about, description=about, examples=examples.format("pin"))
    action.add_argument("file", metavar="FILE", nargs="?", help="put it there (only print it)")
    about = "say how the exhibit is doing, as JSON"
    actions.add_parser("status", help=about, description=about, examples="  descent exhibit status")


def run(arguments: argparse.Namespace) -> int:
    """Does what was asked and returns the exit status."""
    if arguments.action == "status":
        return _status()
    if arguments.action == "uninstall":
        return uninstall.run()
    if arguments.action == "pin":
        return pin_command.run(arguments.file)
    file = _whole(input_files.path(arguments.file)) if arguments.file else ""
    if arguments.action == "install":
        return _install(arguments, file)
    words = [*(["--exhibit", file] if file else []), *(["--default-pin"] if arguments.default_pin else [])]
    words += ["--open"] if arguments.open else []
    return supervised(file, words, arguments.hang, arguments.grace)


def _whole(path: Path) -> str:
    """Returns the whole path of a file, links followed where they lead anywhere."""
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
    if VARIABLE not in os.environ:
        preflight.check(file, "descent exhibit run", default_pin="--default-pin" in words)

    def command(start: Start) -> list[str]:
        more = ["--restarts", str(start.restarts), *(["--safe"] if start.safe else [])]
        more += ["--waited"] if start.awaits_display else []
        if start.resume is not None:
            more += ["--resume", start.resume.line()]
        return [*program(), "play", *words, "--kiosk", "--beat", *more]

    with one_exhibit():
        return Supervisor(command, notifier(os.environ), hang, grace).run()


def program() -> list[str]:
    """Returns the words that start this program."""
    return [sys.executable, *(["-P"] if sys.flags.safe_path else []), "-m", "descent_game"]


def _install(arguments: argparse.Namespace, file: str) -> int:
    """Writes or prints the unit; refuses an exhibit file with mistakes, which staff can still mend now."""
    if file:
        _, mistakes = exhibit_file.read(Path(file))
        if mistakes:
            more = f" (and {len(mistakes) - 1} more: `descent check` tells them)" if len(mistakes) > 1 else ""
            raise InputError(mistakes[0].told(file) + more)
    preflight.check(file, "descent exhibit install", default_pin=arguments.default_pin)
    default = ["--default-pin"] if arguments.default_pin else []
    command = [*program(), "exhibit", "run", *([file] if file else []), *default]
    if arguments.cage or arguments.only_print:
        print(
            systemd_units.cage_unit(command, _user()) if arguments.cage else systemd_units.session_unit(command), end=""
        )
        if not arguments.only_print:
            print(f"\n# as root: put this into /etc/systemd/system/{systemd_units.NAME}, then")
            print("# systemctl set-default graphical.target && systemctl enable --now " + systemd_units.NAME)
        return DONE
    path = systemd_units.user_folder() / systemd_units.NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with output_files.replacing(path) as unit:
            unit.write(systemd_units.session_unit(command).encode("utf-8"))
    except OSError as error:
        raise MachineError(f"{path}: could not be written ({error.strerror}); try --print") from error
    print(f"{path}: written. Now: systemctl --user daemon-reload && systemctl --user enable --now {systemd_units.NAME}")
    return DONE


def _user() -> str:
    """Returns the name of who runs this, or the number where there is no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _status() -> int:
    """Prints the last status of the exhibit as JSON."""
    path = json_files.state_folder() / STATUS
    status = json_files.kept(path)
    if not status:
        raise InputError(f"{path}: expected the status of a running exhibit, found none")
    print(json.dumps(status, indent=2, ensure_ascii=False))
    return DONE
