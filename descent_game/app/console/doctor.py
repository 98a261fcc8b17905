"""`descent doctor`: what this machine can do, and the fix for what it can't."""

from __future__ import annotations

import argparse
import json
import platform
import textwrap
from collections.abc import Sequence
from dataclasses import asdict

from descent_game.app.show.machine import Finding, examine
from descent_game.app.terminal.arguments import Parser
from descent_game.app.terminal.errors import CANNOT, DONE
from descent_game.version import VERSION

EXAMPLES = """
  descent doctor
  descent doctor --json
"""


def wrong(findings: Sequence[Finding]) -> list[str]:
    """Returns the names of what is needed and not here."""
    return [finding.name for finding in findings if finding.needed and not finding.ok]


def wrapped(text: str, margin: str) -> str:
    """Returns a text on lines of at most 80 characters, all but the first behind a margin."""
    return f"\n{margin}".join(textwrap.wrap(text, 80, break_long_words=False, break_on_hyphens=False))


def report(findings: Sequence[Finding]) -> str:
    """Returns the findings as lines to read: what is well, what is wrong with its fix beneath, and the verdict."""
    width = max(len(finding.name) for finding in findings)
    lines = [f"The Descent {VERSION} on {platform.platform(terse=True)}, {platform.machine()}", ""]
    margin = " " * (width + 11)
    for finding in findings:
        mark = "ok" if finding.ok else "WRONG" if finding.needed else "note"
        lines.append(f"  {mark:5}  {finding.name:{width}}  {wrapped(finding.found, margin)}")
        if finding.fix:
            lines.append(f"{margin}> {finding.fix}")  # whole, so that it can be copied
    missing = ", ".join(wrong(findings))
    verdict = f"To be mended: {missing}." if missing else "All that is needed is here."
    return "\n".join([*lines, "", verdict])


def configure(parser: Parser) -> None:
    """Adds the arguments of `descent doctor` to its parser."""
    parser.add_argument("--json", action="store_true", help="the same as JSON, for a program to read")


def run(arguments: argparse.Namespace) -> int:
    """Examines this machine, prints what was found, and returns 0 if all that is needed is here, else 3."""
    findings = examine()
    well = not wrong(findings)
    listed = {"version": VERSION, "ok": well, "findings": [asdict(finding) for finding in findings]}
    print(json.dumps(listed, indent=2) if arguments.json else report(findings))
    return DONE if well else CANNOT
