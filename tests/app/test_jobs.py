"""Films drawn by several processes are, to the bit, the films that one process draws."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from descent_game.app.cli import main
from descent_game.app.film import jobs, offline_render
from descent_game.app.film.encoder import Pixels
from descent_game.app.terminal.errors import MachineError
from descent_game.engine.timeline import Demo

pytestmark = pytest.mark.usefixtures("own_films")

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


def test_a_machine_that_cannot_draw_says_so_from_any_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBGL_DRIVERS_PATH", "/nowhere")
    monkeypatch.setenv("__EGL_VENDOR_LIBRARY_FILENAMES", "/nowhere.json")
    with pytest.raises(MachineError, match="no OpenGL 3.3"):
        jobs.render_in_processes(
            Demo("race", (64, 64), 10, 1.0), offline_render.PLAIN, range(10), 2, lambda _: None, lambda: True
        )


def test_it_can_be_stopped_at_any_picture() -> None:
    taken: list[Pixels] = []
    demo = Demo("race", (64, 64), 20, 60.0)
    jobs.render_in_processes(demo, offline_render.PLAIN, range(1200), 2, taken.append, lambda: len(taken) < 3)
    assert len(taken) == 3
    assert multiprocessing.active_children() == []


def test_a_process_that_is_gone_is_one_line() -> None:
    def put(pixels: Pixels) -> None:
        for child in multiprocessing.active_children():
            child.kill()

    demo = Demo("race", (64, 64), 20, 60.0)
    with pytest.raises(MachineError, match="a drawing process has ended early: try --jobs 1"):
        jobs.render_in_processes(demo, offline_render.PLAIN, range(1200), 2, put, lambda: True)
