"""What a recording is asked for: which films, of which pictures, in which quality; checked before any work."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from descent_game.app.film import numbered_pictures
from descent_game.app.film.formats import CODECS, FORMATS, Codec
from descent_game.app.film.offline_render import RenderOptions, pictures
from descent_game.app.storage import input_files, output_files
from descent_game.app.terminal.arguments import OneOf, Parser, number, whole
from descent_game.app.terminal.errors import InputError
from descent_game.engine.clock import STEP
from descent_game.engine.timeline import LONGEST, RATES, SIZES, Demo

QUALITIES: Final = MappingProxyType({"l": (480, 15), "m": (720, 30), "h": (1080, 60), "p": (1440, 60), "k": (2160, 60)})
"""Height of a film, or width where it stands upright, and pictures a second."""
FASTEST_GIF: Final = 50
"""Pictures a second; a GIF counts in hundredths of one, and what shows it takes fewer than two for ten."""
CAPTIONS: Final = ("burn", "srt", "none")
MOST_JOBS: Final = 64
SOUNDING: Final = tuple(ending for ending, kind in FORMATS.items() if kind.sound)


@dataclass(frozen=True)
class FilmRequest:
    """A recording: the demo as its films show it, where they go, and how; `window` are the pictures that are taken."""

    demo: Demo
    paths: tuple[Path, ...]
    options: RenderOptions
    window: range
    codec: str = ""
    crf: int | None = None
    captions: str = "burn"
    jobs: int = 1
    audio: bool = False

    @property
    def seconds(self) -> float:
        """How long the films are."""
        return len(self.window) / self.demo.fps

    @property
    def beside(self) -> list[Path]:
        """The files that are written beside the films: captions, and pictures kept apart."""
        captions = [
            subtitles_path(path)
            for path in self.paths
            if self.captions == "srt" and not numbered_pictures.numbered(path)
        ]
        return captions + [capture_path(self.paths[0], name) for name in self.demo.captures().values()]

    def codec_of(self, path: Path) -> Codec:
        """Returns how the pictures of a film are encoded."""
        kind = FORMATS[path.suffix.lower()]
        return CODECS[kind.codecs[0] if kind.encoder or not self.codec else self.codec]


def subtitles_path(film: Path) -> Path:
    """Returns where the captions of a film go that are not in its pictures."""
    return film.with_suffix(".srt")


def capture_path(film: Path, name: str) -> Path:
    """Returns where a picture that is kept apart goes: beside the film, under both their names."""
    stem = film.parent.name if numbered_pictures.numbered(film) else film.stem
    return film.with_name(f"{stem}-{name}.png")


def add_arguments(parser: Parser) -> None:
    """Adds what says which films are made, and how."""
    kinds = f"{', '.join(FORMATS)}, or many: frames/%%05d.png"
    parser.add_argument(
        "-o", "--output", action="append", required=True, metavar="FILE", help=f"{kinds}; may be repeated"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="replace files that exist")
    parser.add_argument(
        "-q",
        "--quality",
        choices=tuple(QUALITIES),
        help="; ".join(f"{key}: {height}p{fps}" for key, (height, fps) in QUALITIES.items()),
    )
    at = number(0.0, LONGEST)
    parser.add_argument("--from", type=at, dest="begin", metavar="S", help="begin at this second of it (0)")
    parser.add_argument("--to", type=at, dest="end", metavar="S", help="end at this second of it (its end)")
    parser.add_argument("--captions", choices=CAPTIONS, help="in the pictures (burn), in a file beside (srt), or not")
    codecs = OneOf(name for name in CODECS if name != "exact")
    parser.add_argument("--codec", type=codecs, help="h264, h265, av1 or vp9 (h264; vp9 in .webm)")
    parser.add_argument("--crf", type=whole(0, 63), metavar="N", help="quality: less is better, and larger (h264: 20)")
    parser.add_argument("--audio", action="store_true", help="with sound: steps, walls and losses to be heard")
    parser.add_argument("--jobs", type=whole(1, MOST_JOBS), default=1, metavar="N", help="draw in N processes (1)")
    parser.add_argument("--fps", type=whole(*RATES), metavar="N", help="pictures a second (60)")
    parser.add_argument(
        "--seconds", type=number(STEP, LONGEST), metavar="S", help="how long (20, or the demo's length)"
    )


def ordered(arguments: argparse.Namespace, demo: Demo, render_options: RenderOptions) -> FilmRequest:
    """Returns the order of these arguments for a demo, or raises InputError; notes what had to be changed."""
    paths = tuple(_place(text, arguments.yes, render_options.transparent) for text in arguments.output)
    if len({os.path.realpath(path) for path in paths}) < len(paths):
        raise InputError("-o: expected each file once")
    wanted = qualified(demo, arguments)
    demo = _fitting(wanted, paths)
    order = FilmRequest(
        demo,
        paths,
        render_options,
        _window(demo, arguments.begin, arguments.end),
        arguments.codec or "",
        arguments.crf,
        arguments.captions or ("none" if render_options.clean else "burn"),
        arguments.jobs,
        arguments.audio,
    )
    if order.audio and not any(path.suffix.lower() in SOUNDING for path in paths):
        raise InputError(f"--audio: expected a film that can sound, one of {', '.join(SOUNDING)}")
    _check_codecs(order)
    for beside in [] if arguments.yes else order.beside:
        if os.path.lexists(beside):
            raise InputError(f"-o: {str(beside)!r} exists; add -y to replace it")
    _note(wanted, demo)
    return order


def _place(text: str, overwrite: bool, transparent: bool) -> Path:
    """Returns where a film goes, or raises InputError; a .png with a number in its name stands for many pictures."""
    path = input_files.path(text)
    if numbered_pictures.numbered(path):
        folder = path.parent
        new = not os.path.lexists(folder) and os.path.isdir(folder.parent)  # made when the first picture is
        output_files.checked(str(folder.parent / path.name) if new else text, (".png",), overwrite)
        numbered_pictures.checked(path, overwrite)
        return path
    if path.suffix.lower() == ".png":
        meaning = "a number like %05d in the name of many pictures, or --still for one"
        raise InputError(f"-o: expected {meaning}, found {text!r}")
    if transparent:
        raise InputError("--transparent: expected only with numbered pictures, as in -o frames/%05d.png")
    return output_files.checked(text, tuple(FORMATS), overwrite)


def qualified(demo: Demo, arguments: argparse.Namespace) -> Demo:
    """Returns the demo in the quality that was asked for; a size or a rate asked for by itself goes before."""
    if arguments.quality is None:
        return demo
    side, fps = QUALITIES[arguments.quality]
    width, height = demo.size
    if arguments.size is None:
        short = min(width, height)
        size = (round(width * side / short / 2) * 2, round(height * side / short / 2) * 2)
        if size[0] > SIZES[0][1] or size[1] > SIZES[1][1]:
            raise InputError(f"-q: expected at most {SIZES[0][1]}x{SIZES[1][1]} pixels, found {size[0]}x{size[1]}")
        demo = replace(demo, size=size)
    return demo if arguments.fps is not None else replace(demo, fps=fps)


def _fitting(demo: Demo, paths: Sequence[Path]) -> Demo:
    """Returns the demo with a size and a rate that all its films can have."""
    films = [path for path in paths if not numbered_pictures.numbered(path)]
    if any(path.suffix.lower() == ".gif" for path in films):
        demo = replace(demo, fps=min(demo.fps, FASTEST_GIF))
    width, height = demo.size
    return replace(demo, size=(width - width % 2, height - height % 2)) if films else demo


def _note(wanted: Demo, made: Demo) -> None:
    """Says what had to be changed of what was wanted."""
    if made.fps != wanted.fps:
        print(f"made {made.fps} pictures a second, not {wanted.fps}: a GIF shows no more", file=sys.stderr)
    if made.size != wanted.size:
        width, height = made.size
        print(f"--size: made even, {width}x{height}", file=sys.stderr)


def _window(demo: Demo, begin: float | None, end: float | None) -> range:
    """Returns the numbers of the pictures from one second to another, or raises InputError."""
    first = round((begin or 0.0) * demo.fps)
    last = pictures(demo) if end is None else round(end * demo.fps)
    if begin is not None and begin >= demo.seconds:
        raise InputError(f"--from: expected less than its {demo.seconds:g} seconds, found {begin:g}")
    if end is not None and end > demo.seconds:
        raise InputError(f"--to: expected at most its {demo.seconds:g} seconds, found {end:g}")
    if end is not None and last <= first:
        raise InputError(f"--to: expected more than --from {begin or 0.0:g}, found {end:g}")
    return range(first, last)


def _check_codecs(order: FilmRequest) -> None:
    """Raises InputError for a codec that a film's container does not take, or a quality that its codec does not."""
    films = [path for path in order.paths if not numbered_pictures.numbered(path)]
    if all(FORMATS[path.suffix.lower()].encoder for path in films):
        for option, asked in (("--codec", bool(order.codec)), ("--crf", order.crf is not None)):
            if asked:
                raise InputError(f"{option}: expected a film in .mp4, .mkv or .webm, found {order.paths[0].name!r}")
    for path in films:
        kind, worst = FORMATS[path.suffix.lower()], order.codec_of(path).worst
        if order.codec and order.codec not in kind.codecs and not kind.encoder:
            expected = f"expected one of {', '.join(kind.codecs)} for {path.suffix}"
            raise InputError(f"--codec: {expected}, found {order.codec!r}")
        if order.crf is not None and order.crf > worst > 0:
            raise InputError(f"--crf: expected a whole number from 0 to {worst} for {path.name}, found {order.crf}")
