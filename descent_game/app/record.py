"""`descent record`: a film of a scene or a demo, in exact simulated time, drawn and encoded side by side."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from descent_game.app import output
from descent_game.app.arguments import Parser, whole
from descent_game.app.asked import add_arguments, add_film_arguments, asked
from descent_game.app.errors import DONE, INTERRUPTED, MachineError
from descent_game.app.film import FORMATS, Film, FilmError, Pixels
from descent_game.app.interrupt import stopping
from descent_game.app.progress import Progress
from descent_game.app.projector import offscreen
from descent_game.app.shoot import shoot
from descent_game.engine.timeline import Demo
from descent_game.version import VERSION

EXAMPLES = """
  descent record race -o race.mp4
  descent record race -o race.mp4 --size 1280x720 --fps 30 --seconds 8 --set landscape=saddle
  descent record race.toml -o film.mkv --lang de --theme light
"""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.add_argument("what", metavar="SCENE|DEMO", help="a scene, or a demo script")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=f"a file: {', '.join(FORMATS)}")
    parser.add_argument("-y", "--yes", action="store_true", help="replace the file if it exists")
    add_film_arguments(parser)
    parser.add_argument("--samples", type=whole(0, 16), default=0, help="multisampling, on a GPU (0)")
    add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Makes the film and returns the exit status."""
    path = output.checked(arguments.output, tuple(FORMATS), arguments.yes)
    demo = asked(
        arguments.what,
        size=arguments.size,
        fps=arguments.fps,
        seconds=arguments.seconds,
        seed=arguments.seed,
        lang=arguments.lang,
        theme=arguments.theme,
        values=arguments.values,
    )
    return record(even(demo), path, arguments.samples)


def even(demo: Demo) -> Demo:
    """Returns the demo with a width and a height that a film can have, and notes where that changed one."""
    width, height = (pixels - pixels % 2 for pixels in demo.size)
    if (width, height) != demo.size:
        print(f"--size: made even, {width}x{height}", file=sys.stderr)
    return replace(demo, size=(width, height))


def record(demo: Demo, path: Path, samples: int = 0) -> int:
    """Writes the film, under its own name when it is whole, and returns the exit status.

    Ctrl-C ends the film early, and well. Raises MachineError where there is no GL or the disk is full.
    """
    total = round(demo.seconds * demo.fps)
    context = offscreen()
    try:
        with stopping() as stop, Progress(path.name, total) as progress, output.replacing(path) as part:
            film = Film(part, FORMATS[path.suffix.lower()], demo.size, demo.fps, about(demo))

            def put(pixels: Pixels) -> None:
                film.put(pixels)
                progress.add()

            try:
                shoot(demo, context, film.blank, put, lambda: not stop.asked, samples)
            finally:
                film.close()
    except FilmError as error:
        raise MachineError(f"{path}: the film could not be written: {error}") from error
    finally:
        context.release()
    width, height = demo.size
    made = f"{path}: {film.pictures} pictures of {width}x{height}, {film.pictures / demo.fps:g} s"
    print(f"interrupted; {made}" if stop.asked else made)
    return INTERRUPTED if stop.asked else DONE


def about(demo: Demo) -> dict[str, str]:
    """Returns the words that are kept in the film: what made it, and how to make it again."""
    return {"title": demo.scene, "encoder": f"The Descent {VERSION}", "comment": demo.text()}
