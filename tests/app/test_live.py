"""The window films itself, keeps its session, makes posters and shares what it shows; in a process of its own."""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np
from visits import again
from windows import passes

from descent_game.app.film import offline_render
from descent_game.app.sessions.demo_files import read_demo
from descent_game.app.show.share_card import code, command, paint_share
from descent_game.app.show.stage import Stage
from descent_game.engine.timeline import Demo
from descent_game.ui.canvas import Canvas

AT_HOME = {"XDG_STATE_HOME": "", "XDG_VIDEOS_DIR": "", "XDG_PICTURES_DIR": ""}
"""Films, pictures and notes go where the home folder says."""


LIVE = """
from pathlib import Path
import time

window = open_window((640, 360))
show = Visit(window, demo_for("race", seed=7), keep=Path("{keep}"))
seen = dict()

def settled():
    while not list((Path.home() / "Pictures" / "The Descent").glob("*.png")):
        time.sleep(0.01)

def red():
    # how many pixels of the upper edge are as red as the sign that the screen is filmed
    edge = window.shown.read(3)[::-1][:40].astype(int)
    return (abs(edge - (240, 51, 51)) < 12).all(axis=-1).sum()

def visit(frame):
    if frame == 6:
        key(pygame.K_F9)
    if frame == 12:
        assert red() >= 4
        key(pygame.K_l)
    if frame == 40:
        assert red() >= 4
        key(pygame.K_F9)
    if frame == 46:
        assert red() == 0
        key(pygame.K_F12, pygame.KMOD_SHIFT)
    if frame == 50:
        key(pygame.K_c, pygame.KMOD_CTRL)
    if frame == 55:
        assert show.stage.overlays.open == "share"
        seen["words"] = show.stage.overlays.shared
        key(pygame.K_ESCAPE)
    if frame == 60:
        assert show.stage.overlays.open == ""
        settled()
        key(pygame.K_ESCAPE)
    if frame == 63:
        key(pygame.K_y)

run(show, visit)
assert seen["words"] == "race?landscape=saddle&seed=7", seen
print(show.stage.scene.race.losses().tobytes().hex(), show.stage.scene.race.step_count)
window.close()
"""


def test_what_is_on_the_screen_is_filmed_kept_and_shared(tmp_path: Path) -> None:
    keep = tmp_path / "session.toml"
    told = passes(LIVE.replace("{keep}", str(keep)), tmp_path, **AT_HOME)
    losses, steps = told.split()

    (film,) = (tmp_path / "Videos" / "The Descent").iterdir()
    with av.open(film) as file:
        stream = file.streams.video[0]
        frames = list(file.decode(stream))
    assert film.suffix == ".mp4" and film.name.startswith("race ")
    assert (frames[0].width, frames[0].height) == (640, 360)
    times = [float(frame.pts * frame.time_base) for frame in frames if frame.pts is not None and frame.time_base]
    assert 4 <= len(times) == len(frames)
    assert times == sorted(set(times))
    head = frames[-1].to_ndarray(format="rgb24")[:40].astype(int)
    assert not (np.abs(head - (240, 51, 51)) < 40).all(axis=-1).any()

    (poster,) = (tmp_path / "Pictures" / "The Descent").iterdir()
    assert struct.unpack(">II", poster.read_bytes()[16:24]) == (2560, 1440)

    stage = again(read_demo(str(keep)), (640, 360))
    race = stage.scene.race  # type: ignore[attr-defined]  # it is the race
    assert (race.losses().tobytes().hex(), race.step_count) == (losses, int(steps))


BEHIND = """
import threading
from descent_game.app.film import screen_capture, writer
from descent_game.render.target import Target

gate = threading.Event()
class Slow(writer.Encoder):
    def put(self, pixels, number):
        gate.wait()
        super().put(pixels, number)

writer.Encoder = Slow
window = open_window((64, 64))
target = Target(window.context, 64, 64)
from datetime import datetime
capture = screen_capture.ScreenCapture(window.context, (64, 64), "race", {}, datetime(2025, 1, 1))
for _ in range(40):
    target.use().clear(0.5, 0.5, 0.5)
    assert capture.see(target, 1 / 60)
gate.set()
capture.end()
path, left_out = capture.finish()
assert left_out >= 40 - screen_capture.WAITING - screen_capture.LATE - 1, left_out
target.release()
window.close()
print(40 - left_out, path)
"""


def test_a_slow_encoder_costs_pictures_and_never_the_show(tmp_path: Path) -> None:
    taken, film = passes(BEHIND, tmp_path, **AT_HOME).split(" ", 1)
    with av.open(film) as file:
        assert sum(1 for _ in file.decode(file.streams.video[0])) == int(taken) >= 4


NOWHERE = """
from pathlib import Path

Path("{home}/Videos").write_text("no folder")
window = open_window((64, 64))
show = Visit(window, demo_for("race"))
toasts = set()

def visit(frame):
    if frame in (3, 6):
        key(pygame.K_F9)
    if frame == 20:
        post(pygame.QUIT)
    toasts.add(said(show))

run(show, visit)
assert any("exists" in toast or "directory" in toast for toast in toasts), toasts
window.close()
"""


def test_where_no_film_can_be_written_the_show_goes_on(tmp_path: Path) -> None:
    passes(NOWHERE.replace("{home}", str(tmp_path)), tmp_path, **AT_HOME)


def staged() -> Stage:
    """Returns the race on a stage."""
    return offline_render.staged(Demo("race", (1280, 720), 60, 1.0))


def test_the_code_on_the_card_says_the_command() -> None:
    stage, words = staged(), "race?landscape=saddle&learning_rate=0.1&seed=7"
    canvas = Canvas(1280, 720)
    paint_share(canvas, stage.page, words, copied=True)
    rows = code(command(words))
    side = len(rows)
    assert side >= 21 and all(len(row) == side for row in rows)
    (layer,) = canvas.layers()
    paper = next(box.rect for box in layer.boxes if box.fill == (1.0, 1.0, 1.0, 1.0))
    pitch = paper.w / (side + 8)
    drawn = np.zeros((side, side), bool)
    for box in layer.boxes:
        if box.fill[0] < 0.1 and box.rect.h == pitch:
            x, y = round((box.rect.x - paper.x) / pitch) - 4, round((box.rect.y - paper.y) / pitch) - 4
            drawn[y, x : x + round(box.rect.w / pitch)] = True
    assert (drawn == np.array(rows)).all()
    shown = " ".join(run.text for run in layer.runs)
    assert command(words) in shown.replace("\u200b", "")


def test_the_words_that_are_shared_open_what_is_shown() -> None:
    stage = staged()
    assert stage.words() == "race?seed=0"
