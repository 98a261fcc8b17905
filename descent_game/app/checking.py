"""`descent check`: looks for mistakes in demo files, and says each in one line."""

from __future__ import annotations

import argparse
import sys

from descent_game.app.arguments import Parser
from descent_game.app.asked import read_demo
from descent_game.app.errors import BAD_INPUT, DONE, InputError

EXAMPLES = """
  descent check film.toml
  descent check race.toml mine.toml
"""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="a demo script, .toml")


def run(arguments: argparse.Namespace) -> int:
    """Checks every file, prints one line for each, and returns the exit status."""
    status = DONE
    for name in arguments.files:
        try:
            demo = read_demo(name)
        except InputError as error:
            print(" ".join(str(error).split()), file=sys.stderr)
            status = BAD_INPUT
        else:
            print(f"{name}: well; {demo.scene}, {demo.seconds:g} s, {len(demo.cues)} cues")
    return status
