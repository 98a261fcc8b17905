"""`descent exhibit uninstall`: takes away what `descent exhibit install` has put there, and says what is left to do."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from descent_game.app import given, keeping
from descent_game.app.errors import DONE, InputError, MachineError
from descent_game.app.exhibit import units


def run() -> int:
    """Removes the user's unit, says which lines end it and remove the system's, and returns the exit status."""
    path, system = units.user_folder() / units.NAME, units.SYSTEM / units.NAME
    there, everyones = _ours(path), _ours(system)
    if there:
        _remove(path)
        print(f"{path}: removed. Now: systemctl --user daemon-reload && systemctl --user stop {units.NAME}")
    if everyones:
        print(f"# as root: systemctl disable --now {units.NAME} && rm {system} && systemctl daemon-reload")
    if not there and not everyones:
        print("Nothing starts an exhibit here.")
    print(f"What it has kept stays in {keeping.state_folder()} and {keeping.settings_folder()}.")
    return DONE


def _ours(path: Path) -> bool:
    """Returns whether a unit of ours lies there; raises InputError for one that is somebody else's."""
    try:
        text = given.text(path, given.TABLE)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except given.NoFileError as error:
        raise InputError(f"{path}: {error}") from None
    if f"Description={units.ABOUT}" not in text:
        raise InputError(f"{path}: expected the unit of an exhibit, found another: nothing was removed")
    return True


def _remove(path: Path) -> None:
    """Removes a unit and the link by which it is started; raises MachineError."""
    try:
        for folder in path.parent.glob("*.wants"):
            with suppress(FileNotFoundError):
                (folder / units.NAME).unlink()
        path.unlink()
    except OSError as error:
        raise MachineError(f"{path}: could not be removed: {error.strerror}") from error
