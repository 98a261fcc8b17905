"""What befalls a show: disks, homes, clocks, windows, its own scenes. It goes on, and says why not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from windows import passes

from descent_game.app.settings import Settings
from descent_game.app.show.quality import initial
from descent_game.app.show.stage import Stage
from descent_game.app.storage import png
from descent_game.app.storage.saving import Saving

GRAY = np.zeros((8, 8, 3), np.uint8)
NOON = datetime(2026, 1, 1, 12)


# -- the disk ---------------------------------------------------------------------------------------------------------


def snapped() -> tuple[bool, str]:
    """Returns what is told of a picture of the screen, when its thread has ended."""
    saving = Saving()
    saving.start(lambda: png.save(GRAY, "race", {}, NOON))
    saving.close()
    ((done, words, _),) = saving.all_told()
    return done, words


def test_a_full_disk_costs_the_picture_and_no_more(
    home: Path, room: Callable[[int], AbstractContextManager[None]]
) -> None:
    done, file = snapped()
    assert done and Path(file).exists()

    with room(10):
        done, why = snapped()
    assert (done, "File too large" in why) == (False, True)
    assert [path.name for path in Path(file).parent.iterdir()] == [Path(file).name], "no half of one is left"


HOMELESS = """
from descent_game.app import log
window = open_window()
show = Visit(window, demo_for("race"))
toasts = []

def visit(frame):
    if frame == 3:
        key(pygame.K_F12)
    if frame == 40:
        key(pygame.K_ESCAPE)
    if frame == 42:
        key(pygame.K_RETURN)
    toasts.append(said(show))

run(show, visit)
window.close()
assert any("Not a directory" in toast for toast in toasts), toasts
assert not any(isinstance(handler, log.RotatingFileHandler) for handler in log.logger().handlers)
"""


def test_a_home_that_cannot_be_written_to_is_no_reason_to_stop(tmp_path: Path) -> None:
    mesa = {"MESA_SHADER_CACHE_DISABLE": "true"}  # Mesa has a line of its own for such a home
    passes(HOMELESS, Path("/dev/null/home"), XDG_PICTURES_DIR="/dev/null/pictures", **mesa)


HOSTILE = """
import errno, os, shutil, threading
from pathlib import Path
from descent_game.app import log, settings

mischief, home = os.environ["MISCHIEF"], Path(os.environ["HOME"])
places = [home / name for name in ("Documents", "Pictures", "Videos", ".config", ".local")]
window = open_window()
show = Visit(window, demo_for("trainer"))
toasts = set()

def befall():
    # from now on nothing in the home folder, nor the texts of another language, can be read or written
    for place in places:
        shutil.rmtree(place, ignore_errors=True)
        if mischief == "circle":
            place.symlink_to(place)
        elif mischief == "file":
            place.write_bytes(b"")
    if mischief == "long":
        for kind in ("CONFIG_HOME", "STATE_HOME", "DOCUMENTS_DIR", "PICTURES_DIR", "VIDEOS_DIR"):
            os.environ["XDG_" + kind] = str(home / ("x" * 300))
    if mischief.startswith("E"):
        for name in ("stat", "lstat", "open", "scandir", "listdir", "mkdir", "replace", "rename", "unlink", "access"):
            setattr(os, name, failing(getattr(os, name)))
    texts = settings.texts_folder
    settings.texts_folder = lambda: places[0] / "texts"

def failing(call):
    number = getattr(errno, mischief)
    def fail(path, *arguments, **keywords):
        if str(path).startswith(str(home)):
            raise OSError(number, os.strerror(number), str(path))
        return call(path, *arguments, **keywords)
    return fail

def visit(frame):
    control = pygame.KMOD_LCTRL
    keys = {4: (pygame.K_o, control), 6: (pygame.K_s, control), 8: (pygame.K_o, control), 10: (pygame.K_F12, 0)}
    keys |= {12: (pygame.K_F12, pygame.KMOD_LSHIFT), 14: (pygame.K_F9, 0), 24: (pygame.K_F9, 0)}
    keys |= {80: (pygame.K_ESCAPE, 0), 82: (pygame.K_RETURN, 0)}
    if frame == 2:
        befall()
    if frame in keys:
        key(*keys[frame])
    if frame == 30:
        show.router.take(Resize(700, 400))
        show.stage.setup = settings.Settings("de", "light")
    if frame > 70:
        for thread in threading.enumerate():
            if thread.name.startswith(("saving", "pictures")):
                thread.join(0.05)
    if not show.stage.overlays.open and "That did not work" in said(show):
        toasts.add(said(show))

assert run(show, visit) >= 80
window.close()
print(len(toasts))
"""


@pytest.mark.parametrize("mischief", ["circle", "file", "long", "EACCES"])
def test_nothing_that_a_file_system_can_do_ends_a_show(mischief: str, home: Path) -> None:
    assert int(passes(HOSTILE, home, MISCHIEF=mischief)) >= 2


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
    stage, held = Stage("trainer", 640, 360, Settings()), initial("auto", "llvmpipe")
    for _ in range(300):
        stage.frame(0.0, 0.0)
        held.picture(0.0, 0.0, 0.0)
    assert held.level.name == "high"


WINDOWS = """
taken, naps = [], []
window = open_window(sleep=naps.append)
frames = window.frames(taken.append)
next(frames)
active = [False]
pygame.display.get_active = lambda: active[0]
count = [0]
events = window.events
def seen():
    count[0] += 1
    if count[0] == 5:
        active[0] = True
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
show = Visit(window, demo_for("gallery"))

def visit(frame):
    if frame == 3:
        pygame.display.get_window_size = lambda: (30, 20)
        post(pygame.WINDOWSIZECHANGED)
    if frame == 8:
        pygame.display.get_window_size = lambda: (640, 360)
        post(pygame.WINDOWSIZECHANGED)
    if frame == 12:
        leave(show)

assert run(show, visit) == 12
assert show.stage.page.width == 640
assert window.context.error == "GL_NO_ERROR"
window.close()
"""


def test_a_window_dragged_to_almost_nothing_goes_on(tmp_path: Path) -> None:
    passes(SMALL, tmp_path)


# -- its own scenes ----------------------------------------------------------------------------------------------------

FAULTY = """
from descent_game.app import log
window = open_window()
show = Visit(window, demo_for("race"))
scenes = []

def fail(*arguments):
    raise ZeroDivisionError("a scene's own fault")

def visit(frame):
    scene = show.stage.scene
    scenes.append(scene)
    if frame == 5:
        scene.step = fail
    if frame == 10:
        scene.trails.texture.write(np.full_like(scene.trails.texture.data, np.nan))  # refused on its way to the GPU
    if frame == 20:
        leave(show)

assert run(show, visit) == 20
assert len(set(map(id, scenes))) == 3, "twice it began anew"
assert window.context.error == "GL_NO_ERROR"
written = log.path().read_text()
assert written.count("a scene failed, and begins anew") == 2
assert "ZeroDivisionError" in written and "NonFinite" in written
window.close()
"""


def test_a_scene_that_fails_in_a_window_begins_anew_and_nothing_is_printed(tmp_path: Path) -> None:
    passes(FAULTY, tmp_path)
