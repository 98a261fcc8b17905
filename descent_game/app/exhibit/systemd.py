"""systemd: words to it about how the exhibit is, and the units that have it start one, put there and taken away."""

from __future__ import annotations

import getpass
import os
import socket
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import platformdirs

from descent_game.app.storage import input_files, json_files, output_files
from descent_game.app.terminal.errors import InputError, MachineError

NOTIFY_SOCKET = "NOTIFY_SOCKET"
"""The variable that names the socket on which systemd listens, where it has started the process."""
NAME = "descent.service"
SYSTEM = Path("/etc/systemd/system")
ABOUT = "The Descent, an exhibit"
"""What a unit of ours is called, so that it is known from another of that name."""


def notifier(environment: Mapping[str, str]) -> Callable[[str], None]:
    """Returns what sends a word such as `READY=1` (sd_notify); it does nothing where systemd does not listen."""
    address = environment.get(NOTIFY_SOCKET, "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return lambda word: None

    def send(word: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ours, suppress(OSError):
            ours.setblocking(False)
            ours.sendto(word.encode(), f"\0{address[1:]}" if address.startswith("@") else address)

    return send


def escaped(words: Sequence[str]) -> str:
    """Returns a command as systemd reads it: each word in quotes where it needs them, no specifiers, no variables.

    Raises InputError for a word that no line of a unit can hold.
    """
    return " ".join(_word(word) for word in words)


def _word(word: str) -> str:
    if any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in word):
        raise InputError(f"{word!r}: expected a name without line breaks and other control signs, in UTF-8")
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{word}"' if not word or any(c in " \t'\"\\;" for c in word) else word


def session_unit(command: Sequence[str]) -> str:
    """Returns a user unit that starts with the graphical session."""
    return f"""# ~/.config/systemd/user/{NAME}
[Unit]
Description={ABOUT}
PartOf=graphical-session.target
After=graphical-session.target
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=main
ExecStart={escaped(command)}
Restart=on-failure
RestartSec=5
WatchdogSec=60
TimeoutStartSec=180
TimeoutStopSec=20
SuccessExitStatus=130

[Install]
WantedBy=graphical-session.target
"""


def cage_unit(command: Sequence[str], user: str) -> str:
    """Returns a system unit for a machine without a desktop: cage, a compositor for one program, on a terminal."""
    return f"""# /etc/systemd/system/{NAME}
[Unit]
Description={ABOUT}, on a screen of its own
After=systemd-user-sessions.service plymouth-quit-wait.service getty@tty1.service
Conflicts=getty@tty1.service
StartLimitIntervalSec=0

[Service]
User={escaped([user])}
PAMName=login
TTYPath=/dev/tty1
TTYReset=yes
TTYVHangup=yes
StandardInput=tty-fail
StandardOutput=journal
UtmpIdentifier=tty1
UtmpMode=user
Type=notify
NotifyAccess=all
ExecStart=/usr/bin/cage -d -s -- {escaped(command)}
Restart=always
RestartSec=5
WatchdogSec=60
TimeoutStartSec=180
TimeoutStopSec=20

[Install]
WantedBy=graphical.target
"""


def install(command: Sequence[str], *, cage: bool, only_print: bool) -> None:
    """Writes the unit that starts an exhibit by these words; that for cage, or with `only_print`, is printed."""
    if cage or only_print:
        print(cage_unit(command, _user()) if cage else session_unit(command), end="")
        if not only_print:
            print(f"\n# as root: put this into /etc/systemd/system/{NAME}, then")
            print(f"# systemctl set-default graphical.target && systemctl enable --now {NAME}")
        return
    path = _users_unit()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with output_files.replacing(path) as unit:
            unit.write(session_unit(command).encode("utf-8"))
    except OSError as error:
        raise MachineError(f"{path}: could not be written ({error.strerror}); try --print") from error
    print(f"{path}: written. Now: systemctl --user daemon-reload && systemctl --user enable --now {NAME}")


def uninstall() -> None:
    """Removes the user's unit, and says which lines end what it has started and remove the system's."""
    path, system = _users_unit(), SYSTEM / NAME
    there, everyones = _is_ours(path), _is_ours(system)
    if there:
        try:
            for folder in path.parent.glob("*.wants"):
                (folder / NAME).unlink(missing_ok=True)  # the link by which it is started
            path.unlink()
        except OSError as error:
            raise MachineError(f"{path}: could not be removed: {error.strerror}") from error
        print(f"{path}: removed. Now: systemctl --user daemon-reload && systemctl --user stop {NAME}")
    if everyones:
        print(f"# as root: systemctl disable --now {NAME} && rm {system} && systemctl daemon-reload")
    if not there and not everyones:
        print("Nothing starts an exhibit here.")
    print(f"What it has kept stays in {json_files.state_folder()} and {json_files.settings_folder()}.")


def _users_unit() -> Path:
    return Path(platformdirs.user_config_dir()) / "systemd" / "user" / NAME


def _user() -> str:
    """Returns the name of who runs this, or the number where there is no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def _is_ours(path: Path) -> bool:
    """Returns whether a unit of ours lies there; raises InputError for one that is somebody else's."""
    try:
        text = input_files.text(path)
    except FileNotFoundError:
        return False
    except input_files.NoFileError as error:
        raise InputError(f"{path}: {error}") from None
    if f"Description={ABOUT}" not in text:
        raise InputError(f"{path}: expected the unit of an exhibit, found another: nothing was removed")
    return True
