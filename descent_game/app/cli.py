"""The command line: finds the command, runs it, and turns every ending into an exit status and at most one line.

Each command is a module with `EXAMPLES`, `configure(parser)` and `run(arguments)`. Only the module of the command that
was asked for is imported, by its name in the table of `commands`: `descent trace` never loads graphics, and a window
opens sooner.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from descent_game.app import log
from descent_game.app.commands import COMMANDS, loaded, meant
from descent_game.app.storage.input_files import LONGEST_FIX, LONGEST_LINE, one_line
from descent_game.app.terminal import memory, streams
from descent_game.app.terminal.errors import BAD_INPUT, CANNOT, DONE, FAULT, INTERRUPTED, InputError, MachineError
from descent_game.version import VERSION

SCENES: Final = "descent_game.scenes"
NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)
"""What a system says whose disk is full or read only, or whose shell allows no larger file."""

EXAMPLES = """
  descent                                             open the window
  descent --fullscreen --set landscape=saddle
  descent record race -o race.mp4 --seconds 10
  descent still race --at 3 -o race.png
  descent trace race --steps 100 -o race.csv
"""


def _help() -> str:
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items())
    return (
        "usage: descent [COMMAND] [SCENE] [...]\n\n"
        "Training a network is a walk downhill. Watch it, film it, or read its numbers.\n\n"
        f"commands:\n{commands}\n\n"
        "options:\n"
        "  -h, --help     this page; after a command, the page of that command\n"
        "  -V, --version  the version\n\n"
        f"examples:\n{EXAMPLES.strip(chr(10))}\n\n"
        "exit status: 0 done, 1 a fault of the program, 2 input not understood, 3 this machine cannot, 130 interrupted"
    )


def _chosen(words: Sequence[str]) -> tuple[str, list[str]]:
    """Returns the command that `words` ask for and the rest of them; a word that is none is left to `play`, as a scene.

    A misspelt command is not a scene: it is refused here, with the command it may mean. `race` lies close to `trace`,
    and is none: its folder lies among the scenes, none of which is loaded for that. A command that comes after what it
    is to be done with is refused too.
    """
    first = words[0] if words and not words[0].startswith("-") else ""
    if first in COMMANDS:
        return first, list(words[1:])
    guess = meant(first)
    if guess and not _among_scenes(first):
        raise InputError(f"descent: {first!r} is no command (did you mean {guess}?)")
    if first and len(words) > 1 and words[1] in COMMANDS:
        rest = [words[1], first, *words[2:]]
        told = " ".join(rest[:6]) + (" ..." if len(rest) > 6 else "")
        raise InputError(f"descent: expected the command first: descent {told}")
    return "play", list(words)


def _helped(words: Sequence[str]) -> list[str]:
    """Returns `help COMMAND ...` as the words that show that command's page, `help` alone as those that show all."""
    if len(words) < 2:
        return ["--help"]
    if words[1] in COMMANDS:
        return [*words[1:], "--help"]
    hint = f" (did you mean {guess}?)" if (guess := meant(words[1])) else ""
    raise InputError(f"descent help: expected one of {', '.join(COMMANDS)}, found {words[1]!r}{hint}")


def _among_scenes(name: str) -> bool:
    """Returns whether there is a scene of that name."""
    found = find_spec(SCENES)
    folders = (found.submodule_search_locations or ()) if found is not None else ()
    return name.isidentifier() and any(os.path.isfile(Path(folder) / name / "scene.py") for folder in folders)


def _dispatch(words: Sequence[str]) -> int:
    if words and words[0] == "help":
        words = _helped(words)
    if words and words[0] in ("-h", "--help"):
        print(_help())
        return DONE
    if words and words[0] in ("-V", "--version", "version"):
        print(f"The Descent {VERSION}")
        return DONE
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    _settle_home()
    name, rest = _chosen(words)
    memory.check(name)
    module, parser = loaded(name)
    try:
        arguments = parser.parse_args(rest)
    except SystemExit as leaving:  # after --help
        return DONE if leaving.code is None else int(leaving.code)
    return int(module.run(arguments))


def _settle_home() -> None:
    """Gives who has no home folder, as in a container, one in which nothing can be kept: the program does without.

    The libraries and the processes that are started ask the environment too.
    """
    if os.path.isabs(os.environ.get("HOME", "")):
        return
    os.environ.pop("HOME", None)
    if not os.path.isabs(os.path.expanduser("~")):
        os.environ["HOME"] = os.devnull
        os.environ.setdefault("MESA_SHADER_CACHE_DISABLE", "true")  # Mesa would tell that it keeps none


def main(words: Sequence[str] | None = None) -> int:
    """Runs the command that `words` (default: the program's arguments) ask for, and returns the exit status."""
    streams.mend()
    try:
        status = _dispatch(sys.argv[1:] if words is None else words)
        if sys.stdout is not None:  # None: there is nobody left who reads it
            sys.stdout.flush()
        return status
    except InputError as error:
        return _end(BAD_INPUT, str(error))
    except MachineError as error:
        return _end(CANNOT, str(error))
    except KeyboardInterrupt:
        return _end(INTERRUPTED, "interrupted")
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stdout = None  # so that Python does not flush it again on the way out
        return DONE
    except OSError as error:
        if error.errno not in NO_ROOM:
            return _fault(error)
        sys.stdout = None  # nor is there room for the rest of it
        return _end(CANNOT, f"could not be written: {error.strerror}")
    except Exception as error:  # no traceback on a visitor's terminal: it goes to the log
        if memory.lacking(error):
            return _end(CANNOT, "not enough memory: --size less, or end other programs")
        return _fault(error)


def _fault(error: Exception) -> int:
    where = log.fault(error)
    return _end(FAULT, f"a fault of the program: {type(error).__name__}: {error}{where}")


def _end(status: int, message: str) -> int:
    print(one_line(message, LONGEST_LINE if status == BAD_INPUT else LONGEST_FIX), file=sys.stderr)
    return status
