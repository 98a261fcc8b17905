"""`descent record`: films of a scene or a demo, in exact simulated time, drawn and encoded side by side."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from descent_game.app import settings
from descent_game.app.film import numbered_pictures, offline_render, options, recovery, still
from descent_game.app.film.encoder import Pixels, telling
from descent_game.app.film.formats import FORMATS, FilmError
from descent_game.app.film.jobs import render_in_processes
from descent_game.app.film.numbered_pictures import Frames
from descent_game.app.film.options import FilmRequest
from descent_game.app.film.sinks import Sink
from descent_game.app.film.writer import Film
from descent_game.app.sessions.display_arguments import add_arguments
from descent_game.app.sessions.request import demo_from
from descent_game.app.show.captions import told_in
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
from descent_game.ui.lines import marked
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
    still.add_render_arguments(parser)
    add_arguments(parser)
    parser.add_argument("--still", action="store_true", help="the last picture only, as -o picture.png")
    parser.add_argument("--open", action="store_true", help="show the film when it is made")
    parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")


def run(arguments: argparse.Namespace) -> int:
    """Makes the films and returns the exit status."""
    demo = demo_from(arguments, arguments.what)
    if arguments.still:
        return _still(arguments, options.qualified(demo, arguments))
    wanted = options.ordered(arguments, demo, still.render_options(arguments))
    if arguments.dry_run:
        print("\n".join(described(wanted)))
        return DONE
    for part in recovery.parts():
        try:
            if (saved := recovery.rescue(part)) is not None:
                print(f"{saved[0]}: made of what an earlier capture left", file=sys.stderr)
        except OSError as error:
            print(input_files.one_line(str(error)), file=sys.stderr)
    status = make(wanted)
    if arguments.open:
        _open(wanted.paths[0])
    return status


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
    """Makes one film of a demo, as it is, and returns the exit status; its width and height are even."""
    return make(FilmRequest(demo, (path,), offline_render.PLAIN, range(offline_render.pictures(demo))))


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
    count, heard, captures = 0, list[Heard](), _captures(wanted)
    with ExitStack() as ends:
        sinks = [_sink(wanted, path, ends) for path in wanted.paths]

        def put(pixels: Pixels) -> None:
            nonlocal count
            if count in captures:
                _keep(*captures[count], wanted.options.transparent, pixels)
            for sink in sinks:
                sink.put(pixels)
            count += 1
            progress.add()

        def going() -> bool:
            return not stop.asked

        hear = heard.extend if wanted.audio else None
        if context is None:
            render_in_processes(shown, wanted.options, wanted.window, wanted.jobs, put, going, hear)
        else:
            offline_render.render(shown, context, put, wanted.options, wanted.window, going, hear)
        begin = wanted.window.start / wanted.demo.fps
        for film in sinks if wanted.audio else ():
            if isinstance(film, Film) and film.path.suffix.lower() in options.SOUNDING:
                film.heard = [replace(one, at=one.at - begin) for one in heard if one.at >= begin]
        _close(sinks)
    return count


def _sink(wanted: FilmRequest, path: Path, ends: ExitStack) -> Sink:
    """Returns where the pictures of a film go; `ends` lets go of it, and leaves nothing but the film."""
    demo, words = wanted.demo, about(wanted.demo)
    if numbered_pictures.numbered(path):
        sink: Sink = Frames(path, demo.size, words, wanted.options.transparent)
    else:
        with telling():
            part = tempfile.TemporaryFile(buffering=0, dir=output_files.target(path).parent)  # noqa: SIM115 - `ends` closes it
        ends.enter_context(part)
        kind, codec = FORMATS[path.suffix.lower()], wanted.codec_of(path)
        sink = Film(path, part, kind, demo.size, demo.fps, words, codec, wanted.crf)
    ends.callback(sink.abandon)
    return sink


def _close(sinks: Sequence[Sink]) -> None:
    """Ends every film; raises FilmError with what was wrong with any of them, or the first fault."""
    errors: list[Exception] = []
    for sink in sinks:
        try:
            sink.close()
        except Exception as error:  # the others are closed all the same
            errors.append(error)
    for fault in errors:
        if not isinstance(fault, FilmError):
            raise fault
    if errors:
        raise FilmError("; ".join(map(str, errors)))


def _captures(wanted: FilmRequest) -> Mapping[int, tuple[Path, dict[str, str]]]:
    """Returns where the pictures go that the demo keeps apart, with their words, by their number in the film."""
    demo, found = wanted.demo, {}
    for step, name in demo.captures().items():
        number = offline_render.picture_of(step, demo.fps) - wanted.window.start
        if 0 <= number < len(wanted.window):
            words = still.about(demo, step / STEPS_A_SECOND)
            found[number] = options.capture_path(wanted.paths[0], name), words
    return found


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


def subrip(demo: Demo, begin: float, end: float) -> str:
    """Returns the captions of a demo from one second to another, as SubRip in its language, timed from there on."""
    messages = settings.messages(demo.language or settings.FIRST_LANGUAGE)
    blocks: list[str] = []
    for first, last, say in demo.captions():
        start, stop = max(first / STEPS_A_SECOND, begin), min(last / STEPS_A_SECOND, end)
        if start < stop:
            text = "".join(span.text for span in marked(told_in(say, demo.language, messages)))
            times = f"{_time(start - begin)} --> {_time(stop - begin)}"
            blocks.append(f"{len(blocks) + 1}\n{times}\n{text}\n")
    return "\n".join(blocks)


def _time(seconds: float) -> str:
    minutes, milliseconds = divmod(round(seconds * 1000.0), 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02},{milliseconds % 1000:03}"


def _still(arguments: argparse.Namespace, demo: Demo) -> int:
    """Makes the last picture of a demo."""
    if len(arguments.output) > 1:
        raise InputError("-o: expected one picture with --still")
    path = output_files.checked(arguments.output[0], still.ENDINGS, arguments.yes)
    at = demo.seconds if arguments.end is None else min(arguments.end, demo.seconds)
    if not arguments.dry_run:
        still.make(demo, at, still.render_options(arguments), path)
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
