"""What a shell, a manual and a desktop are told of the program."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from descent_game.app.cli import main
from descent_game.app.commands import COMMANDS
from descent_game.app.console import desktop
from descent_game.app.console.completion import SHELLS
from descent_game.app.console.trace import TRACES
from descent_game.app.console.usage import CommandUsage, pages
from descent_game.app.sessions.demo_files import demo_names
from descent_game.app.settings import languages
from descent_game.app.show.stage import scene_names
from descent_game.app.terminal.errors import InputError
from descent_game.sim.surfaces.catalogue import LANDSCAPES

ASK = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))
_descent
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def every() -> list[CommandUsage]:
    """Every command, and part of one."""
    return list(pages())


@pytest.fixture(scope="module")
def script(every: list[CommandUsage], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lines for bash, in a file."""
    path = tmp_path_factory.mktemp("bash") / "descent.bash"
    path.write_text(SHELLS["bash"](every), "utf-8")
    return path


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        (["re"], ["record"]),
        (["record", "--la"], ["--lang"]),
        (["record", "race", "--lang", ""], list(languages())),
        (["record", "race", "-q", ""], ["l", "m", "h", "p", "k"]),
        (["trace", ""], list(TRACES)),
        (["trace", "race", "--landscape", ""], list(LANDSCAPES)),
        (["trace", "gallery", "--lands"], []),
        (["still", "sad"], ["saddle.toml"]),
        (["race", "--set", "landsc"], ["landscape="]),
        (["exhibit", "stat"], ["status"]),
        (["completion", ""], list(SHELLS)),
        (["record", "-o", "a fi"], ["a film.mp4"]),
        (["record", "--fps", ""], []),
    ],
)
def test_bash_completes_commands_options_and_their_values(
    words: list[str], completed: list[str], script: Path, tmp_path: Path
) -> None:
    (tmp_path / "a film.mp4").touch()
    asked = ["bash", "-c", ASK, "ask", str(script), "descent", *words]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:-1] in (completed, [*completed, ""], completed or [""])


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_option_scene_and_demo_is_in_the_lines_of_every_shell(
    shell: str, every: list[CommandUsage]
) -> None:
    lines = SHELLS[shell](every)
    assert {page.words[0] for page in every} == set(COMMANDS)
    for page in every:
        assert " ".join(page.words) in lines
        for option in page.options:
            assert all((name if shell != "fish" else name.lstrip("-")) in lines for name in option.names)
    assert all(name in lines for name in (*scene_names(), *demo_names()))


def test_the_manual_has_every_command_with_its_options(
    every: list[CommandUsage], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["man"]) == 0
    page = capsys.readouterr().out
    for part in every:
        assert f".SS descent {' '.join(part.words)}\n" in page
        for option in part.options:
            assert f"\\fB{option.names[-1]}\\fR".replace("-", "\\-") in page
    macros = {line.split()[0] for line in page.splitlines() if line.startswith((".", "'"))}
    assert macros <= {".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".nf", ".fi"}


def test_a_desktop_has_it_in_its_menu_until_it_is_taken_out(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))
    assert main(["desktop", "install"]) == 0
    entry, icon = desktop.files()
    assert entry.is_relative_to(home) and str(entry) in capsys.readouterr().out
    lines = entry.read_text("utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]" and "Icon=descent" in lines
    assert ElementTree.parse(icon).getroot().tag.endswith("svg")
    assert main(["desktop", "uninstall"]) == 0
    assert not entry.exists() and not icon.exists()
    assert main(["desktop", "uninstall"]) == 0
    assert capsys.readouterr().out.endswith("there was nothing to remove\n")


def test_a_path_stands_in_a_desktop_file_as_it_is_read() -> None:
    text = desktop.desktop_file(["/opt/my program/python", "-m", "100%", 'a"b$c\\d'])
    assert 'Exec="/opt/my program/python" -m 100%% "a\\\\"b\\\\$c\\\\\\\\d"\n' in text
    with pytest.raises(InputError, match="expected a path without line breaks"):
        desktop.desktop_file(["a\nExec=b"])
