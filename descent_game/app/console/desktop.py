"""`descent desktop`: puts the program into the desktop's menu, with its icon, and takes it out again."""

from __future__ import annotations

import argparse
import os
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from descent_game.app.exhibit.exhibit_command import program
from descent_game.app.storage import output_files
from descent_game.app.terminal.arguments import OneOf, Parser
from descent_game.app.terminal.errors import DONE, InputError, MachineError

EXAMPLES = """
  descent desktop install
  descent desktop uninstall
"""
ACTIONS = ("install", "uninstall")
NAME = "descent"
RESERVED = " \t\"'\\><~|&;$*?#()`"
"""Signs for which a word of a desktop file must be in quotes."""
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="14" fill="#0c1220"/>
<path d="M0 15 C16 15 20 47 34 47 S50 33 64 29 V50 a14 14 0 0 1 -14 14 H14 a14 14 0 0 1 -14 -14 Z" fill="#2c5a84"/>
<path d="M0 15 C16 15 20 47 34 47 S50 33 64 29" fill="none" stroke="#b9d3e0" stroke-width="2.5"/>
<circle cx="11" cy="10.5" r="5.5" fill="#ff7a66"/>
<rect x="19.5" y="22.5" width="9.5" height="9.5" fill="#ffc34d" transform="rotate(-27 24.2 27.2)"/>
<path d="M34.5 31 l5.5 7 l-5.5 7 l-5.5 -7 Z" fill="#5fe3d2"/>
</svg>
"""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    parser.add_argument("action", metavar="|".join(ACTIONS), type=OneOf(ACTIONS), help="put it there, or take it out")


def run(arguments: argparse.Namespace) -> int:
    """Writes or removes the desktop file and the icon, and returns the exit status."""
    if sys.platform in ("win32", "darwin"):
        raise MachineError("desktop files are for Linux desktops; here: pin the terminal's line, descent, yourself")
    entry, icon = files()
    if arguments.action == "install":
        _write(icon, ICON)
        _write(entry, desktop_file(program()))
        print(f"{entry}: written, with {icon}")
        return DONE
    gone = [path for path in (entry, icon) if os.path.lexists(path)]
    for path in gone:
        try:
            path.unlink()
        except OSError as error:
            raise MachineError(f"{path}: could not be removed ({error.strerror})") from error
    print("\n".join(f"{path}: removed" for path in gone) or "there was nothing to remove")
    return DONE


def files() -> tuple[Path, Path]:
    """Returns where the desktop file and the icon lie, whether or not they are there."""
    share = Path(platformdirs.user_data_dir())
    return share / "applications" / f"{NAME}.desktop", share / "icons/hicolor/scalable/apps" / f"{NAME}.svg"


def desktop_file(command: Sequence[str]) -> str:
    """Returns the desktop file that starts the program by these words; raises InputError for one that none can hold."""
    return f"""[Desktop Entry]
Type=Application
Name=The Descent
Comment=Training a network is a walk downhill: watch it
Comment[de]=Ein Netz zu trainieren heißt bergab zu gehen: sehen Sie zu
Comment[es]=Entrenar una red es caminar cuesta abajo: véalo
Comment[fr]=Entraîner un réseau, c’est descendre une pente : regardez
Comment[pl]=Uczenie sieci to droga w dół: zobacz ją
Exec={" ".join(map(_word, command))}
Icon={NAME}
Terminal=false
Categories=Education;
Keywords=optimizer;gradient;neural network;
"""


def _word(word: str) -> str:
    """Returns a word as it stands behind Exec: escaped twice, once for its quotes and once for the file."""
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in word):
        raise InputError(f"{word!r}: expected a path without line breaks and other control signs, in UTF-8")
    if any(sign in RESERVED for sign in word):
        word = '"' + "".join(f"\\{sign}" if sign in '"`$\\' else sign for sign in word) + '"'
    return word.replace("%", "%%").replace("\\", "\\\\")


def _write(path: Path, text: str) -> None:
    with output_files.told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with output_files.replacing(path) as file:
            file.write(text.encode())
