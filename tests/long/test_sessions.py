"""Sessions of actions, found by hypothesis: a failure shrinks to the shortest one and is printed as a demo script."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from chance import MOST_RUNNERS
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from scene_sums import check_finite

from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, scene_names, section_scenes
from descent_game.engine.actions import (
    Action,
    Click,
    Drag,
    Drop,
    Explain,
    Goto,
    Pan,
    Pause,
    Press,
    Read,
    Say,
    Set,
    Step,
    Turn,
    Zoom,
)
from descent_game.engine.clock import STEP, STEPS_A_SECOND
from descent_game.engine.controls import Choice, Range, Toggle, Trigger
from descent_game.engine.demo_text import parse
from descent_game.engine.script import KEPT
from descent_game.engine.timeline import Cue, Demo

SIZE = (320, 180)
PLACES = st.floats(-1.0, 1.0, allow_nan=False, width=32)
ANGLES = st.floats(-7.0, 7.0, allow_nan=False, width=32)
SIGNS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")) | st.sampled_from(KEPT)
SENTENCES = st.text(SIGNS, max_size=40).filter(lambda text: not text or any(map(str.isalnum, text)))
"""Captions as a script takes them, and none."""


class Session(RuleBasedStateMachine):
    """One session: every action is done to a stage and written down as the cue of a demo."""

    def __init__(self) -> None:
        super().__init__()
        self.stage: Stage | None = None
        self.cues: list[Cue] = []
        self.step_count = 0

    @initialize(scene=st.sampled_from(scene_names()), seed=st.integers(0, 3))
    def begin(self, scene: str, seed: int) -> None:
        self.scene, self.seed = scene, seed
        self.stage = Stage(scene, *SIZE, Settings(), seed)

    def does(self, action: Action) -> None:
        assert self.stage is not None
        self.cues.append(Cue(self.step_count, action))
        self.stage.act(action)

    @property
    def controls(self) -> list[Choice | Range | Toggle | Trigger]:
        assert self.stage is not None
        return list(self.stage.scene.controls)

    @rule(number=st.integers(0, 40), place=st.floats(0.0, 1.0))
    def sets(self, number: int, place: float) -> None:
        settable = [control for control in self.controls if not isinstance(control, Trigger)]
        control = settable[number % len(settable)]
        if isinstance(control, Choice):
            self.does(Set(control.name, control.options[round(place * (len(control.options) - 1))]))
        elif isinstance(control, Toggle):
            self.does(Set(control.name, place > 0.5))
        else:
            most = MOST_RUNNERS if control.name == "crowd_size" else control.high
            self.does(Set(control.name, min(control.at(place), most)))

    @rule(number=st.integers(0, 40))
    def presses(self, number: int) -> None:
        triggers = [control for control in self.controls if isinstance(control, Trigger)]
        self.does(Press(triggers[number % len(triggers)].name))

    @rule(yaw=ANGLES, pitch=ANGLES, fling=st.booleans())
    def turns(self, yaw: float, pitch: float, fling: bool) -> None:
        self.does(Turn(yaw, pitch, fling))

    @rule(factor=st.floats(1e-3, 1e3, allow_nan=False), x=PLACES, y=PLACES)
    def zooms(self, factor: float, x: float, y: float) -> None:
        self.does(Zoom(factor, x, y))

    @rule(dx=PLACES, dy=PLACES)
    def pans(self, dx: float, dy: float) -> None:
        self.does(Pan(dx, dy))

    @rule(x=PLACES, y=PLACES, button=st.sampled_from((1, 2, 3)))
    def clicks(self, x: float, y: float, button: int) -> None:
        self.does(Click(x, y, button))

    @rule(x=PLACES, y=PLACES, phase=st.sampled_from(("grab", "move", "release")))
    def drags(self, x: float, y: float, phase: str) -> None:
        self.does(Drag(x, y, phase))

    @rule(x=PLACES, y=PLACES)
    def drops(self, x: float, y: float) -> None:
        self.does(Drop(2.5 * x, 2.5 * y))

    @rule(scene=st.sampled_from(scene_names()))
    def goes(self, scene: str) -> None:
        self.does(Goto(scene))

    @rule(section=st.sampled_from(("", *section_scenes())))
    def reads(self, section: str) -> None:
        self.does(Read(section))

    @rule(term=st.sampled_from(("", "gradient", "learning_rate")))
    def asks(self, term: str) -> None:
        self.does(Explain(term))

    @rule(text=SENTENCES)
    def says(self, text: str) -> None:
        self.does(Say((("", text),) if text else ()))

    @rule()
    def pauses(self) -> None:
        self.does(Pause())

    @rule()
    def steps(self) -> None:
        self.does(Step())

    @rule(count=st.integers(1, 60))
    def waits(self, count: int) -> None:
        assert self.stage is not None
        for _ in range(count):
            self.stage.step(STEP)
        self.step_count += count

    @invariant()
    def can_be_drawn(self) -> None:
        if self.stage is not None:
            self.stage.frame(1.0 / 60.0, 0.5)
            check_finite(self.stage)

    @property
    def demo(self) -> Demo:
        seconds = max(self.step_count, 1) / STEPS_A_SECOND
        return Demo(self.scene, SIZE, seconds=seconds, seed=self.seed, cues=tuple(self.cues))

    def teardown(self) -> None:
        """Prints the session as a script, where it failed; else plays that script, which must end where it did."""
        if self.stage is None:
            return
        text = self.demo.text()
        note(f"the session as a demo script:\n\n{text}")
        demo = parse(text)
        assert demo == self.demo
        again = Stage(demo.scene, *SIZE, Settings(), demo.seed)
        for step in range(self.step_count + 1):
            for action in demo.due(step):
                again.act(action)
            if step < self.step_count:
                again.step(STEP)
        for stage in (self.stage, again):
            stage.frame(0.0, 0.0)
        assert again.words() == self.stage.words()
        assert np.array_equal(again.view.camera.matrix, self.stage.view.camera.matrix)


def test_sessions_go_on_and_their_scripts_end_where_they_did(length: Callable[..., int]) -> None:
    sessions = length("sessions", short=20, long=2_000)
    run_state_machine_as_test(
        Session,
        settings=settings(
            max_examples=sessions,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        ),
    )


def test_a_session_that_fails_is_printed_as_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    class Failing(Session):
        def does(self, action: Action) -> None:
            super().does(action)
            assert action != Pause(), "no pause, please"

    with pytest.raises(AssertionError, match="no pause, please") as caught:
        run_state_machine_as_test(
            Failing,
            settings=settings(
                max_examples=50, deadline=None, derandomize=True, database=None, stateful_step_count=10,
                suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
            ),
        )  # fmt: skip
    script = "\n".join(caught.value.__notes__)
    assert "the session as a demo script" in script
    assert script.count("[[cue]]") == 1
    assert "pause = true" in script
