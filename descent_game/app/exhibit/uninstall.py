"""`descent exhibit uninstall`: takes away what `descent exhibit install` has put there, and says what is left to do."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from descent_game.app.exhibit import systemd_units
from descent_game.app.storage import input_files, json_files
from descent_game.app.terminal.errors import DONE, InputError, MachineError


def run() -> int:
    """Removes the user's unit, says which lines end it and remove the system's, and returns the exit status."""
    path, system = systemd_units.user_folder() / systemd_units.NAME, systemd_units.SYSTEM / systemd_units.NAME
    there, everyones = _ours(path), _ours(system)
    if there:
        _remove(path)
        print(f"{path}: removed. Now: systemctl --user daemon-reload && systemctl --user stop {systemd_units.NAME}")
    if everyones:
        print(f"# as root: systemctl disable --now {systemd_units.NAME} && rm {system} && systemctl daemon-reload")
    if not there and not everyones:
        print("Nothing starts an exhibit here.")
    print(f"What it has kept stays in {json_files.state_folder()} and {json_files.settings_folder()}.")
    return DONE


def _ours(path: Path) -> bool:
    """Returns whether a unit of ours lies there; raises InputError for one that is somebody else's."""
    try:
        text = input_files.text(path, input_files.TABLE)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except input_files.NoFileError as error:
        raise InputError(f"{path}: {error}") from None
    if f"Description={systemd_units.ABOUT}" not in text:
        raise InputError(f"{path}: expected the unit of an exhibit, found another: nothing was removed")
    return True


def _remove(path: Path) -> None:
    """Removes a unit and the link by which it is started; raises MachineError."""
    try:
        for folder in path.parent.glob("*.wants"):
            with suppress(FileNotFoundError):
                (folder / systemd_units.NAME).unlink()
        path.unlink()
    except OSError as error:
        raise MachineError(f"{path}: could not be removed: {error.strerror}") from error
