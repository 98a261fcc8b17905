"""Words to systemd about how the service is, through the socket that it names: sd_notify in a few lines."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping

VARIABLE = "NOTIFY_SOCKET"


def notifier(environment: Mapping[str, str]) -> Callable[[str], None]:
    """Returns what sends a word such as `READY=1` or `WATCHDOG=1`; it does nothing where systemd does not listen."""
    address = environment.get(VARIABLE, "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return lambda word: None
    if address.startswith("@"):
        address = "\0" + address[1:]

    def send(word: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ours:
            try:
                ours.setblocking(False)
                ours.sendto(word.encode(), address)
            except OSError:
                return  # a manager that does not listen is no reason to stop

    return send
