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
from descent_game.app.terminal.arguments import Parser, among, number, one_of, point, seed, several_of, whole
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

EXAMPLE: Final = {
    "race": """
  descent trace race --landscape saddle --start=0.05,1.5 --learning-rate 0.05 -o race.csv
  descent trace race --steps 100                      prints the table
  descent trace "race?landscape=saddle&drop=0.05,1.5&seed=7"
""",
    "gallery": """
  descent trace gallery --activation gelu --from -6 --to 6 --points 241 -o gelu.csv
""",
    "trainer": """
  descent trace trainer --dataset checker --hidden 4 --activation tanh --steps 500 --seed 7 -o run.json
""",
}
EXAMPLES = "".join(EXAMPLE.values()).replace("\n\n", "\n")
ENDINGS = (".csv", ".json")
MOST_ROWS: Final = 1_000_000

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


def _race_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--landscape", type=one_of(LANDSCAPES), default="ravine", metavar="NAME", help=among("the hill", LANDSCAPES)
    )
    parser.add_argument("--start", type=point, metavar="X,Y", help="where they are dropped (the landscape's own place)")
    parser.add_argument(
        "--learning-rate",
        type=number(0.0, 1000.0, above=True),
        metavar="RATE",
        help="one for all (the landscape's own)",
    )
    parser.add_argument(
        "--optimizers",
        type=several_of(OPTIMIZERS),
        default=("sgd", "momentum", "adam"),
        metavar="A,B",
        help=f"who runs, of {', '.join(OPTIMIZERS)} (sgd,momentum,adam)",
    )
    parser.add_argument(
        "--steps", type=whole(0, MOST_ROWS), default=400, metavar="N", help="how many steps (%(default)s)"
    )
    parser.add_argument(
        "--noise",
        type=number(0.0, 1000.0),
        default=0.0,
        metavar="SIZE",
        help="how far each gradient is off, by chance (%(default)s)",
    )
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="which chance (%(default)s)")


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


def _gallery_arguments(parser: Parser) -> None:
    limit = number(-1000.0, 1000.0)
    parser.add_argument(
        "--activation",
        type=one_of(ACTIVATIONS),
        default="relu",
        metavar="NAME",
        help=among("the function", ACTIVATIONS),
    )
    parser.add_argument("--from", type=limit, default=-6.0, dest="low", metavar="Z", help="the first z (%(default)s)")
    parser.add_argument("--to", type=limit, default=6.0, dest="high", metavar="Z", help="the last z (%(default)s)")
    parser.add_argument(
        "--points",
        type=whole(2, MOST_ROWS),
        default=241,
        metavar="N",
        help="how many values of z, evenly apart (%(default)s)",
    )
    parser.add_argument(
        "--weight",
        type=limit,
        default=1.0,
        metavar="W",
        help="what every layer multiplies the gradient by (%(default)s)",
    )
    parser.add_argument(
        "--leaky-slope", type=number(0.0, 1.0), metavar="SLOPE", help=f"the slope of leaky_relu below zero ({LEAK})"
    )


def _gallery(arguments: argparse.Namespace) -> Table:
    low, high = arguments.low, arguments.high
    if not low < high:
        raise InputError(f"descent trace gallery: --to: expected a number above --from {low:g}, found {high:g}")
    bend, leak = ACTIVATIONS[arguments.activation], arguments.leaky_slope
    if leak is not None and bend.name != "leaky_relu":
        raise InputError(f"descent trace gallery: --leaky-slope: expected --activation leaky_relu, found {bend.name}")
    columns = ("z", "f", "df", *(f"layer_{k}" for k in range(1, LAYERS + 1)))
    settings = {"activation": bend.name, "from": low, "to": high, "points": arguments.points}
    settings["weight"] = arguments.weight
    if bend.name == "leaky_relu":
        leak = settings["leaky_slope"] = LEAK if leak is None else leak
        bend = leaky_relu(leak)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for z in np.array_split(np.linspace(low, high, arguments.points), arguments.points // 4096 + 1):
            block = np.column_stack((z, bend.value(z), bend.slope(z), surviving(bend, z, arguments.weight)))
            yield from map(tuple, block.tolist())

    return Table(settings, columns, rows())


def _trainer_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--dataset", type=one_of(DATASETS), default="checker", metavar="NAME", help=among("the points", DATASETS)
    )
    parser.add_argument(
        "--points", type=whole(1, 100_000), default=POINTS, metavar="N", help="how many points (%(default)s)"
    )
    parser.add_argument(
        "--spread", type=number(0.0, 1.0), default=NOISE, metavar="SIZE", help="how far the points stray (%(default)s)"
    )
    parser.add_argument(
        "--hidden", type=whole(1, MOST_HIDDEN), default=HIDDEN, metavar="N", help="hidden neurons (%(default)s)"
    )
    parser.add_argument(
        "--activation", type=one_of(ACTIVATIONS), default="tanh", metavar="NAME", help=among("the bend", ACTIVATIONS)
    )
    parser.add_argument(
        "--optimizer", type=one_of(OPTIMIZERS), default="adam", metavar="NAME", help=among("who trains", OPTIMIZERS)
    )
    rate = number(0.0, 1000.0)
    parser.add_argument(
        "--learning-rate", type=rate, default=LEARNING_RATE, metavar="RATE", help="how far a step goes (%(default)s)"
    )
    parser.add_argument("--batch", type=whole(1, 100_000), metavar="N", help="points a step (all of them)")
    parser.add_argument(
        "--steps", type=whole(0, MOST_ROWS), default=500, metavar="N", help="how many steps (%(default)s)"
    )
    parser.add_argument(
        "--seed", type=seed, default=0, metavar="N", help="which points, weights and shuffles (%(default)s)"
    )


def _trainer(arguments: argparse.Namespace) -> Table:
    chosen = ("dataset", "hidden", "activation", "optimizer", "learning_rate", "steps", "seed", "points", "batch")
    settings = {name: getattr(arguments, name) for name in chosen} | {"noise": arguments.spread}
    told = trainer(**{**settings, "optimizer": OPTIMIZERS[arguments.optimizer]})
    rows = zip(range(len(told["loss"])), told["loss"], told["accuracy"], strict=True)
    return Table(settings, ("step", "loss", "accuracy"), rows, {**told})


@dataclass(frozen=True)
class Trace:
    """How the numbers of one scene are asked for and made."""

    help: str
    configure: Callable[[Parser], None]
    table: Callable[[argparse.Namespace], Table]


TRACES: Final = {
    "race": Trace("every runner's place and true loss after every step", _race_arguments, _race),
    "gallery": Trace(
        "an activation, its slope, and what is left of a gradient after 1 to 8 layers", _gallery_arguments, _gallery
    ),
    "trainer": Trace(
        "loss and accuracy after every step of training; as .json also points and weights",
        _trainer_arguments,
        _trainer,
    ),
}


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.prepare = _prepared
    scenes = parser.add_subparsers(dest="scene", required=True, metavar="SCENE", parser_class=Parser)
    for name, trace in TRACES.items():
        part = scenes.add_parser(name, help=trace.help, description=trace.help, examples=EXAMPLE[name])
        trace.configure(part)
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
