"""The pace: a simulation that takes too long is slowed, and only slowly let go again."""

from __future__ import annotations

from descent_game.app.show import loop
from descent_game.app.show.budget import MORE, MOST, MOST_LATE, PATIENCE, StepBudget
from descent_game.app.show.quality import LATE
from descent_game.app.show.stage import make_scene
from descent_game.engine.actions import Action, Set

MOST_STEPS = 10_000.0


class Machine:
    """A scene that takes steps on a machine where each costs `cost` seconds, and drawing a picture `drawing`."""

    def __init__(self, cost: float, drawing: float = 0.0, asked: float = MOST_STEPS) -> None:
        self.cost, self.drawing, self.asked = cost, drawing, asked
        self.budget = MOST_STEPS
        self.now = 0.0
        self.budgets: list[float] = []
        self.pace = StepBudget(self, lambda: self, lambda: self.now)
        self._begun = 0.0

    @property
    def speed(self) -> float:
        return min(self.asked, self.budget)

    def act(self, action: Action) -> None: ...

    def step(self, dt: float) -> None:
        self.now += self.cost * self.speed * dt

    def frame(self, dt: float, alpha: float) -> None:
        self.now += self.drawing
        self.budgets.append(self.budget)

    def run(self, seconds: float) -> float:
        """Runs on the machine's own time, at most 60 pictures a second, and returns the last picture's time."""
        dt, end = 1.0 / 60.0, self.now + seconds
        while self.now < end:
            begun = self.now
            loop.run(self.pace, [dt], lambda _: (), lambda: True)
            self.now = max(self.now, begun + 1.0 / 60.0)
            dt = self.now - begun
        return dt


def test_a_fast_machine_is_left_alone() -> None:
    machine = Machine(cost=20e-6)
    machine.run(5.0)
    assert set(machine.budgets) == {MOST_STEPS}


def test_a_slow_machine_trains_slower_instead_of_stuttering() -> None:
    machine = Machine(cost=400e-6, drawing=0.004)
    late = machine.run(3.0)
    assert late < LATE
    share = machine.cost * machine.speed
    assert 0.2 < share <= MOST
    assert machine.budget < MOST_STEPS / 3.0


def test_where_drawing_is_slow_training_takes_a_smaller_part() -> None:
    machine = Machine(cost=60e-6, drawing=0.03)
    machine.run(4.0)
    assert machine.cost * machine.speed <= MOST_LATE * MORE
    assert machine.budget < MOST_STEPS


def test_slow_drawing_alone_is_no_reason() -> None:
    machine = Machine(cost=10e-6, drawing=0.05, asked=600.0)
    machine.run(4.0)
    assert set(machine.budgets) == {MOST_STEPS}


def test_it_rises_again_when_the_machine_has_room_and_not_before() -> None:
    machine = Machine(cost=400e-6)
    machine.run(2.0)
    low = machine.budget
    machine.cost = 20e-6
    machine.run(PATIENCE * 0.7)
    assert machine.budget == low
    machine.run(30.0)
    assert machine.budget == MOST_STEPS


def test_it_comes_to_rest_instead_of_swinging() -> None:
    machine = Machine(cost=90e-6, drawing=0.012)
    machine.run(120.0)
    settled = machine.budgets[len(machine.budgets) // 2 :]
    assert sum(a != b for a, b in zip(settled, settled[1:], strict=False)) <= 4


def test_the_trainer_takes_the_budget_and_other_scenes_need_none() -> None:
    trainer = make_scene("trainer")
    trainer.act(Set("speed", 10_000))
    now = [0.0]

    class Slow:
        def act(self, action: Action) -> None: ...

        def step(self, dt: float) -> None:
            now[0] += dt * 0.9

        def frame(self, dt: float, alpha: float) -> None: ...

    for scene in (trainer, make_scene("race")):
        pace = StepBudget(Slow(), lambda scene=scene: scene, lambda: now[0])  # type: ignore[misc]  # a lambda with a default
        loop.run(pace, [1.0 / 60.0] * 60, lambda _: (), lambda: True)
    assert trainer.speed < 10_000.0  # type: ignore[attr-defined]  # the trainer's own
