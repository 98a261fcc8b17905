"""`descent record`: films of a scene or a demo, in exact simulated time, drawn and encoded side by side."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from descent_game.app.film import numbered_pictures, offline_render, options, recovery, still
from descent_game.app.film.encoder import Pixels
from descent_game.app.film.formats import FORMATS, FilmError
from descent_game.app.film.jobs import render_in_processes
from descent_game.app.film.numbered_pictures import Frames
from descent_game.app.film.offline_render import PLAIN
from descent_game.app.film.options import FilmRequest, even
from descent_game.app.film.sinks import Observed, Several, Sink
from descent_game.app.film.subtitles import subrip
from descent_game.app.film.writer import Film
from descent_game.app.sessions.display_arguments import add_arguments, add_film_arguments
from descent_game.app.sessions.request import asked_by
from descent_game.app.show.compositor import offscreen
from descent_game.app.storage import input_files, output_files, png
from descent_game.app.terminal.arguments import Parser
from descent_game.app.terminal.errors import DONE, INTERRUPTED, InputError, MachineError
from descent_game.app.terminal.interrupt import Stop, stopping
from descent_game.app.terminal.progress import Progress
from descent_game.engine.actions import Say
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.sounds import Heard
from descent_game.engine.timeline import Demo
from descent_game.version import VERSION

EXAMPLES = """
  descent record race -o race.mp4
  descent record race -o race.mp4 --size 1280x720 --fps 30 --seconds 8 --set landscape=saddle
  descent record race.toml -q k --supersample 2 -o race.mp4 -o race.gif
  descent record station.toml -q h --captions srt --lang en --from 30 --to 60 -o part.mkv
  descent record race -o frames/%05d.png --seconds 2 --transparent
"""
LONGEST_COMMENT = 50_000
"""Letters of a demo that are kept in its film."""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.add_argument("what", metavar="SCENE|DEMO", help="a scene, or a demo script")
    options.add_arguments(parser)
    add_film_arguments(parser)
    still.add_look_arguments(parser)
    add_arguments(parser)
    parser.add_argument("--still", action="store_true", help="the last picture only, as -o picture.png")
    parser.add_argument("--open", action="store_true", help="show the film when it is made")
    parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")


def run(arguments: argparse.Namespace) -> int:
    """Makes the films and returns the exit status."""
    size, fps, seconds = arguments.size, arguments.fps, arguments.seconds
    demo = asked_by(arguments, arguments.what, size=size, fps=fps, seconds=seconds)
    look = still.look_asked(arguments)
    if arguments.still:
        return _still(arguments, options.qualified(demo, arguments), look)
    wanted = options.ordered(arguments, demo, look)
    if arguments.dry_run:
        print("\n".join(described(wanted)))
        return DONE
    for film in recovery.mend({path.parent for path in wanted.paths}, wanted.paths, _complain):
        print(f"{film}: made of what an earlier capture left", file=sys.stderr)
    status = make(wanted)
    if arguments.open:
        _open(wanted.paths[0])
    return status


def _complain(words: str) -> None:
    print(input_files.one_line(words), file=sys.stderr)


def described(wanted: FilmRequest) -> list[str]:
    """Returns what an order makes, a line a film."""
    width, height = wanted.demo.size
    pictures = f"{len(wanted.window)} pictures of {width}x{height}"
    lines = []
    for path in wanted.paths:
        kind = FORMATS.get(path.suffix.lower())
        codec = "PNG" if kind is None else kind.encoder or wanted.codec_of(path).encoder
        lines.append(f"{path}: {pictures}, {wanted.demo.fps} a second, {wanted.seconds:g} s, {codec}")
    return lines


def record(demo: Demo, path: Path) -> int:
    """Makes one film of a demo, as it is, and returns the exit status."""
    demo = even(demo)
    return make(FilmRequest(demo, (path,), PLAIN, range(offline_render.pictures(demo))))


def make(wanted: FilmRequest) -> int:
    """Makes the films, each under its own name when it is whole, and returns the exit status.

    Ctrl-C ends them early, and well. Raises MachineError where there is no GL or the disk is full.
    """
    shown = wanted.demo if wanted.captions == "burn" else wanted.demo.without(Say)
    shown = replace(shown, seconds=wanted.window.stop / shown.fps)
    context = offscreen() if wanted.jobs == 1 else None
    try:
        with stopping() as stop, Progress(wanted.paths[0].name, len(wanted.window)) as progress:
            pictures = _rendered(wanted, shown, context, stop, progress)
    except FilmError as error:
        raise MachineError(f"{wanted.paths[0]}: could not be written: {error}") from error
    finally:
        if context is not None:
            context.release()
    if wanted.captions == "srt":
        _write_captions(wanted)
    width, height = shown.size
    for path in wanted.paths:
        made = f"{path}: {pictures} pictures of {width}x{height}, {pictures / shown.fps:g} s"
        print(f"interrupted; {made}" if stop.asked else made)
    return INTERRUPTED if stop.asked else DONE


def _rendered(wanted: FilmRequest, shown: Demo, context: Any, stop: Stop, progress: Progress) -> int:
    """Renders the demo into every film, closes them, and returns how many pictures there are.

    Without a context other processes draw.
    """
    sinks: list[Sink] = []
    try:
        for path in wanted.paths:
            sinks.append(_sink(wanted, path))
    except BaseException:
        for opened in sinks:
            opened.abandon()
        raise
    sink = Observed(sinks[0] if len(sinks) == 1 else Several(sinks), _captures(wanted))

    def put(pixels: Pixels) -> None:
        sink.put(pixels)
        progress.add()

    def going() -> bool:
        return not stop.asked

    hear = _hearing(wanted, sinks)
    try:
        if context is None:
            render_in_processes(shown, wanted.look, wanted.window, wanted.jobs, sink, going, progress.add, hear)
        else:
            offline_render.render(shown, context, sink.buffer, put, going, wanted.look, wanted.window, hear)
    except BaseException:  # a second Ctrl-C too: whatever ends it, what was filmed is kept
        sink.abandon()
        raise
    sink.close()
    return sink.pictures


def _hearing(wanted: FilmRequest, sinks: Sequence[Sink]) -> Callable[[list[Heard]], None] | None:
    """Returns what gives every film that can sound what is heard, at the film's own times; None without sound."""
    films = [sink for sink in sinks if isinstance(sink, Film) and sink.path.suffix.lower() in options.SOUNDING]
    begin = wanted.window.start / wanted.demo.fps

    def hear(heard: list[Heard]) -> None:
        now = [replace(one, at=one.at - begin) for one in heard if one.at >= begin]
        for film in films:
            film.hear(now)

    return hear if wanted.audio else None


def _sink(wanted: FilmRequest, path: Path) -> Sink:
    demo, words = wanted.demo, about(wanted.demo)
    if numbered_pictures.numbered(path):
        return Frames(path, demo.size, words, wanted.look.transparent)
    codec = wanted.codec_of(path)
    return Film(path, FORMATS[path.suffix.lower()], demo.size, demo.fps, words, codec, wanted.crf, rendered=True)


def _captures(wanted: FilmRequest) -> Mapping[int, Callable[[Pixels], None]]:
    """Returns what keeps apart the pictures that the demo says, by their number in the film."""
    demo, looks = wanted.demo, {}
    for step, name in demo.captures().items():
        number = offline_render.picture_of(step, demo.fps) - wanted.window.start
        if 0 <= number < len(wanted.window):
            path = options.capture_path(wanted.paths[0], name)
            looks[number] = partial(_keep, path, still.about(demo, step / STEPS_A_SECOND), wanted.look.transparent)
    return looks


def _keep(path: Path, words: Mapping[str, str], transparent: bool, pixels: Pixels) -> None:
    try:
        png.write(path, png.drawn(pixels, transparent=transparent), words)
    except OSError as error:
        raise FilmError(f"{path.name}: {error.strerror}") from error


def _write_captions(wanted: FilmRequest) -> None:
    """Writes the captions beside each film."""
    fps = wanted.demo.fps
    text = subrip(wanted.demo, wanted.window.start / fps, wanted.window.stop / fps)
    for path in wanted.paths:
        beside = options.subtitles_path(path)
        if not numbered_pictures.numbered(path):
            with output_files.told(beside), output_files.replacing(beside) as file:
                file.write(text.encode("utf-8"))


def _still(arguments: argparse.Namespace, demo: Demo, look: offline_render.Look) -> int:
    """Makes the last picture of a demo."""
    if len(arguments.output) > 1:
        raise InputError("-o: expected one picture with --still")
    path = output_files.checked(arguments.output[0], still.ENDINGS, arguments.yes)
    at = demo.seconds if arguments.end is None else min(arguments.end, demo.seconds)
    if not arguments.dry_run:
        still.make(demo, at, look, path)
    print(still.told(path, demo, at))
    return DONE


def _open(path: Path) -> None:
    """Shows a film in whatever the desktop shows films with."""
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if opener is None or numbered_pictures.numbered(path):
        print("--open: found nothing here that shows it", file=sys.stderr)
    else:
        subprocess.Popen([opener, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def about(demo: Demo) -> dict[str, str]:
    """Returns the words that are kept in the film: what made it, and how to make it again."""
    text = demo.text()
    comment = {"comment": text} if len(text) <= LONGEST_COMMENT else {}
    return {"title": demo.scene, "encoder": f"The Descent {VERSION}", **comment}
