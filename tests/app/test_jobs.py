"""Films drawn by several processes are, to the bit, the films that one process draws."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent_game.app.cli import main
from descent_game.app.film import jobs, offline_render
from descent_game.app.film.encoder import Pixels
from descent_game.app.terminal.errors import MachineError
from descent_game.engine.timeline import Demo

pytestmark = pytest.mark.usefixtures("own_notes")

DEMO = """
scene = "race"
size = "192x108"
fps = 20
seconds = 1.8
seed = 2

[[cue]]
at = 0.1
over = 0.8
orbit = [60, 5]

[[cue]]
at = 0.2
caption = "Into one another."

[[cue]]
at = 0.71
goto = "gallery"

[[cue]]
at = 1.22
goto = "race"
"""


def made(folder: Path, name: str, *more: str) -> bytes:
    """Records the demo, and returns the bytes of the film."""
    demo = folder / "demo.toml"
    demo.write_text(DEMO, "utf-8")
    assert main(["record", str(demo), "-o", str(folder / name), *more]) == 0
    return (folder / name).read_bytes()


def test_two_jobs_make_the_film_of_one_to_the_bit(lent: Any, tmp_path: Path) -> None:
    assert made(tmp_path, "two.mp4", "--jobs", "2") == made(tmp_path, "one.mp4")


def test_three_jobs_make_a_part_of_it_to_the_bit(lent: Any, tmp_path: Path) -> None:
    part = ("--from", "0.8", "--to", "1.55", "--clean", "--supersample", "2")
    assert made(tmp_path, "three.mp4", "--jobs", "3", *part) == made(tmp_path, "one.mp4", *part)


def test_every_picture_is_drawn_by_one_process_alone() -> None:
    window = range(7, 30)
    shares = [jobs.Share(Demo("race"), offline_render.PLAIN, window, rest, 4, "") for rest in range(4)]
    for number in range(40):
        assert sum(number in share.picked for share in shares) == (number in window)


def test_the_picture_in_which_a_step_is_done() -> None:
    for fps in (10, 24, 25, 30, 50, 60, 120, 144, 240):
        demo, done = Demo("race", (64, 64), fps, 3.0), []
        from_loop: list[int] = []
        fixed = 0
        for number in range(offline_render.pictures(demo)):
            steps = int((number + 1) * 120 / fps + 1e-9)
            from_loop += [number] * (steps - fixed)
            fixed = steps
        done = [offline_render.picture_of(step, fps) for step in range(len(from_loop))]
        assert done == from_loop


class Nothing:
    """A sink that keeps nothing."""

    pictures = 0

    def buffer(self) -> Pixels:
        return np.empty((64, 64, 4), np.uint8)

    def put(self, pixels: Pixels) -> None:
        self.pictures += 1

    def close(self) -> None:
        pass

    def abandon(self) -> None:
        pass


def test_a_machine_that_cannot_draw_says_so_from_any_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBGL_DRIVERS_PATH", "/nowhere")
    monkeypatch.setenv("__EGL_VENDOR_LIBRARY_FILENAMES", "/nowhere.json")
    with pytest.raises(MachineError, match="no OpenGL 3.3"):
        jobs.render_in_processes(
            Demo("race", (64, 64), 10, 1.0), offline_render.PLAIN, range(10), 2, Nothing(), lambda: True, lambda: None
        )


def test_it_can_be_stopped_at_any_picture() -> None:
    sink = Nothing()
    demo = Demo("race", (64, 64), 20, 60.0)
    jobs.render_in_processes(demo, offline_render.PLAIN, range(1200), 2, sink, lambda: sink.pictures < 3, lambda: None)
    assert sink.pictures == 3


def test_shared_memory_that_is_not_there_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, begin: int, size: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    memory = jobs.shared(4096)
    memory.close()
    memory.unlink()
    with monkeypatch.context() as small:
        small.setattr(os, "posix_fallocate", full)
        with pytest.raises(MachineError, match="No space left on device.*try --jobs 1"):
            jobs.shared(4096)

    def denied(**_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(jobs, "SharedMemory", denied)
    with pytest.raises(MachineError, match="Permission denied.*try --jobs 1"):
        jobs.shared(4096)


def test_a_shell_that_allows_no_larger_file_is_told_before_memory_is_shared(
    room: Callable[[int], AbstractContextManager[None]], capfd: pytest.CaptureFixture[str]
) -> None:
    with room(1000), pytest.raises(MachineError, match=r"no shared memory .*\(File too large\): try --jobs 1"):
        jobs.shared(2000)
    assert capfd.readouterr().err == ""
