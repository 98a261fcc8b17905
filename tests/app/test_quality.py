"""The quality: down where pictures run late, up where there is room, and no flicker between two levels."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from descent_game.app import quality
from descent_game.app.quality import HIGH, LOW, MEDIUM, Level, Quality, Watch, begun, ladder

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
    machine = Machine(begun("auto", GPU, (1920, 1080)), pixels(0.002))
    machine.run(3600.0)
    assert machine.held.level.samples == 4
    assert machine.changes == []


def test_late_pictures_bring_it_down_step_by_step_within_seconds_and_no_further_than_they_must() -> None:
    machine = Machine(begun("auto", GPU, (3840, 2160)), pixels(0.030))
    machine.run(20.0)
    assert [name for _, name in machine.changes] == ["high", "medium"]
    assert machine.changes[-1][0] < 5.0
    machine.run(1000.0)
    assert machine.held.level == MEDIUM


def test_the_lowest_level_is_held_however_late_pictures_are() -> None:
    machine = Machine(begun("auto", LLVMPIPE, (7680, 4320)), pixels(5.0 / 25))
    machine.run(600.0)
    assert machine.held.level == LOW
    assert machine.changes == []


def test_it_rises_soon_where_there_is_room_and_stays_up() -> None:
    cost = {"now": 0.050}
    machine = Machine(begun("auto", LLVMPIPE, (1920, 1080)), lambda level: cost["now"] * level.cost)
    machine.run(30.0)
    assert machine.held.level == LOW
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
    machine = Machine(begun("auto", LLVMPIPE, (1920, 1080)), pixels(at_full), beat=beat)
    machine.run(4.0 * 3600.0)
    gaps = [b - a for (a, _), (b, _) in zip(machine.changes, machine.changes[1:], strict=False)]
    assert min(gaps, default=9.0) >= 1.0
    assert len(machine.changes) < 24
    assert machine.late < 30.0 or machine.held.level == LOW


def test_a_rise_that_was_too_much_is_tried_again_only_after_twice_the_time() -> None:
    machine = Machine(
        begun("auto", LLVMPIPE, (1920, 1080)), lambda level: 0.010 if level == MEDIUM else 0.040, beat=True
    )
    machine.run(4000.0)
    rises = [at for at, name in machine.changes if name == "high"]
    waits = [b - a for a, b in zip(rises, rises[1:], strict=False)]
    assert len(waits) >= 4
    assert all(1.8 < b / a < 2.2 for a, b in zip(waits, waits[1:], strict=False))


def test_what_is_not_drawing_is_not_blamed_on_it() -> None:
    machine = Machine(begun("auto", GPU, (1920, 1080)), pixels(0.004), other=0.05)
    machine.run(60.0)
    assert machine.changes == []


def test_a_hang_and_the_moment_after_a_change_of_scene_are_not_judged() -> None:
    held = begun("auto", GPU, (1920, 1080))
    top = held.level
    for _ in range(200):
        held.picture(0.25, 0.0, 0.25)
    for _ in range(50):
        held.rest()
        for _ in range(10):
            held.picture(0.045, 0.0, 0.045)
    assert held.level == top


@pytest.mark.parametrize(("asked", "level"), [("low", LOW), ("medium", MEDIUM), ("high", HIGH)])
def test_a_quality_that_is_asked_for_stays(asked: str, level: Level) -> None:
    machine = Machine(begun(asked, LLVMPIPE, (640, 360)), pixels(0.5))
    machine.run(60.0)
    machine.cost = pixels(0.0001)
    machine.run(60.0)
    assert machine.held.level == level
    assert machine.changes == []


def test_high_is_the_best_that_a_machine_has() -> None:
    held = begun("high", GPU, (3840, 2160))
    assert held.level == ladder(GPU)[-1]
    assert held.level.samples > 0
    for _ in range(500):
        held.picture(0.1, 0.0, 0.1)
    assert held.level == ladder(GPU)[-1]


def test_what_is_filmed_is_drawn_in_full_and_not_judged() -> None:
    held = begun("auto", LLVMPIPE, (3840, 2160))
    watch = Watch(held, clock=lambda: 0.0)
    assert watch.level(filming=False) == LOW
    for _ in range(500):
        assert watch.level(filming=True) == HIGH
        held.picture(0.001, 0.0, 0.001)
    assert watch.level(filming=False) == LOW
    fine = Watch(begun("high", GPU, (1280, 720)))
    assert fine.level(filming=True) == fine.held.level != HIGH


@pytest.mark.parametrize(
    ("size", "level"), [((1280, 720), HIGH), ((1920, 1080), MEDIUM), ((3840, 2160), LOW), ((1080, 1920), MEDIUM)]
)
def test_a_software_renderer_begins_at_a_fitting_level(size: tuple[int, int], level: Level) -> None:
    assert begun("auto", LLVMPIPE, size).level == level


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
    assert str(begun("low", GPU, (640, 360))) == "quality low, 50% of the size, no multisampling, no ornaments"
    assert str(begun("auto", GPU, (640, 360))) == "quality finest, 100% of the size, 4 samples, by itself"
