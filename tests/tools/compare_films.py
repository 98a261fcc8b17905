"""Compare filming with other programs: the same 300 pictures of three balls on a surface, by each, in turns.

    python tests/tools/compare_films.py --peers FOLDER [--rounds N] [--size 1280x720 ...] [--only NAME ...] [--bare]

FOLDER holds an environment for each peer, `manim`, `manimgl` and `matplotlib`, made by `python -m venv` and `pip
install` (matplotlib with av beside it); one that is missing is left out, and said. None is a dependency. ffmpeg and
Xvfb must be there: manimgl draws only where there is a display.

Every peer films in its own usual way, with its own usual encoder settings (x264, medium, crf 23, unless its name says
otherwise), from the same list of places. Ours are x264, veryfast, crf 20, which looks alike. What all show is the
hill, three balls, three trails, and a board: a title, the step, three names, three losses as numbers and as curves.
Ours have the rest of the interface, light and contour lines besides. With --bare no board, and no interface of ours.
Each film is a process from its start to its end. In each round all take turns, and ratios are taken
within the round; films are counted afterwards, picture by picture.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

import av
import numpy as np
from peer_race import FPS, RADIUS, SECONDS, STEPS_A_SECOND, hill

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from descent_game.sim.optimizers.catalogue import OPTIMIZERS  # noqa: E402
from descent_game.sim.race import Race  # noqa: E402
from descent_game.sim.surfaces.catalogue import LANDSCAPES  # noqa: E402

PICTURES = FPS * SECONDS
OURS = "The Descent"
HERE = Path(__file__).parent


class Peer(NamedTuple):
    """A program that films: the environment it lives in, and its command for a size and a folder to film into."""

    home: str
    command: Callable[[Path, int, int, Path], list[str]]


class Taken(NamedTuple):
    """What one film took, in seconds of the clock and of processors, and how large it is, in bytes."""

    wall: float
    work: float
    size: int


def ours(home: Path, width: int, height: int, folder: Path) -> list[str]:
    """Returns our own command."""
    words = ["record", "race", "--size", f"{width}x{height}", "--fps", str(FPS), "--seconds", str(SECONDS)]
    words += [] if os.environ["RACE_BOARD"] else ["--clean"]
    return [sys.executable, "-m", "descent_game", *words, "-y", "-o", str(folder / "ours.mp4")]


def manim(home: Path, width: int, height: int, folder: Path) -> list[str]:
    """Returns Manim's command, OpenGL renderer."""
    words = ["--renderer", "opengl", "--format", "mp4", "-r", f"{width},{height}", "--fps", str(FPS)]
    quiet = ["--disable_caching", "--progress_bar", "none", "-v", "error", "--media_dir", str(folder)]
    return [str(home / "bin" / "manim"), "render", *words, *quiet, str(HERE / "peer_manim.py"), "Race"]


def manim_with_our_encoder(home: Path, width: int, height: int, folder: Path) -> list[str]:
    """Returns Manim's command with the encoder set as ours is."""
    *words, file, scene = manim(home, width, height, folder)
    return [*words, "--encoder-option", "preset=veryfast", "--encoder-option", "crf=20", file, scene]


def manimgl(home: Path, width: int, height: int, folder: Path) -> list[str]:
    """Returns manimgl's command; 30 pictures a second is its usual rate."""
    words = ["Race", "-w", "-q", "-r", f"{width}x{height}", "--video_dir", str(folder)]
    return [str(home / "bin" / "manimgl"), str(HERE / "peer_manimgl.py"), *words]


def matplotlib(way: str) -> Callable[[Path, int, int, Path], list[str]]:
    """Returns what gives matplotlib's command, by its writer or a loop."""

    def command(home: Path, width: int, height: int, folder: Path) -> list[str]:
        script = str(HERE / "peer_matplotlib.py")
        return [str(home / "bin" / "python"), script, way, str(width), str(height), str(folder / "film.mp4")]

    return command


PEERS = {
    "Manim, OpenGL renderer": Peer("manim", manim),
    "Manim, x264 veryfast crf 20": Peer("manim", manim_with_our_encoder),
    "matplotlib, ffmpeg writer": Peer("matplotlib", matplotlib("writer")),
    "matplotlib, a loop and PyAV": Peer("matplotlib", matplotlib("loop")),
    "manimgl": Peer("manimgl", manimgl),
}


def places() -> np.ndarray:
    """Returns where the balls are in each picture, (3, pictures, 3), on the surface as the peers draw it."""
    race, found = Race(LANDSCAPES["ravine"], tuple(OPTIMIZERS.values())), []
    for number in range(PICTURES):
        steps = number * STEPS_A_SECOND / FPS
        while race.step_count < int(steps) + 1:
            race.step()
        at = race.positions(steps - int(steps))
        found.append(np.column_stack((at, hill(at[:, 0], at[:, 1]) + RADIUS)))
    return np.array(found).transpose(1, 0, 2)


def filmed(name: str, command: list[str], folder: Path, environment: dict[str, str], size: tuple[int, int]) -> Taken:
    """Runs a command to its end and returns what it took; raises RuntimeError unless it made the film asked for."""
    with (folder / "said.txt").open("wb") as said:
        begun = perf_counter()
        child = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)  # what its own children used is counted with it
        wall = perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
    films = [path for path in folder.rglob("*.mp4") if "partial" not in str(path)]
    if child.returncode or len(films) != 1:
        raise RuntimeError(f"{name}: status {child.returncode}: {(folder / 'said.txt').read_text()[-800:]}")
    with av.open(str(films[0])) as film:
        stream = film.streams.video[0]
        count = sum(1 for _ in film.decode(video=0))
        if (count, stream.width, stream.height) != (PICTURES, *size):
            raise RuntimeError(f"{name}: {count} pictures of {stream.width}x{stream.height}")
    return Taken(wall, used.ru_utime + used.ru_stime, films[0].stat().st_size)


def compared(names: list[str], peers: Path, size: tuple[int, int], rounds: int) -> dict[str, list[Taken]]:
    """Returns what the films of each took, round by round; the first of them is ours."""
    found: dict[str, list[Taken]] = {name: [] for name in (OURS, *names)}
    with TemporaryDirectory() as kept:
        paths = Path(kept) / "places.npy"
        np.save(paths, places())
        environment = os.environ | {"RACE_PATHS": str(paths), "PYTHONPATH": str(HERE)}  # for what peers share
        for turn in range(rounds):
            for name, taken in found.items():
                with TemporaryDirectory(dir=kept) as folder:
                    home, command = PEERS.get(name, Peer("", ours))
                    words = command(peers / home, *size, Path(folder))
                    own = environment | ({"PYTHONPATH": str(ROOT)} if name == OURS else {})
                    taken.append(filmed(name, words, Path(folder), own, size))
                print(f"round {turn + 1}, {name}: {taken[-1].wall:.1f} s", file=sys.stderr, flush=True)
    return found


def table(found: dict[str, list[Taken]], size: tuple[int, int]) -> str:
    """Returns the medians, and how many times as long as ours each takes, with the least and the most of it."""
    lines = [f"{size[0]}x{size[1]:<25} clock   work     MB   clock, to ours        work, to ours"]
    mine = found[OURS]
    for name, taken in found.items():
        wall, work, large = (median(column) for column in zip(*taken, strict=True))
        clock = spread([one.wall / own.wall for one, own in zip(taken, mine, strict=True)])
        busy = spread([one.work / own.work for one, own in zip(taken, mine, strict=True)])
        lines.append(f"{name:<28} {wall:>6.1f} s {work:>5.1f} s {large / 1e6:>5.1f}   {clock:<20}  {busy}")
    return "\n".join(lines)


def spread(values: list[float]) -> str:
    """Returns the median of some values, the least and the most."""
    return f"{median(values):.2f} ({min(values):.2f}..{max(values):.2f})"


def main() -> None:
    """Prints a table for each size."""
    parser = argparse.ArgumentParser(description="films by this program and by others, in turns")
    parser.add_argument("--peers", type=Path, required=True, help="folder with an environment for each peer")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", nargs="+", default=["1280x720", "1920x1080"])
    parser.add_argument("--only", nargs="+", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--bare", action="store_true", help="the hill, the balls and the trails alone")
    asked = parser.parse_args()
    os.environ["RACE_BOARD"] = "" if asked.bare else "1"
    names = [name for name in asked.only if (asked.peers / PEERS[name].home / "bin" / "python").exists()]
    for name in set(asked.only) - set(names):
        print(f"{name}: left out, no {asked.peers / PEERS[name].home}")
    display, told = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(told)], pass_fds=[told], stderr=subprocess.DEVNULL)
    try:
        os.environ["DISPLAY"] = f":{os.read(display, 16).decode().strip()}"
        for text in asked.size:
            width, height = map(int, text.split("x"))
            print(table(compared(names, asked.peers.resolve(), (width, height), asked.rounds), (width, height)), "\n")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
