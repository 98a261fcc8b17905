"""`descent check`: looks for mistakes in demos, exhibit files, texts and kept states, and says each in one line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from descent_game.app.console import checked_texts
from descent_game.app.exhibit import exhibit_file, pin
from descent_game.app.exhibit.exhibit_table import shown
from descent_game.app.sessions.demo_files import examined
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.app.storage import input_files, kept_states
from descent_game.app.storage.mistakes import MOST_TOLD, Mistake, in_order, told
from descent_game.app.terminal.arguments import Parser
from descent_game.app.terminal.errors import BAD_INPUT, DONE, InputError

EXAMPLES = """
  descent check film.toml
  descent check race.toml mine.toml
  descent check exhibit.toml
  descent check texts/fr.toml
  descent check "trainer 2026-05-01 12.00.00.json"
"""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    kinds = "a demo script, an exhibit file or texts, .toml; a kept state, .json"
    parser.add_argument("--all", action="store_true", help=f"every mistake of a file (the first {MOST_TOLD})")
    parser.add_argument("files", metavar="FILE", nargs="+", help=kinds)


def run(arguments: argparse.Namespace) -> int:
    """Checks every file, prints one line for each, and returns the exit status."""
    most = sys.maxsize if arguments.all else MOST_TOLD
    return max(_check(name, most) for name in arguments.files)


def _check(name: str, most: int) -> int:
    if name.lower().endswith(kept_states.ENDING):
        return _check_state(name)
    if exhibit_file.is_exhibit(input_files.path(name)):
        return _check_exhibit(name, most)
    return _check_texts(name, most) if checked_texts.is_texts(input_files.path(name)) else _check_demo(name, most)


def _check_state(name: str) -> int:
    """Prints the first mistake in a kept state, or that there is none, and returns the exit status."""
    try:
        text = kept_states.read(name)
        kept = kept_states.parsed(text, name)
        scene = kept.get("scene")
        if scene not in scene_names():
            raise InputError(f"{name}: scene: expected one of {', '.join(scene_names())}, found {shown(scene)}")
        kept_states.restore(make_scene(str(scene)), text, name)
    except InputError as error:
        print(input_files.one_line(str(error)), file=sys.stderr)
        return BAD_INPUT
    print(f"{name}: no mistakes; the state of {scene}")
    return DONE


def _check_exhibit(name: str, most: int) -> int:
    """Prints every mistake in an exhibit file, or that there is none, and returns the exit status."""
    exhibit, mistakes = exhibit_file.read(input_files.path(name))
    if not mistakes:
        for note in pin.notes(input_files.path(name), exhibit.pin):
            print(input_files.one_line(f"{name}: note: {note}"), file=sys.stderr)
    return _told(name, most, mistakes, f"{', '.join(exhibit.scenes)} in {', '.join(exhibit.languages)}")


def _check_texts(name: str, most: int) -> int:
    """Prints every mistake in a language's texts, or that there is none, and returns the exit status."""
    return _told(name, most, checked_texts.read(input_files.path(name)), "every text is there")


def _told(name: str, most: int, mistakes: Sequence[Mistake], well: str) -> int:
    for line in told(mistakes, name, most):
        print(line, file=sys.stderr)
    if not mistakes:
        print(f"{name}: no mistakes; {well}")
    return BAD_INPUT if mistakes else DONE


def _check_demo(name: str, most: int) -> int:
    """Prints every mistake in a demo, or that there is none, and returns the exit status."""
    demo, mistakes = examined(name)
    return _told(name, most, in_order(mistakes), f"{demo.scene}, {demo.seconds:g} s, {len(demo.cues)} cues")
