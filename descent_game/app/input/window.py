"""The window: what happens to it, the frame times, and the picture onto the screen."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import pygame

from descent_game.app import log
from descent_game.app.input import display as displays
from descent_game.app.input.sdl_events import InputDevices
from descent_game.app.terminal.errors import InputError, MachineError
from descent_game.engine.events import Event, Quit, Resize
from descent_game.render.context import NoGraphics, window_context
from descent_game.render.target import Target

FLAGS = pygame.OPENGL | pygame.DOUBLEBUF
SHARE = 0.8
"""How much of the desktop a new window takes."""
LONGEST_FRAME = 0.25
"""Seconds; what a hang took beyond that is lost, not caught up."""
LEAST = 64
"""Pixels: a window dragged smaller than that, either way, is laid out as if it were not, and shows nothing new."""
LOOKS = (0.05, 0.15, 0.3, 0.6)
"""Seconds after full screen at which the window is looked for in its place."""
REPEAT = (400, 40)
"""Milliseconds before a key held repeats, and between repeats."""


class Window:
    """A window with a GL 3.3 context; full screen has the desktop's own size: no screen ever changes its mode."""

    def __init__(
        self,
        size: tuple[int, int] | None = None,
        *,
        fullscreen: bool = False,
        display: int = 0,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Opens it, `size` large or a good part of the desktop.

        Raises NoDisplayError, MachineError where there is no GL, InputError for a display that there is not.
        """
        self._clock, self._sleep = clock, sleep
        os.environ.setdefault("SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS", "0")
        self._begin(display)
        desktops = pygame.display.get_desktop_sizes()
        if not 0 <= display < len(desktops):
            pygame.quit()
            raise InputError(f"--display: expected a number from 0 to {len(desktops) - 1}, found {display}")
        self._wanted, self._desktops = display, desktops
        self._display, self._desktop = display, desktops[display]
        self._windowed = size or _fitting(self._desktop)
        self.fullscreen = fullscreen
        self._vsync = True
        self._corner, self._looks = self._middle(), list[float]()
        self._devices = InputDevices(touch_only=os.environ.get("SDL_MOUSE_TOUCH_EVENTS") == "1")
        self._open()
        self.context = self._context()
        self._interval = 0.9 / _refresh_rate(display)
        pygame.key.set_repeat(*REPEAT)

    def _begin(self, display: int) -> None:
        os.environ["SDL_VIDEO_X11_WMCLASS"] = "descent"  # importing pygame has put the name of a file there
        displays.find(display)
        pygame.font.init()
        for attribute, value in (
            (pygame.GL_CONTEXT_MAJOR_VERSION, 3),
            (pygame.GL_CONTEXT_MINOR_VERSION, 3),
            (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE),
            (pygame.GL_CONTEXT_FLAGS, pygame.GL_CONTEXT_FORWARD_COMPATIBLE_FLAG),
            (pygame.GL_DEPTH_SIZE, 0),
        ):
            pygame.display.gl_set_attribute(attribute, value)

    def _open(self) -> None:
        """Opens the window, or gives the one there is another size; its context and all in it stay."""
        changeable = displays.changeable()
        if changeable and pygame.display.get_surface() is not None:
            displays.change(None if self.fullscreen else self._windowed)
        elif self.fullscreen or (changeable and self._display > 0):  # it gets there only by filling it first
            self._set_mode(self._desktop, pygame.FULLSCREEN)
            if not self.fullscreen:
                displays.change(self._windowed)
        else:
            self._set_mode(self._windowed, pygame.RESIZABLE)
        pygame.display.set_caption("The Descent")
        self._size = pygame.display.get_window_size()

    def _set_mode(self, size: tuple[int, int], flag: int) -> None:
        try:
            with displays.answering():
                pygame.display.set_mode(size, FLAGS | flag, display=self._display, vsync=int(self._vsync))
        except pygame.error as error:
            if not self._vsync or pygame.display.get_surface() is not None:
                raise MachineError(f"no window with OpenGL 3.3 ({error}): try `descent doctor`") from error
            self._vsync = False  # asked for once only: a failure takes the window's context with it
            self._set_mode(size, flag)

    def _context(self) -> Any:
        try:
            return window_context()
        except NoGraphics as error:
            self.close()
            raise MachineError(str(error)) from error

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._size

    def toggle_fullscreen(self) -> Resize:
        """Goes to full screen or back, and returns the event that tells so.

        On X11 it goes by way of a window without a frame: where no window manager runs, SDL's full screen alone would
        neither move the window to the corner nor make it small again.
        """
        x11 = pygame.display.get_driver() == "x11"
        self.fullscreen = not self.fullscreen
        if self.fullscreen:
            self._windowed = self._size
            self._corner = pygame.display.get_window_position() if x11 else (0, 0)
        if x11:
            self._set_mode(self._desktop, pygame.NOFRAME)
            if self.fullscreen and self._display == 0:
                pygame.display.set_window_position((0, 0))
        self._open()
        if x11 and not self.fullscreen:
            pygame.display.set_window_position(self._corner)
            self._looks = [self._clock() + after for after in LOOKS]
        return _laid_out(self._size)

    def frames(self, take: Callable[[Event], None], unseen: Callable[[], bool] = lambda: True) -> Iterator[float]:
        """Yields the time since the last frame, in seconds, for each frame to draw, after `take` has had the events.

        While the window is hidden nothing is yielded, and the time is lost; `unseen` is called instead: False ends it.
        """
        last = self._clock()
        while True:
            rest = last + self._interval - self._clock()
            if rest > 0.0:
                self._sleep(rest)
            for event in self.events():
                take(event)
            now = self._clock()
            dt, last = now - last, now
            if not pygame.display.get_active():
                if not unseen():
                    return
                self._sleep(0.05)
            else:
                yield min(max(dt, 0.0), LONGEST_FRAME)

    def events(self) -> Iterator[Event]:
        """Yields what has happened since it was last asked, and what goes on because it is held."""
        now = self._clock()
        self._put_back(now)
        yield from self._rehung()
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                yield Quit()
            elif event.type in (pygame.WINDOWSIZECHANGED, pygame.VIDEORESIZE):
                yield from self._resized()
            else:
                yield from self._devices.translated(event, now, self._size)
        yield from self._devices.held(now)

    def _middle(self) -> tuple[int, int]:
        """Returns where the corner of a window in the middle of the first display is."""
        (width, height), (across, along) = self._desktop, self._windowed
        return max((width - across) // 2, 0), max((height - along) // 2, 0)

    def _put_back(self, now: float) -> None:
        """Puts the window back where it was before full screen, once the window manager has given it a frame again.

        Only then is it known how far the frame reaches around it.
        """
        due, self._looks = [at for at in self._looks if at <= now], [at for at in self._looks if at > now]
        if due and not self.fullscreen and pygame.display.get_window_position() != self._corner:
            pygame.display.set_window_position(self._corner)

    def _rehung(self) -> Iterator[Resize]:
        """Goes to the display where it belongs, and takes its size, when displays come, go or change: full screen only.

        Where none is left it stays as it is: one will come.
        """
        desktops = pygame.display.get_desktop_sizes() if self.fullscreen else self._desktops
        if desktops == self._desktops or not desktops:
            return
        self._desktops = desktops
        self._display = self._wanted if self._wanted < len(desktops) else 0
        self._desktop = desktops[self._display]
        try:
            if displays.changeable():
                displays.change(None, self._display)
            self._open()
        except MachineError as error:
            log.logger().warning("displays changed: %s", error)
            return
        log.logger().info("displays changed: now %s, on number %d", desktops, self._display)
        yield _laid_out(self._size)

    def _resized(self) -> Iterator[Resize]:
        size = pygame.display.get_window_size()
        if size != self._size and min(size) >= 1:
            self._size = size
            yield _laid_out(size)

    def show(self, target: Target, put: Callable[[Any], None] | None = None) -> None:
        """Puts a picture on the screen, as it is or as `put` does it, which is given the screen's framebuffer."""
        screen = self.context.screen
        if (target.width, target.height) == self._size:
            screen.viewport = (0, 0, *self._size)
            if put is None:
                target.blit_to(screen)
            else:
                put(screen)
        pygame.display.flip()

    def cursor(self, visible: bool) -> None:
        """Shows the mouse's cursor, or hides it."""
        pygame.mouse.set_visible(visible)

    def grab_keyboard(self) -> None:
        """Keeps the keyboard to this window, so that the desktop's own keys (Alt+Tab, Alt+F4) go unheard."""
        displays.window().grab_keyboard = True

    def copy(self, text: str) -> bool:
        """Puts a text on the clipboard and returns whether there is one."""
        try:
            pygame.scrap.put_text(text)
        except pygame.error:
            return False
        return True

    def close(self) -> None:
        """Closes the window."""
        pygame.display.quit()
        pygame.quit()


def _laid_out(size: tuple[int, int]) -> Resize:
    """Returns the event that tells of a window's size."""
    return Resize(max(size[0], LEAST), max(size[1], LEAST))


def _fitting(desktop: tuple[int, int]) -> tuple[int, int]:
    """Returns the largest 16:9 window that leaves some of the desktop."""
    width = int(min(desktop[0], desktop[1] * 16 / 9) * SHARE)
    return max(width, 640), max(width * 9 // 16, 360)


def _refresh_rate(display: int) -> int:
    try:
        rate = pygame.display.get_desktop_refresh_rates()[display]
    except (IndexError, pygame.error):
        rate = 0
    return rate if rate > 0 else 60
