"""`descent doctor`: what this machine can do, and the fix for what it can't."""

from __future__ import annotations

import argparse
import json
import platform
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import TextIO

from descent_game.app.show.machine import Finding, examine
from descent_game.app.terminal.arguments import Parser
from descent_game.app.terminal.errors import CANNOT, DONE
from descent_game.version import VERSION

EXAMPLES = """
  descent doctor
  descent doctor --json
"""


def verdict(findings: Sequence[Finding]) -> str:
    """Returns the closing sentence of the report."""
    wrong = [finding.name for finding in findings if finding.needed and not finding.ok]
    if wrong:
        return f"To be mended: {', '.join(wrong)}."
    return "All that is needed is here."


def wrapped(text: str, margin: str) -> str:
    """Returns a text on lines of at most 80 characters, all but the first behind a margin."""
    fill = textwrap.TextWrapper(
        80 + len(margin),
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return fill.fill(text).removeprefix(margin)


def report(findings: Sequence[Finding]) -> str:
    """Returns the findings as lines to read: what is well, what is wrong with its fix beneath, and the verdict."""
    width = max(len(finding.name) for finding in findings)
    lines = [f"The Descent {VERSION} on {platform.platform(terse=True)}, {platform.machine()}", ""]
    margin = " " * (width + 11)
    for finding in findings:
        mark = "ok" if finding.ok else "WRONG" if finding.needed else "note"
        found = wrapped(finding.found, margin)
        lines.append(f"  {mark:5}  {finding.name:{width}}  {found}")
        if finding.fix:
            lines.append(f"{margin}> {finding.fix}")  # whole, so that it can be copied
    return "\n".join([*lines, "", verdict(findings), ""])


def as_json(findings: Sequence[Finding]) -> str:
    """Returns the findings as one JSON object: `version`, `ok`, and a list of `findings`."""
    well = all(finding.ok for finding in findings if finding.needed)
    listed = [asdict(finding) for finding in findings]
    return json.dumps({"version": VERSION, "ok": well, "findings": listed}, indent=2) + "\n"


def tell(findings: Sequence[Finding], json: bool, out: TextIO) -> int:
    """Writes the findings to `out`, to read or as JSON; returns 0 if all that is needed is here, else 3."""
    out.write(as_json(findings) if json else report(findings))
    return DONE if all(finding.ok for finding in findings if finding.needed) else CANNOT


def configure(parser: Parser) -> None:
    """Adds the arguments of `descent doctor` to its parser."""
    parser.add_argument("--json", action="store_true", help="the same as JSON, for a program to read")


def run(arguments: argparse.Namespace) -> int:
    """Examines this machine, prints what was found, and returns the exit status."""
    return tell(examine(), arguments.json, sys.stdout)
