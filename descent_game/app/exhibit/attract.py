"""What the exhibit plays when nobody is there: demo after demo, each cut after half a minute.

When all have had their turn they come again with another seed, another choice and the camera begun elsewhere, so that
no minute is like the one before it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from descent_game.app.exhibit.settings import LONGEST_TURN, Exhibit
from descent_game.app.sessions.demo_files import demo_names, read_demo, shipped
from descent_game.app.show.stage import Stage, make_scene, section_scenes
from descent_game.engine.actions import Action, Goto, Pan, Read, Set, Turn, Zoom
from descent_game.engine.clock import STEP, STEPS_A_SECOND
from descent_game.engine.controls import Choice
from descent_game.engine.timeline import Demo

GOLDEN = math.pi * (3.0 - math.sqrt(5.0))
"""The angle, in radians, whose multiples never come near one another soon."""
SEEDS = 9973
"""How many rounds have a seed of their own."""
LEAST = 5 * STEPS_A_SECOND
"""Fixed steps that a showing lasts at least, however short its demo is: it stands still, and does not flicker."""
DRIFT = math.radians(7.0)
"""How far the camera drifts to either side."""
SLOW = 22.0
"""Seconds that it takes to drift to both sides and back."""


@dataclass(frozen=True)
class Showing:
    """One turn of the loop: a demo with its seed, the choices it begins with, where the camera begins, its length."""

    demo: Demo
    choices: tuple[Set, ...]
    yaw: float
    steps: int
    still: bool

    def due(self, step: int) -> Iterator[Action]:
        """Yields what is to be done before a fixed step, the first of which is 0; `still` moves no camera."""
        cues = self.demo.due(step)
        moves = [action for action in cues if isinstance(action, Turn | Zoom | Pan)]
        for action in cues:
            if not self.still or action not in moves:
                yield action
        if step == 0:
            yield from self.choices
            if self.yaw:
                yield Turn(self.yaw, 0.0)
        elif not self.still and not moves:
            phase = math.tau * step / (SLOW * STEPS_A_SECOND)
            yield Turn(DRIFT * math.cos(phase) * math.tau / SLOW * STEP, 0.0)

    def begin(self, stage: Stage) -> None:
        """Lets a stage begin with it, with nothing on its way any more."""
        rest = []
        for action in self.due(0):
            if isinstance(action, Goto):
                stage.act(action)
            elif not isinstance(action, Set) or action.name in stage.scene.controls.table:
                rest.append(action)
        stage.begin(rest)


@dataclass(frozen=True)
class Playlist:
    """All showings, by their number: `demos` in their order, at most `seconds` of each; `still` moves no camera.

    `choices` are, by scene, the settings that a demo may begin with besides its own.
    """

    demos: Sequence[Demo]
    choices: Mapping[str, Sequence[Set]]
    seconds: float = LONGEST_TURN
    still: bool = False

    def showing(self, number: int) -> Showing:
        """Returns a showing, the first of which is 0."""
        turn, which = divmod(number, len(self.demos))
        demo = self.demos[which]
        options = self.choices.get(demo.scene, ())
        chosen = turn % (len(options) + 1)
        return Showing(
            replace(demo, seed=demo.seed + turn % SEEDS),
            (options[chosen - 1],) if chosen else (),
            math.remainder(turn * GOLDEN, math.tau),
            max(min(demo.steps, round(self.seconds * STEPS_A_SECOND)), LEAST),
            self.still,
        )


def playlist(exhibit: Exhibit) -> Playlist:
    """Returns what an exhibit plays by itself."""
    choices = {}
    for scene in exhibit.scenes:
        table = [c for c in make_scene(scene).controls if isinstance(c, Choice)]
        seen = [c for c in table if f"{scene}.{c.name}" not in exhibit.hidden]
        choices[scene] = [Set(c.name, option) for c in seen for option in c.options if option != c.default]
    return Playlist(exhibit.demos or shipped_demos(exhibit.scenes), choices, exhibit.turn, exhibit.reduced_motion)


def shipped_demos(scenes: Sequence[str]) -> tuple[Demo, ...]:
    """Returns what plays where the exhibit file names nothing: each scene's demos, else the scene itself.

    The scenes come in turn, so that two demos of one scene do not follow each other while there is another scene.
    """
    every = [read_demo(name, shipped) for name in demo_names()]
    short = [demo for demo in every if demo.seconds <= LONGEST_TURN]  # the rest are films
    fit = [demo for demo in short if set(visited(demo)) <= set(scenes)]
    rows = [[demo for demo in fit if demo.scene == scene] or [Demo(scene)] for scene in scenes]
    return tuple(row[i] for i in range(max(map(len, rows))) for row in rows if i < len(row))


def visited(demo: Demo) -> Iterator[str]:
    """Yields the scenes that a demo shows."""
    sections = section_scenes()
    yield demo.scene
    for cue in demo.cues:
        if isinstance(cue.action, Goto):
            yield cue.action.scene
        elif isinstance(cue.action, Read) and cue.action.section:
            yield sections[cue.action.section]
