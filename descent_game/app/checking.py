"""`descent check`: looks for mistakes in demos, exhibit files and files of texts, and says each in one line."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from descent_game.app import exhibit_file, text_file
from descent_game.app.arguments import Parser
from descent_game.app.demos import read_demo
from descent_game.app.errors import BAD_INPUT, DONE, InputError

EXAMPLES = """
  descent check film.toml
  descent check race.toml mine.toml
  descent check exhibit.toml
  descent check texts/fr.toml
"""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="a demo script, an exhibit file or texts, .toml")


def run(arguments: argparse.Namespace) -> int:
    """Checks every file, prints one line for each, and returns the exit status."""
    status = DONE
    for name in arguments.files:
        if exhibit_file.is_exhibit(Path(name).expanduser()):
            status = max(status, _check_exhibit(name))
            continue
        if text_file.is_texts(Path(name).expanduser()):
            status = max(status, _check_texts(name))
            continue
        try:
            demo = read_demo(name)
        except InputError as error:
            print(" ".join(str(error).split()), file=sys.stderr)
            status = BAD_INPUT
        else:
            print(f"{name}: well; {demo.scene}, {demo.seconds:g} s, {len(demo.cues)} cues")
    return status


def _check_exhibit(name: str) -> int:
    """Prints every mistake in an exhibit file, or that there is none, and returns the exit status."""
    exhibit, mistakes = exhibit_file.read(Path(name).expanduser())
    for mistake in mistakes:
        print(mistake.told(name), file=sys.stderr)
    if not mistakes:
        print(f"{name}: well; {', '.join(exhibit.scenes)} in {', '.join(exhibit.languages)}")
    return BAD_INPUT if mistakes else DONE


def _check_texts(name: str) -> int:
    """Prints every mistake in a language's texts, or that there is none, and returns the exit status."""
    mistakes = text_file.read(Path(name).expanduser())
    for mistake in mistakes:
        print(mistake.told(name), file=sys.stderr)
    if not mistakes:
        print(f"{name}: well; every text is there")
    return BAD_INPUT if mistakes else DONE
