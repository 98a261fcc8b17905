"""How many objects of each kind GL itself holds, asked by their numbers."""

from __future__ import annotations

import ctypes
from typing import Any

GENERATED = ("Buffer", "Framebuffer", "Renderbuffer", "Texture", "VertexArray", "Sampler")
COMPILED = ("Program", "Shader")
PROGRAMS = 4096
"""Programs and shaders are made at the first pictures only, so that their numbers stay below this."""
REUSED = 1024
"""Mesa 25 gives numbers again that were given back, so that some in use lie above the one it gives next."""


def _function(name: str, result: Any, *arguments: Any) -> Any:
    """Returns a function of GL, as the current context has it."""
    try:
        library = ctypes.CDLL("libEGL.so.1")
        library.eglGetProcAddress.restype = ctypes.c_void_p
        address = library.eglGetProcAddress(name.encode())
    except (OSError, AttributeError):
        address = None
    if address:
        return ctypes.CFUNCTYPE(result, *arguments)(address)
    found = getattr(ctypes.CDLL("libGL.so.1"), name)
    found.restype, found.argtypes = result, arguments
    return found


def _newest(kind: str) -> int:
    """Returns the number that GL gives next to an object of a kind: most of those given before are lower."""
    number = ctypes.c_uint(0)
    for verb in ("Gen", "Delete"):
        _function(f"gl{verb}{kind}s", None, ctypes.c_int, ctypes.POINTER(ctypes.c_uint))(1, ctypes.byref(number))
    return number.value


def census() -> dict[str, int]:
    """Returns how many objects of each kind the current context holds."""
    found = {}
    for kind in (*GENERATED, *COMPILED):
        exists = _function(f"glIs{kind}", ctypes.c_ubyte, ctypes.c_uint)
        numbers = range(1, PROGRAMS if kind in COMPILED else _newest(kind) + REUSED)
        found[kind] = sum(1 for number in numbers if exists(number))
    return found
