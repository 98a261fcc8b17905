"""The examination: what each finding says when all is well and when it isn't, and what it finds on this machine."""

import subprocess
import sys
from pathlib import Path
from shlex import quote
from typing import Any

import pytest

from descent_game.app.show import machine
from descent_game.app.show.machine import Finding

ANSWERS: dict[str, dict[str, Any]] = {
    "sdl": {"found": "2.32.10"},
    "window": {"found": {"driver": "x11", "displays": [[1920, 1080], [1280, 720]]}},
    "offscreen": {"found": {"vendor": "Mesa", "renderer": "llvmpipe (LLVM 15)", "version": "4.5 (Core Profile)"}},
    "context": {"found": {"vendor": "Intel", "renderer": "Mesa Intel(R) UHD", "version": "4.6"}},
    "pads": {"found": ["A Pad"]},
    "sound": {"found": "44100 Hz, 2 channels"},
    "fonts": {"found": ["A.otf", "B.otf"]},
    "films": {"found": "18.1.0"},
}


def named(findings: list[Finding]) -> dict[str, Finding]:
    """The findings by their names, after checking that no two share one."""
    by_name = {finding.name: finding for finding in findings}
    assert len(by_name) == len(findings)
    return by_name


def test_python_is_recent_or_says_what_to_install() -> None:
    assert machine.python((3, 11, 0)).ok
    assert machine.python((4, 0, 0)).ok
    old = machine.python((3, 10, 9))
    assert not old.ok
    assert old.found.startswith("3.10.9")
    assert old.fix is not None and "3.11" in old.fix


def test_one_pygame_is_well_and_two_are_not() -> None:
    assert machine.pygame({"pygame-ce": "2.5.8", "numpy": "2.4"}) == Finding("pygame", True, "pygame-ce 2.5.8")
    assert machine.pygame({"pygame": "2.6.1"}) == Finding("pygame", True, "pygame 2.6.1")
    both = machine.pygame({"pygame": "2.6.1", "pygame-ce": "2.5.8"})
    assert not both.ok
    assert both.fix is not None and "uninstall -y pygame pygame-ce &&" in both.fix
    none = machine.pygame({})
    assert not none.ok
    assert none.fix is not None and none.fix.endswith("pip install pygame-ce")


def test_packages_that_are_missing_are_named() -> None:
    assert machine.packages(["av", "numpy"], {"numpy": "2.4", "av": "18"}) == Finding(
        "packages", True, "av 18, numpy 2.4"
    )
    missing = machine.packages(["av", "numpy", "tqdm"], {"numpy": "2.4"})
    assert (missing.ok, missing.found) == (False, "without av, tqdm")
    assert missing.fix is not None and missing.fix.endswith("pip install av tqdm")


def test_required_packages_are_those_of_the_project_without_the_extras() -> None:
    required = machine.required()
    assert {"pygame-ce", "moderngl", "numpy", "pyrr", "av", "font-source-serif-pro"} <= set(required)
    assert not {"pytest", "mypy", "ruff"} & set(required)
    assert set(required) <= set(machine.installed())


def test_libraries_are_loaded_to_know_that_they_load() -> None:
    assert not machine.loads("libdescent-that-nobody-has.so.1")
    assert machine.gl_libraries([], ["apt-get"]) == Finding("GL libraries", True, "libEGL.so.1, libGL.so.1")


@pytest.mark.parametrize(
    ("managers", "fix"),
    [
        (["apt-get"], "sudo apt-get install libegl1 libgl1"),
        (["dnf"], "sudo dnf install libglvnd-egl libglvnd-glx mesa-dri-drivers"),
        (["pacman"], "sudo pacman -S libglvnd mesa"),
        ([], "Install libEGL.so.1 and libGL.so.1 with your system's package manager"),
    ],
)
def test_missing_libraries_have_the_line_that_installs_them(managers: list[str], fix: str) -> None:
    found = machine.gl_libraries(["libEGL.so.1"], managers)
    assert found == Finding("GL libraries", False, "cannot load libEGL.so.1", fix)


def test_answers_that_are_well() -> None:
    findings = list(machine.tried(ANSWERS))
    assert all(finding.ok and finding.fix is None for finding in findings)
    assert {name: finding.found for name, finding in named(findings).items()} == {
        "SDL": "2.32.10",
        "GL": "4.5 (Core Profile), llvmpipe (LLVM 15) by Mesa, in software",
        "display": "x11, 1920x1080, 1280x720",
        "GL, in a window": "4.6, Mesa Intel(R) UHD by Intel",
        "films": "PyAV 18.1.0, x264",
        "fonts": "2 files",
        "game pads": "A Pad",
        "sound": "44100 Hz, 2 channels",
    }


@pytest.mark.parametrize("name", ["sdl", "offscreen", "context", "fonts", "films"])
def test_an_error_is_told_with_its_fix(name: str) -> None:
    findings = list(machine.tried(ANSWERS | {name: {"error": "it would not"}}))
    wrong = [finding for finding in findings if not finding.ok]
    assert [finding.found for finding in wrong] == ["it would not"]
    assert wrong[0].needed and wrong[0].fix


@pytest.mark.parametrize("answer", [{"found": {"driver": "offscreen", "displays": [[1024, 768]]}}, {"error": "no"}])
def test_no_display_is_told_but_not_needed(answer: dict[str, Any]) -> None:
    found = named(list(machine.tried(ANSWERS | {"window": answer, "context": {"error": "no window"}})))
    display = found["display"]
    assert (display.ok, display.needed) == (False, False)
    assert "GL, in a window" not in found
    assert display.fix is not None and "descent record race" in display.fix


def test_neither_pads_nor_sound_are_missed() -> None:
    found = named(list(machine.tried(ANSWERS | {"pads": {"error": "no"}, "sound": {"error": "ALSA says no"}})))
    assert (found["game pads"].ok, found["game pads"].found) == (True, "none")
    assert (found["sound"].ok, found["sound"].found) == (True, "none, and nothing needs it")


def test_gl_without_its_libraries_has_their_fix() -> None:
    errors = ANSWERS | {"offscreen": {"error": "none"}, "context": {"error": "none"}}
    assert {finding.fix for finding in machine.tried(errors, "get them") if not finding.ok} == {"get them"}
    assert {finding.fix for finding in machine.tried(errors) if not finding.ok} == {machine.DRIVER}


def test_a_probe_that_dies_is_one_finding() -> None:
    (finding,) = machine.tried({"probe": {"error": "ended with status -11"}})
    assert (finding.ok, finding.needed, finding.found) == (False, True, "ended with status -11")


def test_folders_are_judged_without_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "not yet" / "there"
    assert machine.folder("settings", deep) == Finding("settings", True, str(deep), needed=False)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr("os.access", lambda path, mode: False)
    sealed = machine.folder("settings", deep)
    assert (sealed.ok, sealed.needed, sealed.fix) == (False, False, f'sudo chown "$USER" {tmp_path}')


def test_little_room_is_told() -> None:
    assert machine.space(Path("/films"), 2_500_000_000) == Finding("disk", True, "2.5 GB free in /films", needed=False)
    little = machine.space(Path("/films"), 200_000_000)
    assert (little.ok, little.found, little.needed) == (False, "0.2 GB free in /films", False)
    assert little.fix is not None


def test_this_machine_runs_the_program() -> None:
    findings = named(machine.examine())
    assert {"Python", "pygame", "packages", "GL libraries", "GL", "films", "fonts", "disk"} <= set(findings)
    assert [finding for finding in findings.values() if finding.needed and not finding.ok] == []


def test_the_examination_opens_no_window_of_its_own() -> None:
    heavy = "{'pygame', 'moderngl', 'av'} & set(sys.modules)"
    code = f"import sys; from descent_game.app.show import machine; machine.examine(); print({heavy})"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("import sys; sys.exit('broken')", "broken"),
        ("import os; os.abort()", "ended with status -6"),
        ("print('chatter')", "ended with status 0"),
    ],
)
def test_a_probe_without_an_answer_gives_its_last_words(
    script: str, error: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!/bin/sh\nexec {quote(sys.executable)} -c {quote(script)}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(stand_in))
    assert machine.probed([]) == {"probe": {"error": error}}


def test_without_fontconfig_the_letters_that_no_font_has_are_told() -> None:
    assert machine.letters(True) == Finding("letters", True, "the system's fonts too", needed=False)
    without = machine.letters(False)
    assert (without.ok, without.needed) == (False, False)
    assert without.fix is not None and "fontconfig" in without.fix
