"""The quality: down where pictures run late, up where there is room, and no flicker between two levels."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from descent_game.app.show import quality
from descent_game.app.show.frame_statistics import FrameTimer
from descent_game.app.show.quality import (
    HIGH,
    MEDIUM,
    SOFTWARE_LOW,
    SOFTWARE_MEDIUM,
    Level,
    Quality,
    initial,
    ladder,
)
from descent_game.engine.mesh import ORNAMENTS

LLVMPIPE = "llvmpipe (LLVM 15.0.6, 256 bits)"
GPU = "NVIDIA H200/PCIe/SSE2"
BEAT = 1.0 / 60.0


class Machine:
    """Shows pictures in scripted time: `cost` gives the seconds that drawing takes at a level."""

    def __init__(self, held: Quality, cost: Callable[[Level], float], other: float = 0.003, beat: bool = False) -> None:
        self.held, self.cost, self.other, self.beat = held, cost, other, beat
        self.now = 0.0
        self.changes: list[tuple[float, str]] = []
        self.late = 0.0

    def run(self, seconds: float) -> None:
        """Shows pictures for so long; with a beat, a picture waits for the screen, and the wait counts as drawing."""
        end = self.now + seconds
        while self.now < end:
            before = self.held.level
            drawing = self.cost(before)
            dt = self.other + drawing
            if self.beat:
                dt = BEAT * -(-dt // BEAT)
                drawing = dt - self.other
            dt = max(dt, BEAT)
            self.held.picture(dt, self.other, drawing)
            self.now += dt
            self.late += dt if dt > quality.LATE else 0.0
            if self.held.level != before:
                self.changes.append((self.now, self.held.level.name))


def pixels(at_full: float) -> Callable[[Level], float]:
    """Returns the cost of a scene that takes `at_full` seconds at full size."""
    return lambda level: at_full * level.cost


def test_a_machine_with_room_stays_at_the_top() -> None:
    machine = Machine(initial("auto", GPU), pixels(0.002))
    machine.run(3600.0)
    assert machine.held.level.samples == 4
    assert machine.changes == []


def test_late_pictures_bring_it_down_step_by_step_within_seconds_and_no_further_than_they_must() -> None:
    machine = Machine(initial("auto", GPU), pixels(0.036))
    machine.run(20.0)
    assert [name for _, name in machine.changes] == ["high", "plain", "medium"]
    assert machine.changes[-1][0] < 5.0
    machine.run(1000.0)
    assert machine.held.level == MEDIUM


def test_the_lowest_level_is_held_however_late_pictures_are() -> None:
    machine = Machine(initial("auto", LLVMPIPE), pixels(0.2))
    machine.run(600.0)
    assert machine.held.level == SOFTWARE_LOW
    assert [name for _, name in machine.changes] == ["medium", "low"]
    assert machine.changes[-1][0] < 5.0


def test_it_rises_soon_where_there_is_room_and_stays_up() -> None:
    cost = {"now": 0.050}
    machine = Machine(initial("auto", LLVMPIPE), lambda level: cost["now"] * level.cost)
    machine.run(30.0)
    assert machine.held.level == SOFTWARE_LOW
    cost["now"] = 0.006
    machine.run(30.0)
    assert machine.held.level == HIGH
    rises = [at for at, _ in machine.changes]
    assert rises[-1] - 30.0 < 15.0
    count = len(machine.changes)
    machine.run(1000.0)
    assert len(machine.changes) == count


@pytest.mark.parametrize("at_full", [0.018, 0.021, 0.024, 0.028, 0.034, 0.04, 0.06])
@pytest.mark.parametrize("beat", [False, True])
def test_between_two_levels_it_does_not_flicker(at_full: float, beat: bool) -> None:
    machine = Machine(initial("auto", LLVMPIPE), pixels(at_full), beat=beat)
    machine.run(3600.0)
    gaps = [b - a for (a, _), (b, _) in zip(machine.changes, machine.changes[1:], strict=False)]
    assert min(gaps, default=9.0) >= 1.0
    assert len(machine.changes) < 16
    assert machine.late < 15.0 or machine.held.level == SOFTWARE_LOW


def test_a_rise_that_was_too_much_is_tried_again_only_after_twice_the_time() -> None:
    machine = Machine(initial("auto", LLVMPIPE), lambda level: 0.010 if level == SOFTWARE_MEDIUM else 0.040, beat=True)
    machine.run(4000.0)
    rises = [at for at, name in machine.changes if name == "high"]
    waits = [b - a for a, b in zip(rises, rises[1:], strict=False)]
    assert len(waits) >= 4
    assert all(1.8 < b / a < 2.2 for a, b in zip(waits, waits[1:], strict=False))


def test_what_is_not_drawing_is_not_blamed_on_it() -> None:
    machine = Machine(initial("auto", GPU), pixels(0.004), other=0.05)
    machine.run(60.0)
    assert machine.changes == []


def test_a_hang_and_the_moment_after_a_change_of_scene_are_not_judged() -> None:
    held = initial("auto", GPU)
    top = held.level
    for _ in range(200):
        held.picture(0.25, 0.0, 0.25)
    for _ in range(50):
        held.rest()
        for _ in range(10):
            held.picture(0.045, 0.0, 0.045)
    assert held.level == top


@pytest.mark.parametrize(("asked", "level"), [("low", SOFTWARE_LOW), ("medium", SOFTWARE_MEDIUM), ("high", HIGH)])
def test_a_quality_that_is_asked_for_stays(asked: str, level: Level) -> None:
    machine = Machine(initial(asked, LLVMPIPE), pixels(0.5))
    machine.run(60.0)
    machine.cost = pixels(0.0001)
    machine.run(60.0)
    assert machine.held.level == level
    assert machine.changes == []


def test_high_is_the_best_that_a_machine_has() -> None:
    held = initial("high", GPU)
    assert held.level == ladder(GPU)[-1]
    assert held.level.samples > 0
    for _ in range(500):
        held.picture(0.1, 0.0, 0.1)
    assert held.level == ladder(GPU)[-1]


def test_what_is_filmed_is_drawn_in_full_and_not_judged() -> None:
    held = initial("low", LLVMPIPE)
    watch = FrameTimer(held, clock=lambda: 0.0)
    assert watch.level(filming=False) == SOFTWARE_LOW
    for _ in range(500):
        assert watch.level(filming=True) == HIGH
        held.picture(0.001, 0.0, 0.001)
    assert watch.level(filming=False) == SOFTWARE_LOW
    fine = FrameTimer(initial("high", GPU))
    assert fine.level(filming=True) == fine.quality.level != HIGH


def test_a_software_renderer_begins_in_full_and_goes_down_only_where_pictures_run_late() -> None:
    machine = Machine(initial("auto", LLVMPIPE), pixels(0.012))
    machine.run(600.0)
    assert machine.held.level == HIGH and machine.changes == []
    machine.cost = pixels(0.021)
    machine.run(20.0)
    assert [name for _, name in machine.changes] == ["medium"]


def test_in_software_ornaments_go_and_the_size_stays() -> None:
    levels = ladder(LLVMPIPE)
    assert [level.name for level in levels] == ["low", "medium", "high"]
    assert all(level.scale == 1.0 and level.samples == 0 for level in levels)
    assert [level.ornaments for level in levels] == [0, 1, ORNAMENTS]


def test_with_a_gpu_ornaments_go_before_the_size() -> None:
    levels = ladder(GPU)
    assert [level.name for level in levels] == ["low", "medium", "plain", "high", "finest"]
    assert [level.scale for level in levels] == [0.5, 0.75, 1.0, 1.0, 1.0]
    assert [level.ornaments for level in levels] == [0, 0, 0, ORNAMENTS, ORNAMENTS]


@pytest.mark.parametrize(
    ("renderer", "software"),
    [
        (LLVMPIPE, True),
        ("softpipe", True),
        ("Google SwiftShader", True),
        ("Apple Software Renderer", True),
        ("GDI Generic", True),
        (GPU, False),
        ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", False),
        ("Apple M2", False),
    ],
)
def test_renderers_without_a_gpu_are_known_by_their_names(renderer: str, software: bool) -> None:
    assert quality.is_software(renderer) == software
    assert any(level.samples for level in ladder(renderer)) != software


def test_levels_rise_in_cost_and_the_interface_is_no_part_of_them() -> None:
    levels = ladder(GPU)
    costs = [level.cost for level in levels]
    assert costs == sorted(costs)
    assert min(level.scale for level in levels) >= 0.5
    assert ladder(GPU, samples=0)[-1] == HIGH


def test_what_is_shown_says_whether_it_was_asked_for() -> None:
    assert str(initial("low", GPU)) == "quality low, 50% of the size, no multisampling, 0 of 2 ornaments"
    assert str(initial("auto", GPU)) == "quality finest, 100% of the size, 4 samples, by itself"
