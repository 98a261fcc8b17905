"""Demo scripts in TOML: one format for films, lessons, the attract loop, kept sessions and tests.

```toml
scene = "race"
size = "1920x1080"
fps = 60
seconds = 30
seed = 0
language = "en"
theme = "dark"
widgets = false     # the controls are not to be seen
values = ["learning_rate"]

[[cue]]
at = 2.5
set = { landscape = "saddle", learning_rate = 0.05 }

[[cue]]
at = 4
over = 6            # the move takes six seconds
easing = "hand"
orbit = [40, -5]    # degrees to the right and up

[[cue]]
at = 12
over = 5            # how long it is to be read
caption = "Adam turns aside."

[[cue]]
at = 20
include = "saddle.toml"
```

A cue may ask for several things; they happen in the order they are written. `hold = 2` lets the simulation stand still
for two seconds while the camera and the captions go on. `include` puts the cues of another file in from there on, after
going to its scene and showing or hiding controls and values as it does; of that file's own head nothing else counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple, NoReturn, TypeVar

from descent_game.engine import cue_text, kept_text, script, toml_repair
from descent_game.engine.actions import Action, Goto, Point, Say, Values, Widgets
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.cue_text import FURTHER, Timing, number
from descent_game.engine.sheets import Place, ScriptMistake, ScriptText, where
from descent_game.engine.sources import Find, ScriptSource, TooMuchError
from descent_game.engine.timeline import LONGEST, RATES, Cue, Demo, DemoError, size
from descent_game.engine.toml_values import flag, shown

KEYS = ("scene", "size", "fps", "seconds", "seed", "language", "theme", "widgets", "values", "cue")
DEEPEST = 8
"""How many files may include one another."""
MOST_HINTS = 100
"""Mistakes after which nothing more is looked for that may have been meant: it takes long."""

Value = TypeVar("Value")
PlacedCue = tuple[Cue, Place]


class Script(NamedTuple):
    """A script as far as it can be read, and what is wrong with it; `places` are where its cues are written.

    The demo's scene is empty where none is named.
    """

    demo: Demo
    head: ScriptText
    places: tuple[Place, ...]
    mistakes: tuple[ScriptMistake, ...]


def _no_files(name: str, within: str) -> tuple[str, str]:
    raise ValueError(f"expected a script on its own, found {name!r} in {within}")


def parse(text: str, file: str = "demo", find: Find = _no_files) -> Demo:
    """Returns the demo written in `text`; `find` opens the files that it includes.

    Raises DemoError with `file`, the line, the key, what was expected and what was found.
    """
    read_script = read(text, file, find)
    if read_script.mistakes:
        line, message = min((mistake.outermost() for mistake in read_script.mistakes), key=lambda told: told[0])
        raise DemoError(f"{where(file, line)}: {message}")
    return read_script.demo


def read(text: str, file: str = "demo", find: Find = _no_files) -> Script:
    """Returns the script written in `text`, with every mistake that it has; `find` opens the files it includes."""
    reader, sheet = _Reader(ScriptSource(find)), ScriptText(file, text)
    try:
        demo, places = reader.read(sheet, (file,))
    except _StopError:
        demo, places = Demo(""), ()
    return Script(demo, sheet, places, tuple(reader.mistakes))


class _StopError(Exception):
    """There is far too much: nothing more of the script is read."""


class _Reader:
    """State: the mistakes of a script so far, and how much of it has been read."""

    def __init__(self, source: ScriptSource) -> None:
        self.mistakes: list[ScriptMistake] = []
        self._source = source

    def read(self, sheet: ScriptText, files: tuple[str, ...]) -> tuple[Demo, tuple[Place, ...]]:
        """Returns what one file of a script says, as far as it can be read, and where its cues are written."""
        try:
            self._source.add(sheet.text)
        except TooMuchError as error:
            self._stop(Place(sheet), error)
        table, torn = toml_repair.table(sheet.text)
        for line, message in torn.items():
            self._wrong(Place(sheet, at=line), message)
        sheet.torn = frozenset(torn)
        if table is None:
            return Demo(""), ()
        self._known(table, KEYS, Place(sheet))

        def told(key: str, default: Value, understood: Callable[[object], Value]) -> Value:
            try:
                return understood(table.get(key, default))
            except ValueError as error:
                self._wrong(Place(sheet, 0, key), str(error))
                return default

        demo = Demo(
            scene=told("scene", "", _scene),
            size=size(told("size", "1920x1080", _size)),
            fps=told("fps", 60, lambda value: _whole("fps", value, *RATES)),
            seconds=told("seconds", 20.0, lambda value: number("seconds", value, 1 / STEPS_A_SECOND, LONGEST)),
            seed=told("seed", 0, lambda value: _whole("seed", value, 0, 2**63 - 1)),
            language=told("language", "", lambda value: _word("language", value)),
            theme=told("theme", "", lambda value: _word("theme", value)),
            widgets=told("widgets", True, lambda value: flag(value, "widgets")),
            values=told("values", (), _values),
        )
        cues = list(self._cues(table.get("cue", []), demo.seconds, sheet, files))
        return replace(demo, cues=tuple(cue for cue, _ in cues)), tuple(place for _, place in cues)

    def _wrong(self, place: Place, message: object) -> None:
        """Takes note of a mistake; one in a line that could not be read at all is told already."""
        if not place.torn:
            self.mistakes.append(ScriptMistake(place, f"cue {place.cue}: {message}" if place.cue else str(message)))

    def _stop(self, place: Place, error: TooMuchError) -> NoReturn:
        self._wrong(place, error)
        raise _StopError from None

    def _known(self, table: dict[str, object], keys: tuple[str, ...], place: Place) -> None:
        for key in table:
            if key not in keys:
                hint = len(self.mistakes) < MOST_HINTS
                self._wrong(place._replace(key=key), cue_text.unknown(key, keys, hint))

    def _cues(self, rows: object, seconds: float, sheet: ScriptText, files: tuple[str, ...]) -> Iterator[PlacedCue]:
        if not isinstance(rows, list):
            self._wrong(Place(sheet, 0, "cue"), f"cue: expected tables headed [[cue]], found {shown(rows)}")
            return
        for count, row in enumerate(rows, 1):
            place = Place(sheet, count)
            if isinstance(row, dict):
                yield from self._cue(row, seconds, place, files)
            else:
                self._wrong(place, f"expected a table headed [[cue]], found {shown(row)}")

    def _cue(self, row: dict[str, object], seconds: float, place: Place, files: tuple[str, ...]) -> Iterator[PlacedCue]:
        self._known(row, cue_text.WORDS, place)
        mistimed: dict[str, str] = {}
        when = cue_text.timing(row, seconds, mistimed)
        for key, message in mistimed.items():
            self._wrong(place._replace(key=key), message)
        if all(key in cue_text.TIMING for key in row):
            self._wrong(place, f"expected something to do, one of {', '.join((*FURTHER, *script.VERBS))}, found none")
        for verb in row:
            here = place._replace(key=verb)
            if verb == "include":
                yield from self._included(row[verb], when, here, files)
            elif verb == "kept":
                yield from self._kept(row[verb], when, here)
            elif verb in cue_text.WORDS and verb not in cue_text.TIMING:
                for _, value in cue_text.several(verb, row[verb]):
                    cues = self._asked(verb, value, when, here, lenient=bool(mistimed))
                    yield from ((cue, here) for cue in cues)

    def _asked(self, verb: str, value: object, when: Timing, place: Place, *, lenient: bool) -> Iterator[Cue]:
        """Yields the cues of a verb; where it is not known when they happen, what is wrong with the time is told."""
        try:
            yield from map(self._source.counted, cue_text.asked(verb, value, when))
        except TooMuchError as error:
            self._stop(place, error)
        except ValueError as error:
            yield from self._besides(verb, value, when, place, error, lenient=lenient)

    def _besides(
        self, verb: str, value: object, when: Timing, place: Place, error: ValueError, *, lenient: bool
    ) -> Iterator[Cue]:
        """Takes note of a mistake, and yields what can be read besides it: what else is wrong there is told too."""
        late, before = str(error).startswith("over:"), len(self.mistakes)
        for part in () if late else cue_text.parts(verb, value):
            yield from self._asked(verb, part, when, place, lenient=lenient)
        told = len(self.mistakes) > before
        if not told and not (lenient and str(error).startswith(("over:", "hold:"))):
            self._wrong(place._replace(key="over") if late else place, error)
        if late:
            yield from self._asked(verb, value, replace(when, over=0 if when.over else 1), place, lenient=True)

    def _kept(self, value: object, when: Timing, place: Place) -> Iterator[PlacedCue]:
        try:
            for cue in kept_text.read(value, when.step, when.end):
                yield self._source.counted(cue), place
        except TooMuchError as error:
            self._stop(place, error)
        except ValueError as error:
            self._wrong(place, error)

    def _included(self, value: object, when: Timing, place: Place, files: tuple[str, ...]) -> Iterator[PlacedCue]:
        try:
            text, file = self._found(value, when, files)
        except ValueError as error:
            self._wrong(place._replace(key="over") if str(error).startswith("over:") else place, error)
            return
        demo, places = self.read(inner := ScriptText(str(value), text, place), (*files, file))
        scene = Place(inner, 0, "scene")
        yield Cue(when.step, Goto(demo.scene)), scene
        yield Cue(when.step, Widgets(demo.widgets)), scene
        if demo.values:
            yield Cue(when.step, Values(demo.values)), scene._replace(key="values")
        for cue, inside in zip(demo.cues, places, strict=True):
            step = cue.step + when.step
            late, end = step / STEPS_A_SECOND, when.end / STEPS_A_SECOND
            if step > when.end:
                expected = f"expected to end before the film, at {end:g}, found a cue at {late:g}"
                self._wrong(place, f"include: {value}: {expected}")
                return
            if cue.over > when.end:
                self._wrong(place, f"include: {value}: expected no move longer than the film, found one")
                return
            yield replace(cue, step=step, action=_within(cue.action, when.end)), inside

    def _found(self, value: object, when: Timing, files: tuple[str, ...]) -> tuple[str, str]:
        """Returns the text and the full name of a file that is included, or raises ValueError."""
        if not isinstance(value, str) or not value:
            raise ValueError(f"include: expected the name of a file, found {shown(value)}")
        if when.over:
            raise ValueError("over: expected nothing with include")
        try:
            text, file = self._source.find(value, files[-1])
        except ValueError as error:
            raise ValueError(f"include: {value}: {error}") from None
        if file in files:
            expected = "expected a file that does not include itself"
            raise ValueError(f"include: {value}: {expected}, found {shown(value)}")
        if len(files) >= DEEPEST:
            expected = f"expected at most {DEEPEST} files within one another"
            raise ValueError(f"include: {value}: {expected}, found {shown(value)}")
        return text, file


def _scene(value: object) -> str:
    if not isinstance(value, str) or not value:
        found = "nothing" if value == "" else shown(value)
        raise ValueError(f"scene: expected the name of a scene, found {found}")
    return value


def _size(value: object) -> str:
    size(value)
    return str(value)


def _values(value: object) -> tuple[str, ...]:
    try:
        return script.values(list(value) if isinstance(value, tuple) else value)
    except ValueError as error:
        raise ValueError(f"values: {error}") from None


def _word(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{key}: expected a name in quotes, found {shown(value)}")
    return value


def _whole(key: str, value: object, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"{key}: expected a whole number from {low} to {high}, found {shown(value)}")
    return value


def _within(action: Action, end: int) -> Action:
    """Returns what is shown for no longer than a whole film."""
    return replace(action, steps=min(action.steps, end)) if isinstance(action, Say | Point) else action
