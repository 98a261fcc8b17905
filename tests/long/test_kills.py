"""Killed at any moment: a recording leaves nothing, and who saves leaves nothing torn.

Twenty recordings and two hundred saves with --long; a few each time.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np

from descent_game.app.sessions.demo_files import read_demo
from descent_game.app.show.stage import make_scene
from descent_game.app.storage import json_files, kept_states, preferences

COMMAND = "-m descent_game record race --size 128x72 --fps 30 --seconds 600 -y --captions none -o"
LATEST = 3.0
"""Seconds after the first picture at which a recording is killed at the latest."""

WATCHED = """
import sys
from descent_game.app.film import writer
put = writer.Film.put
def told(self, pixels, number=None):
    put(self, pixels, number)
    print(self.pictures, flush=True)
writer.Film.put = told
from descent_game.app.cli import main
sys.exit(main(sys.argv[3:]))
"""
"""The program itself, telling of every picture that has been given to the encoder."""


def test_a_recording_killed_at_any_moment_leaves_nothing(
    length: Callable[..., int], home: Path, tmp_path: Path
) -> None:
    waits = np.random.default_rng().uniform(0.0, LATEST, length("kills", 2, 20))
    for wait in waits:
        words = [sys.executable, "-c", WATCHED, *COMMAND.split(), str(tmp_path / "a.mp4")]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as work:
            assert work.stdout is not None and int(work.stdout.readline()) == 1
            time.sleep(float(wait))
            work.kill()
        assert list(tmp_path.iterdir()) == [home]


SAVING = """
import os, sys, threading
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
from datetime import datetime, timedelta
from itertools import count
from descent_game.app.sessions import recorder
from descent_game.app.storage import json_files, kept_states, preferences
from descent_game.app.exhibit.kiosk import CHOICES, COUNTERS, STATUS
from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, make_scene

def save(trainer, session, parent):
    for number in count(os.getpid() * 1000):
        if os.getppid() != parent:
            os._exit(0)
        share = number % 1000 / 1000
        preferences.keep(Settings(), Settings(text_scale=0.8 + share / 2, volume=share, sound=True), {})
        padded = {"first": number, "between": "x" * 50_000, "last": number}
        json_files.keep(json_files.state_folder() / COUNTERS, padded)
        json_files.keep(json_files.state_folder() / STATUS, padded, sure=False)
        json_files.keep(json_files.settings_folder() / CHOICES, padded)
        now = datetime(2026, 1, 1) + timedelta(seconds=number % 7)
        kept_states.save(trainer, now)
        recorder.save(session, now)
        if number == os.getpid() * 1000:
            print(os.getpid(), flush=True)  # however slow the machine is, all has been saved once

trainer, session = make_scene("trainer"), recorder.SessionRecorder(Stage("race", 640, 360, Settings()))
list(session.due(()))
for thread in threading.enumerate()[1:]:
    thread.join()  # a fork has but one
for line in sys.stdin:
    parent, process = os.getpid(), os.fork()
    if process == 0:
        save(trainer, session, parent)
    os.waitpid(process, 0)
"""
"""A process that forks one after the other that does nothing but save, until it is killed."""


def whole(home: Path) -> int:
    """Returns how many files are there under real names; each must be what was written, from beginning to end."""
    count = 0
    for path in (path for path in home.rglob("*") if path.is_file() and not path.name.startswith(".")):
        count += 1
        if path.suffix == ".toml":
            assert read_demo(str(path)).scene == "race"
        elif path.suffix == ".json":
            values = json.loads(path.read_text("utf-8"))
            assert values.get("first") == values.get("last")
            assert path.name != preferences.FILE or values.keys() == {"text_scale", "volume", "sound"}
            assert not path.name.startswith("trainer") or values["scene"] == "trainer"
    return count


def halves(home: Path) -> list[str]:
    """Returns the names of the files that were being written."""
    return [path.name for path in home.rglob(".*") if path.is_file()]


def test_whoever_is_killed_while_saving_leaves_nothing_torn(length: Callable[..., int], home: Path) -> None:
    waits = np.random.default_rng(200).uniform(0.0, 0.08, length("saves", 20, 200))
    words = [sys.executable, "-c", SAVING]
    seen: list[int] = []
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nursery:
        assert nursery.stdin is not None and nursery.stdout is not None
        try:
            for number, wait in enumerate(waits):
                nursery.stdin.write("\n")
                nursery.stdin.flush()
                process = int(nursery.stdout.readline())
                time.sleep(wait)
                os.kill(process, signal.SIGKILL)
                seen.append(len(halves(home)))
                if number % 5 == 4:
                    for path in home.rglob("*2026*"):
                        path.unlink()  # or there are thousands
                else:
                    assert whole(home) > 0
        except BaseException:
            nursery.kill()  # it waits for whoever saves, who ends without it
            raise
    assert max(seen) > 0, "some were killed in the middle"
    assert max(seen) <= 4, "what one leaves the next one takes away"
    scene = make_scene("trainer")
    assert isinstance(scene, kept_states.Keeping)
    kept_states.save(scene, datetime(2026, 1, 1))
    for folder in (json_files.state_folder(), json_files.settings_folder()):
        assert json_files.keep(folder / "any.json", {})
    assert halves(home) == []
    print(f"\nkilled while saving, {len(seen)} times: nothing torn, {sum(map(bool, seen))} half files, each taken away")
