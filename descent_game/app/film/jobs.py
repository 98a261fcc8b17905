"""Drawing a film in several processes: each simulates all of it and draws every n-th picture.

The pictures come together in their order and go through one encoder, so that there is no seam: the film is, to the
bit, the one that a single process makes.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from traceback import format_exception
from typing import Any, Final

import numpy as np

from descent_game.app.film.encoder import Pixels
from descent_game.app.film.offline_render import Look, render
from descent_game.app.film.sinks import Sink
from descent_game.app.show.compositor import offscreen
from descent_game.app.terminal.errors import MachineError
from descent_game.engine.sounds import Heard
from descent_game.engine.timeline import Demo

if sys.platform != "win32":
    import resource

SLOTS: Final = 3
"""How many pictures a process may be ahead."""
PATIENCE: Final = 10.0
"""Seconds that a process has to end by itself when all is drawn."""


@dataclass(frozen=True)
class Share:
    """What one process draws: pictures of `window` whose number, counted from its start, leaves `rest` in `of`."""

    demo: Demo
    look: Look
    window: range
    rest: int
    of: int
    memory: str
    hears: bool = False

    @property
    def picked(self) -> range:
        """The pictures that this process draws."""
        return self.window[self.rest :: self.of]


@dataclass(frozen=True)
class Trouble:
    """Why a process has ended early: in a line, with the traceback of what is a fault of the program."""

    words: str
    traceback: str = ""

    def error(self) -> Exception:
        """Returns it as what is raised here."""
        if not self.traceback:
            return MachineError(self.words)
        fault = RuntimeError(self.words)
        fault.add_note(self.traceback)
        return fault


def trouble(error: BaseException) -> Trouble:
    """Returns an error as it is sent from one process to another."""
    if isinstance(error, MachineError):
        return Trouble(str(error))
    if isinstance(error, MemoryError):
        return Trouble("not enough memory for so many processes: try --jobs 1")
    return Trouble(f"{type(error).__name__}: {error}", "".join(format_exception(error)))


def shared(size: int, folder: Path = Path("/dev/shm")) -> SharedMemory:
    """Returns so many bytes of shared memory that are surely there, from `folder`, which other systems than Linux lack.

    Raises MachineError. What is not reserved would end the process that first writes to it.
    """
    try:
        _check_limit(size)  # where it fails there, Python forgets what it has never noted, and prints so
        memory = SharedMemory(create=True, size=size)
    except OSError as error:
        raise MachineError(f"no shared memory for several processes ({error.strerror}): try --jobs 1") from error
    try:
        if os.path.exists(folder / memory.name):
            with (folder / memory.name).open("r+b") as file:
                os.posix_fallocate(file.fileno(), 0, size)
    except OSError as error:
        memory.close()
        memory.unlink()
        raise MachineError(f"too little shared memory in {folder} ({error.strerror}): try --jobs 1") from error
    return memory


def _check_limit(size: int) -> None:
    """Raises OSError where this shell lets no file become so large: shared memory is one."""
    if sys.platform != "win32":
        limit, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
        if limit != resource.RLIM_INFINITY and limit < size:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Keeps interrupts back, for good from a process that is started in this block: this one tells it when to end."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _slots(memory: SharedMemory, size: tuple[int, int]) -> Pixels:
    """Returns the pictures in shared memory, (SLOTS, height, width, 4)."""
    width, height = size
    return np.ndarray((SLOTS, height, width, 4), np.uint8, memory.buf)


def work(share: Share, pipe: Any) -> None:
    """Draws a share in a process of its own: takes the numbers of free slots from `pipe`, sends those of filled ones.

    None instead of a slot means to stop. Where it ends early, Trouble is sent. The first process also sends what is
    heard, as lists, where that is wanted.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _work(share, pipe)
    except (EOFError, BrokenPipeError):
        return
    except BaseException as error:  # no traceback on a visitor's terminal
        with suppress(OSError):
            pipe.send(trouble(error))
        raise SystemExit(1) from None
    finally:
        pipe.close()


def _work(share: Share, pipe: Any) -> None:
    memory = SharedMemory(share.memory)
    pictures: list[Pixels] = list(_slots(memory, share.demo.size))
    taken, stopped = 0, False
    spare = np.empty_like(pictures[0])

    def buffer() -> Pixels:
        nonlocal taken, stopped
        slot = pipe.recv()
        stopped, taken = slot is None, slot or 0
        return spare

    def put(pixels: Pixels) -> None:
        if not stopped:
            pictures[taken][:] = pixels
            pipe.send(taken)

    try:
        context = offscreen()
        render(
            share.demo,
            context,
            buffer,
            put,
            lambda: not stopped,
            share.look,
            share.picked,
            pipe.send if share.hears else None,
        )
    finally:
        pictures.clear()


@dataclass(frozen=True)
class Worker:
    """A process that draws: its pipe, and its pictures, (SLOTS, height, width, 4)."""

    process: Any
    pipe: Connection
    pictures: Pixels


@contextmanager
def _workers(demo: Demo, look: Look, window: range, jobs: int, *, hears: bool) -> Iterator[list[Worker]]:
    """Starts the processes and gives them; ends them with the block, at once where that fails."""
    spawning = multiprocessing.get_context("spawn")
    width, height = demo.size
    with ExitStack() as stack:
        workers: list[Worker] = []
        for rest in range(jobs):
            memory = shared(SLOTS * width * height * 4)
            stack.callback(memory.unlink)
            stack.callback(memory.close)
            here, there = spawning.Pipe()
            share = Share(demo, look, window, rest, jobs, memory.name, hears and rest == 0)
            process = spawning.Process(target=work, args=(share, there), name=f"drawing {rest + 1}", daemon=True)
            with _uninterrupted():
                process.start()
            there.close()
            stack.callback(_end, process, here)
            workers.append(Worker(process, here, _slots(memory, demo.size)))
        try:
            yield workers
        except BaseException:
            for worker in workers:
                worker.process.kill()
            raise
        finally:
            workers.clear()


def _last_words(pipe: Connection) -> Trouble:
    """Returns why a process that is gone has ended, as far as it could say."""
    with suppress(EOFError, OSError):
        while pipe.poll():
            sent = pipe.recv()
            if isinstance(sent, Trouble):
                return sent
    return Trouble("a drawing process has ended early: try --jobs 1")


def _end(process: Any, pipe: Connection) -> None:
    with suppress(OSError):
        pipe.send(None)
    pipe.close()
    process.join(PATIENCE)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


def _slot(worker: Worker, others: Sequence[Worker], hear: Callable[[list[Heard]], None] | None) -> int:
    """Returns the slot of the next picture of a process, after passing on what was heard meanwhile.

    Raises what any of the processes has come to grief of, though this one may still be far from its next picture.
    """
    while True:
        ended = [other.process.exitcode for other in others]  # asked once: one that ends now wakes the wait
        for other, status in zip(others, ended, strict=True):
            if status:
                raise _last_words(other.pipe).error()
        living = [other.process.sentinel for other, status in zip(others, ended, strict=True) if status is None]
        if worker.pipe not in wait([worker.pipe, *living]):
            continue
        try:
            sent = worker.pipe.recv()
        except (EOFError, OSError):
            raise _last_words(worker.pipe).error() from None
        if isinstance(sent, Trouble):
            raise sent.error()
        if isinstance(sent, int):
            return sent
        if hear is not None:
            hear(sent)


def render_in_processes(
    demo: Demo,
    look: Look,
    window: range,
    jobs: int,
    sink: Sink,
    go_on: Callable[[], bool],
    done: Callable[[], None],
    hear: Callable[[list[Heard]], None] | None = None,
) -> None:
    """Puts the pictures of a demo that lie in `window` into `sink`, drawn by so many processes; `done` after each.

    `hear` is given what is heard.

    Raises MachineError where one of them cannot draw, or is gone.
    """
    with _workers(demo, look, window, min(jobs, len(window)), hears=hear is not None) as workers:
        for worker in workers:
            for slot in range(SLOTS):
                with suppress(ConnectionError):
                    worker.pipe.send(slot)
        for number in range(len(window)):
            if not go_on():
                return
            worker = workers[number % len(workers)]
            slot = _slot(worker, workers, hear)
            pixels = sink.buffer()
            pixels[:] = worker.pictures[slot]
            with suppress(ConnectionError):  # one that has drawn its last picture is gone
                worker.pipe.send(slot)
            sink.put(pixels)
            done()
