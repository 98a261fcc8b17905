"""The log files: in the platform's own folder for logs, each at most a megabyte, three old ones kept."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

MOST_BYTES = 1_000_000
KEPT = 3


def path(name: str = "descent") -> Path:
    """Returns where the log of that name lies, whether or not it exists yet."""
    return Path(platformdirs.user_log_dir("descent", appauthor=False)) / f"{name}.log"


def logger(name: str = "descent") -> logging.Logger:
    """Returns the program's logger, writing to the log file; where that cannot be written, it keeps silent.

    A process has a file of its own: two that turn the same one over would lose lines.
    """
    log = logging.getLogger(name)
    if not any(isinstance(handler, RotatingFileHandler | logging.NullHandler) for handler in log.handlers):
        log.setLevel(logging.INFO)
        log.propagate = False
        log.addHandler(_handler(path(name)))
    return log


class _File(RotatingFileHandler):
    """A log file; one that cannot be written any more, as on a full disk, is silent about it."""

    failed = False
    led: int | None = None
    """A file descriptor that leads into this file too, if one does."""

    def doRollover(self) -> None:  # noqa: N802 - logging calls it so
        """Begins a new file, and leads there what led into the old one."""
        super().doRollover()
        self.lead(self.led)

    def lead(self, descriptor: int | None) -> None:
        """Leads a file descriptor into this file, or leaves it where it is from now on."""
        self.led = descriptor
        if descriptor is not None and self.stream is not None:
            os.dup2(self.stream.fileno(), descriptor)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging calls it so
        """Takes note that a line was lost."""
        self.failed = True


def _handler(file: Path) -> logging.Handler:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = _File(file, maxBytes=MOST_BYTES, backupCount=KEPT, encoding="utf-8", delay=False)
    except OSError:
        return logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    return handler


def lead_here(descriptor: int | None) -> None:
    """Leads what is written to a file descriptor into the log file, or nowhere if there is none; None ends that."""
    files = [handler for handler in logger().handlers if isinstance(handler, _File)]
    for file in files:
        file.lead(descriptor)
    if not files and descriptor is not None:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), descriptor)


def fault(error: BaseException) -> str:
    """Logs `error` with its traceback and returns where to read it, as the end of a sentence; empty where it cannot."""
    log = logger()
    log.error("fault", exc_info=error)
    written = any(isinstance(handler, _File) and not handler.failed for handler in log.handlers)
    return f" (logged in {path()})" if written else ""
