"""Ctrl-C during work that wants to end well: the first one is a wish, the second one an order."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass
class Stop:
    """Whether someone has asked to stop."""

    asked: bool = False

    def ask(self) -> None:
        """Asks to stop; raises KeyboardInterrupt where that is asked again."""
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


@contextmanager
def stopping() -> Iterator[Stop]:
    """Gives a Stop that Ctrl-C and a polite kill set, instead of raising; a second Ctrl-C raises as always."""
    stop = Stop()
    with on_signals(stop.ask):
        yield stop


@contextmanager
def on_signals(do: Callable[[], None]) -> Iterator[None]:
    """Gives a block in which Ctrl-C and a polite kill `do` something instead of raising; in the main thread alone."""

    def handle(number: int, frame: FrameType | None) -> None:
        do()

    main = threading.current_thread() is threading.main_thread()
    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM) if main}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
