"""Keeping a session: every action at its fixed step, as a demo script that plays it again exactly as it went.

Besides the actions it keeps what else decides over the outcome: the page that was pointed on, the settings, what an
exhibit's rules set, and how many steps the machine could take; and where pointers rested, which a film shows again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, TextIO

from descent_game.app.show.budget import Budgeted
from descent_game.app.show.stage import Stage
from descent_game.app.storage import kept_states, output_files
from descent_game.engine import kept_text
from descent_game.engine.actions import Action, Budget, Goto, PointerState, Press, Read, RecordedView, Set
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.sources import MOST_KEPT_LETTERS
from descent_game.engine.timeline import LONGEST, Cue, Demo
from descent_game.ui.head_buttons import SETTINGS

MOST_STEPS: Final = round(LONGEST) * STEPS_A_SECOND
MOST_CUES: Final = 200_000
"""An exhibit's memory is flat."""
MOST_LETTERS: Final = MOST_KEPT_LETTERS
"""Nor is a file longer than what is read of one, however much each action takes."""
ROOM_FOR_HEAD: Final = 1000
ROOM: Final = 32
"""Letters of the line that says how long a session is, in its file."""


class SessionRecorder:
    """State: what has been done to a stage since it began; `steps` are how many have run.

    After an hour nothing more is kept: no demo is longer. Nor is it after as many actions as nobody can do.
    """

    def __init__(self, stage: Stage, seed: int = 0) -> None:
        self.cues: list[Cue] = []
        self.steps = 0
        self._letters, self._full = ROOM_FOR_HEAD, False
        self._stage = stage
        self._view: RecordedView | None = None
        self._pointers: PointerState | None = PointerState()
        self._budgets: dict[str, float] = {}
        page, setup = stage.page, stage.setup
        size = page.width, page.height
        self._first = Demo(stage.scene.name, size, 60, seed=seed, language=setup.language, theme=setup.theme)

    def due(self, asked: Iterable[Action]) -> Iterator[Action]:
        """Yields what is asked before the next fixed step, and keeps it."""
        if self.steps < MOST_STEPS and len(self.cues) < MOST_CUES and not self._full:
            self._look()
            for action in asked:
                self.note(action)
                yield action
            self.steps += 1
        else:
            yield from asked

    def note(self, action: Action) -> None:
        """Keeps an action as done before the next step; a page of settings that opens is none of the session."""
        if action == Press(SETTINGS):
            return
        self._add(action)
        if isinstance(action, Goto | Press | Read | Set):
            self._pointers = None  # what they rested on may be gone: they are kept anew

    def _add(self, action: Action) -> None:
        """Keeps an action, unless the session would become longer than what is read of one."""
        cue = Cue(self.steps, action)
        self._letters += sum(len(text.encode("utf-8")) + 1 for text in kept_text.written([cue]))
        self._full = self._full or self._letters > MOST_LETTERS
        if not self._full:
            self.cues.append(cue)

    def _look(self) -> None:
        """Keeps what has changed besides: the page, the settings, the budget, where pointers rest."""
        stage, setup, rules = self._stage, self._stage.setup, self._stage.rules
        view = RecordedView(
            (stage.page.width, stage.page.height),
            setup.language,
            setup.theme,
            setup.text_scale,
            setup.reduced_motion,
            setup.diagonal,
            rules.scenes,
            tuple(sorted(rules.hidden)),
            tuple((scene, name, value) for scene, table in rules.values.items() for name, value in table.items()),
        )
        if view != self._view:
            self._view = view
            self._add(view)
        scene = stage.scene
        if isinstance(scene, Budgeted) and self._budgets.get(scene.name) != scene.budget:
            self._budgets[scene.name] = scene.budget
            self._add(Budget(scene.budget))
        pointers = stage.pointers
        if pointers != self._pointers:
            self._pointers = pointers
            self._add(pointers)

    def text(self) -> str:
        """Returns the session so far as a demo script."""
        return self.head() + "".join("\n" + text for text in kept_text.written(self.cues))

    def head(self) -> str:
        """Returns the head of the script, of as many letters however long the session is."""
        lines = replace(self._first, seconds=max(self.steps, 1) / STEPS_A_SECOND).head().splitlines()
        return "\n".join(line.ljust(ROOM) if line.startswith("seconds") else line for line in lines) + "\n"


def save(recorder: SessionRecorder, now: datetime) -> Path:
    """Writes a session among the user's documents, and returns the file; raises OSError."""
    return kept_states.file_away(output_files.dated("session", now), ".toml", recorder.text())


class Session:
    """A session's file, if one is wanted: it grows as the session goes on, and is whole once a second and at the end.

    `wrong` is what the system said when it could not be written; then nothing more is.
    """

    def __init__(self, path: Path | None, stage: Stage, seed: int) -> None:
        self.wrong = ""
        self._recorder = SessionRecorder(stage, seed)
        self._file: TextIO | None = None
        self._written = self._committed = 0
        if path is not None:
            try:
                self._file = path.open("x", encoding="utf-8")
            except OSError as error:
                self.wrong = str(error)
            self._commit()

    def due(self, asked: Iterable[Action]) -> Iterable[Action]:
        """Returns what is asked before the next fixed step, and keeps it."""
        return asked if self._file is None else self._recorder.due(asked)

    def note(self, action: Action) -> None:
        """Keeps an action that was done apart from the others, as done before the next step."""
        if self._file is not None:
            self._recorder.note(action)

    def tick(self) -> None:
        """Writes what is new, once a second."""
        if self._recorder.steps - self._committed >= STEPS_A_SECOND:
            self._commit()

    def close(self) -> None:
        """Writes the rest and closes the file."""
        self._commit()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _commit(self) -> None:
        if self._file is None:
            return
        recorder = self._recorder
        try:
            self._file.seek(0)
            self._file.write(recorder.head())
            self._file.seek(0, 2)
            self._file.writelines("\n" + text for text in kept_text.written(recorder.cues[self._written :]))
            self._file.flush()
        except OSError as error:
            with suppress(OSError):  # it tries to write the rest once more
                self._file.close()
            self.wrong, self._file = str(error), None
        self._written, self._committed = len(recorder.cues), recorder.steps
