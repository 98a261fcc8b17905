"""`descent exhibit pin`: asks for a PIN and puts what is kept of it into an exhibit file, or prints it."""

from __future__ import annotations

import getpass
import re
import secrets
import sys
import tomllib
from pathlib import Path

from descent_game.app.exhibit import pin
from descent_game.app.storage import input_files, output_files
from descent_game.app.storage.mistakes import opened
from descent_game.app.terminal.errors import DONE, InputError
from descent_game.engine import toml_values
from descent_game.engine.toml_lines import key_lines

VALUE = re.compile(r"""(\s*(?:operator\s*\.\s*)?pin\s*=\s*)("[^"\n]*"|'[^'\n]*'|[^\s#]+)""")


def run(name: str | None) -> int:
    """Asks for a PIN; writes it into the exhibit file of that name, or prints the line, and returns the exit status."""
    path = input_files.path(name) if name else None
    text = _text(path) if path is not None else ""
    kept = pin.hashed(_asked(), secrets.token_bytes(pin.SALT))
    line = f'pin = "{kept}"'
    if path is None:
        print(f"[operator]\n{line}")
        return DONE
    changed = placed(text, line)
    if changed is None:
        raise InputError(f"{path}: no place found for the PIN: write what `descent exhibit pin` prints there yourself")
    with output_files.told(path), output_files.replacing(path) as file:
        file.write(changed.encode())
    print(f"{path}: the PIN is set; it holds from the next start on")
    return DONE


def _asked() -> str:
    """Returns the PIN that somebody types, twice on a terminal; one line where there is none. Raises InputError."""
    if not sys.stdin.isatty():
        return pin.chosen(sys.stdin.readline().strip())
    first = pin.chosen(getpass.getpass("PIN, four to eight digits: "))
    if getpass.getpass("Once more: ") != first:
        raise InputError("expected the same PIN twice, found two")
    return first


def _text(path: Path) -> str:
    text, mistakes = opened(path)
    if mistakes:
        raise InputError(mistakes[0].told(str(path)))
    try:
        toml_values.table(text)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise InputError(f"{path}: {error}: descent check {path}") from None
    return text


def placed(text: str, line: str) -> str | None:
    """Returns an exhibit file's text with this line for the PIN, all else as it was; None where it finds no place."""
    at, lines = key_lines(text), text.split("\n")
    if ("operator", "pin") in at:
        number = at["operator", "pin"] - 1
        lines[number] = VALUE.sub(lambda found: found[1] + line.partition("= ")[2], lines[number], count=1)
    elif ("operator",) in at:
        lines.insert(at["operator",], line)
    else:
        lines = [*(f"{text.rstrip()}\n\n" if text.strip() else "").split("\n")[:-1], "[operator]", line, ""]
    changed = "\n".join(lines)
    before = toml_values.table(text)
    before["operator"] = {**_table(before.get("operator")), "pin": line.partition('"')[2].rstrip('"')}
    try:
        return changed if toml_values.table(changed) == before else None
    except ValueError:
        return None


def _table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
