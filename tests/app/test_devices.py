"""Devices at a window, in a process of its own: game pads that come and go, several fingers, the loudspeaker."""

from __future__ import annotations

import json
from pathlib import Path

from windows import in_a_window, passes

PADS = """
from descent_game.app.input import sdl_events, pads
from descent_game.engine.events import Steer

class Device:
    def __init__(self, index):
        if index == 9:
            raise pygame.error("it is gone already")
        self.index = index
    def as_joystick(self):
        return self
    def get_instance_id(self):
        return 40 + self.index

sdl_events.controller.Controller = sdl_events.pygame.joystick.Joystick = Device
sdl_events.controller.is_controller = lambda index: index == 0
window = open_window()
list(window.events())

def told(kind, **values):
    post(kind, **values)
    return [event for event in window.events()]

def axis(number, value, pad=40):
    return told(pygame.CONTROLLERAXISMOTION, instance_id=pad, axis=number, value=value)

assert told(pygame.JOYDEVICEADDED, device_index=0) == []
assert told(pygame.CONTROLLERDEVICEADDED, device_index=0) == []
assert told(pygame.CONTROLLERBUTTONDOWN, instance_id=40, button=0) == [Key("return", pad=True)]
assert told(pygame.JOYBUTTONDOWN, instance_id=40, button=1) == []   # the same pad again, as a joystick
assert told(pygame.CONTROLLERBUTTONUP, instance_id=40, button=0) == []
assert told(pygame.CONTROLLERBUTTONDOWN, instance_id=40, button=9) == [Key("page up", control=True, pad=True)]
assert told(pygame.CONTROLLERBUTTONDOWN, instance_id=40, button=20) == []
assert axis(2, 0) == axis(0, 0) == axis(17, 9) == []
assert axis(0, 32767) == [Key("tab", pad=True)]
assert axis(0, 0) == []
steers = axis(2, 32767) + axis(2, 32767)
assert steers and all(isinstance(one, Steer) and one.yaw < 0.0 for one in steers), steers
assert told(pygame.WINDOWFOCUSLOST) == [Steer()]
assert told(pygame.CONTROLLERDEVICEREMOVED, instance_id=40) == []
assert told(pygame.CONTROLLERBUTTONDOWN, instance_id=40, button=0) == []

assert told(pygame.JOYDEVICEADDED, device_index=3) == []
assert told(pygame.JOYBUTTONDOWN, instance_id=43, button=3) == [Key("b", pad=True)]
assert told(pygame.JOYHATMOTION, instance_id=43, hat=0, value=(0, -1)) == [Key("down", pad=True)]
assert told(pygame.JOYHATMOTION, instance_id=43, hat=0, value=(0, 0)) == []
assert told(pygame.JOYAXISMOTION, instance_id=43, axis=1, value=0.0) == []
assert told(pygame.JOYAXISMOTION, instance_id=43, axis=1, value=-1.0) == [Key("tab", shift=True, pad=True)]
assert told(pygame.JOYAXISMOTION, instance_id=43, axis=5, value=1.0) == []
assert told(pygame.JOYDEVICEREMOVED, instance_id=43) == []

assert told(pygame.CONTROLLERDEVICEADDED, device_index=9) == []   # logged
window.close()
"""


def test_a_pad_is_heard_from_when_it_is_plugged_in_until_it_is_pulled_out(tmp_path: Path) -> None:
    passes(PADS, tmp_path)
    (log,) = tmp_path.rglob("descent.log")
    assert "a game pad could not be opened: it is gone already" in log.read_text()


PLAYED = """
window = open_window((1280, 720))
show = Visit(window, demo_for("race"))
stage = show.stage

class Device:
    def __init__(self, index):
        pass
    def as_joystick(self):
        return self
    def get_instance_id(self):
        return 5

from descent_game.app.input import sdl_events
sdl_events.controller.Controller = Device
seen = {}

def button(number):
    post(pygame.CONTROLLERBUTTONDOWN, instance_id=5, button=number)
    post(pygame.CONTROLLERBUTTONUP, instance_id=5, button=number)

def visit(frame):
    match frame:
        case 4:
            post(pygame.CONTROLLERDEVICEADDED, device_index=0)
        case 6:
            button(0)                     # A, nothing has the focus: drop again
            seen["step"] = stage.scene.race.step_count
        case 12:
            seen["again"] = stage.scene.race.step_count
            for value in (0, 32767, 0, 32767, 0):
                post(pygame.CONTROLLERAXISMOTION, instance_id=5, axis=0, value=value)
        case 14:
            seen["focus"] = stage.interface.focused
            button(0)                     # A on what has it: the reading
        case 18:
            seen["reading"] = stage.reader.drawer.open
            button(1)                     # B: closes it
        case 22:
            seen["closed"] = stage.reader.drawer.open
            button(10)                    # the next scene
        case 26:
            seen["scene"] = stage.scene.name
            button(4)                     # the page of the pad
        case 28:
            seen["help"] = (stage.overlays.open, stage.overlays.pad)
            button(1)
            button(6)                     # Start
        case 32:
            seen["paused"] = stage.scene.paused
            button(2)                     # X: the settings
        case 34:
            seen["settings"] = stage.overlays.open
            leave(show)

run(show, visit)
window.close()
assert seen["again"] < seen["step"] + 3, seen
assert seen["focus"] == "read" and seen["reading"] and not seen["closed"], seen
assert seen["scene"] != "race" and seen["help"] == ("help", True), seen
assert seen["settings"] == "settings", seen
"""


def test_a_whole_visit_with_a_pad(tmp_path: Path) -> None:
    passes(PLAYED, tmp_path)


FINGERS = """
window = open_window((1280, 720))
show = Visit(window, demo_for("race"))
stage, seen = show.stage, {}

def finger(kind, number, x, y):
    post(kind, touch_id=1, finger_id=number, x=x / 1280, y=y / 720, dx=0, dy=0, pressure=1)

def visit(count):
    track = next(placed.body for placed in stage.interface.placed if placed.name == "speed") if count > 2 else None
    if count == 4:
        seen["yaw"] = stage.scene.orbit.goal.yaw
        finger(pygame.FINGERDOWN, 11, track.x + 2, track.center[1])
        finger(pygame.FINGERDOWN, 22, 640, 300)
        post(pygame.MOUSEBUTTONDOWN, pos=(640, 300), button=1, touch=True)
    if 4 < count < 12:
        finger(pygame.FINGERMOTION, 11, track.x + track.w * count / 12, track.center[1] - 200)
        finger(pygame.FINGERMOTION, 22, 640 + 10 * count, 300)
    if count == 14:
        seen["both"] = (stage.scene.controls.number("speed"), stage.scene.orbit.goal.yaw)
        finger(pygame.FINGERUP, 11, track.x, track.center[1])
        finger(pygame.FINGERDOWN, 33, 500, 300)   # a second one on the hill: pan and zoom
        seen["zoom"] = stage.scene.orbit.goal.zoom
    if 14 < count < 20:
        finger(pygame.FINGERMOTION, 33, 500 - 20 * (count - 14), 300)
    if count == 22:
        seen["pinched"] = stage.scene.orbit.goal.zoom
        for number in (22, 33):
            finger(pygame.FINGERUP, number, 500, 300)
    if count == 24:
        x, y, _ = stage.scene.camera.project(stage.scene.terrain.ground.lift(np.array([[0.5, 0.3]])))[0]
        for kind in (pygame.FINGERDOWN, pygame.FINGERUP):
            finger(kind, 44, (x + 1) * 640, (1 - y) * 360)
    if count == 28:
        seen["dropped"] = stage.scene.race.start
        leave(show)

run(show, visit)
window.close()
assert seen["both"][0] > 40 and seen["both"][1] < seen["yaw"] - 0.1, seen
assert seen["pinched"] < seen["zoom"] * 0.9, seen
assert math.dist(seen["dropped"], (0.5, 0.3)) < 0.05, seen
"""


def test_one_finger_slides_while_another_turns_and_two_pinch(tmp_path: Path) -> None:
    passes(FINGERS, tmp_path)


SOUND = """
from descent_game.app.settings import Settings
from descent_game.app.show.speaker import Speaker
from descent_game.engine.sounds import Heard, Sound
speaker = Speaker()
everything = [Heard(k / 10, Sound(kind, 0.8, k / 30)) for k in range(30) for kind in ("tick", "tone", "chord")]
speaker.play(everything, Settings())
assert pygame.mixer.get_init() is None          # nothing is opened for who wants no sound
speaker.play(everything, Settings(sound=True, volume=0.4))
print(pygame.mixer.get_init() is not None and pygame.mixer.get_busy())
speaker.play([], Settings(sound=True, volume=0.4))
speaker.play(everything, Settings(sound=False))
speaker.close()
speaker.close()
assert pygame.mixer.get_init() is None
"""


def test_sound_is_played_where_there_is_a_device(tmp_path: Path) -> None:
    done = in_a_window(SOUND, tmp_path, SDL_AUDIODRIVER="dummy")
    assert (done.returncode, done.stdout.splitlines()[-1], done.stderr) == (0, "True", "")


def test_without_a_device_it_is_silent_and_says_so_once(tmp_path: Path) -> None:
    done = in_a_window(SOUND, tmp_path, SDL_AUDIODRIVER="none-such")
    assert (done.returncode, done.stdout.splitlines()[-1], done.stderr) == (0, "False", "")
    (log,) = tmp_path.rglob("descent.log")
    assert log.read_text().count("no sound: ") == 1


CHANGED = """
window = open_window((1280, 720))
show = Visit(window, demo_for("race"))

def visit(frame):
    if frame == 4:
        key(pygame.K_F2)
    if frame == 6:
        key(pygame.K_TAB)     # from text size, as there may be one language or more, to the theme
        if show.stage.overlays.settings.placed[0].name == "language":
            key(pygame.K_TAB)
        key(pygame.K_RIGHT)
    if frame == 9:
        print(show.stage.setup.theme)
        key(pygame.K_ESCAPE)
    if frame == 12:
        leave(show)

print(show.stage.setup.theme)
run(show, visit)
window.close()
"""


def test_what_is_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    first = in_a_window(CHANGED, tmp_path, XDG_CONFIG_HOME=str(tmp_path))
    assert (first.returncode, first.stderr) == (0, "")
    second = in_a_window(CHANGED, tmp_path, XDG_CONFIG_HOME=str(tmp_path))
    themes = [done.stdout.splitlines()[-2:] for done in (first, second)]
    assert themes == [["dark", "light"], ["light", "high-contrast"]]
    (file,) = tmp_path.rglob("settings.json")
    assert json.loads(file.read_text()) == {"theme": "high-contrast"}
