"""What the program needs of a machine, looked at one thing after the other, each with the line that mends it."""

from __future__ import annotations

import ctypes
import importlib.metadata
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from descent_game.app import log
from descent_game.app.show.quality import is_software

OLDEST_PYTHON = (3, 11)
GL_LIBRARIES = ("libEGL.so.1", "libGL.so.1")
GL_FIXES = {
    "apt-get": "sudo apt-get install libegl1 libgl1",
    "dnf": "sudo dnf install libglvnd-egl libglvnd-glx mesa-dri-drivers",
    "pacman": "sudo pacman -S libglvnd mesa",
}
LEAST_SPACE = 1_000_000_000
PROBE_SECONDS = 60.0
TOGETHER, ALONE = ("sdl", "window", "context", "pads", "sound", "fonts", "films"), ("offscreen",)
DRIVER = "Update the graphics driver, or draw in software: LIBGL_ALWAYS_SOFTWARE=1 descent"
INSTALL = f"{shlex.quote(sys.executable)} -m pip install"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is well, what was found, and the line that mends it.

    `needed` is False for what the program can do without: it is told, and does not make the doctor's verdict worse.
    """

    name: str
    ok: bool
    found: str
    fix: str | None = None
    needed: bool = True


def finding(name: str, ok: bool, found: str, fix: str, *, needed: bool = True) -> Finding:
    """Returns a finding, with the line that mends it where it is not well."""
    return Finding(name, ok, found, None if ok else fix, needed)


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Returns whether Python is recent enough."""
    found = f"{'.'.join(str(part) for part in version)}, {sys.executable}"
    fix = "Install Python 3.11 or newer, delete .venv, run ./descent again"
    return finding("Python", version[:2] >= OLDEST_PYTHON, found, fix)


def pygame(installed: Mapping[str, str]) -> Finding:
    """Returns whether exactly one distribution of pygame is there: two overwrite each other's files."""
    there = [f"{name} {installed[name]}" for name in ("pygame-ce", "pygame") if name in installed]
    if len(there) == 2:
        fix = f"{INSTALL.removesuffix('install')}uninstall -y pygame pygame-ce && {INSTALL} pygame-ce"
        return Finding("pygame", False, f"{there[0]} and {there[1]}, each over the other's files", fix)
    return finding("pygame", bool(there), " ".join(there) or "not installed", f"{INSTALL} pygame-ce")


def packages(required: Collection[str], installed: Mapping[str, str]) -> Finding:
    """Returns whether every package that the program requires is installed; pygame has a finding of its own."""
    others = sorted(set(required) - {"pygame-ce"})
    missing = [name for name in others if name not in installed]
    if missing:
        return Finding("packages", False, f"without {', '.join(missing)}", f"{INSTALL} {' '.join(missing)}")
    return Finding("packages", True, ", ".join(f"{name} {installed[name]}" for name in others))


def installed() -> dict[str, str]:
    """Returns the version of every distribution in this environment, by its name in lower case with hyphens."""
    found = importlib.metadata.distributions()
    return {re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower(): each.version for each in found}


def required() -> list[str]:
    """Returns the names of the distributions that the program requires; none where it is not installed at all."""
    try:
        lines = importlib.metadata.requires("the-descent") or []
    except importlib.metadata.PackageNotFoundError:
        return []
    return [re.split(r"[^\w-]", line)[0].lower() for line in lines if "extra ==" not in line]


def loads(library: str) -> bool:
    """Returns whether the system finds a shared library and can load it."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def gl_libraries(missing: Collection[str], managers: Collection[str]) -> Finding:
    """Returns whether the system's GL libraries can be loaded, with the line of the first of its package managers."""
    found = f"cannot load {', '.join(missing)}" if missing else ", ".join(GL_LIBRARIES)
    by_hand = f"Install {' and '.join(GL_LIBRARIES)} with your system's package manager"
    fix = next((line for manager, line in GL_FIXES.items() if manager in managers), by_hand)
    return finding("GL libraries", not missing, found, fix)


def probed(names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Returns the answers of one probe, each with `found` or `error`; one error under `probe` where it gave none."""
    command = [sys.executable, "-m", "descent_game.app.show.probe", *names]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=PROBE_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"probe": {"error": f"no answer in {PROBE_SECONDS:g} seconds"}}
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    if result.returncode or not lines:
        last = (result.stderr.strip().splitlines() or [f"ended with status {result.returncode}"])[-1]
        return {"probe": {"error": last}}
    answers: dict[str, dict[str, Any]] = json.loads(lines[-1])
    return answers


def judged(
    name: str, answer: Mapping[str, Any], fix: str, show: Callable[[Any], str] = str, *, needed: bool = True
) -> Finding:
    """Returns the finding of one answer of the probe: `show` puts what was found into words, `fix` mends an error."""
    if "error" in answer:
        return Finding(name, False, str(answer["error"]), fix, needed)
    return Finding(name, True, show(answer["found"]), needed=needed)


def gl_said(found: Mapping[str, str]) -> str:
    """Returns GL's version and renderer in words, and whether that renderer is a program instead of a graphics card."""
    software = ", in software" if is_software(found["renderer"]) else ""
    return f"{found['version']}, {found['renderer']} by {found['vendor']}{software}"


def displays_said(found: Mapping[str, Any]) -> str:
    """Returns SDL's video driver and the sizes of the displays in words."""
    return f"{found['driver']}, {', '.join(f'{width}x{height}' for width, height in found['displays'])}"


def tried(answers: Mapping[str, Mapping[str, Any]], mend: str = DRIVER) -> Iterator[Finding]:
    """Yields what the answers of the probe mean; `mend` is the line that mends GL."""
    if "probe" in answers:
        yield judged("libraries", answers["probe"], f"{INSTALL} --force-reinstall pygame-ce moderngl numpy")
        return
    yield judged("SDL", answers["sdl"], f"{INSTALL} --force-reinstall pygame-ce")
    yield judged("GL", answers["offscreen"], mend, gl_said)
    window = answers["window"]
    if window.get("found", {}).get("driver") in ("offscreen", "dummy"):
        window = {"error": "none"}
    start = "Start it where there is a screen; films need none: descent record race -o race.mp4"
    yield judged("display", window, start, displays_said, needed=False)
    if "found" in window:
        yield judged("GL, in a window", answers["context"], mend, gl_said)
    yield judged("films", answers["films"], f"{INSTALL} --force-reinstall av", lambda version: f"PyAV {version}, x264")
    fonts = f"{INSTALL} --force-reinstall font-source-serif-pro font-source-sans-pro ziamath"
    yield judged("fonts", answers["fonts"], fonts, lambda names: f"{len(names)} files")
    yield Finding("game pads", True, ", ".join(answers["pads"].get("found", [])) or "none", needed=False)
    yield Finding("sound", True, answers["sound"].get("found", "none, and nothing needs it"), needed=False)


def letters(finds: bool) -> Finding:
    """Returns whether the system's fonts are found, which have the letters that the program's own fonts lack."""
    found = "the system's fonts too" if finds else "Latin, Greek and Cyrillic only: without fontconfig no font is found"
    return finding("letters", finds, found, "Install fontconfig, and fonts for them", needed=False)


def existing(path: Path) -> Path:
    """Returns the nearest folder at or above `path` that exists."""
    return next((folder for folder in (path, *path.parents) if os.path.isdir(folder)), Path(path.anchor))


def folder(name: str, path: Path) -> Finding:
    """Returns whether files can be put into a folder, or the folder made; writes nothing."""
    if any(os.path.exists(parent) and not os.path.isdir(parent) for parent in path.parents):
        return Finding(name, False, "none: nothing is kept", "Set HOME to a folder of yours", needed=False)
    nearest = existing(path)
    ok = os.access(nearest, os.W_OK | os.X_OK)
    found = f"{path}" if ok else f"{path}, where you may not write"
    return finding(name, ok, found, f'sudo chown "$USER" {shlex.quote(str(nearest))}', needed=False)


def free(path: Path) -> int:
    """Returns how many bytes there is room for in a folder; none where that cannot be told."""
    try:
        return shutil.disk_usage(path).free
    except OSError:
        return 0


def space(path: Path, free: int) -> Finding:
    """Returns whether `free` bytes at `path` are enough for films."""
    fix = "Make room, or give -o a path on another disk"
    return finding("disk", free >= LEAST_SPACE, f"{free / 1e9:.1f} GB free in {path}", fix, needed=False)


def examine() -> list[Finding]:
    """Returns all that this machine has and lacks. It opens no window here: what must be tried is tried in a child."""
    managers = [name for name in GL_FIXES if shutil.which(name)]
    missing = [name for name in GL_LIBRARIES if not loads(name)] if sys.platform == "linux" else []
    libraries = gl_libraries(missing, managers)
    try:
        here = Path.cwd()
    except OSError:  # it may be gone meanwhile
        here = Path(os.curdir)
    return [
        python(),
        pygame(installed()),
        packages(required(), installed()),
        libraries,
        *tried(probed(TOGETHER) | probed(ALONE), libraries.fix or DRIVER),
        letters(sys.platform != "linux" or shutil.which("fc-list") is not None),
        folder("settings", platformdirs.user_config_path("descent", appauthor=False)),
        folder("log", log.path().parent),
        space(here, free(here)),
    ]
