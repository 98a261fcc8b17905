"""The beat: a line of JSON a second on the standard output, by which the exhibit says what it shows.

The supervisor hears by it that all is well, and from the last one starts the program again where it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

from descent_game.app import settings
from descent_game.app.exhibit import resume
from descent_game.app.exhibit.settings import Exhibit
from descent_game.app.sessions.request import checked_values, named
from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, section_scenes
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import Goto, Press, Read
from descent_game.ui.head_buttons import READ

BEAT, STATUS = 1.0, 5.0
"""Seconds from one beat to the next, and from one status to the next."""


@dataclass(frozen=True)
class Beat:
    """What is shown: a scene with its settings as the command line takes it, and how; `visit` is whether it is used.

    `reading` is the section at which the drawer stands open, nothing where it is closed; `turn` is the turn of the loop
    that plays, or played before the visit.
    """

    what: str = ""
    setup: Settings = field(default_factory=Settings)
    reading: str = ""
    turn: int = 0
    visit: bool = False

    def line(self) -> str:
        """Returns the beat as one line of JSON."""
        return json.dumps(asdict(self), separators=(",", ":"))


def parsed_beat(line: str) -> Beat | None:
    """Returns the beat that a line is, or None for any other line."""
    if not line.startswith("{"):
        return None
    try:
        values = json.loads(line)
        return Beat(**{**values, "setup": Settings(**values["setup"])})
    except (ValueError, KeyError, TypeError):
        return None


def beat_of(stage: Stage, visit: bool, turn: int) -> Beat:
    """Returns what is shown, whole: every value, also where it is the default; `turn` is that of the loop."""
    drawer = stage.reader.drawer
    tops = sorted((top, name) for name, top in drawer.sheet.tops.items())
    passed = [name for top, name in tops if top <= drawer.scroll + 1.0] or [name for _, name in tops[:1]]
    return Beat(stage.words(every=True), stage.setup, passed[-1] if drawer.open and passed else "", turn, visit)


def resumed(exhibit: Exhibit, size: tuple[int, int], beat: Beat) -> Stage | None:
    """Returns a stage that shows what a beat says was shown to a visitor; None where that cannot be, or was nobody."""
    if not beat.visit:
        return None
    try:
        settings.checked(beat.setup)
        demo, values = named(beat.what)
        actions = list(checked_values(demo.scene, values))
    except InputError:
        return None
    if demo.scene not in exhibit.scenes or beat.setup.language not in exhibit.languages:
        return None
    stage = Stage(exhibit.scenes[0], *size, beat.setup, demo.seed, exhibit.rules)
    stage.act(Goto(demo.scene))
    stage.begin(actions)
    resume.go_on(stage, beat.what)
    sections = [section for section, scene in section_scenes().items() if scene == demo.scene]
    if beat.reading in sections:
        stage.act(Read(beat.reading) if beat.reading != sections[0] else Press(READ))
    return stage


class Heartbeat:
    """Says when it is time for a beat and for a status; counts the pictures between two of these."""

    def __init__(self, now: float, beat: Callable[[], None], status: Callable[[Mapping[str, float]], None]) -> None:
        self._beat, self._status = beat, status
        self._began = self._since = self._next_beat = now
        self._pictures = 0

    def moment(self, now: float, *, shown: bool) -> None:
        """Does what it is time for, also where no picture was `shown`: a window that cannot be seen is no hang."""
        self._pictures += shown
        if now >= self._next_beat:
            self._next_beat = now + BEAT
            self._beat()
        if (passed := now - self._since) >= STATUS:
            rate = self._pictures / max(passed, 1e-9)
            self._since, self._pictures = now, 0
            self._status({"frames_a_second": round(rate, 1), "uptime_seconds": round(now - self._began)})
