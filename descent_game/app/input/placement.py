"""Which displays there are, and where a window stands under Wayland, where pygame's own change of mode crashes."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Any, Final

import pygame

CENTERED: Final = 0x2FFF0000
"""SDL's mark of a position in the middle of the display whose number is added."""
DRIVER: Final = "SDL_VIDEODRIVER"
NOWHERE: Final = ("offscreen", "dummy")
"""SDL's drivers that show nothing: it takes one by itself where there is no display."""
SIGNS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")
"""What in the environment speaks of a display, on Linux."""


class NoDisplayError(Exception):
    """There is no display to open a window on."""


def apart() -> bool:
    """Returns whether a window that is there has to be changed as one of Wayland's."""
    return _changeable() and pygame.display.get_surface() is not None


def change(size: tuple[int, int] | None, display: int | None = None) -> None:
    """Gives the window a size, or the whole screen, of the display with that number if it shall go there."""
    window = _window()
    if size is not None or display is not None:
        window.set_windowed()
    if display is not None:
        window.position = (CENTERED | display, CENTERED | display)
    if size is None:
        window.set_fullscreen(True)
    else:
        window.resizable, window.size = True, size


def _window() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # there is no other way to the window of pygame.display
        return pygame.Window.from_display_module()


def by_way_of_full_screen(display: int) -> bool:
    """Returns whether a window gets onto a display only by filling it first."""
    return display > 0 and _changeable()


def _changeable() -> bool:
    window = getattr(pygame, "Window", None)
    return pygame.display.get_driver() == "wayland" and hasattr(window, "from_display_module")


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
