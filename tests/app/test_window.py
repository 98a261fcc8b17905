"""The window, in a process of its own with SDL's offscreen driver: real events posted, thirty frames, Escape."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from windows import passes

SIGNS = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SDL_VIDEODRIVER")
"""What in the environment speaks of a display."""


VISIT = """
window = open_window()
show = Visit(window, demo_for("race"))
aim = []

def visit(frame):
    scene = show.stage.scene
    if frame == 5:
        x, y, _ = scene.camera.project(scene.terrain.ground.lift(np.array([[0.8, 0.4]])))[0]
        place = ((x + 1) * 320 - 0.5, (1 - y) * 180 - 0.5)
        post(pygame.MOUSEBUTTONDOWN, pos=place, button=1, touch=False)
        post(pygame.MOUSEBUTTONUP, pos=place, button=1, touch=False)
    if frame == 8:
        aim.append(scene.race.start)
        key(pygame.K_F3)
        key(pygame.K_F11)
    if frame == 12:
        aim.append(window.size)
        assert (show.stage.page.width, show.stage.page.height) == window.size
        key(pygame.K_RETURN, pygame.KMOD_ALT)
    if frame == 16:
        aim.append(window.size)
        key(pygame.K_SPACE)
    if frame == 20:
        aim.append(scene.paused)
        key(pygame.K_F12)
    if frame == 24:
        pygame.display.set_mode((800, 450), pygame.OPENGL | pygame.DOUBLEBUF | pygame.RESIZABLE)
    if frame == 30:
        aim.append(window.size)
        key(pygame.K_ESCAPE)
    if frame == 33:
        aim.append(show.stage.overlays.open)
        key(pygame.K_y)

count = run(show, visit)
start, full, windowed, paused, resized, asked_to_leave = aim
assert math.dist(start, (0.8, 0.4)) < 0.02, start
assert full == pygame.display.get_desktop_sizes()[0], full
assert windowed == (640, 360), windowed
assert paused
assert resized == (800, 450), resized
assert asked_to_leave == "leave"
assert 33 < count < 40, count
window.close()
"""


def test_a_visit_from_a_click_to_escape(tmp_path: Path) -> None:
    passes(VISIT, tmp_path)
    (picture,) = (tmp_path / "Pictures" / "The Descent").iterdir()
    assert picture.name.startswith("race ")
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


TRANSLATED = """
window = open_window((640, 360))
list(window.events())

def told(kind, **values):
    post(kind, **values)
    return [event for event in window.events()]

(press,) = told(pygame.MOUSEBUTTONDOWN, pos=(319.5, 179.5), button=3, touch=False)
assert (press.kind, press.x, press.y, press.button, press.touch) == ("press", 0.0, 0.0, 3, False), press
(move,) = told(pygame.MOUSEMOTION, pos=(639.5, -0.5), rel=(0, 0), buttons=(0, 0, 0), touch=False)
assert (move.kind, move.x, move.y) == ("move", 1.0, 1.0), move
assert told(pygame.MOUSEBUTTONDOWN, pos=(1, 1), button=1, touch=True) == []
assert told(pygame.MOUSEBUTTONDOWN, pos=(1, 1), button=4, touch=False) == []
(wheel,) = told(pygame.MOUSEWHEEL, x=0, y=0, precise_x=0.0, precise_y=0.25, flipped=False, touch=False)
assert (wheel.kind, wheel.wheel) == ("wheel", 0.25), wheel

down = told(pygame.FINGERDOWN, touch_id=1, finger_id=77, x=0.75, y=0.25, dx=0, dy=0, pressure=1)
down += told(pygame.FINGERDOWN, touch_id=1, finger_id=99, x=0.5, y=0.5, dx=0, dy=0, pressure=1)
assert [(f.x, f.y, f.touch, f.finger) for f in down] == [(0.5, 0.5, True, 1), (0.0, 0.0, True, 2)], down
(up,) = told(pygame.FINGERUP, touch_id=1, finger_id=77, x=0.75, y=0.25, dx=0, dy=0, pressure=0)
assert (up.kind, up.finger) == ("release", 1), up
(again,) = told(pygame.FINGERDOWN, touch_id=1, finger_id=55, x=0.0, y=0.0, dx=0, dy=0, pressure=1)
assert again.finger == 1, again

names = {pygame.K_SPACE: "space", pygame.K_PERIOD: ".", pygame.K_r: "r", pygame.K_F1: "f1", pygame.K_HOME: "home",
         pygame.K_ESCAPE: "escape", pygame.K_1: "1", pygame.K_LEFT: "left", pygame.K_TAB: "tab"}
for code, name in names.items():
    assert told(pygame.KEYDOWN, key=code, mod=0, unicode="", scancode=0) == [Key(name)]
    assert told(pygame.KEYDOWN, key=code, mod=0, unicode="", scancode=0) == [Key(name, repeat=True)]
    assert told(pygame.KEYUP, key=code, mod=0, unicode="", scancode=0) == []
entered = told(pygame.KEYDOWN, key=pygame.K_RETURN, mod=pygame.KMOD_LALT, unicode="", scancode=0)
assert entered == [Key("return", alt=True)]
assert told(pygame.KEYDOWN, key=pygame.K_AMPERSAND, mod=0, unicode="&", scancode=30) == [Key("1")]
assert told(pygame.QUIT) == [Quit()]
(left,) = told(pygame.WINDOWLEAVE)
assert left.kind == "leave"
window.close()
"""


def test_events_are_translated(tmp_path: Path) -> None:
    passes(TRANSLATED, tmp_path)


TIMES = """
window = open_window(sleep=lambda seconds: now.__setitem__(0, now[0] + seconds))
now[0] = 0.0
frames = window.frames(lambda event: None)
next(frames)
dts = [next(frames) for _ in range(20)]
assert all(0.9 / 61 < dt < 1 / 20 for dt in dts), dts
now[0] += 30.0
assert next(frames) == 0.25
assert next(frames) < 1 / 20
active = iter([False, True])
pygame.display.get_active = lambda: next(active)
assert next(frames) < 1 / 10
window.close()
"""


def test_time_lost_in_a_hang_is_dropped(tmp_path: Path) -> None:
    passes(TIMES, tmp_path)


def descent(words: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command where there is no display but what the environment speaks of, and returns how it ended."""
    surroundings = {**os.environ, "HOME": str(home), **environment}
    for name in SIGNS:
        if name not in environment:
            surroundings.pop(name, None)
    words_ = [sys.executable, "-m", "descent_game", *words.split()]
    return subprocess.run(words_, env=surroundings, cwd=home, capture_output=True, text=True, timeout=300)


def test_a_kiosk_without_a_display_cannot(tmp_path: Path) -> None:
    done = descent("--kiosk --default-pin", tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("no display for the exhibit: set DISPLAY or WAYLAND_DISPLAY")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and "state" not in path.parts] == []


def test_without_a_display_the_film_is_recorded_instead(tmp_path: Path) -> None:
    surroundings = {name: value for name, value in os.environ.items() if name not in SIGNS} | {"HOME": str(tmp_path)}
    words = [sys.executable, "-m", "descent_game"]
    with subprocess.Popen(
        words, env=surroundings, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as work:
        assert work.stdout is not None and work.stderr is not None
        told = f"There is no display here: recording the demo film instead, {tmp_path}/descent.mp4\n"
        assert work.stderr.readline() == told
        assert " of 900 pictures" in work.stderr.readline()
        work.send_signal(signal.SIGINT)  # it is long enough to be sure of the rest
        ended = work.stdout.read()
        assert work.wait() == 130
    assert ended.startswith(f"interrupted; {tmp_path}/descent.mp4: ")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["descent.mp4"]


@pytest.mark.parametrize("words", ["trainer", "race --size 100x100", "race?seed=3", "--lang de", "--keep a.toml", ""])
def test_without_a_display_what_else_was_asked_for_is_told_how(words: str, tmp_path: Path) -> None:
    film = tmp_path / "descent.mp4"
    film.touch()  # the demo film is recorded once
    done = descent(words, tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    scene = "trainer" if words == "trainer" else "race"
    there = "" if words else f" (the demo film is there: {film})"
    way = f"start it where there is one, or make a film: descent record {scene} -o {scene}.mp4"
    assert done.stderr == f"no display here: {way}{there}\n"
    assert [path for path in tmp_path.rglob("*") if path.is_file() and "state" not in path.parts] == [film]


def test_a_display_that_there_is_not_is_told(tmp_path: Path) -> None:
    done = descent("--display 7", tmp_path, SDL_VIDEODRIVER="offscreen")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "--display: expected a number from 0 to 0, found 7\n"


@pytest.mark.parametrize("words", ["--set landscape=sadle", "race?learning_rate=9", "--theme drak", "--size 3"])
def test_bad_input_opens_no_window(words: str, tmp_path: Path) -> None:
    done = descent(words, tmp_path, SDL_VIDEODRIVER="offscreen")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


FRAMED = """
# a window manager whose frame is 20 pixels high, and known only when it is there
place, framed = [(0, 0)], [False]
set_mode = pygame.display.set_mode
def moved(corner):
    place[0] = tuple(corner) if framed[0] else (corner[0] + 1, corner[1] + 20)
def mode(size, flags, **more):
    framed[0] = False
    return set_mode(size, flags & ~pygame.FULLSCREEN, **more)
def framed_window(**more):
    window = open_window((640, 360), **more)
    pygame.display.get_driver = lambda: "x11"
    pygame.display.get_window_position = lambda: place[0]
    pygame.display.set_window_position = moved
    pygame.display.set_mode = mode
    return window
"""
BACK = """
window = framed_window()
place[0] = (200, 150)
for _ in range(3):
    window.toggle_fullscreen()
    list(window.events())
    window.toggle_fullscreen()
    framed[0] = True
    assert place[0] == (201, 170)
    now[0] += 1.0
    list(window.events())
    assert place[0] == (200, 150), place
    place[0] = (200, 150)
moved((300, 300))       # by hand, later on
now[0] += 9.0
for _ in range(9):
    list(window.events())
assert place[0] == (300, 300)
window.close()
"""
MIDDLE = """
window = framed_window(fullscreen=True)
window.toggle_fullscreen()
desktop = pygame.display.get_desktop_sizes()[0]
framed[0] = True
now[0] += 1.0
list(window.events())
assert place[0] == ((desktop[0] - 640) // 2, (desktop[1] - 360) // 2), place
window.close()
"""


def test_a_window_comes_back_from_full_screen_to_where_it_was(tmp_path: Path) -> None:
    passes(FRAMED + BACK, tmp_path)


def test_a_window_that_began_in_full_screen_comes_back_to_the_middle(tmp_path: Path) -> None:
    passes(FRAMED + MIDDLE, tmp_path)


WAYLAND = """
class Apart:
    # stands for pygame.Window, the only way to change a window of Wayland's that is there
    done = []
    @staticmethod
    def from_display_module():
        return Apart()
    def set_windowed(self):
        self.done.append("windowed")
    def set_fullscreen(self, desktop):
        assert desktop
        self.done.append("full")
    def __setattr__(self, name, value):
        self.done.append((name, value))

desktops = [(1280, 720), (1920, 1080)]
pygame.display.get_desktop_sizes = lambda: list(desktops)
pygame.display.get_driver = lambda: "wayland"
pygame.Window = Apart
modes = []
set_mode = pygame.display.set_mode
def mode(size, flags, **more):
    modes.append((size, bool(flags & pygame.FULLSCREEN), more["display"]))
    return set_mode(size, flags & ~pygame.FULLSCREEN)
pygame.display.set_mode = mode
window = open_window((640, 360), display=1)
assert modes == [((1920, 1080), True, 1)]   # only in full screen can a display be asked for
assert Apart.done == ["windowed", ("resizable", True), ("size", (640, 360))], Apart.done
Apart.done.clear()
window.toggle_fullscreen()
assert Apart.done == ["full"], Apart.done
desktops.pop()
list(window.events())
Apart.done.clear()
desktops.append((1920, 1080))               # its own display is back
list(window.events())
assert Apart.done[:3] == ["windowed", ("position", (0x2FFF0001, 0x2FFF0001)), "full"], Apart.done
assert len(modes) == 1, modes               # a second change of mode would end it
window.close()
"""


def test_under_wayland_a_window_gets_onto_its_display_and_back_to_it(tmp_path: Path) -> None:
    passes(WAYLAND, tmp_path)
