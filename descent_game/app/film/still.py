"""`descent still`: one picture of a scene or a demo, at any moment of it."""

from __future__ import annotations

import argparse
from pathlib import Path

from descent_game.app.film import offline_render
from descent_game.app.film.offline_render import RenderOptions
from descent_game.app.sessions.display_arguments import add_arguments
from descent_game.app.sessions.request import demo_from
from descent_game.app.show.compositor import offscreen
from descent_game.app.storage import output_files, png
from descent_game.app.terminal.arguments import Parser, number, samples, whole
from descent_game.app.terminal.errors import DONE
from descent_game.engine.timeline import LONGEST, Demo
from descent_game.version import VERSION

EXAMPLES = """
  descent still race --at 3 -o race.png
  descent still race --at 5 --size 3840x2160 --set landscape=saddle -o saddle.png
  descent still race.toml --at 12.5 --theme light -o race.png
"""
ENDINGS = (".png",)


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.add_argument("what", metavar="SCENE|DEMO", help="a scene, or a demo script")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="a .png file")
    parser.add_argument("-y", "--yes", action="store_true", help="replace the file if it exists")
    parser.add_argument("--at", type=number(0.0, LONGEST), default=3.0, metavar="S", help="when, in seconds (3)")
    add_render_arguments(parser)
    add_arguments(parser)


def add_render_arguments(parser: Parser) -> None:
    """Adds what says how pictures are taken."""
    parser.add_argument(
        "--samples", type=samples, default=0, metavar="N", help="samples a pixel for smoother edges, on a GPU (0)"
    )
    parser.add_argument("--clean", action="store_true", help="without words, panels and controls")
    parser.add_argument("--transparent", action="store_true", help="--clean, and without a background (PNG)")
    parser.add_argument(
        "--supersample", type=whole(1, 4), default=1, metavar="N", help="draw N times as wide and high, for finer edges"
    )


def render_options(arguments: argparse.Namespace) -> RenderOptions:
    """Returns how pictures are to be taken."""
    clean, captions = arguments.clean or arguments.transparent, getattr(arguments, "captions", None) == "burn"
    return RenderOptions(arguments.samples, clean, arguments.transparent, arguments.supersample, captions)


def about(demo: Demo, at: float) -> dict[str, str]:
    """Returns the words that are kept in the picture: what made it, and how to make it again."""
    return {
        "Software": f"The Descent {VERSION}",
        "Title": demo.scene,
        "Descent": f"at = {at!r}\n{demo.text()}",
    }


def run(arguments: argparse.Namespace) -> int:
    """Makes the picture and returns the exit status."""
    path = output_files.checked(arguments.output, ENDINGS, arguments.yes)
    demo = demo_from(arguments, arguments.what)
    make(demo, arguments.at, render_options(arguments), path)
    print(told(path, demo, arguments.at))
    return DONE


def told(path: Path, demo: Demo, at: float) -> str:
    """Returns one line about a picture that was made."""
    return f"{path}: one picture of {demo.size[0]}x{demo.size[1]}, at {at:g} s"


def make(demo: Demo, at: float, options: RenderOptions, path: Path) -> None:
    """Makes the picture of a demo `at` seconds."""
    context = offscreen()
    try:
        picture = offline_render.still(demo, at, context, options)
    finally:
        context.release()
    with output_files.told(path):
        png.write(path, png.straight(picture) if options.transparent else picture, about(demo, at))
