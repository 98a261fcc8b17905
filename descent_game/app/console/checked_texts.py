"""A file of texts: every sentence a visitor reads in one language, held against the first language's."""

from __future__ import annotations

import re
from pathlib import Path

from descent_game.app import settings
from descent_game.app.storage import input_files
from descent_game.app.storage.mistakes import Mistake, in_order, opened
from descent_game.engine.toml_lines import key_lines, line_of
from descent_game.engine.toml_values import AT_LINE
from descent_game.ui.catalogue import flaws
from descent_game.ui.messages import MessageError, Messages

SIGN = re.compile(r"^[ \t]*+\[\s*language\s*\]", re.MULTILINE)


def is_texts(path: Path) -> bool:
    """Returns whether a file is meant as one of texts: it has a table that names its language."""
    return SIGN.search(input_files.looks_like(path, input_files.TABLE)) is not None


def read(path: Path) -> list[Mistake]:
    """Returns the mistakes in a file, in the order of its lines; those of texts that it lacks come first."""
    text, mistakes = opened(path)
    return mistakes or parse(text)


def parse(text: str) -> list[Mistake]:
    """Returns the mistakes in the texts of a language as TOML."""
    first = settings.messages(settings.FIRST_LANGUAGE)
    try:
        messages = Messages.parse(text)
    except MessageError as error:
        at = AT_LINE.search(str(error))
        return [Mistake(int(at[1]) if at else 0, "", AT_LINE.sub("", str(error)))]
    lines = key_lines(text)
    found = []
    for flaw in flaws(messages, first):
        path = tuple(flaw.key.split("."))
        line = line_of(lines, path) if flaw.key in messages.texts else 0
        found.append(Mistake(line, flaw.key, flaw.text))
    return in_order(found)
