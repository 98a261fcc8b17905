"""Which displays there are, giving up on one that does not answer, and where a window stands under Wayland.

There pygame's own change of mode crashes.
"""

from __future__ import annotations

import os
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import pygame

from descent_game.app import log
from descent_game.app.terminal.errors import CANNOT

PATIENCE: Final = 20.0
"""Seconds that a display may take to answer: one whose compositor has died keeps a call, at full load."""
DEAD: Final = "the display does not answer: start its compositor or X server again, then this"

CENTERED: Final = 0x2FFF0000
"""SDL's mark of a position in the middle of the display whose number is added."""
DRIVER: Final = "SDL_VIDEODRIVER"
NOWHERE: Final = ("offscreen", "dummy")
"""SDL's drivers that show nothing: it takes one by itself where there is no display."""
SIGNS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")
"""What in the environment speaks of a display, on Linux."""


class NoDisplayError(Exception):
    """There is no display to open a window on."""


@contextmanager
def answering() -> Iterator[None]:
    """Ends the program with status 3 and one line where a display does not answer to what is asked of it."""
    timer = threading.Timer(PATIENCE, _give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _give_up() -> None:
    with suppress(Exception):  # whatever happens, it ends
        log.logger().error("given up: %s", DEAD)
        print(DEAD, file=sys.stderr, flush=True)
    os._exit(CANNOT)


def changeable() -> bool:
    """Returns whether a window that is there is changed as one of Wayland's, and not by opening it anew."""
    return pygame.display.get_driver() == "wayland"


def window() -> pygame.Window:
    """Returns the window that is there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # there is no other way to the window of pygame.display
        return pygame.Window.from_display_module()


def change(size: tuple[int, int] | None, display: int | None = None) -> None:
    """Gives the window a size, or the whole screen, of the display with that number if it shall go there."""
    changed = window()
    with answering():
        if size is not None or display is not None:
            changed.set_windowed()
        if display is not None:
            changed.position = (CENTERED | display, CENTERED | display)
        if size is None:
            changed.set_fullscreen(True)
        else:
            changed.resizable, changed.size = True, size


def find(display: int) -> None:
    """Lets SDL find the displays, or raises NoDisplayError; `display` is the number of the one that is asked for.

    Where nothing speaks of one, only the bare console is tried: looking for Wayland would print a line of its own.
    Where another than the first is asked for, Wayland itself is tried first: Xwayland shows a window on the first.
    """
    chosen = DRIVER in os.environ
    bare = sys.platform.startswith("linux") and not any(name in os.environ for name in SIGNS)
    driver = "kmsdrm" if bare else "wayland,x11" if display > 0 and "WAYLAND_DISPLAY" in os.environ else ""
    if driver and not chosen:
        os.environ[DRIVER] = driver
    try:
        pygame.display.init()
    except pygame.error as error:
        raise NoDisplayError(str(error)) from error
    finally:
        if driver and not chosen:
            del os.environ[DRIVER]
    if pygame.display.get_driver() in NOWHERE and not chosen:
        pygame.display.quit()
        raise NoDisplayError("SDL finds no display")
