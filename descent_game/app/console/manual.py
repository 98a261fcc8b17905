"""`descent man`: the manual page, made from the parsers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from descent_game.app.console.usage import CommandUsage, pages
from descent_game.app.terminal.arguments import Parser
from descent_game.app.terminal.errors import DONE
from descent_game.version import VERSION

EXAMPLES = """
  descent man | man -l -                                  read it
  descent man > ~/.local/share/man/man1/descent.1         keep it: then man descent
"""
STATUS = {
    "0": "done",
    "1": "a fault of the program",
    "2": "something in the command or a file was not understood",
    "3": "this machine cannot",
    "130": "interrupted",
}


def configure(parser: Parser) -> None:
    """Adds nothing to `parser`: the page is one."""


def run(arguments: argparse.Namespace) -> int:
    """Prints the manual page in troff, and returns the exit status."""
    print("\n".join(_lines()))
    return DONE


def _lines() -> Iterator[str]:
    yield f'.TH DESCENT 1 "" "The Descent {VERSION}" "User commands"'
    yield from (".SH NAME", "descent \\- watch training walk downhill, film it, or read its numbers")
    yield from (".SH SYNOPSIS", ".B descent", "[\\fICOMMAND\\fR] [\\fISCENE\\fR] [...]")
    yield from (".SH DESCRIPTION", "Training a network is a walk downhill. Without a command the window opens.")
    yield from (".B descent list", "says what there is to choose from.", ".SH COMMANDS")
    for page in pages():
        yield from _command(page)
    yield ".SH EXIT STATUS"
    for status, meaning in STATUS.items():
        yield from (".TP", f".B {status}", meaning)


def _command(page: CommandUsage) -> Iterator[str]:
    yield from (f".SS descent {' '.join(page.words)}", _escaped(page.help), ".PP", f".B {_escaped(page.usage)}")
    for option in (*page.follow, *page.options):
        names = ", ".join(f"\\fB{_escaped(name)}\\fR" for name in option.names)
        takes = f"\\fI{_escaped(option.takes)}\\fR" if option.takes else ""
        yield from (".TP", f"{names} {takes}".strip(), _escaped(option.help))
    if page.examples and not page.parts:
        yield from (".PP", "Examples:", ".PP", ".nf")
        yield from (_escaped(line) for line in page.examples.splitlines())
        yield ".fi"


def _escaped(text: str) -> str:
    """Returns a text as troff shows it as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
