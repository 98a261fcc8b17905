"""Looks at what only a process can find out by trying, and that could take it down: GL, SDL, fonts, films.

`python -m descent_game.app.show.probe NAME...` prints one JSON object; the doctor starts it and reads that. It
stands apart so that the asking process opens no window, makes no GL context and outlives a driver that crashes.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pygame

from descent_game.render.context import offscreen_context, window_context
from descent_game.ui import text

WEIGHTS = ("light", "regular", "semibold", "italic", "semibold_italic")


def window() -> dict[str, Any]:
    """Returns SDL's video driver and the sizes of the displays, in pixels."""
    pygame.display.init()
    return {"driver": pygame.display.get_driver(), "displays": pygame.display.get_desktop_sizes()}


def said(info: Mapping[str, Any]) -> dict[str, str]:
    """Returns `vendor`, `renderer` and `version` as a GL context gives them."""
    return {name: str(info[f"GL_{name.upper()}"]) for name in ("vendor", "renderer", "version")}


def context() -> dict[str, str]:
    """Returns what GL says of itself in a small hidden window, opened as the program opens its own."""
    pygame.display.init()
    pygame.display.gl_set_attribute(pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE)
    pygame.display.gl_set_attribute(pygame.GL_CONTEXT_MAJOR_VERSION, 3)
    pygame.display.gl_set_attribute(pygame.GL_CONTEXT_MINOR_VERSION, 3)
    pygame.display.set_mode((64, 64), pygame.OPENGL | pygame.HIDDEN)
    return said(window_context().info)


def offscreen() -> dict[str, str]:
    """Returns what GL says of itself without a window. A process has one context: ask this alone."""
    return said(offscreen_context().info)


def sdl() -> str:
    """Returns the version of SDL that pygame brought along."""
    return ".".join(str(part) for part in pygame.get_sdl_version())


def pads() -> list[str]:
    """Returns the names of the game pads that are plugged in."""
    pygame.joystick.init()
    return [pygame.joystick.Joystick(index).get_name() for index in range(pygame.joystick.get_count())]


def sound() -> str:
    """Returns how sound would be played: rate in Hz and channels. Raises pygame.error where it can't be."""
    pygame.mixer.init()
    rate, _, channels = pygame.mixer.get_init() or (0, 0, 0)
    pygame.mixer.quit()
    return f"{rate} Hz, {channels} channels"


def fonts() -> list[str]:
    """Returns the files of all the fonts that the program draws with; each was opened."""
    pygame.font.init()
    paths = {text.font_path(family, weight) for family in ("serif", "sans") for weight in WEIGHTS} | {
        text.symbol_path()
    }
    for path in paths:
        pygame.font.Font(path, 12)
    return sorted(Path(path).name for path in paths)


def films() -> str:
    """Returns PyAV's version, after finding the x264 encoder in it."""
    import av

    av.codec.Codec("libx264", "w")
    return str(av.__version__)


def answer(question: Callable[[], Any]) -> dict[str, Any]:
    """Returns `{"found": …}`, or `{"error": one line}` where asking failed, in whatever way."""
    try:
        return {"found": question()}
    except Exception as error:  # any failure of any driver is an answer here
        return {"error": str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__}


QUESTIONS = {question.__name__: question for question in (sdl, window, context, offscreen, pads, sound, fonts, films)}
"""All that can be asked, by name."""


def main(names: Sequence[str]) -> int:
    """Prints the answers to the questions of these names as one JSON object, on a line of its own, and returns 0."""
    print(json.dumps({name: answer(QUESTIONS[name]) for name in names}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
