"""A gauge: how much of a thread's processor time passes inside GL, so that the rest is the interpreter's own.

A driver that draws in software works in the calling thread too: it moves the corners of every triangle there, now and
then even its pixels. So what is handed over must not be counted as Python's just because Python waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import thread_time
from types import MappingProxyType
from typing import Any, Final

CALLS: Final = ("copy_framebuffer", "finish")
"""What a context does itself that takes time."""
MADE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "buffer": ("write", "bind_to_uniform_block"),
        "framebuffer": ("use", "clear", "read_into"),
        "texture": ("use", "write"),
        "vertex_array": ("render",),
    }
)
"""What a context makes, and what these do that takes time."""
TRIES: Final = 2000


class Gauge:
    """Watches all that one context makes, until it is let go.

    `inside` grows by the seconds of processor time spent in GL's calls, `watching` by what looking at the clock took
    beside them. Setting a uniform is not watched: all but a sliver of that is Python's packing of its bytes.
    """

    def __init__(self, context: Any) -> None:
        self.inside = 0.0
        self.watching = 0.0
        self._context = context
        self._cost = 0.0
        self._cost = self._found_cost()
        for name in CALLS:
            setattr(context, name, self._watched(getattr(context, name)))
        for name, calls in MADE.items():
            setattr(context, name, self._making(getattr(context, name), calls))

    def let_go(self) -> None:
        """Leaves the context as it was; what it has made meanwhile stays watched as long as it lives."""
        for name in (*CALLS, *MADE):
            delattr(self._context, name)

    def _watched(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*words: Any, **named: Any) -> Any:
            begun = thread_time()
            try:
                return call(*words, **named)
            finally:
                self.inside += thread_time() - begun
                self.watching += self._cost

        return watched

    def _making(self, maker: Callable[..., Any], calls: tuple[str, ...]) -> Callable[..., Any]:
        watched_maker = self._watched(maker)

        def making(*words: Any, **named: Any) -> Any:
            made = watched_maker(*words, **named)
            for name in calls:
                setattr(made, name, self._watched(getattr(made, name)))
            return made

        return making

    def _found_cost(self) -> float:
        """Returns what watching a call takes beside the call, in seconds, by watching nothing many times."""
        watched, bare = self._watched(_nothing), _nothing
        begun = thread_time()
        for _ in range(TRIES):
            bare()
        between = thread_time()
        for _ in range(TRIES):
            watched()
        cost = max((thread_time() - between - (between - begun) - self.inside) / TRIES, 0.0)
        self.inside = 0.0
        return cost


def _nothing() -> None:
    return None
