"""What may have been meant by words of the command line that are not understood as they stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from descent_game.app.terminal.errors import InputError

CALLED: Final = MappingProxyType(
    {
        "record": ("film", "movie", "video", "render", "export"),
        "still": ("picture", "image", "screenshot", "snapshot", "png"),
        "trace": ("numbers", "csv", "json", "data"),
        "list": ("ls", "scenes", "demos", "show"),
        "play": ("run", "start", "open", "window"),
        "exhibit": ("kiosk", "museum", "status", "install"),
        "check": ("validate", "lint", "verify"),
        "doctor": ("diagnose", "info", "system"),
        "bench": ("benchmark", "measure", "speed", "simulate"),
    }
)
"""What else people call the commands."""


def command(word: str, commands: Collection[str]) -> str:
    """Returns the command that a word may mean, or nothing."""
    close = get_close_matches(word, list(commands), 1)
    return close[0] if close else next((name for name, others in CALLED.items() if word in others), "")


def refuse_order(words: Sequence[str], commands: Collection[str]) -> None:
    """Raises InputError where a command comes after what it is to be done with: `race record`."""
    if len(words) > 1 and words[1] in commands and not words[0].startswith("-"):
        rest = [words[1], words[0], *words[2:]]
        told = " ".join(rest[:6]) + (" ..." if len(rest) > 6 else "")
        raise InputError(f"descent: expected the command first: descent {told}")


def helped(words: Sequence[str], commands: Collection[str]) -> list[str]:
    """Returns `help COMMAND ...` as the words that show that command's page, `help` alone as those that show all."""
    if len(words) < 2:
        return ["--help"]
    if words[1] in commands:
        return [*words[1:], "--help"]
    meant = command(words[1], commands)
    hint = f" (did you mean {meant}?)" if meant else ""
    raise InputError(f"descent help: expected one of {', '.join(commands)}, found {words[1]!r}{hint}")
