"""The arguments of an exhibit, some of which a window has too; apart from what they start, which loads more."""

from __future__ import annotations

import argparse

from descent_game.app.show.quality import AUTO, QUALITIES
from descent_game.app.terminal.arguments import OneOf, Parser, whole


def add_arguments(parser: Parser) -> None:
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


def words(arguments: argparse.Namespace) -> list[str]:
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
