"""Contexts: the door to the GPU. A process opens one, keeps it and gives it to one renderer.

Nothing here remembers a context: a second one in the same process would fight over the current one.
"""

from __future__ import annotations

import sys
from typing import Any

import moderngl

REQUIRED = 330


class NoGraphics(RuntimeError):  # noqa: N818 - says what is missing, not that something broke
    """This machine offers no OpenGL 3.3; the message ends with what to do about it."""


LOST: type[Exception] = moderngl.Error
"""What is raised where the driver does not do what it is asked for: with the programs here, it has lost the context."""


def _fix() -> str:
    if sys.platform.startswith("linux"):
        return "apt-get install libegl1 libgl1 libgl1-mesa-dri"
    return "install the graphics driver of this machine's maker"


def _made(where: str, **settings: Any) -> moderngl.Context:
    try:
        context = moderngl.create_context(require=REQUIRED, **settings)
    except Exception as error:  # the loaders raise bare Exceptions of many kinds
        raise NoGraphics(f"no OpenGL 3.3 {where} ({error}): {_fix()}") from error
    context.gc_mode = "auto"
    return context


def offscreen_context() -> moderngl.Context:
    """Returns a context without a window (EGL on Linux, which needs no display); raises NoGraphics with the fix."""
    settings: dict[str, Any] = {"backend": "egl"} if sys.platform.startswith("linux") else {}
    return _made("without a window", standalone=True, **settings)


def window_context() -> moderngl.Context:
    """Returns the context of the current SDL window (made with OPENGL, core profile 3.3); raises NoGraphics."""
    return _made("in the window")
