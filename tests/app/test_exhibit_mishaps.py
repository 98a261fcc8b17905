"""What befalls an exhibit: its driver, display, machine's sleep, clock. It goes on, or ends to be begun anew."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from crowds import NOON, Clock, new_exhibit_stage, state
from windows import in_a_window, passes

from descent_game.app.exhibit.beat import parsed_beat
from descent_game.app.exhibit.presence import PresenceState
from descent_game.app.exhibit.supervisor import RestartPolicy
from descent_game.app.terminal.errors import CANNOT
from descent_game.engine.events import Key

# -- the graphics driver ----------------------------------------------------------------------------------------------

LOST = """
import sys
import moderngl
from descent_game.app.cli import main
from descent_game.render.renderer import Renderer
draw, count = Renderer.draw, [0]
def lose(self, *arguments, **more):
    count[0] += 1
    if count[0] > 9:
        raise moderngl.Error("GL_CONTEXT_LOST")
    draw(self, *arguments, **more)
Renderer.draw = lose
status = main(sys.argv[1:] or {words})
assert count[0] == 10, "once is enough: no scene is begun anew for it"
sys.exit(status)
"""


@pytest.mark.parametrize("words", [["play", "--kiosk", "--beat"], ["play", "--size", "640x360"]])
def test_a_lost_context_ends_the_process_with_one_line_and_the_scene_as_it_was(
    words: list[str], tmp_path: Path
) -> None:
    """Another process has another context; the supervisor starts it where this one was."""
    done = in_a_window(LOST.replace("{words}", repr(words)), tmp_path)
    assert done.returncode == CANNOT
    lost = "the graphics driver draws no more (GL_CONTEXT_LOST): start again, or try `descent doctor`\n"
    assert done.stderr == lost
    beats = [beat for line in done.stdout.splitlines() if (beat := parsed_beat(line)) is not None]
    assert bool(beats) == ("--beat" in words)
    if beats:
        policy = RestartPolicy()
        policy.begin(0.0)
        policy.hear(beats[-1])
        again = policy.ended(60.0, done.returncode)
        assert again is not None and again.resume == beats[0] and not again.safe


@pytest.mark.parametrize("words", ["play --size 640x360", "play --kiosk --default-pin"])
def test_a_window_without_the_library_ends_with_the_fix(words: str, tmp_path: Path) -> None:
    """SDL is sent to a library that there is not."""
    environment = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "HOME": str(tmp_path)}
    environment |= dict.fromkeys(("SDL_OPENGL_LIBRARY", "SDL_VIDEO_GL_DRIVER", "SDL_VIDEO_EGL_DRIVER"), "/nowhere.so")
    done = subprocess.run(
        [sys.executable, "-m", "descent_game", *words.split()], env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (CANNOT, "")
    (line,) = done.stderr.splitlines()
    assert "OpenGL 3.3" in line and line.endswith("try `descent doctor`")


@pytest.mark.parametrize("words", ["still race -o a.png", "record race -o a.mp4 --seconds 1"])
def test_a_picture_without_the_library_ends_with_the_fix(words: str, tmp_path: Path) -> None:
    """The loader finds a libEGL that is none before the system's own."""
    (tmp_path / "libEGL.so.1").write_bytes(b"")
    (tmp_path / "libEGL.so").write_bytes(b"")
    environment = {**os.environ, "LD_LIBRARY_PATH": str(tmp_path), "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "descent_game", *words.split()]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (CANNOT, "")
    (line,) = done.stderr.splitlines()
    assert "libEGL" in line and line.endswith("apt-get install libegl1 libgl1 libgl1-mesa-dri")
    assert not list(tmp_path.glob("a.*"))


# -- the display ------------------------------------------------------------------------------------------------------

UNPLUGGED = """
sizes = [(1024, 768), (800, 600)]
pygame.display.get_desktop_sizes = lambda: list(sizes)
opened, set_mode = [], pygame.display.set_mode
def noted(size, flags, display, vsync):
    opened.append((size, display))
    return set_mode(size, flags, display=0, vsync=vsync)
pygame.display.set_mode = noted
window = open_window(None, fullscreen=True, display=1)
buffer = window.context.buffer(b"what is on the GPU")
assert opened[-1] == ((800, 600), 1), opened
list(window.events())
count = len(opened)
list(window.events())
assert len(opened) == count, "as long as nothing changes, nothing is done"

def resized():
    return [event for event in window.events() if isinstance(event, Resize)][-1:]

sizes[:] = [(1024, 768)]  # unplugged: the first one takes it
assert resized() == [Resize(*window.size)] == [Resize(1024, 768)]
assert opened[-1] == ((1024, 768), 0)
sizes[:] = []  # no display at all
assert resized() == []
sizes[:] = [(1024, 768), (960, 720)]  # plugged in again, another one
assert resized() == [Resize(*window.size)], "this driver has but one display, and takes no larger picture than that"
assert opened[-1] == ((960, 720), 1)
sizes[:] = [(1024, 768), (640, 480)]  # another mode
assert resized() == [Resize(*window.size)]
assert opened[-1] == ((640, 480), 1)
assert buffer.read() == b"what is on the GPU"
assert window.context.error == "GL_NO_ERROR"

def broken(*arguments, **more):
    raise pygame.error("no such display")
pygame.display.set_mode = broken
sizes[:] = [(1024, 768)]
assert resized() == [], "it stays as it is"
pygame.display.set_mode = noted
sizes[:] = [(1024, 768), (640, 480)]
assert resized() == [Resize(*window.size)]
assert opened[-1] == ((640, 480), 1)
window.close()
"""


def test_a_display_that_is_unplugged_and_plugged_in_again(tmp_path: Path) -> None:
    passes(UNPLUGGED, tmp_path)


HIDDEN = """
import argparse
from descent_game.app.cli import main
from descent_game.app.input.window import Window

events, count = Window.events, [0]
pygame.display.get_active = lambda: not 5 <= count[0] < 90
def seen(self):
    count[0] += 1
    if count[0] == 90:
        post(pygame.QUIT)  # which an exhibit does not hear
    return events(self)
Window.events = seen

drawn = []
def look(draw):
    drawn.append(count[0])
    return draw() and count[0] < 95
at_each_picture(look)
assert main(["play", "--kiosk", "--beat"]) == 0
assert [number for number in drawn if 5 < number < 90] == [], drawn
assert drawn[-1] >= 90
"""


def test_an_exhibit_that_cannot_be_seen_still_says_that_it_is_well(tmp_path: Path) -> None:
    """A display that is off is no hang: the supervisor hears the beats of four hidden seconds."""
    done = in_a_window(HIDDEN, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    beats = [line for line in done.stdout.splitlines() if parsed_beat(line) is not None]
    assert len(beats) >= 4


# -- the disk ---------------------------------------------------------------------------------------------------------

SLOW = """
import threading
from descent_game.app.storage import json_files
from descent_game.app.cli import main
from descent_game.app.exhibit import beat, kiosk

beat.STATUS, kiosk.KEEP = 0.0, 1
keep, waits, done, during = json_files.keep, threading.Event(), threading.Event(), [0]
def slow(path, values, *, sure=True):
    if threading.current_thread() is not threading.main_thread():
        waits.set()
        assert done.wait(60.0)
    return keep(path, values, sure=sure)
json_files.keep = slow

def look(draw):
    during[0] += waits.is_set()
    if during[0] == 20:
        done.set()
    return draw() and during[0] < 20
at_each_picture(look)
assert main(["play", "--kiosk", "--default-pin"]) == 0
assert during[0] == 20, "twenty pictures while the disk had not taken one file"
assert json_files.kept(json_files.state_folder() / kiosk.COUNTERS)["starts"] == 1
"""


def test_a_slow_disk_holds_no_picture_up(tmp_path: Path) -> None:
    passes(SLOW, tmp_path)


# -- time -------------------------------------------------------------------------------------------------------------


def test_a_machine_that_slept_for_three_hours_finds_everything_as_the_next_visitor_should() -> None:
    exhibit_stage = new_exhibit_stage()
    first = state(exhibit_stage.home)
    clock = Clock(exhibit_stage)
    exhibit_stage.event(Key("a"))
    exhibit_stage.event(Key("2"))
    clock.run(1.0)
    spent = sum(exhibit_stage.counters.seconds.values())
    clock.tick(3 * 3600.0)
    assert exhibit_stage.presence.state is PresenceState.ATTRACT, "nobody stood there all the time"
    assert sum(exhibit_stage.counters.seconds.values()) <= spent + 1.0, "nor is it counted"
    clock.run(0.2)
    exhibit_stage.event(Key("a"))
    assert state(exhibit_stage.stage) == first


@pytest.mark.parametrize("jump", [timedelta(hours=-30), timedelta(days=-9000), timedelta(days=9000)])
def test_a_clock_that_is_set_is_only_a_time_of_day(jump: timedelta) -> None:
    exhibit_stage = new_exhibit_stage()
    clock = Clock(exhibit_stage)
    exhibit_stage.event(Key("a"))
    clock.run(0.5)
    clock.moment = NOON + jump
    clock.run(0.5)
    assert exhibit_stage.presence.state is PresenceState.VISIT
    assert exhibit_stage.presence.left == exhibit_stage.exhibit.countdown
    assert sum(exhibit_stage.counters.seconds.values()) == pytest.approx(1.0)
