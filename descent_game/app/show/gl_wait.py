"""Waiting for GL without holding the interpreter, so that other threads run meanwhile.

moderngl keeps the interpreter's lock while it waits; a call through ctypes lets go of it. The functions act on
the context that is current in this thread.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Callable
from typing import Any


def _library() -> Any:
    if sys.platform == "win32":
        return ctypes.WinDLL("opengl32")
    if sys.platform == "darwin":
        return ctypes.CDLL("/System/Library/Frameworks/OpenGL.framework/OpenGL")
    return ctypes.CDLL("libGL.so.1")


class Fence:
    """`flush` sends all drawing on its way, `finish` waits until it is done."""

    def __init__(self, context: Any) -> None:
        """Finds the two functions; where the library has another name, `context` waits, with the lock held."""
        self.flush: Callable[[], object] = _nothing
        self.finish: Callable[[], object] = context.finish
        try:
            library = _library()
            self.flush, self.finish = library.glFlush, library.glFinish
        except (OSError, AttributeError):
            return


def _nothing() -> None:
    return None
