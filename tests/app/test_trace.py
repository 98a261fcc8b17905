"""The numbers behind the picture: every digit, in files that stand whole or not at all."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from descent_game.app.cli import main
from descent_game.app.console.trace import TRACES
from descent_game.app.sessions import request
from descent_game.app.show.stage import make_scene
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.race import trace_rows
from descent_game.sim.surfaces.catalogue import SADDLE


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_race_is_written_with_every_digit(tmp_path: Path) -> None:
    path = tmp_path / "race.csv"
    words = "trace race --landscape saddle --start=0.05,1.5 --learning-rate 0.05 --optimizers sgd,momentum,adam"
    assert main([*words.split(), "--steps", "400", "-o", str(path)]) == 0
    table = rows(path)
    assert list(table[0]) == ["step", "optimizer", "x", "y", "loss"]
    three = tuple(OPTIMIZERS[name] for name in ("sgd", "momentum", "adam"))
    expected = list(trace_rows(SADDLE, three, (0.05, 1.5), learning_rate=0.05, steps=400))
    assert len(table) == len(expected) == 3 * 401
    for row, (step, optimizer, x, y, loss) in zip(table, expected, strict=True):
        assert (int(row["step"]), row["optimizer"]) == (step, optimizer)
        assert (float(row["x"]), float(row["y"]), float(row["loss"])) == (x, y, loss)
    assert (table[0]["x"], table[0]["y"]) == ("0.05", "1.5")
    assert list(tmp_path.iterdir()) == [path]


def test_json_has_the_settings_and_the_same_rows(tmp_path: Path) -> None:
    assert main(["trace", "race", "--steps", "3", "-o", str(tmp_path / "a.json")]) == 0
    assert main(["trace", "race", "--steps", "3", "-o", str(tmp_path / "a.csv")]) == 0
    whole = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert whole["scene"] == "race"
    assert whole["settings"]["landscape"] == "ravine"
    assert whole["settings"]["learning_rate"] == 0.05
    assert [{k: str(v) for k, v in row.items()} for row in whole["rows"]] == rows(tmp_path / "a.csv")


def test_a_value_may_begin_with_a_minus_and_a_digit(tmp_path: Path) -> None:
    assert main(["trace", "race", "--start", "-1,2", "--steps", "1", "-o", str(tmp_path / "a.csv")]) == 0
    assert [(row["x"], row["y"]) for row in rows(tmp_path / "a.csv")[:3]] == [("-1.0", "2.0")] * 3


def test_a_gallery_table(tmp_path: Path) -> None:
    path = tmp_path / "gelu.csv"
    words = "trace gallery --activation gelu --from -6 --to 6 --points 5001"
    assert main([*words.split(), "-o", str(path)]) == 0
    table = np.genfromtxt(path, delimiter=",", names=True)
    assert table.dtype.names == ("z", "f", "df", *(f"layer_{k}" for k in range(1, 9)))
    bend = ACTIVATIONS["gelu"]
    np.testing.assert_array_equal(table["z"], np.linspace(-6.0, 6.0, 5001))
    np.testing.assert_array_equal(table["f"], bend.value(table["z"]))
    np.testing.assert_array_equal(table["layer_1"], bend.slope(table["z"]))
    np.testing.assert_allclose(table["layer_8"], bend.slope(table["z"]) ** 8, rtol=1e-13)


def test_the_leaky_slope_is_traced_as_asked(tmp_path: Path) -> None:
    path = tmp_path / "leaky.json"
    words = "trace gallery --activation leaky_relu --from -2 --to 2 --points 5"
    for leak, asked in ((0.01, []), (0.2, ["--leaky-slope", "0.2"])):
        assert main([*words.split(), *asked, "-y", "-o", str(path)]) == 0
        whole = json.loads(path.read_text(encoding="utf-8"))
        assert whole["settings"]["leaky_slope"] == leak
        assert [row["df"] for row in whole["rows"]] == [leak, leak, leak, 1.0, 1.0]
        assert [row["f"] for row in whole["rows"]] == [-2.0 * leak, -leak, 0.0, 1.0, 2.0]
        assert whole["rows"][0]["layer_8"] == pytest.approx(leak**8, rel=1e-13)


def test_a_run_of_training(tmp_path: Path) -> None:
    words = "trace trainer --dataset checker --hidden 4 --activation tanh --optimizer adam --learning-rate 0.03"
    words += " --steps 500 --seed 7"
    assert main([*words.split(), "-o", str(tmp_path / "run.json")]) == 0
    assert main([*words.split(), "-o", str(tmp_path / "run.csv")]) == 0
    run = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert (run["scene"], run["settings"]["hidden"], run["settings"]["seed"]) == ("trainer", 4, 7)
    assert len(run["points"]) == len(run["labels"]) == run["settings"]["points"]
    assert len(run["final"]["b1"]) == 4
    assert len(run["loss"]) == 501
    assert run["loss"][-1] < run["loss"][0]
    assert [float(row["loss"]) for row in rows(tmp_path / "run.csv")] == run["loss"]


def test_without_a_file_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "race", "--steps", "1", "--optimizers", "sgd"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "step,optimizer,x,y,loss",
        "0,sgd,-2.0,1.0,20.1",
        "1,sgd,-1.97,-0.9500000000000002,18.180885000000007",
    ]


def test_a_trace_loads_neither_graphics_nor_pygame() -> None:
    code = (
        "import sys; from descent_game.app.cli import main; main(['trace', 'race', '--steps', '1']);"
        "print(sorted({'pygame', 'moderngl', 'av', 'pyrr', 'tqdm'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


REFUSED = [
    ("", "SCENE"),
    ("rcae", f"SCENE: expected one of {', '.join(TRACES)}"),
    ("race --landscape sadle", "did you mean saddle?"),
    (
        "race --optimizers sgd,adm",
        f"--optimizers: expected one of {', '.join(OPTIMIZERS)}, found 'adm' (did you mean adam?)",
    ),
    ("race --optimizers sgd,sgd", "at most once"),
    ("race --optimizers=", "--optimizers: expected one of"),
    ("race --learning-rate -1", "--learning-rate: expected a number above 0 and at most 1000, found '-1'"),
    ("race --learning-rate nan", "found 'nan'"),
    ("race --learning-rate inf", "found 'inf'"),
    ("race --start 1", "--start: expected two numbers X,Y, found '1'"),
    ("race --start=nan,0", "--start: expected two numbers X,Y"),
    ("race --start=1,2,3", "--start: expected two numbers X,Y"),
    ("race --start=1e9,0", "start: expected two numbers within"),
    ("race --start -x", "written --start=-x"),
    ("race --steps -1", "--steps: expected a whole number from 0"),
    ("race --steps 1e3", "--steps: expected a whole number"),
    ("race --noise -1", "--noise: expected a number"),
    ("race --seed x", "--seed: expected a whole number"),
    ("race --learning-rte 1", "did you mean --learning-rate?"),
    ("race more", "more: no such argument"),
    ("race -o {folder}/x.txt", "expected a name ending in .csv, .json"),
    ("race -o {folder}/none/x.csv", "expected a folder that exists"),
    ("race -o {folder}/folder.csv", "found the folder"),
    ("race -o {folder}/old.csv", "exists; add -y to replace it"),
    ("race -o {folder}/" + 300 * "x" + ".csv", "at most 200 bytes"),
    ("gallery --activation relo", "did you mean relu?"),
    ("gallery --from 2 --to 2", "--to: expected a number above --from"),
    ("trainer --hidden 9", "--hidden: expected a whole number from 1 to 8, found '9'"),
    ("trainer --dataset chequer", "did you mean checker?"),
    ("trainer --learning-rate=-1", "--learning-rate: expected a number"),
    ("gallery --leaky-slope 0.2", "--leaky-slope: expected --activation leaky_relu, found relu"),
    ("gallery --activation leaky_relu --leaky-slope 1.5", "--leaky-slope: expected a number"),
    ("gallery --points 1", "--points: expected a whole number from 2"),
]


@pytest.mark.parametrize(("words", "part"), REFUSED)
def test_bad_input_is_one_line_and_leaves_nothing(
    words: str, part: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "old.csv").write_text("precious")
    before = sorted(tmp_path.iterdir())
    assert main(["trace", *words.format(folder=tmp_path).split()]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert part in shown.err
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "old.csv").read_text() == "precious"


def test_yes_replaces(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("old")
    assert main(["trace", "race", "--steps", "0", "-o", str(path), "-y"]) == 0
    assert path.read_text().startswith("step,optimizer")


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("race?noise=0.05&seed=7&speed=3&view=map", "race --noise 0.05 --seed 7"),
        (
            "race?landscape=saddle&drop=0.05,1.5&sgd=off",
            "race --landscape saddle --start=0.05,1.5 --optimizers=momentum,adam",
        ),
        (
            "gallery?activation=leaky_relu&leaky_slope=0.1&weight=2&z=1",
            "gallery --activation leaky_relu --leaky-slope 0.1 --weight 2",
        ),
        ("gallery?z=1", "gallery --activation sigmoid"),
        (
            "trainer?dataset=moons&noise=0.2&hidden=6&batch=8&points=50&seed=4&relief=relief",
            "trainer --dataset moons --spread 0.2 --hidden 6 --batch 8 --points 50 --seed 4",
        ),
    ],
)
def test_a_scene_with_its_settings_is_its_options(words: str, options: str, capsys: pytest.CaptureFixture[str]) -> None:
    more = ["--points", "9"] if words.startswith("gallery") else ["--steps", "3"]
    assert main(["trace", words, *more]) == 0
    told = capsys.readouterr().out
    assert main(["trace", *options.split(), *more]) == 0
    assert capsys.readouterr().out == told


def test_the_words_of_a_race_give_the_numbers_of_its_window(capsys: pytest.CaptureFixture[str]) -> None:
    demo = request.demo_for("race?noise=0.05&seed=7&drop=1,1")
    scene: Any = make_scene("race", demo.seed)
    for action in demo.due(0):
        scene.act(action)
    for _ in range(5):
        scene.race.step()
    shown = scene.race.positions().tolist()
    assert main(["trace", "race?noise=0.05&seed=7&drop=1,1", "--steps", "5"]) == 0
    traced = [line.split(",")[2:4] for line in capsys.readouterr().out.splitlines()[-3:]]
    assert [[float(x), float(y)] for x, y in traced] == shown[:3]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("race?nose=1", "race?nose=1: nose: no such control (did you mean noise?)"),
        ("race?sgd=off&momentum=off&adam=off", "descent trace race: optimizers: expected one at least, found none"),
        (
            "trainer?dataset=own&drop=0,0",
            "descent trace trainer: dataset: expected points that are drawn, found own",
        ),
        ("trainer?weights=5", "descent trace trainer: weights: expected those of the seed, 0, found 5"),
        ("nope?x=1", "nope: expected a scene"),
    ],
)
def test_words_that_a_trace_has_no_numbers_for_are_refused(
    words: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", words]) == 2
    assert capsys.readouterr().err.startswith(told)
