"""Faults of the program at every seam of a film: it ends with one line, waits for nobody, and the next one works."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from descent_game.app import log
from descent_game.app.cli import main
from descent_game.app.film import encoder, jobs, offline_render, writer
from descent_game.app.show import synthesizer
from descent_game.app.show.stage import Stage
from descent_game.app.storage import png
from descent_game.app.terminal import progress
from descent_game.engine.actions import Action
from descent_game.engine.timeline import Demo

pytestmark = pytest.mark.usefixtures("home")

DEMO = """
scene = "race"
size = "64x64"
fps = 10
seconds = 1

[[cue]]
at = 0.3
screenshot = "apart"
"""
MADE = ("a.mp4", "b.gif", "c.mp4", "a-apart.png", "c-apart.png")
SEAMS = {
    "drawing": (offline_render.OfflineRenderer, "render"),
    "reading back": (offline_render.OfflineRenderer, "take"),
    "a step": (Stage, "step"),
    "encoding": (encoder.Encoder, "put"),
    "the end of the encoder": (encoder.Encoder, "close"),
    "the head of a film": (encoder.Stream, "write"),
    "remuxing": (writer, "remux"),
    "a picture kept apart": (png, "write"),
    "numbered pictures": (png, "drawn"),
    "sound": (synthesizer, "voice"),
    "progress": (progress.Progress, "add"),
}


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow this machine is, no line says how far a film has come."""
    monkeypatch.setattr(progress, "LEAST_PAUSE", 1e9)


def failing(after: int, call: Callable[..., Any]) -> Callable[..., Any]:
    """Returns a call that fails after so many times, and then always."""
    count = 0

    def fail(*arguments: Any, **keywords: Any) -> Any:
        nonlocal count
        count += 1
        if count > after:
            raise TypeError("a fault of the program's own")
        return call(*arguments, **keywords)

    return fail


def recorded(folder: Path, *outputs: str) -> int:
    """Records a demo into several films at once, with sound where they can, and returns the exit status."""
    (folder / "demo.toml").write_text(DEMO, "utf-8")
    words = [word for name in outputs for word in ("-o", str(folder / name))]
    sound = ["--audio"] if "a.mp4" in outputs else []
    return main(["record", str(folder / "demo.toml"), *words, *sound, "-y"])


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("seam", SEAMS)
def test_a_fault_ends_the_film_with_one_line_and_the_next_one_works(
    seam: str,
    after: int,
    lent: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    owner, name = SEAMS[seam]
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, failing(after, getattr(owner, name)))
        numbered = () if seam == "a picture kept apart" else ("frames/%03d.png",)
        status = recorded(tmp_path, "a.mp4", "b.gif", *numbered)
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("pictures")]
    assert not threads, "nobody is left waiting"
    said = capsys.readouterr().err.splitlines()
    if seam == "a picture kept apart" and after:
        assert status == 0, "there is but one"
        return
    assert status == 1
    assert said == [f"a fault of the program: TypeError: a fault of the program's own (logged in {log.path()})"]
    assert recorded(tmp_path, "c.mp4") == 0
    assert {path.name for path in tmp_path.iterdir()} <= {"home", "demo.toml", "frames", *MADE}, "nothing else is left"


class Faulty(Demo):
    """A demo of which other processes than this one make nothing."""

    def due(self, step: int) -> tuple[Action, ...]:
        """Fails in any process but this one."""
        if multiprocessing.parent_process() is not None:
            raise ZeroDivisionError("a fault in another process")
        return super().due(step)


def test_a_fault_in_another_process_is_told_here(capfd: pytest.CaptureFixture[str]) -> None:
    demo, window = Faulty("race", (64, 64), 10, 1.0), range(10)
    with pytest.raises(RuntimeError, match="ZeroDivisionError: a fault in another process") as fault:
        jobs.render_in_processes(demo, offline_render.PLAIN, window, 2, lambda _: None, lambda: True)
    assert "in due" in "".join(fault.value.__notes__), "the log shows where it was"
    assert multiprocessing.active_children() == []
    assert capfd.readouterr().err == ""


def test_a_fault_here_ends_the_other_processes(capfd: pytest.CaptureFixture[str]) -> None:
    put = failing(2, lambda _: None)
    with pytest.raises(TypeError, match="a fault"):
        jobs.render_in_processes(
            Demo("race", (64, 64), 20, 600.0), offline_render.PLAIN, range(12000), 2, put, lambda: True
        )
    assert multiprocessing.active_children() == []
    assert capfd.readouterr().err == ""
