"""The operator's PIN: kept so that nobody can read it, and never everyone's where nobody watches."""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
from pathlib import Path

import pytest

from descent_game.app import log
from descent_game.app.cli import main
from descent_game.app.exhibit import pin, startup
from descent_game.app.exhibit.exhibit_file import parse, read
from descent_game.app.exhibit.pin import MOST_WRONG, WAIT, PinPad, placed
from descent_game.app.exhibit.settings import PIN
from descent_game.app.play import configure
from descent_game.app.terminal.arguments import Parser
from descent_game.app.terminal.errors import BAD_INPUT, DONE, InputError

pytestmark = pytest.mark.usefixtures("home")

BY_HAND = (
    ["exhibit", "run"],
    ["exhibit", "install"],
    ["--supervised", "--exhibit"],
    ["--exhibit"],
    ["--kiosk", "--exhibit"],
)
"""The ways to start an exhibit, or to have it started, that are followed by its file."""
ROOT = Path(__file__).parents[2]
SALT = bytes(range(16))
OWN = "24680"
KEPT = pin.hashed(OWN, SALT)


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def pin_of(file: Path, *words: str) -> str:
    """Returns the PIN that an exhibit begins with."""
    parser = Parser(prog="descent play", description="", examples="")
    configure(parser)
    exhibit, _ = startup.exhibit_asked_for(parser.parse_args(["--exhibit", str(file), *words]), file)
    return exhibit.pin


def test_what_is_kept_opens_for_the_pin_alone_and_does_not_hold_it() -> None:
    assert KEPT.startswith(f"scrypt:5:{SALT.hex()}:")
    assert OWN not in KEPT.partition(":5:")[2]
    assert pin.hashed(OWN, SALT[::-1]) != KEPT
    assert pin.opens(KEPT, OWN)
    assert not any(pin.opens(KEPT, wrong) for wrong in ("24681", "2468", "", KEPT))
    assert pin.opens(OWN, OWN)
    assert not pin.opens("", "")


def test_the_lock_takes_a_hashed_pin_and_nothing_where_there_is_none() -> None:
    pad = PinPad(KEPT)
    assert pad.length == 5
    assert [pad.digit(digit, 0.0) for digit in OWN] == [False] * 4 + [True]
    for _ in range(MOST_WRONG):
        assert not any(pad.digit(digit, 0.0) for digit in "11111")
    assert pad.waits(0.0) == WAIT
    shut = PinPad("")
    assert not any(shut.digit(digit, 0.0) for digit in PIN + OWN)
    assert (shut.length, shut.typed, shut.refused) == (0, "", False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[operator]\n{}\n"),
        ("seed = 1 # mine\n", "seed = 1 # mine\n\n[operator]\n{}\n"),
        ("[operator]\n# a remark\n[idle]\nseconds = 90\n", "[operator]\n{}\n# a remark\n[idle]\nseconds = 90\n"),
        ('[operator]\n  pin = "1847" # four\r\n', "[operator]\n  {} # four\r\n"),
        ("[operator]\npin = '1847'", "[operator]\n{}"),
        ("[operator]\npin = 1847\n", "[operator]\n{}\n"),
        ('operator.pin = "1847"\n', "operator.{}\n"),
    ],
)
def test_the_pin_is_put_in_its_place_and_nothing_else_changes(before: str, after: str) -> None:
    line = f'pin = "{KEPT}"'
    assert placed(before, line) == after.format(line)


@pytest.mark.parametrize("text", ['operator = { pin = "1847" }\n', '[operator]\npin = """\n1847"""\n'])
def test_where_it_finds_no_place_nothing_is_changed(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "exhibit.toml"
    file.write_text(text)
    typed(monkeypatch, OWN)
    assert main(["exhibit", "pin", str(file)]) == BAD_INPUT
    assert "write what `descent exhibit pin` prints there yourself" in capsys.readouterr().err
    assert file.read_text() == text


def test_the_command_writes_through_a_link_and_keeps_the_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, link = tmp_path / "kept.toml", tmp_path / "exhibit.toml"
    file.write_text('[operator]\npin = "1847"\n')
    file.chmod(0o640)
    link.symlink_to(file)
    typed(monkeypatch, OWN + "\n")
    assert main(["exhibit", "pin", str(link)]) == DONE
    assert "the PIN is set" in capsys.readouterr().out
    assert link.is_symlink() and stat.S_IMODE(file.stat().st_mode) == 0o640
    exhibit, mistakes = read(link)
    assert mistakes == []
    assert pin.opens(exhibit.pin, OWN)
    assert list(pin.notes(link, exhibit.pin)) == []
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix) == ["exhibit.toml", "kept.toml"]


def test_without_a_file_it_prints_what_is_to_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, OWN)
    assert main(["exhibit", "pin"]) == DONE
    exhibit, mistakes = parse(capsys.readouterr().out, None)
    assert mistakes == []
    assert pin.opens(exhibit.pin, OWN)


@pytest.mark.parametrize("wrong", ["", "12", "123456789", "abcd", "１２３４", PIN])
def test_what_is_no_pin_of_ones_own_is_refused(
    wrong: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, wrong)
    assert main(["exhibit", "pin"]) == BAD_INPUT
    assert re.match("expected a PIN of (four to eight digits|your own)", capsys.readouterr().err)


@pytest.mark.parametrize("text", ["", f'[operator]\npin = "{PIN}"\n', f'[operator]\npin = "{pin.hashed(PIN, SALT)}"\n'])
@pytest.mark.parametrize("words", BY_HAND)
def test_nothing_runs_unattended_with_the_pin_of_everyone(
    words: list[str], text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "exhibit.toml"
    file.write_text(text)
    assert main([*words, str(file)]) == BAD_INPUT
    shown = capsys.readouterr()
    assert shown.err.count("\n") == 1
    assert shown.err.startswith(f"{file}: operator.pin: it is {PIN}")


@pytest.mark.parametrize("words", [["exhibit", "run"], ["exhibit", "install"], ["--kiosk"], ["--supervised"]])
def test_without_a_file_the_pin_of_everyone_is_refused_too(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == BAD_INPUT
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert "`descent exhibit pin`" in shown.err and "--default-pin" in shown.err


@pytest.mark.parametrize("more", [[], ["--default-pin"]])
@pytest.mark.parametrize("words", BY_HAND)
def test_a_file_that_does_not_exist_is_refused_by_hand(
    words: list[str], more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "nothere.toml"
    assert main([*words, str(file), *more]) == BAD_INPUT
    assert capsys.readouterr() == ("", f"{file}: expected a file that exists, found none\n")


def test_what_the_system_starts_is_shown_whatever_was_written_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "exhibit.toml"
    file.write_text("")
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    monkeypatch.setattr("descent_game.app.exhibit.supervisor.Supervisor.run", lambda self: DONE)
    assert main(["exhibit", "run", str(file)]) == DONE
    assert pin_of(file, "--beat") == "", "and the page stays shut"
    assert main(["exhibit", "run", str(tmp_path / "removed.toml")]) == DONE
    assert pin_of(file, "--beat", "--default-pin") == PIN
    assert pin_of(file) == ""
    assert pin_of(file, "--default-pin") == PIN


def test_a_pin_with_a_mistake_opens_nothing() -> None:
    for wrong in ('""', '"12"', "1847", '"scrypt:4:00:00"', '"none"', "[]"):
        exhibit, mistakes = parse(f"[operator]\npin = {wrong}\n", None)
        assert [mistake.key for mistake in mistakes] == ["operator.pin"]
        assert exhibit.pin == ""


def test_old_files_with_a_plain_pin_still_work_and_are_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "exhibit.toml"
    file.write_text(f'[operator]\npin = "{OWN}"\n')
    file.chmod(0o600)
    assert pin_of(file, "--beat") == OWN
    assert "stands there as plain text: `descent exhibit pin`" in log.path().read_text("utf-8")
    assert main(["check", str(file)]) == DONE
    assert capsys.readouterr().err.count("\n") == 1
    file.chmod(0o644)
    assert "others may read the PIN" in list(pin.notes(file, OWN))[-1]
    file.chmod(0o666)
    assert list(pin.notes(file, KEPT)) == ["others may write to this file: chmod go-w"]
    os.remove(file)
    assert list(pin.notes(file, KEPT)) == []


def test_the_commands_that_the_readme_shows_start_the_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each line as it stands there, in an empty house with the sample at its place."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "exhibit.toml").write_bytes((ROOT / "docs" / "exhibit.toml").read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("descent_game.app.exhibit.supervisor.Supervisor.run", lambda self: DONE)
    lines = re.findall(r"^(?:cp|\./descent exhibit) .*\.toml$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(lines) >= 4
    for line in lines:
        program, *words = line.split()
        if program == "cp":
            shutil.copy(*words)
            continue
        typed(monkeypatch, OWN)
        assert main(words) == DONE, line
        assert capsys.readouterr().err == ""


def test_no_pin_at_all_is_told_as_nothing() -> None:
    with pytest.raises(InputError, match="digits, found nothing"):
        pin.chosen("")
    with pytest.raises(InputError, match="digits, found something else"):
        pin.chosen("12a4")
