"""`descent bench`: what pictures, simulation, films and the start cost on this machine, as a table or as JSON."""

from __future__ import annotations

import argparse
import json
import platform
from argparse import ArgumentTypeError
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from descent_game.app.bench import measure_films, measure_frames, measure_simulation, measure_start
from descent_game.app.bench.figure import Figures, table
from descent_game.app.film.encoder import cores
from descent_game.app.show.compositor import offscreen
from descent_game.app.show.quality import HIGH, LOW, MEDIUM, ladder
from descent_game.app.show.stage import scene_names
from descent_game.app.terminal.arguments import OneOf, Parser, size, whole
from descent_game.app.terminal.errors import DONE, InputError
from descent_game.version import VERSION

EXAMPLES = """
  descent bench
  descent bench frame --scene race --size 1920x1080
  descent bench frame --scene "race?crowd=on&crowd_size=100000"
  descent bench frame --scene race --quality each
  descent bench simulate trainer
  descent bench record --size 1280x720 --json

A figure is the median of several runs; least and most are their spread. p99 and worst are of single pictures, over all
runs. What is compared takes turns, and ratios are taken run by run. Times of simulations and of work on the processors
are processor time; all others are the clock's, so that whatever else the machine does counts. All of it takes about
five minutes on two cores without a GPU.
"""
CROWDED: Final = "race?crowd=on"
"""Ten thousand runners at once, which pictures are measured of besides the scenes."""
EACH: Final = "each"
"""The word for all levels of quality that there are on a machine."""
FRAMES: Final = 40
FILMED: Final = 120


def _frame(arguments: argparse.Namespace, context: Any) -> Figures:
    scenes = (arguments.scene,) if arguments.scene else (*scene_names(), CROWDED)
    sizes = (arguments.size,) if arguments.size else measure_frames.SIZES
    levels = [HIGH]
    if arguments.quality is not None:
        steps = ladder(context.info["GL_RENDERER"])[::-1]
        levels = [level for level in steps if arguments.quality in (level.name, EACH)]
    return measure_frames.pictures(scenes, sizes, arguments.runs, arguments.pictures or FRAMES, context, levels)


def _record(arguments: argparse.Namespace, context: Any) -> Figures:
    shapes = measure_films.USUAL if arguments.size is None else ((arguments.size, 30),)
    scene = arguments.scene or scene_names()[0]
    return measure_films.recording(scene, shapes, arguments.pictures or FILMED, arguments.runs, context)


BENCHES: Mapping[str, Callable[[argparse.Namespace, Any], Figures]] = MappingProxyType(
    {
        "frame": _frame,
        "simulate": lambda arguments, context: measure_simulation.simulation(arguments.runs),
        "trainer": lambda arguments, context: measure_simulation.outcomes(),
        "record": _record,
        "start": lambda arguments, context: measure_start.start(arguments.runs, arguments.size),
    }
)
DRAWING: Final = ("frame", "record")
"""What needs GL in this process."""


class Bench(OneOf):
    """A reader of the name of a bench; a scene is none, and is asked for otherwise."""

    def __call__(self, text: str) -> str:
        """Returns the name that `text` is; raises ArgumentTypeError."""
        if text.partition("?")[0] in scene_names():
            expected = f"expected one of {', '.join(BENCHES)}, found the scene {text!r}"
            raise ArgumentTypeError(f"{expected}: ask for it by --scene {text}, with {' or '.join(DRAWING)}")
        return super().__call__(text)


def _scene(text: str) -> str:
    """Returns a scene as it is named on the command line; what comes after a question mark is read with it."""
    name, mark, settings = text.partition("?")
    return OneOf(scene_names())(name) + mark + settings


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    kinds = ", ".join(BENCHES)
    parser.add_argument("what", metavar="WHAT", nargs="*", type=Bench(BENCHES), help=f"some of {kinds} (all)")
    one = "one scene, with ?settings if so wished (all, and a crowd; for films, the first)"
    parser.add_argument("--scene", type=_scene, metavar="SCENE", help=one)
    usual = "in pixels (1280x720, 1920x1080, 3840x2160; films: 1280x720 at 30 and 1920x1080 at 60)"
    parser.add_argument("--size", type=size, metavar="WxH", help=usual)
    fine = "pictures at low, medium or high quality, or at each level there is on this machine (high)"
    parser.add_argument("--quality", type=OneOf((LOW.name, MEDIUM.name, HIGH.name, EACH)), metavar="NAME", help=fine)
    parser.add_argument("--runs", type=whole(1, 100), default=5, metavar="N", help="how many of each (%(default)s)")
    many = f"how many a run ({FRAMES}; films: {FILMED})"
    parser.add_argument("--pictures", type=whole(10, 10_000), metavar="N", help=many)
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Measures, prints the figures and returns the exit status."""
    chosen = list(dict.fromkeys(arguments.what or BENCHES))
    if arguments.scene and not set(chosen) & set(DRAWING):
        raise InputError(f"--scene: expected with {' or '.join(DRAWING)}, found with {', '.join(chosen)}")
    machine = {"cores": cores(), "system": platform.platform(), "python": platform.python_version()}
    told = []
    for name in chosen:
        context = offscreen() if name in DRAWING else None
        try:
            figures = BENCHES[name](arguments, context)
        finally:
            if context is not None:
                machine["renderer"] = context.info["GL_RENDERER"]
                context.release()
        told += [{"bench": name, **figure.told()} for figure in figures]
        if not arguments.json:
            print(table(name, figures), end="\n\n", flush=True)
    if arguments.json:
        print(json.dumps({"descent": VERSION, "machine": machine, "figures": told}, indent=2))
    else:
        print(", ".join(f"{name} {value}" for name, value in machine.items()))
    return DONE
