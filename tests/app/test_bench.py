"""`descent bench`: what its figures say of each other, in tables and as JSON. How fast anything is, no test asks."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descent_game.app.bench import bench, measure_films, measure_frames, measure_simulation, measure_start
from descent_game.app.bench.figure import COLUMNS, WIDTH, Figure, of_pictures, ratios, shown, table
from descent_game.app.cli import main
from descent_game.app.terminal.errors import MachineError
from descent_game.sim.network.training import Training

SMALL = (320, 180)
times = st.floats(1e-6, 1e6)


@given(st.lists(st.lists(times, min_size=1, max_size=30), min_size=1, max_size=9))
def test_a_figure_lies_within_its_spread_and_its_slowest_pictures_beyond(runs: list[list[float]]) -> None:
    figure = of_pictures("race", "the whole picture", "ms", runs)
    assert len(figure.runs) == len(runs)
    assert figure.least <= figure.median <= figure.most
    assert figure.p99 is not None and figure.worst is not None
    every = [value for run in runs for value in run]
    assert figure.most <= figure.worst == max(every)
    assert sum(value <= figure.p99 for value in every) >= 0.99 * len(every) - 1e-9
    assert sum(value < figure.p99 for value in every) < 0.99 * len(every)


def test_ratios_are_taken_run_by_run() -> None:
    fast, slow = Figure("x", "fast", "steps/s", (10.0, 40.0, 90.0)), Figure("x", "slow", "steps/s", (5.0, 10.0, 15.0))
    assert ratios("x", "fast, to slow", fast, slow).runs == (2.0, 4.0, 6.0)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (0.0, "0"),
        (3.0, "3"),
        (3.14159, "3.14"),
        (31.4159, "31.4"),
        (314.159, "314"),
        (1e6 + 0.4, "1,000,000"),
    ],
)
def test_a_value_is_shown_with_three_digits_or_whole(value: float | None, words: str) -> None:
    assert shown(value) == words


def test_a_table_has_its_columns_below_their_headings() -> None:
    figures = [
        of_pictures("race 1280x720", "Python's share", "ms", [[1.0, 2.0, 3.0], [2.0, 3.0, 4.5]]),
        Figure("race 1280x720", "a rate", "steps/s", (1e6, 2e6, 3e6)),
        Figure("checker", "a count with a long name", "of 60 seeds", (60.0,)),
    ]
    head, first, share, rate, second, count = table("frame", figures).splitlines()
    assert (first, second) == ("race 1280x720", "checker")
    assert head.split() == ["frame", *COLUMNS]
    assert len(share) == len(head)
    ends = [head.index(column) + len(column) for column in COLUMNS]
    cells = [[line[end - WIDTH : end].strip() for end in ends] for line in (share, rate, count)]
    assert cells[0] == ["2.50", "2", "3", "4.50", "4.50"]
    assert cells[1] == ["2,000,000", "1,000,000", "3,000,000", "", ""]
    assert cells[2] == ["60", "", "", "", ""]


def test_pictures_are_measured_in_as_many_runs_as_were_asked_for(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure_frames, "WARM", 12)
    figures = measure_frames.pictures(("gallery",), (SMALL, (640, 360)), 2, 10, ctx)
    names = [name for name, _ in (*measure_frames.MEASURES, measure_frames.REST)]
    assert [(figure.of, figure.name) for figure in figures] == [
        (f"gallery {size}{age}", name)
        for size in ("320x180", "640x360")
        for age in ("", ", after 60 s")
        for name in names
    ]
    assert all(len(figure.runs) == 2 for figure in figures)
    told = {figure.name: figure for figure in figures}
    assert 1 <= told["program changes"].median <= told["draw calls"].median <= 40
    assert told["GL objects made"].worst == 0.0
    assert told["sent at rest, paused"].worst == 0.0


def test_a_crowd_is_measured_as_it_is_asked_for(ctx: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure_frames, "WARM", 2)
    sent = []
    for scene in ("race", "race?crowd=on&crowd_size=5000"):
        figures = measure_frames.pictures((scene,), (SMALL,), 1, 10, ctx)
        assert {figure.of for figure in figures} == {f"{scene} 320x180", f"{scene} 320x180, after 60 s"}
        sent.append(max(figure.worst or 0.0 for figure in figures if figure.name == measure_frames.SENT))
    assert sent[0] < 5000 * 16 <= sent[1]


def test_simulations_are_counted_for_as_many_runners_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure_simulation, "SECONDS", 1e-9)
    figures = measure_simulation.simulation(2)
    for count in ("3 ", "1,000 ", "100,000 ", "1,000,000 "):
        assert any(figure.name.startswith(f"{count}runners") for figure in figures)
    assert all(len(figure.runs) == 2 and 0.0 < figure.least < math.inf for figure in figures)
    told = {figure.name: figure for figure in figures}
    one, many = told["1 network"], told["60 networks in turn"]
    assert told["60 networks in turn, to one"].runs == tuple(m / o for m, o in zip(many.runs, one.runs, strict=True))


def test_every_network_in_turn_takes_its_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Training] = []

    def training(*arguments: Any) -> Training:
        made.append(Training(*arguments))
        return made[-1]

    monkeypatch.setattr(measure_simulation, "Training", training)
    monkeypatch.setattr(measure_simulation, "RUNNERS", ())
    monkeypatch.setattr(measure_simulation, "SECONDS", 1e-9)  # one try of each
    assert all(figure.median > 0.0 for figure in measure_simulation.simulation(1))
    steps = measure_simulation.TRAINING_STEPS
    expected = [steps // count for count in measure_simulation.NETWORKS for _ in range(count)]
    assert [run.steps for run in made] == expected
    assert all(steps % count == 0 for count in measure_simulation.NETWORKS)


def test_films_are_compared_run_by_run(ctx: Any) -> None:
    figures = measure_films.recording("race", (((65, 48), 30),), 10, 2, ctx)
    assert {figure.of for figure in figures} == {"race 64x48, 30 pictures a second"}
    drawn, _, encoded, _, film, _, slower, share = figures
    assert all(len(figure.runs) == 2 and figure.least > 0.0 for figure in figures)
    rates = zip(drawn.runs, encoded.runs, film.runs, strict=True)
    assert slower.runs == pytest.approx([both / min(one, other) for one, other, both in rates])
    assert share.unit == "%"


@pytest.fixture
def machine(session_context: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The benches, each with one figure, and the run's own context, which stays."""

    class Kept:
        info = session_context.info

        def release(self) -> None:
            return

    monkeypatch.setattr(bench, "offscreen", Kept)
    one = [of_pictures("race 8x8", "the whole picture", "ms", [[1.0, 2.0], [3.0, 5.0]])]
    monkeypatch.setattr(bench, "BENCHES", dict.fromkeys(bench.BENCHES, lambda arguments, context: one))
    yield


def test_json_says_all_and_comes_back_as_it_was(machine: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "start", "frame", "start", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [figure.pop("bench") for figure in told["figures"]] == ["start", "frame"]
    assert told["machine"]["cores"] >= 1 and told["machine"]["renderer"]
    for figure in told["figures"]:
        assert figure.pop("median") == 2.75 and figure.pop("least") == 1.5 and figure.pop("most") == 4.0
        again = Figure(**(figure | {"runs": tuple(figure["runs"])}))
        assert again == of_pictures("race 8x8", "the whole picture", "ms", [[1.0, 2.0], [3.0, 5.0]])


def test_without_words_everything_is_measured(machine: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line.endswith("worst")] == list(bench.BENCHES)
    assert lines[-1].startswith("cores ")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--runs 0", "--runs: expected a whole number from 1 to 100"),
        ("--runs many", "--runs: expected a whole number from 1 to 100"),
        ("--pictures 9", "--pictures: expected a whole number from 10"),
        ("--size big", "expected"),
        ("--scene moon", "expected one of"),
        ("--scene moon?crowd=on", "expected one of"),
        ("frame --scene race?crowd=perhaps", "crowd: expected on or off, found 'perhaps'"),
        ("frames", "did you mean frame?"),
        ("--fast", "--fast: no such argument"),
    ],
)
def test_bad_words_are_told_in_one_line(words: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", *words.split()]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    (line,) = shown.err.splitlines()
    assert expected in line


def test_a_window_tells_when_its_first_pictures_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "offscreen")
    monkeypatch.setattr(measure_start, "WORDS", {})
    title, first, work = measure_start.start(1, SMALL)
    assert [figure.name for figure in (title, first, work)] == [
        measure_start.TITLE,
        measure_start.FIRST,
        measure_start.WORK,
    ]
    assert 0.0 < title.median < first.median
    assert work.median > 0.0


def test_a_start_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure_start, "WORDS", {"nowhere": ("moon",)})
    with pytest.raises(MachineError, match="bench start: moon: .*moon: expected a scene"):
        measure_start.start(1, SMALL)


def test_four_bends_find_the_checker_from_every_seed() -> None:
    """The trainer's table, with fewer seeds than `descent bench trainer` takes, as in those that follow."""
    good, latest, best, _ = (figure.median for figure in measure_simulation.tried(4, "tanh", seeds=6, steps=1500))
    assert good == 6
    assert 0 < latest <= 1500 and best >= 95.0


def test_two_bends_find_it_from_none() -> None:
    good, latest, best, loss = (figure.median for figure in measure_simulation.tried(2, "tanh", seeds=4))
    assert good == latest == 0
    assert best < 90.0 and loss > 0.25


def test_four_relus_find_it_from_some() -> None:
    good, *_ = measure_simulation.tried(4, "relu", seeds=8)
    assert 0 < good.median < 8
