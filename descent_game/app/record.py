"""`descent record`: a film of a scene or a demo, in exact simulated time, drawn and encoded side by side."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from descent_game.app import frames, output
from descent_game.app.arguments import Parser
from descent_game.app.asked import add_arguments, add_film_arguments, asked
from descent_game.app.errors import DONE, INTERRUPTED, InputError, MachineError
from descent_game.app.film import FORMATS, Film, FilmError, Pixels
from descent_game.app.frames import Frames
from descent_game.app.interrupt import Stop, stopping
from descent_game.app.progress import Progress
from descent_game.app.projector import offscreen
from descent_game.app.shoot import PLAIN, Look, shoot
from descent_game.app.still import add_look_arguments, look_asked
from descent_game.engine.timeline import Demo
from descent_game.version import VERSION

EXAMPLES = """
  descent record race -o race.mp4
  descent record race -o race.mp4 --size 1280x720 --fps 30 --seconds 8 --set landscape=saddle
  descent record race.toml -o film.mkv --lang en --theme light
  descent record race -o frames/%05d.png --seconds 2 --transparent
"""
GIF_RATES = (10, 20, 25, 50)


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.add_argument("what", metavar="SCENE|DEMO", help="a scene, or a demo script")
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help=f"{', '.join(FORMATS)}, or many: frames/%%05d.png"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="replace the file if it exists")
    add_film_arguments(parser)
    add_look_arguments(parser)
    add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Makes the film and returns the exit status."""
    path = place(arguments.output, arguments.yes, arguments.transparent)
    demo = asked(
        arguments.what,
        size=arguments.size,
        fps=arguments.fps,
        seconds=arguments.seconds,
        seed=arguments.seed,
        lang=arguments.lang,
        theme=arguments.theme,
        values=arguments.values,
        state=arguments.state,
    )
    if path.suffix.lower() == ".gif":
        demo = timed(demo)
    return record(demo if frames.numbered(path) else even(demo), path, look_asked(arguments))


def place(text: str, overwrite: bool, transparent: bool) -> Path:
    """Returns where the film goes, or raises InputError; a .png with a number in its name stands for many pictures."""
    path = Path(text)
    if frames.numbered(path):
        path = output.checked(text, (".png",), overwrite)
        frames.checked(path, overwrite)
        return path
    if path.suffix.lower() == ".png":
        raise InputError(f"-o: expected a number like %05d in the name of many pictures, found {text!r}")
    if transparent:
        raise InputError("--transparent: expected only with numbered pictures, as in -o frames/%05d.png")
    return output.checked(text, tuple(FORMATS), overwrite)


def timed(demo: Demo) -> Demo:
    """Returns the demo with a rate that a GIF can have, whole hundredths of a second, and notes a change."""
    fps = min(GIF_RATES, key=lambda rate: (abs(rate - demo.fps), rate))
    if fps != demo.fps:
        print(f"--fps: made {fps}; a GIF counts in hundredths of a second", file=sys.stderr)
    return replace(demo, fps=fps)


def even(demo: Demo) -> Demo:
    """Returns the demo with a width and a height that a film can have, and notes where that changed one."""
    width, height = (pixels - pixels % 2 for pixels in demo.size)
    if (width, height) != demo.size:
        print(f"--size: made even, {width}x{height}", file=sys.stderr)
    return replace(demo, size=(width, height))


def record(demo: Demo, path: Path, look: Look = PLAIN) -> int:
    """Writes the film, under its own name when it is whole, and returns the exit status.

    Ctrl-C ends the film early, and well. Raises MachineError where there is no GL or the disk is full.
    """
    context = offscreen()
    try:
        with stopping() as stop, Progress(path.name, round(demo.seconds * demo.fps)) as progress:
            if frames.numbered(path):
                pictures = _shot(
                    Frames(path, demo.size, about(demo), look.transparent), demo, context, look, stop, progress
                )
            else:
                with output.replacing(path) as part:
                    film = Film(part, FORMATS[path.suffix.lower()], demo.size, demo.fps, about(demo))
                    pictures = _shot(film, demo, context, look, stop, progress)
    except FilmError as error:
        raise MachineError(f"{path}: could not be written: {error}") from error
    finally:
        context.release()
    width, height = demo.size
    made = f"{path}: {pictures} pictures of {width}x{height}, {pictures / demo.fps:g} s"
    print(f"interrupted; {made}" if stop.asked else made)
    return INTERRUPTED if stop.asked else DONE


def _shot(film: Film | Frames, demo: Demo, context: Any, look: Look, stop: Stop, progress: Progress) -> int:
    """Shoots the demo into `film`, closes it, and returns how many pictures there are."""

    def put(pixels: Pixels) -> None:
        film.put(pixels)
        progress.add()

    try:
        shoot(demo, context, film.blank, put, lambda: not stop.asked, look)
    finally:
        film.close()
    return film.pictures


def about(demo: Demo) -> dict[str, str]:
    """Returns the words that are kept in the film: what made it, and how to make it again."""
    return {"title": demo.scene, "encoder": f"The Descent {VERSION}", "comment": demo.text()}
