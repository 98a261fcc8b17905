"""What people do, out of SDL's events into the engine's: keys, mouse, fingers, game pads that come and go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

import pygame
from pygame._sdl2 import controller

from descent_game.app import log
from descent_game.app.input import pads
from descent_game.app.input.fingers import Fingers, MouseButtons
from descent_game.app.input.keys import KeyNames
from descent_game.app.input.pads import Pads
from descent_game.engine.events import Event, Key, Pointer

FULL: Final = 32767.0
"""How far an axis goes, as SDL counts."""
MOUSE = (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEWHEEL)
FINGER = (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP)


class InputDevices:
    """State: what is held on keys, glass and pads. With `touch_only` the mouse counts as a finger."""

    def __init__(self, *, touch_only: bool = False) -> None:
        self._held: set[int] = set()
        self._names = KeyNames()
        self._fingers = Fingers()
        self._buttons = MouseButtons()
        self._touch_only = touch_only
        self._pads = Pads()
        self._devices: dict[int, Any] = {}
        self._mapped: set[int] = set()
        pygame.joystick.init()
        controller.init()

    def translated(self, event: pygame.event.Event, now: float, size: tuple[int, int]) -> Iterator[Event]:
        """Yields what an event of SDL's means in a window of that size, in pixels."""
        kind = event.type
        if kind == pygame.KEYDOWN:
            yield self._key(event)
        elif kind == pygame.KEYUP:
            self._held.discard(event.key)
        elif kind == pygame.KEYMAPCHANGED:
            self._names.layout_changed()
        elif kind in MOUSE:
            yield from self._mouse(event, now, size)
        elif kind in FINGER:
            yield from self._finger(event, now)
        elif kind == pygame.WINDOWLEAVE:
            yield Pointer("leave", 0.0, 0.0, now)
        elif kind == pygame.WINDOWFOCUSLOST:
            self._held.clear()
            self._pads.let_go()
            yield from self._fingers.let_go(now)
            yield from self._buttons.let_go(now)
        else:
            yield from self._pad(event, now)

    def held(self, now: float) -> Iterator[Event]:
        """Yields what goes on because it is held on a pad, and which fingers must have been lifted unseen."""
        yield from self._fingers.silent(now)
        yield from self._pads.step(now)

    # -- keys, mouse, fingers -----------------------------------------------------------------------------------------

    def _key(self, event: pygame.event.Event) -> Key:
        name = self._names.named(pygame.key.name(event.key), event.key, getattr(event, "scancode", 0))
        repeat = event.key in self._held
        self._held.add(event.key)
        held = event.mod
        return Key(
            name,
            bool(held & pygame.KMOD_SHIFT),
            bool(held & pygame.KMOD_CTRL),
            bool(held & pygame.KMOD_ALT),
            repeat,
        )

    def _mouse(self, event: pygame.event.Event, now: float, size: tuple[int, int]) -> Iterator[Pointer]:
        if getattr(event, "touch", False) or (self._touch_only and event.type != pygame.MOUSEWHEEL):
            return  # the finger's own event tells it better
        if event.type == pygame.MOUSEWHEEL:
            x, y = _place(pygame.mouse.get_pos(), size)
            yield Pointer("wheel", x, y, now, wheel=float(getattr(event, "precise_y", event.y)))
            return
        x, y = _place(event.pos, size)
        if event.type == pygame.MOUSEMOTION:
            yield Pointer("move", x, y, now)
        elif event.button <= 3:  # those above are the wheel again
            kind: Literal["press", "release"] = "press" if event.type == pygame.MOUSEBUTTONDOWN else "release"
            yield from self._buttons.take(Pointer(kind, x, y, now, event.button))

    def _finger(self, event: pygame.event.Event, now: float) -> Iterator[Pointer]:
        x, y = event.x * 2.0 - 1.0, 1.0 - event.y * 2.0
        finger = (getattr(event, "touch_id", 0), event.finger_id)
        if event.type == pygame.FINGERDOWN:
            return self._fingers.press(finger, x, y, now)
        return self._fingers.stir(finger, "move" if event.type == pygame.FINGERMOTION else "release", x, y, now)

    # -- game pads ----------------------------------------------------------------------------------------------------

    def _pad(self, event: pygame.event.Event, now: float) -> Iterator[Event]:
        kind, known = event.type, getattr(event, "instance_id", -1) in self._mapped
        if kind == pygame.CONTROLLERDEVICEADDED:
            self._plug(event.device_index, mapped=True)
        elif kind == pygame.JOYDEVICEADDED:
            self._plug(event.device_index, mapped=False)
        elif kind in (pygame.CONTROLLERDEVICEREMOVED, pygame.JOYDEVICEREMOVED):
            self._unplug(event.instance_id)
        elif kind in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
            name, down = pads.BUTTONS.get(event.button, ""), kind == pygame.CONTROLLERBUTTONDOWN
            yield from self._pads.button(event.instance_id, name, down, now)
        elif kind == pygame.CONTROLLERAXISMOTION:
            yield from self._axis(event.instance_id, event.axis, event.value / FULL, now)
        elif known:
            return  # the same again, as a joystick
        elif kind in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP):
            name, down = pads.UNKNOWN_BUTTONS.get(event.button, ""), kind == pygame.JOYBUTTONDOWN
            yield from self._pads.button(event.instance_id, name, down, now)
        elif kind == pygame.JOYAXISMOTION and event.axis < 4:
            yield from self._axis(event.instance_id, event.axis, event.value, now)
        elif kind == pygame.JOYHATMOTION:
            across, upward = event.value
            yield from self._pads.hat(event.instance_id, across, upward, now)

    def _axis(self, pad: int, axis: int, value: float, now: float) -> Iterator[Event]:
        if 0 <= axis < len(pads.AXES):
            yield from self._pads.axis(pad, pads.AXES[axis], max(min(value, 1.0), -1.0), now)

    def _plug(self, index: int, *, mapped: bool) -> None:
        """Opens a pad, or a stick that SDL has no table for; one that cannot be opened is told to the log."""
        try:
            if not mapped and controller.is_controller(index):
                return  # comes as what it is
            device: Any = controller.Controller(index) if mapped else pygame.joystick.Joystick(index)
            number = (device.as_joystick() if mapped else device).get_instance_id()
        except pygame.error as error:
            log.logger().warning("a game pad could not be opened: %s", error)
            return
        self._devices[number] = device
        if mapped:
            self._mapped.add(number)
        self._pads.plug(number)

    def _unplug(self, number: int) -> None:
        self._pads.unplug(number)
        self._mapped.discard(number)
        self._devices.pop(number, None)


def _place(position: tuple[float, float], size: tuple[int, int]) -> tuple[float, float]:
    width, height = size
    return (position[0] + 0.5) / width * 2.0 - 1.0, 1.0 - (position[1] + 0.5) / height * 2.0
