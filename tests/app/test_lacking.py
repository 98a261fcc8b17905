"""What a show may lack: texts, fonts, graphics. It goes on without, or ends with the line that mends it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from windows import in_a_window

from descent_game.app import log, settings
from descent_game.app.cli import main
from descent_game.app.exhibit import operator_facts
from descent_game.app.settings import Settings
from descent_game.app.show import compositor
from descent_game.app.show.stage import Stage
from descent_game.render.context import NoGraphics

TEXTS = settings.texts_folder()


def told() -> str:
    """Returns what is in the log."""
    return log.path().read_text("utf-8")


@pytest.fixture
def texts(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of texts of the test's own, with the first language in it."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for file in settings.texts_folder().iterdir():
        if file.name == "en.toml":
            (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    monkeypatch.setattr(settings, "texts_folder", lambda: folder)
    settings.messages.cache_clear()
    yield folder
    settings.messages.cache_clear()


BROKEN = {"gone": None, "no toml": b"[app\n", "no text": b"\xff\xfe", "a number": b"[app]\nhelp = 3\n", "empty": b""}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_language_that_cannot_be_read_speaks_the_first(kind: str, texts: Path) -> None:
    content = BROKEN[kind]
    if content is not None:
        (texts / "xx.toml").write_bytes(content)
    stage = Stage("race", 640, 360, Settings())
    stage.set_up(Settings(language="xx"))
    stage.frame(0.0, 0.0)
    words = {run.text for layer in stage.canvas.layers() for run in layer.runs}
    assert settings.messages("en")("race.title") in words
    assert ("texts in xx: " in told()) if kind != "empty" else not log.path().exists()


@pytest.mark.parametrize("kind", BROKEN)
def test_an_operator_is_told_of_texts_that_cannot_be_read(kind: str, texts: Path) -> None:
    content = BROKEN[kind]
    if content is not None:
        (texts / "xx.toml").write_bytes(content)
    messages = settings.messages("en")
    (fact,) = [
        fact for fact in operator_facts.self_test(messages) if fact.label == messages("exhibit.operator.test_texts")
    ]
    well = kind in ("gone", "empty")
    assert (fact.ok, fact.value.startswith("xx: ")) == (well, not well)


def test_even_without_the_first_language_there_is_a_picture(texts: Path) -> None:
    (texts / "en.toml").unlink()
    stage = Stage("race", 640, 360, Settings())
    stage.frame(0.0, 0.0)
    words = {run.text for layer in stage.canvas.layers() for run in layer.runs}
    assert "race.title" in words
    assert "texts in en: " in told()


UNTOLD = """
import shutil
from pathlib import Path
from descent_game.app import settings
from descent_game.app.cli import main
from descent_game.app.show.compositor import Compositor

texts, own = settings.texts_folder(), Path.home() / "texts"
shutil.copytree(texts, own)
settings.texts_folder = lambda: own
LACK
drawn, written, project = [0], set(), Compositor.draw
def projected(self, stage, *how):
    written.update(run.text for layer in stage.canvas.layers() for run in layer.runs)
    return project(self, stage, *how)
Compositor.draw = projected
def look(draw):
    drawn[0] += 1
    return draw() and drawn[0] < 5
at_each_picture(look)
assert main(WORDS) == 0
assert drawn[0] == 5
assert TITLE in written, written
"""
LACKING = {
    "first gone": ('(own / "en.toml").unlink()', "de"),
    "first broken": ('(own / "en.toml").write_text("[app")', "de"),
    "two gone": ('(own / "en.toml").unlink(); (own / "de.toml").unlink()', "es"),
    "one gone, one broken": ('(own / "en.toml").unlink(); (own / "de.toml").write_text("[app")', "es"),
    "all gone": ("for file in own.glob('*.toml'): file.unlink()", ""),
    "no folder": ("shutil.rmtree(own)", ""),
}
"""What becomes of the texts, and which language is spoken then; with none, each text is its key."""


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        *(("--size 640x360", kind) for kind in LACKING),
        *(("race --size 640x360", kind) for kind in ("first gone", "all gone")),
        *(("--kiosk --default-pin", kind) for kind in ("first gone", "all gone")),
    ],
)
def test_a_window_speaks_whatever_language_there_is(words: str, kind: str, tmp_path: Path) -> None:
    lack, language = LACKING[kind]
    title = settings.messages(language)("race.title") if language else "race.title"
    script = UNTOLD.replace("LACK\n", lack + "\n").replace("WORDS", repr(words.split())).replace("TITLE", repr(title))
    done = in_a_window(script, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", ["still race -o a.png --size 96x64", "still race.toml --at 1 -o a.png --size 96x64"])
@pytest.mark.parametrize("left", [("de.toml", "fr.toml"), ()])
def test_a_picture_speaks_whatever_language_there_is(
    words: str,
    left: tuple[str, ...],
    texts: Path,
    home: Path,
    lent: object,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (texts / "en.toml").unlink()
    for name in left:
        (texts / name).write_text((TEXTS / name).read_text("utf-8"), "utf-8")
    monkeypatch.chdir(home)
    assert main(words.split()) == 0
    assert capsys.readouterr().err == "" and (home / "a.png").exists()
    assert main([*words.split(), "-y", "--lang", "xx"]) == 2
    known = ", ".join(settings.languages())
    assert known == ("de, fr" if left else "en")
    assert f"--lang: expected one of {known}, found 'xx'" in capsys.readouterr().err


FONTLESS = """
import sys
from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage
from descent_game.ui import text
text.font_path = lambda family, weight: sys.argv[1]
stage = Stage("race", 640, 360, Settings())
stage.frame(0.0, 0.0)
assert text.measure("The Descent", stage.page.style("title")) > 20.0
assert text.font(sys.argv[1], 30).render("W", True, (255, 255, 255)).get_bounding_rect().width > 5
"""


@pytest.mark.parametrize("content", [None, b"no font", b""], ids=["gone", "broken", "empty"])
def test_without_its_fonts_there_are_words_nevertheless(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "face.otf"
    if content is not None:
        file.write_bytes(content)
    done = subprocess.run([sys.executable, "-c", FONTLESS, str(file)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", ["still race -o picture.png", "record race -o film.mp4 --seconds 1"])
def test_without_graphics_the_line_that_mends_it_is_shown(
    words: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none() -> None:
        raise NoGraphics("no OpenGL 3.3 without a window (nothing): apt-get install libegl1")

    monkeypatch.chdir(home)
    monkeypatch.setattr(compositor, "offscreen_context", none)
    assert main(words.split()) == 3
    assert capsys.readouterr().err.splitlines()[-1].endswith("apt-get install libegl1")
    assert [path.name for path in home.rglob("*.png")] == []
    assert [path.name for path in home.rglob("*.mp4")] == []


DARK = """
import sys
from descent_game.app.input import window
from descent_game.app.cli import main
from descent_game.render.context import NoGraphics
def none():
    raise NoGraphics("no OpenGL 3.3 in the window (nothing): apt-get install libgl1")
window.window_context = none
sys.exit(main(["play", "--size", "640x360"]))
"""


def test_a_window_without_graphics_ends_with_the_fix(tmp_path: Path) -> None:
    done = in_a_window(DARK, tmp_path)
    assert done.returncode == 3
    assert done.stderr == "no OpenGL 3.3 in the window (nothing): apt-get install libgl1\n"
