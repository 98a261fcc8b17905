"""Files of texts: every mistake at once, with file, line and key."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from descent_game.app.cli import main
from descent_game.app.console import checking
from descent_game.app.terminal.errors import BAD_INPUT, DONE

ENGLISH = (files("scenes.text") / "en.toml").read_text("utf-8")


def line_of(start: str) -> int:
    return next(number for number, line in enumerate(ENGLISH.splitlines(), 1) if line.startswith(start))


def test_every_file_of_texts_that_comes_with_the_program_is_well() -> None:
    for file in files("scenes.text").iterdir():
        if file.name.endswith(".toml"):
            assert checking.wrong_texts(file.read_text("utf-8")) == [], file.name


def test_all_mistakes_are_told_with_line_and_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "xx.toml"
    wrong = ENGLISH.replace('title = "The bend"', 'titel = "The bend"').replace("Step {step}", "Step {stpe}")
    path.write_text(wrong.replace("the same [gradient] with", "the same [gradiant] with", 1), "utf-8")
    assert main(["check", str(path)]) == BAD_INPUT
    told = capsys.readouterr().err.splitlines()
    assert told[0] == f"{path}: gallery.title: missing; in English it is 'The bend'"
    bend, wall, step = (line_of(start) for start in ('title = "The bend"', 'wall = "Three', 'step = "Step {step}"'))
    assert f"{path}:{bend}: gallery.titel: no such text (did you mean gallery.title?)" in told
    assert f"{path}:{wall}: race.wall: [gradiant] is not in the glossary (did you mean gradient?)" in told
    assert f"{path}:{step}: race.step: unknown placeholder {{stpe}}; expected {{step}}" in told
    assert f"{path}:{step}: race.step: placeholder {{step}} is missing" in told
    assert len(told) == 5


def test_a_file_that_is_well_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "en.toml"
    path.write_text(ENGLISH, "utf-8")
    assert main(["check", str(path)]) == DONE
    assert capsys.readouterr().out == f"{path}: no mistakes; every text is there\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[language]\nname = "X"\ntitle = ?\n', "3: Invalid value"),
        ("[language]\nname = 3\n", "language.name: expected a text in quotes, found 3"),
        ('[language]\nname = "X"\n[race]\ntitle = ["a"]\n', "race.title: expected a text in quotes, found ['a']"),
        (b'[language]\nname = "X"\n[race]\ntitle = "\xff"\n', "4: expected text in UTF-8, found bytes that are not"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(content: str | bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "xx.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert checking.is_texts(path)
    (mistake,), _ = checking.found(str(path))
    assert told in mistake.told("xx.toml").removeprefix("xx.toml:").strip()


def test_what_names_no_language_is_not_a_file_of_texts(tmp_path: Path) -> None:
    path = tmp_path / "film.toml"
    assert not checking.is_texts(path)
    path.write_text('scene = "race"\nlanguage = "de"\n')
    assert not checking.is_texts(path)
