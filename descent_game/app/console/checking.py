"""`descent check`: looks for mistakes in demos, exhibit files, texts and kept states, and says each in one line."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from descent_game.app import settings
from descent_game.app.exhibit import exhibit_file, pin
from descent_game.app.exhibit.exhibit_table import shown
from descent_game.app.sessions.demo_files import examined
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.app.storage import input_files, kept_states
from descent_game.app.storage.mistakes import MOST_TOLD, Mistake, in_order, opened, told
from descent_game.app.terminal.arguments import Parser
from descent_game.app.terminal.errors import BAD_INPUT, DONE, InputError
from descent_game.engine.toml_lines import key_lines, line_of
from descent_game.engine.toml_values import AT_LINE
from descent_game.ui.catalogue import flaws
from descent_game.ui.messages import MessageError, Messages

EXAMPLES = """
  descent check film.toml
  descent check race.toml mine.toml
  descent check exhibit.toml
  descent check texts/fr.toml
  descent check "trainer 2026-05-01 12.00.00.json"
"""
TEXTS = re.compile(r"^[ \t]*+\[\s*language\s*\]", re.MULTILINE)


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    kinds = "a demo script, an exhibit file or texts, .toml; a kept state, .json"
    parser.add_argument("--all", action="store_true", help=f"every mistake of a file (the first {MOST_TOLD})")
    parser.add_argument("files", metavar="FILE", nargs="+", help=kinds)


def run(arguments: argparse.Namespace) -> int:
    """Checks every file, prints a line for each mistake or one that there is none, and returns the exit status."""
    return max(_check(name, sys.maxsize if arguments.all else MOST_TOLD) for name in arguments.files)


def _check(name: str, most: int) -> int:
    mistakes, well = found(name)
    for line in told(mistakes, name, most):
        print(line, file=sys.stderr)
    if not mistakes:
        print(f"{name}: no mistakes; {well}")
    return BAD_INPUT if mistakes else DONE


def found(name: str) -> tuple[list[Mistake], str]:
    """Returns the mistakes in a file of any kind, and what is said of it where there are none."""
    path = input_files.path(name)
    if name.lower().endswith(kept_states.ENDING):
        return _state(name)
    if exhibit_file.is_exhibit(path):
        exhibit, mistakes = exhibit_file.read(path)
        for note in pin.notes(path, exhibit.pin) if not mistakes else ():
            print(input_files.one_line(f"{name}: note: {note}"), file=sys.stderr)
        return mistakes, f"{', '.join(exhibit.scenes)} in {', '.join(exhibit.languages)}"
    if is_texts(path):
        text, mistakes = opened(path)
        return mistakes or wrong_texts(text), "every text is there"
    demo, mistakes = examined(name)
    return in_order(mistakes), f"{demo.scene}, {demo.seconds:g} s, {len(demo.cues)} cues"


def _state(name: str) -> tuple[list[Mistake], str]:
    """Returns the first mistake in a kept state, if there is one, and what it is the state of."""
    try:
        text = kept_states.read(name)
        scene = kept_states.parsed(text, name).get("scene")
        if scene not in scene_names():
            raise InputError(f"scene: expected one of {', '.join(scene_names())}, found {shown(scene)}")
        kept_states.restore(make_scene(str(scene)), text, name)
    except InputError as error:
        return [Mistake(0, "", str(error).removeprefix(f"{name}: "))], ""
    return [], f"the state of {scene}"


def is_texts(path: Path) -> bool:
    """Returns whether a file is meant as one of texts: it has a table that names its language."""
    return TEXTS.search(input_files.looks_like(path)) is not None


def wrong_texts(text: str) -> list[Mistake]:
    """Returns the mistakes in the texts of a language as TOML, held against the first language's.

    They are in the order of their lines; those of texts that it lacks come first.
    """
    try:
        messages = Messages.parse(text)
    except MessageError as error:
        at = AT_LINE.search(str(error))
        return [Mistake(int(at[1]) if at else 0, "", AT_LINE.sub("", str(error)))]
    lines = key_lines(text)
    wrong = []
    for flaw in flaws(messages, settings.messages(settings.FIRST_LANGUAGE)):
        line = line_of(lines, tuple(flaw.key.split("."))) if flaw.key in messages.texts else 0
        wrong.append(Mistake(line, flaw.key, flaw.text))
    return in_order(wrong)
