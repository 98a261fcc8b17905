"""TOML with mistakes: every line that cannot be read is told, and the rest is read."""

from __future__ import annotations

import tomllib

from descent_game.engine import toml_values
from descent_game.engine.toml_lines import KEY, statements

MOST_TORN = 20
"""Lines that cannot be read; after so many no more are looked for."""
MOST_LETTERS = 200_000
"""Letters of a text that is read again after each such line."""


def table(text: str) -> tuple[dict[str, object] | None, dict[int, str]]:
    """Returns what is written in TOML and, by its line, what is wrong with each that cannot be read (0: not known).

    Such a line counts as its key with a nought; where there is no key to keep, there is no table at all.
    """
    wrong = dict[int, str]()
    while True:
        try:
            return toml_values.table(text), wrong
        except toml_values.TornError as error:
            line, message = placed(str(error), text)
        except ValueError as error:
            return None, {**wrong, 0: str(error)}
        lines = text.split("\n")
        key = KEY.match(lines[line - 1]) if 0 < line <= len(lines) else None
        known = line in wrong
        wrong.setdefault(line, message)
        if key is None or known or len(wrong) >= MOST_TORN or len(text) > MOST_LETTERS:
            return None, wrong
        lines[line - 1] = "" if message.startswith("expected each key once") else f"{key[0]} 0"
        text = "\n".join(lines)


def placed(message: str, text: str) -> tuple[int, str]:
    """Returns the line that a message of the reader of TOML is about, and the message without it."""
    found = toml_values.AT_LINE.search(message)
    if found is None:
        message = f"expected TOML: {message.removesuffix(' (at end of document)')}"
        line = _unclosed(text)
        return (line, message) if line else (text.count("\n") + 1, f"{message}, at the end of the file")
    if message.startswith("expected"):
        return int(found[1]), message.replace(found[0], "")
    return int(found[1]), f"expected TOML: {message.replace(found[0], '')}, column {found[2]}"


def _unclosed(text: str) -> int:
    """Returns the line of the first key that cannot be read by itself, 0 where there is none: it goes on to the end."""
    for line, statement in statements(text) if len(text) <= MOST_LETTERS else ():
        if KEY.match(statement):
            try:
                tomllib.loads(statement)
            except ValueError:
                return line
    return 0
