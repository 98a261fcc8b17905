"""`descent bench`: what pictures, simulation, films and the start cost on this machine, as a table or as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from descent_game.app.bench import measure, measure_films
from descent_game.app.bench.measure import Rows
from descent_game.app.console.arguments import Parser, one_of, size, whole
from descent_game.app.errors import DONE
from descent_game.app.stage import scene_names

EXAMPLES = """
  descent bench
  descent bench frame --scene race --size 1920x1080
  descent bench simulate trainer
  descent bench record --size 1280x720 --json
"""


def _frame(arguments: argparse.Namespace) -> Rows:
    scenes = (arguments.scene,) if arguments.scene else scene_names()
    size = arguments.size or (1920, 1080)
    return [row for scene in scenes for row in measure.frame(scene, size, arguments.pictures)]


def _simulate(arguments: argparse.Namespace) -> Rows:
    return measure.simulation()


def _trainer(arguments: argparse.Namespace) -> Rows:
    return measure.trainer()


def _record(arguments: argparse.Namespace) -> Rows:
    shapes = measure_films.USUAL if arguments.size is None else ((arguments.size, 30),)
    return measure_films.recording(arguments.scene or scene_names()[0], shapes, arguments.pictures)


def _start(arguments: argparse.Namespace) -> Rows:
    return measure.start()


BENCHES: Mapping[str, Callable[[argparse.Namespace], Rows]] = MappingProxyType(
    {"frame": _frame, "simulate": _simulate, "trainer": _trainer, "record": _record, "start": _start}
)


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    kinds = ", ".join(BENCHES)
    parser.add_argument("what", metavar="WHAT", nargs="*", type=one_of(BENCHES), help=f"some of {kinds} (all)")
    parser.add_argument("--scene", type=one_of(scene_names()), help="one scene (all; for films, the first)")
    usual = "in pixels (1920x1080; films: 1280x720 at 30 and 1920x1080 at 60)"
    parser.add_argument("--size", type=size, metavar="WxH", help=usual)
    parser.add_argument("--pictures", type=whole(10, 10_000), default=120, metavar="N", help="how many (%(default)s)")
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Measures, prints the figures and returns the exit status."""
    figures = {name: BENCHES[name](arguments) for name in arguments.what or BENCHES}
    if arguments.json:
        told = {
            name: {row.name: {"value": row.value, "unit": row.unit} for row in rows} for name, rows in figures.items()
        }
        print(json.dumps(told, indent=2))
        return DONE
    width = max(len(row.name) for rows in figures.values() for row in rows)
    for name, rows in figures.items():
        print(name)
        for row in rows:
            print(f"  {row.name:<{width}}  {_shown(row.value):>10} {row.unit}")
    return DONE


def _shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"
