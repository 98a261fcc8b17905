"""systemd units that keep the exhibit up: one for a desktop's own session, one that brings a compositor of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from descent_game.app.terminal.errors import InputError

NAME = "descent.service"
SYSTEM = Path("/etc/systemd/system")
ABOUT = "The Descent, an exhibit"
"""What a unit of ours is called, so that it is known from another of that name."""


def user_folder() -> Path:
    """Returns where the units of this user lie, whether or not it exists yet."""
    return Path(platformdirs.user_config_dir()) / "systemd" / "user"


def escaped(words: Sequence[str]) -> str:
    """Returns a command as systemd reads it: each word in quotes where it needs them, no specifiers, no variables.

    Raises InputError for a word that no line of a unit can hold.
    """
    return " ".join(_word(word) for word in words)


def _word(word: str) -> str:
    """Returns a word as it stands in a unit; raises InputError for a sign that would end the line, or is no text."""
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
