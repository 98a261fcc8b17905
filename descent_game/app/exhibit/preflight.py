"""What an exhibit does not start with by hand: whoever starts it is there, and can mend it now."""

from __future__ import annotations

from pathlib import Path

from descent_game.app.exhibit import exhibit_file, pin
from descent_game.app.exhibit.settings import PIN
from descent_game.app.storage.mistakes import MISSING
from descent_game.app.terminal.errors import InputError


def check(file: str, command: str, *, default_pin: bool) -> None:
    """Raises InputError for an exhibit file that does not exist, and for the PIN of the handbook unless it is wanted.

    Without a file, `command` is named instead. Other mistakes are passed over: an exhibit that can start does, and a
    file that cannot be read has no PIN that opens anything.
    """
    try:
        exhibit, mistakes = exhibit_file.read(Path(file), demos=False) if file else (exhibit_file.shipped(), [])
    except Exception:  # of any kind, a fault of ours: the exhibit starts without its file, and tells it
        return
    if MISSING in mistakes:
        raise InputError(MISSING.told(file))
    if not default_pin and all(mistake.key for mistake in mistakes) and pin.opens(exhibit.pin, PIN):
        hint = "`descent exhibit pin` sets another, --default-pin keeps it"
        raise InputError(f"{file or command}: operator.pin: it is {pin.DEFAULT}: {hint}")
