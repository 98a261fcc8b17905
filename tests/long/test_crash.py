"""An exhibit killed and stopped under its supervisor, on a screen of its own: soon there is the same picture again.

The visitor there has chosen another scene, another language and other values, and reads. Fifty kills and ten stops with
--long; a few each time. How long each took is printed (-s).
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from shutil import which
from typing import NamedTuple

import numpy as np
import pytest
from conftest import at_home
from exhibited import NEAR, Kept, Picture, Screen, exhibited, waited

from descent_game.app.exhibit import resume
from descent_game.app.exhibit.beat import Beat
from descent_game.app.storage import json_files, snapshot_files


class Visit(NamedTuple):
    """A visit to an exhibit: its screen, its supervisor, and what is to be seen."""

    screen: Screen
    kept: Kept
    sight: Picture


def visited(screen: Screen) -> Picture:
    """Wakes the exhibit, goes to the second scene, chooses the other language, opens the reading; returns the sight.

    Not before it has told twice that it is there: on a busy machine a picture may be at rest because there is no next.
    """
    screen.press("space", "2", "F2", "Right", "Escape", "b")
    file = json_files.state_folder() / "status.json"
    for _ in range(3):
        before = json_files.kept(file).get("time")
        waited(partial(_newer, file, before))
    assert json_files.kept(file)["scene"] == "gallery"
    return screen.still()


def _newer(file: Path, before: object) -> bool:
    return json_files.kept(file).get("time") not in (None, before)


def learned() -> int:
    """Returns how many steps the network has taken whose state was kept last; 0 where there is none."""
    kept = json_files.kept(resume.file())
    if kept.get("scene") != "trainer":
        return 0
    state = snapshot_files.value(kept["state"])
    return int(state["runs"]["runs"][-1].steps)


def rested() -> bool:
    """Returns whether the network takes no steps, from one time that its state is kept to the next."""
    steps, written = learned(), resume.file().stat().st_mtime_ns
    waited(lambda: resume.file().stat().st_mtime_ns != written)
    return learned() == steps


def told(name: str, seconds: list[float]) -> None:
    """Prints how long it took to be back."""
    low, middle, high = min(seconds), float(np.median(seconds)), max(seconds)
    print(f"\n{name}, {len(seconds)} times: back after {low:.2f} to {high:.2f} s, median {middle:.2f} s")
    print(" ".join(f"{value:.2f}" for value in sorted(seconds)))


def counted() -> int:
    """Returns how many shows have begun, by the counters."""
    return int(str(json_files.kept(json_files.state_folder() / "counters.json")["starts"]))


def spent(process: int) -> float:
    """Returns how many seconds of processor time a process has used."""
    numbers = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def killed(visit: Visit, times: int) -> Iterator[tuple[float, float, Beat]]:
    """Kills the show so often at any moment; yields after how many seconds the same was to be seen, what was shown.

    Between the two stands how much processor time the next show took for it, which no other work changes.
    """
    screen, kept, sight = visit
    chance = np.random.default_rng(50)
    for _ in range(times):
        time.sleep(chance.uniform(0.0, 4.0))
        show, began = kept.show(), time.monotonic()
        os.kill(show, signal.SIGKILL)
        again = kept.show(but=show)
        before = spent(again)
        assert not screen.shows(sight), "what was there is gone"
        waited(partial(screen.shows, sight))
        took = time.monotonic() - began
        work = spent(again) - before
        kept.ready()
        yield took, work, kept.resumed(again)


if which("Xvfb") and which("xdotool"):

    @pytest.fixture(scope="module")
    def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
        """A visit that each test finds as the one before has found it again."""
        with at_home(tmp_path_factory.mktemp("visit")) as home, exhibited(home) as (screen, kept):
            yield Visit(screen, kept, visited(screen))

    def test_a_visitor_of_an_exhibit_that_is_killed_finds_everything_again(
        length: Callable[..., int], visit: Visit
    ) -> None:
        times = length("crash", 2, 50)
        before = counted()
        time.sleep(2.0)  # until a beat has told of it
        seconds, work, beats = zip(*killed(visit, times), strict=True)
        assert set(beats) == {beats[0]}
        beat = beats[0]
        assert (beat.what.partition("?")[0], beat.setup.language, beat.visit) == ("gallery", "pl", True)
        assert beat.reading
        assert counted() == before + times
        told("killed", list(seconds))
        told("the same in processor time", list(work))

    def test_an_exhibit_that_is_stopped_goes_on_with_what_was_done_meanwhile(
        length: Callable[..., int], visit: Visit
    ) -> None:
        """A key is pressed that opens or closes the reading: when that is to be seen, the picture is back."""
        seconds = []
        screen, kept, sight = visit
        screen.press("b")
        sights = [sight, screen.still()]
        assert not screen.shows(sight)
        show = kept.show()
        for number in range(length("stops", 1, 10)):
            began = time.monotonic()
            os.kill(show, signal.SIGSTOP)
            screen.press("b")
            waited(partial(screen.shows, sights[number % 2]))
            seconds.append(time.monotonic() - began)
            assert kept.show() == show, "it was woken, not started again"
        if not screen.shows(sight):
            screen.press("b")
            waited(partial(screen.shows, sight))
        told("stopped", seconds)

    def test_an_exhibit_that_cannot_be_woken_is_started_again_where_it_was(visit: Visit) -> None:
        screen, kept, sight = visit
        time.sleep(2.0)
        show, began = kept.show(), time.monotonic()
        pinned = threading.Thread(target=_hold, args=(show,))
        pinned.start()
        again = kept.show(but=show)
        pinned.join()
        waited(partial(screen.shows, sight))
        kept.ready()
        told("hung", [time.monotonic() - began])
        assert kept.resumed(again).setup.language == "pl"

    def test_a_network_of_a_visitor_goes_on_with_what_it_has_learned(home: Path) -> None:
        with exhibited(home) as (screen, kept):
            screen.press("space", "3")
            waited(lambda: learned() > 0)
            screen.press("space")  # it pauses
            waited(rested)
            before, show = learned(), kept.show()
            os.kill(show, signal.SIGKILL)
            kept.show(but=show)
            kept.ready()
            waited(rested)
        assert learned() == before

    def test_an_exhibit_that_is_killed_while_it_plays_by_itself_goes_on_with_the_same_turn(
        length: Callable[..., int], home: Path
    ) -> None:
        with exhibited(home) as (screen, kept):
            status = json_files.state_folder() / "status.json"
            waited(lambda: json_files.kept(status).get("scene", "race") != "race")  # the second turn
            for _ in range(length("crash-alone", 1, 5)):
                show = kept.show()
                os.kill(show, signal.SIGKILL)
                beat = kept.resumed(kept.show(but=show))
                assert not beat.visit and beat.turn >= 1
                kept.ready()
                assert waited(lambda: screen.picture().std() > NEAR)


def _hold(process: int) -> None:
    """Stops a process again and again, until it is gone."""
    while True:
        try:
            os.kill(process, signal.SIGSTOP)
        except ProcessLookupError:
            return
        time.sleep(0.002)
