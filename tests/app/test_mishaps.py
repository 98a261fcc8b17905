"""What befalls a show: clocks, disks, homes, sound, texts, graphics, its own scenes. It goes on, and says why not."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from test_window import in_a_window, passes

from descent_game.app import log, projector, settings
from descent_game.app.cli import main
from descent_game.app.quality import begun
from descent_game.app.settings import Settings
from descent_game.app.snapshots import Snapshots
from descent_game.app.stage import Stage
from descent_game.render.context import NoGraphics
from descent_game.ui import text

GRAY = np.zeros((8, 8, 3), np.uint8)
NOON = datetime(2026, 1, 1, 12)


def told() -> str:
    return log.path().read_text("utf-8")


# -- the disk ---------------------------------------------------------------------------------------------------------


def snapped() -> tuple[bool, str]:
    """What is told of a picture of the screen, when its thread has ended."""
    taken = Snapshots()
    taken.save(GRAY, "race", {}, NOON)
    for thread in [thread for thread in threading.enumerate() if thread.name == "snapshot"]:
        thread.join()
    found = taken.told()
    assert found is not None
    return found


def test_a_full_disk_costs_the_picture_and_no_more(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done, file = snapped()
    assert done and Path(file).exists()

    def full(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    done, why = snapped()
    assert (done, "No space left on device" in why) == (False, True)
    assert [path.name for path in Path(file).parent.iterdir()] == [Path(file).name], "no half of one is left"


HOMELESS = """
from descent_game.app import log
window = open_window()
show = Show(window, asked("race"))
frames, toasts = [0], []
draw = show._draw

def visit():
    frames[0] += 1
    if frames[0] == 3:
        key(pygame.K_F12)
    if frames[0] == 40:
        key(pygame.K_ESCAPE)
    if frames[0] == 42:
        key(pygame.K_RETURN)
    if show.stage.overlays._toast:
        toasts.append(show.stage.overlays._toast)
    assert frames[0] < 100
    return draw()

show._draw = visit
show.run()
window.close()
assert any("Not a directory" in toast for toast in toasts), toasts
assert not any(isinstance(handler, log.RotatingFileHandler) for handler in log.logger().handlers)
"""


def test_a_home_that_cannot_be_written_to_is_no_reason_to_stop(tmp_path: Path) -> None:
    passes(HOMELESS, Path("/dev/null/home"), XDG_PICTURES_DIR="/dev/null/pictures")


# -- clocks and windows -----------------------------------------------------------------------------------------------

CLOCKS = """
times = iter([0.0, 0.1, 0.1, 0.2, -500.0, -500.0, -499.9, -499.9, 9000.0, 9000.0, 9000.1, 9000.1])
window = Window((640, 360), clock=lambda: next(times), sleep=lambda seconds: None)
window.events = lambda: ()
frames = window.frames(lambda event: None)
gaps = [next(frames) for _ in range(4)]
window.close()
assert gaps[0] > 0.0, gaps
assert min(gaps) == 0.0, "a clock set back takes no time"
assert max(gaps) == 0.25, "a machine that slept has missed nothing"
"""


def test_a_clock_set_back_or_far_ahead_moves_nothing_far(tmp_path: Path) -> None:
    passes(CLOCKS, tmp_path)


def test_no_time_at_all_is_a_picture_too(home: Path) -> None:
    stage, held = Stage("trainer", 640, 360, Settings()), begun("auto", "llvmpipe", (640, 360))
    for _ in range(300):
        stage.frame(0.0, 0.0)
        held.picture(0.0, 0.0, 0.0)
    assert held.level.name == "high"


WINDOWS = """
window = open_window()
taken, naps = [], []
window._sleep = naps.append
frames = window.frames(taken.append)
next(frames)
post(pygame.WINDOWMINIMIZED)
post(pygame.USEREVENT)
count = [0]
events = window.events
def seen():
    count[0] += 1
    if count[0] == 5:
        post(pygame.WINDOWRESTORED)
    return events()
window.events = seen
next(frames)
assert count[0] == 5, "while it cannot be seen no picture is made"
assert naps.count(0.05) == 4, "and nothing is busy"
sizes = iter([(0, 0), (640, 0), (30, 20), (640, 360)])
pygame.display.get_window_size = lambda: next(sizes)
for _ in range(4):
    post(pygame.WINDOWSIZECHANGED)
taken.clear()
next(frames)
assert [event for event in taken if isinstance(event, Resize)] == [Resize(64, 64), Resize(640, 360)], taken
window.close()
"""


def test_a_window_that_cannot_be_seen_or_has_no_size_waits(tmp_path: Path) -> None:
    passes(WINDOWS, tmp_path)


SMALL = """
window = open_window()
show = Show(window, asked("gallery"))
frames = [0]
draw = show._draw
def visit():
    frames[0] += 1
    if frames[0] == 3:
        window._size = (30, 20)
        show.stage.event(Resize(64, 64))
    if frames[0] == 8:
        window._size = (640, 360)
        show.stage.event(Resize(640, 360))
    if frames[0] == 12:
        show._over = True
    return draw()
show._draw = visit
show.run()
assert frames[0] == 12
assert show.stage.page.width == 640
assert window.context.error == "GL_NO_ERROR"
window.close()
"""


def test_a_window_dragged_to_almost_nothing_goes_on(tmp_path: Path) -> None:
    passes(SMALL, tmp_path)


# -- sound, texts, graphics -------------------------------------------------------------------------------------------

SILENT = """
from descent_game.app import log
from descent_game.app.settings import Settings
from descent_game.app.sound import Speaker
from descent_game.engine.sounds import Heard, Sound
speaker = Speaker()
for _ in range(3):
    speaker.play([Heard(0.0, Sound("tick"))], Settings(sound=True, volume=1.0))
speaker.hush()
speaker.close()
assert log.path().read_text().count("no sound: ") == 1
"""


def test_without_a_sound_device_it_is_silent_and_says_so_once(tmp_path: Path) -> None:
    passes(SILENT, tmp_path, SDL_AUDIODRIVER="no such driver")


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


def test_even_without_the_first_language_there_is_a_picture(texts: Path) -> None:
    (texts / "en.toml").unlink()
    stage = Stage("race", 640, 360, Settings())
    stage.frame(0.0, 0.0)
    words = {run.text for layer in stage.canvas.layers() for run in layer.runs}
    assert "race.title" in words
    assert "texts in en: " in told()


@pytest.mark.parametrize("content", [None, b"no font", b""], ids=["gone", "broken", "empty"])
def test_without_its_fonts_there_are_words_nevertheless(
    content: bytes | None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = home / "face.otf"
    if content is not None:
        file.write_bytes(content)
    measured = [text.setting, text.metrics, text._figure, text._path_for]
    for cache in measured:
        cache.cache_clear()
    monkeypatch.setattr(text, "font_path", lambda family, weight: str(file))
    stage = Stage("race", 640, 360, Settings())
    stage.frame(0.0, 0.0)
    assert text.measure("The Descent", stage.page.style("title")) > 20.0
    assert text.font(str(file), 30).render("W", True, (255, 255, 255)).get_bounding_rect().width > 5
    for cache in measured:
        cache.cache_clear()


@pytest.mark.parametrize("words", ["still race -o picture.png", "record race -o film.mp4 --seconds 1"])
def test_without_graphics_the_line_that_mends_it_is_shown(
    words: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none() -> None:
        raise NoGraphics("no OpenGL 3.3 without a window (nothing): apt-get install libegl1")

    monkeypatch.chdir(home)
    monkeypatch.setattr(projector, "offscreen_context", none)
    assert main(words.split()) == 3
    assert capsys.readouterr().err.splitlines()[-1].endswith("apt-get install libegl1")
    assert [path.name for path in home.rglob("*.png")] == []
    assert [path.name for path in home.rglob("*.mp4")] == []


DARK = """
import sys
from descent_game.app import window
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


FAULTY = """
from descent_game.app import log
window = open_window()
show = Show(window, asked("race"))
frames, scenes = [0], []
draw = show._draw

def fail(*arguments):
    raise ZeroDivisionError("a scene's own fault")

def visit():
    frames[0] += 1
    scene = show.stage.scene
    scenes.append(scene)
    if frames[0] == 5:
        scene.step = fail
    if frames[0] == 10:
        scene.trails.texture.write(np.full_like(scene.trails.texture.data, np.nan))  # refused on its way to the GPU
    if frames[0] == 20:
        show._over = True
    return draw()

show._draw = visit
show.run()
assert frames[0] == 20
assert len(set(map(id, scenes))) == 3, "twice it began anew"
assert window.context.error == "GL_NO_ERROR"
written = log.path().read_text()
assert written.count("a scene failed, and begins anew") == 2
assert "ZeroDivisionError" in written and "NonFinite" in written
window.close()
"""


def test_a_scene_that_fails_in_a_window_begins_anew_and_nothing_is_printed(tmp_path: Path) -> None:
    passes(FAULTY, tmp_path)
