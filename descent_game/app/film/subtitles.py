"""Captions as a file beside a film: SubRip, which players and editors read."""

from __future__ import annotations

from descent_game.app import settings
from descent_game.app.show.guidance import told_in
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.timeline import Demo
from descent_game.ui.lines import marked


def subrip(demo: Demo, begin: float, end: float) -> str:
    """Returns the captions of a demo from one second to another, in its language, timed from there on."""
    messages = settings.messages(demo.language or settings.FIRST_LANGUAGE)
    blocks: list[str] = []
    for first, last, say in demo.captions():
        start, stop = max(first / STEPS_A_SECOND, begin), min(last / STEPS_A_SECOND, end)
        if start < stop:
            text = "".join(span.text for span in marked(told_in(say, demo.language, messages)))
            times = f"{_time(start - begin)} --> {_time(stop - begin)}"
            blocks.append(f"{len(blocks) + 1}\n{times}\n{text}\n")
    return "\n".join(blocks)


def _time(seconds: float) -> str:
    milliseconds = round(seconds * 1000.0)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"
