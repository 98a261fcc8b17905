"""Too little memory: refused before libraries that are no Python give up without a word, or with many."""

from __future__ import annotations

import sys
from typing import Final

from descent_game.app.terminal.errors import MachineError

if sys.platform != "win32":
    import resource

DRAWING: Final = ("play", "record", "still", "exhibit", "bench")
LEAST, LEAST_DRAWING = 250_000_000, 1_500_000_000
"""Bytes of address space that commands need, measured with a picture of 1920x1080 drawn by Mesa in software."""
UNMAPPED: Final = ("failed to map segment", "cannot allocate memory")
"""What the loader of libraries says where there is no room for one."""


def check(command: str) -> None:
    """Raises MachineError where a limit, as `ulimit -v` sets it, leaves a command too little memory."""
    if sys.platform == "win32":
        return
    least = LEAST_DRAWING if command in DRAWING else LEAST
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY and limit < least:
        needed = f"{command} needs {least / 1e6:,.0f} MB of memory, and ulimit -v allows {limit / 1e6:,.0f}"
        raise MachineError(f"{needed}: ulimit -v {-(-least // 1024)}")


def lacking(error: BaseException) -> bool:
    """Returns whether it is memory that an error is about."""
    return isinstance(error, MemoryError) or any(words in str(error).lower() for words in UNMAPPED)
