"""`descent trace`: the numbers behind the picture, every digit of them, without window or graphics."""

from __future__ import annotations

import argparse
import codecs
import csv
import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TextIO, TypeAlias

import numpy as np

from descent_game.app.storage import output_files
from descent_game.app.terminal.arguments import OneOf, Parser, among, number, point, seed, several_of, whole
from descent_game.app.terminal.errors import DONE, InputError
from descent_game.sim.datasets import DATASETS, NOISE, POINTS
from descent_game.sim.network.activations import ACTIVATIONS, LAYERS, LEAK, leaky_relu, surviving
from descent_game.sim.network.network import HIDDEN, MOST_HIDDEN
from descent_game.sim.network.traces import trainer
from descent_game.sim.network.training import LEARNING_RATE
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.race import TraceRow, trace_rows
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.version import VERSION

ENDINGS = (".csv", ".json")
MOST_ROWS: Final = 1_000_000
CLASSICS: Final = ("sgd", "momentum", "adam")
EVERYONE: Final = ", ".join(OPTIMIZERS)

Cell: TypeAlias = str | int | float


@dataclass(frozen=True)
class Table:
    """What a trace gives: the settings it was made with, the names of its columns, and its rows.

    `more`, where there is any, is what JSON has in place of the rows.
    """

    settings: dict[str, object]
    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]
    more: Mapping[str, object] | None = None


def _race(arguments: argparse.Namespace) -> Table:
    hill = LANDSCAPES[arguments.landscape]
    settings = {
        "landscape": hill.name,
        "start": hill.drop if arguments.start is None else arguments.start,
        "learning_rate": hill.learning_rate if arguments.learning_rate is None else arguments.learning_rate,
        "optimizers": arguments.optimizers,
        "steps": arguments.steps,
        "noise": arguments.noise,
        "seed": arguments.seed,
    }
    try:
        runners = tuple(OPTIMIZERS[name] for name in arguments.optimizers)
        asked = {**settings, "landscape": hill, "optimizers": runners}
        return Table(settings, TraceRow._fields, trace_rows(**asked))
    except ValueError as error:
        raise InputError(f"descent trace race: --{error}") from None


def _gallery(arguments: argparse.Namespace) -> Table:
    low, high = (getattr(arguments, name) for name in ("from", "to"))
    if not low < high:
        raise InputError(f"descent trace gallery: --to: expected a number above --from {low:g}, found {high:g}")
    bend, leak = ACTIVATIONS[arguments.activation], arguments.leaky_slope
    if leak is not None and bend.leak is None:
        leaky = " or ".join(name for name, each in ACTIVATIONS.items() if each.leak is not None)
        raise InputError(f"descent trace gallery: --leaky-slope: expected --activation {leaky}, found {bend.name}")
    columns = ("z", "f", "df", *(f"layer_{k}" for k in range(1, LAYERS + 1)))
    settings = {name: getattr(arguments, name) for name in ("activation", "from", "to", "points", "weight")}
    if bend.leak is not None:
        leak = settings["leaky_slope"] = LEAK if leak is None else leak
        bend = leaky_relu(leak)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for z in np.array_split(np.linspace(low, high, arguments.points), arguments.points // 4096 + 1):
            block = np.column_stack((z, bend.value(z), bend.slope(z), surviving(bend, z, arguments.weight)))
            yield from map(tuple, block.tolist())

    return Table(settings, columns, rows())


def _trainer(arguments: argparse.Namespace) -> Table:
    chosen = ("dataset", "hidden", "activation", "optimizer", "learning_rate", "steps", "seed", "points", "batch")
    settings = {name: getattr(arguments, name) for name in chosen} | {"noise": arguments.spread}
    told = trainer(**{**settings, "optimizer": OPTIMIZERS[arguments.optimizer]})
    rows = zip(range(len(told["loss"])), told["loss"], told["accuracy"], strict=True)
    return Table(settings, ("step", "loss", "accuracy"), rows, {**told})


Asked: TypeAlias = tuple[str, Callable[[str], object], object, str, str]
"""An option: its name, what reads it, what it is where it is not given, what it takes, and what it is for."""
ANY: Final = number(-1000.0, 1000.0)
RATE: Final = number(0.0, 1000.0)
STEPS: Final = whole(0, MOST_ROWS)


@dataclass(frozen=True)
class Trace:
    """How the numbers of one scene are asked for and made."""

    help: str
    examples: str
    options: tuple[Asked, ...]
    table: Callable[[argparse.Namespace], Table]


TRACES: Final = {
    "race": Trace(
        "every runner's place and true loss after every step",
        """
  descent trace race --landscape saddle --start=0.05,1.5 --learning-rate 0.05 -o race.csv
  descent trace race --steps 100                      prints the table
  descent trace "race?landscape=saddle&drop=0.05,1.5&seed=7"
""",
        (
            ("--landscape", OneOf(LANDSCAPES), "ravine", "NAME", among("the hill", LANDSCAPES)),
            ("--start", point, None, "X,Y", "where they are dropped (the landscape's own place)"),
            ("--learning-rate", number(0.0, 1000.0, above=True), None, "RATE", "one for all (the landscape's own)"),
            (
                "--optimizers",
                several_of(OPTIMIZERS),
                CLASSICS,
                "A,B",
                f"who runs, of {EVERYONE} ({','.join(CLASSICS)})",
            ),
            ("--steps", STEPS, 400, "N", "how many steps (%(default)s)"),
            ("--noise", RATE, 0.0, "SIZE", "how far each gradient is off, by chance (%(default)s)"),
            ("--seed", seed, 0, "N", "which chance (%(default)s)"),
        ),
        _race,
    ),
    "gallery": Trace(
        "an activation, its slope, and what is left of a gradient after 1 to 8 layers",
        """
  descent trace gallery --activation gelu --from -6 --to 6 --points 241 -o gelu.csv
""",
        (
            ("--activation", OneOf(ACTIVATIONS), "relu", "NAME", among("the function", ACTIVATIONS)),
            ("--from", ANY, -6.0, "Z", "the first z (%(default)s)"),
            ("--to", ANY, 6.0, "Z", "the last z (%(default)s)"),
            ("--points", whole(2, MOST_ROWS), 241, "N", "how many values of z, evenly apart (%(default)s)"),
            ("--weight", ANY, 1.0, "W", "what every layer multiplies the gradient by (%(default)s)"),
            ("--leaky-slope", number(0.0, 1.0), None, "SLOPE", f"the slope of leaky_relu below zero ({LEAK})"),
        ),
        _gallery,
    ),
    "trainer": Trace(
        "loss and accuracy after every step of training; as .json also points and weights",
        """
  descent trace trainer --dataset checker --hidden 4 --activation tanh --steps 500 --seed 7 -o run.json
""",
        (
            ("--dataset", OneOf(DATASETS), "checker", "NAME", among("the points", DATASETS)),
            ("--points", whole(1, 100_000), POINTS, "N", "how many points (%(default)s)"),
            ("--spread", number(0.0, 1.0), NOISE, "SIZE", "how far the points stray (%(default)s)"),
            ("--hidden", whole(1, MOST_HIDDEN), HIDDEN, "N", "hidden neurons (%(default)s)"),
            ("--activation", OneOf(ACTIVATIONS), "tanh", "NAME", among("the bend", ACTIVATIONS)),
            ("--optimizer", OneOf(OPTIMIZERS), "adam", "NAME", among("who trains", OPTIMIZERS)),
            ("--learning-rate", RATE, LEARNING_RATE, "RATE", "how far a step goes (%(default)s)"),
            ("--batch", whole(1, 100_000), None, "N", "points a step (all of them)"),
            ("--steps", STEPS, 500, "N", "how many steps (%(default)s)"),
            ("--seed", seed, 0, "N", "which points, weights and shuffles (%(default)s)"),
        ),
        _trainer,
    ),
}
EXAMPLES = "".join(trace.examples for trace in TRACES.values()).replace("\n\n", "\n")


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.prepare = _prepared
    scenes = parser.add_subparsers(dest="scene", required=True, metavar="SCENE", parser_class=Parser)
    for name, trace in TRACES.items():
        part = scenes.add_parser(name, help=trace.help, description=trace.help, examples=trace.examples)
        for option, reader, default, metavar, told in trace.options:
            part.add_argument(option, type=reader, default=default, metavar=metavar, help=told)
        part.add_argument("-o", "--output", metavar="FILE", help="a .csv or .json file; printed without it")
        part.add_argument("-y", "--yes", action="store_true", help="replace the file if it exists")


def _prepared(words: Sequence[str]) -> Sequence[str]:
    """Returns the words of a command line, with the settings behind a scene's name as options."""
    if not words or words[0].startswith("-") or "?" not in words[0]:
        return words
    trace_words = importlib.import_module("descent_game.app.console.trace_words")  # which loads the scenes
    spelled: Sequence[str] = trace_words.spelled(words)
    return spelled


def run(arguments: argparse.Namespace) -> int:
    """Writes the table that was asked for, and returns the exit status."""
    table = TRACES[arguments.scene].table(arguments)
    if arguments.output is None:
        _write_csv(table, sys.stdout)
        return DONE
    path = output_files.checked(arguments.output, ENDINGS, arguments.yes)
    with output_files.told(path), output_files.replacing(path) as file:
        text = codecs.getwriter("utf-8")(file)
        if path.suffix.lower() == ".csv":
            _write_csv(table, text)
        else:
            _write_json(arguments.scene, table, text)
    return DONE


def _write_csv(table: Table, file: TextIO | codecs.StreamWriter) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows(chain([table.columns], table.rows))


def _write_json(scene: str, table: Table, file: TextIO | codecs.StreamWriter) -> None:
    """Writes one object: what it is, the settings, and one object a row, a row a line."""
    head = {"program": "The Descent", "version": VERSION, "scene": scene, "settings": table.settings}
    if table.more is not None:
        json.dump({**head, **table.more}, file, allow_nan=False)
        file.write("\n")
        return
    file.write(json.dumps(head, allow_nan=False)[:-1] + ', "rows": [')
    comma = "\n"
    for row in table.rows:
        file.write(comma + json.dumps(dict(zip(table.columns, row, strict=True)), allow_nan=False))
        comma = ",\n"
    file.write("\n]}\n")
