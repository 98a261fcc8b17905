"""The doctor's report, to read and as JSON, and the status it ends with."""

import json
from dataclasses import replace

import pytest

from descent_game.app.cli import main
from descent_game.app.console import doctor
from descent_game.app.show.machine import Finding
from descent_game.version import VERSION

WELL = Finding("Python", True, "3.12.0")
WRONG = Finding("GL", False, "no context", "mend it so")
NOTE = Finding("display", False, "none", "plug one in", needed=False)


def test_the_report_shows_each_fix_beneath_what_is_wrong() -> None:
    lines = doctor.report([WELL, WRONG, NOTE]).splitlines()
    assert lines[2:] == [
        "  ok     Python   3.12.0",
        "  WRONG  GL       no context",
        "                  > mend it so",
        "  note   display  none",
        "                  > plug one in",
        "",
        "To be mended: GL.",
    ]


def test_long_findings_are_wrapped_behind_the_margin_and_fixes_are_not() -> None:
    words = "word " * 40
    lines = doctor.report([replace(WRONG, found=words, fix=words)]).splitlines()
    assert [len(line) <= 93 for line in lines[2:5]] == [True, True, True]
    assert lines[3].startswith("             word")
    assert lines[5] == f"             > {words}"


@pytest.mark.parametrize(
    ("findings", "status"), [([WELL, NOTE], 0), ([WELL, WRONG, NOTE], 3), ([WELL, replace(WRONG, needed=False)], 0)]
)
def test_the_status_is_3_only_for_what_is_needed(
    findings: list[Finding], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "examine", lambda: findings)
    assert main(["doctor"]) == status
    assert capsys.readouterr().out == doctor.report(findings) + "\n"
    assert main(["doctor", "--json"]) == status
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["version"]) == (status == 0, VERSION)
    assert [Finding(**finding) for finding in told["findings"]] == findings
