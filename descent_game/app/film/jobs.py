"""Drawing a film in several processes: each simulates all of it and draws every n-th picture.

The pictures come together in their order and go through one encoder, so that there is no seam: the film is, to the
bit, the one that a single process makes.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from traceback import format_exception
from typing import Any, Final

import numpy as np

from descent_game.app.film.encoder import Pixels
from descent_game.app.film.offline_render import RenderOptions, render
from descent_game.app.film.sinks import Sink
from descent_game.app.show.compositor import offscreen
from descent_game.app.terminal.errors import MachineError
from descent_game.engine.sounds import Heard
from descent_game.engine.timeline import Demo

AHEAD: Final = 3
"""How many pictures a process may be ahead."""


class Sending(Sink):
    """Pictures, and what is heard meanwhile, on their way to another process: a None before each picture's bytes."""

    def __init__(self, size: tuple[int, int], pipe: Any) -> None:
        super().__init__(size, AHEAD)
        self._pipe = pipe

    def hear(self, heard: list[Heard]) -> None:
        """Sends what is heard."""
        self._pool.submit(self._pipe.send, heard)

    def _write(self, pixels: Pixels, number: int) -> None:
        self._pipe.send(None)
        self._pipe.send_bytes(pixels.reshape(-1))


def work(demo: Demo, options: RenderOptions, picked: range, hears: bool, pipe: Any) -> None:
    """Draws some pictures of a demo in a process of its own, and sends them, with what is heard if it `hears`.

    Where it ends early, the error is sent.
    """
    sink = Sending(demo.size, pipe)
    try:
        render(demo, offscreen(), sink.put, options, picked, hear=sink.hear if hears else None)
        sink.close()
    except ConnectionError:
        return  # nobody wants more
    except BaseException as error:  # no traceback on a visitor's terminal
        sink.abandon()
        with suppress(OSError):
            pipe.send(_told(error))
    finally:
        pipe.close()


def _told(error: BaseException) -> Exception:
    """Returns an error as it is raised in another process: with the traceback of what is a fault of the program."""
    if isinstance(error, MachineError):
        return error
    if isinstance(error, MemoryError):
        return MachineError("not enough memory for so many processes: try --jobs 1")
    fault = RuntimeError(f"{type(error).__name__}: {error}")
    fault.add_note("".join(format_exception(error)))
    return fault


def _start(ends: ExitStack, *share: Any) -> Connection:
    """Starts a process that draws, which is ended with `ends`, and returns the pipe to it."""
    spawning = multiprocessing.get_context("spawn")
    here, there = spawning.Pipe()
    process = spawning.Process(target=work, args=(*share, there), daemon=True)
    interrupted = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as it stays there: this process tells it when to end
    try:
        process.start()
    finally:
        signal.signal(signal.SIGINT, interrupted)
    there.close()
    ends.callback(process.join)
    ends.callback(process.kill)
    ends.callback(here.close)
    return here


def _take(pipe: Connection, pixels: Pixels, hear: Callable[[list[Heard]], None] | None) -> None:
    """Fills in the next picture of a process, after passing on what was heard meanwhile; raises its error."""
    while True:
        try:
            sent = pipe.recv()
            if sent is None:
                pipe.recv_bytes_into(pixels.reshape(-1))
                return
        except (EOFError, OSError):
            raise MachineError("a drawing process has ended early: try --jobs 1") from None
        if isinstance(sent, Exception):
            raise sent
        if hear is not None:
            hear(sent)


def render_in_processes(
    demo: Demo,
    options: RenderOptions,
    window: range,
    jobs: int,
    put: Callable[[Pixels], None],
    go_on: Callable[[], bool],
    hear: Callable[[list[Heard]], None] | None = None,
) -> None:
    """Puts the pictures of a demo that lie in `window`, drawn by so many processes, until `go_on` says no.

    `hear` is given what is heard. Raises MachineError where one of them cannot draw, or is gone.
    """
    width, height = demo.size
    pixels, jobs = np.empty((height, width, 4), np.uint8), min(jobs, len(window))
    with ExitStack() as ends:
        pipes = []
        for rest in range(jobs):
            hears = hear is not None and rest == (len(window) - 1) % jobs  # the one that draws the last picture
            pipes.append(_start(ends, demo, options, window[rest::jobs], hears))
        for number in range(len(window)):
            if not go_on():
                return
            _take(pipes[number % jobs], pixels, hear)
            put(pixels)
