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
going to its scene and showing or hiding the controls as it does; of that file's own head nothing else counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from descent_game.engine import script, toml_values
from descent_game.engine.actions import Action, Goto, Pan, Pause, Point, Say, Set, Turn, Widgets, Zoom
from descent_game.engine.clock import STEPS_A_SECOND
from descent_game.engine.easing import EASINGS
from descent_game.engine.sources import Find, Source
from descent_game.engine.timeline import LONGEST, RATES, Cue, Demo, DemoError, size
from descent_game.engine.toml_values import as_float, flag, shown

KEYS = ("scene", "size", "fps", "seconds", "seed", "language", "theme", "widgets", "cue")
TIMING = ("at", "over", "easing")
FURTHER = ("hold", "include")
DEEPEST = 8
"""How many files may include one another."""


def _no_files(name: str, within: str) -> tuple[str, str]:
    raise ValueError(f"expected a script on its own, found {name!r} in {within}")


def parse(text: str, file: str = "demo", find: Find = _no_files) -> Demo:
    """Returns the demo written in `text`; `find` opens the files that it includes.

    Raises DemoError with `file`, the key, what was expected and what was found.
    """
    try:
        return _parse(text, (file,), Source(find))
    except ValueError as error:
        raise DemoError(f"{file}: {error}") from None


def _parse(text: str, files: tuple[str, ...], source: Source) -> Demo:
    source.add(text)
    table = toml_values.table(text)
    _known(table, KEYS)
    return Demo(
        scene=_scene(table.get("scene")),
        size=size(table.get("size", "1920x1080")),
        fps=_whole("fps", table.get("fps", 60), *RATES),
        seconds=(seconds := _number("seconds", table.get("seconds", 20.0), 1 / STEPS_A_SECOND, LONGEST)),
        seed=_whole("seed", table.get("seed", 0), 0, 2**63 - 1),
        language=_word("language", table.get("language", "")),
        theme=_word("theme", table.get("theme", "")),
        widgets=flag(table.get("widgets", True), "widgets"),
        cues=tuple(_cues(table.get("cue", []), seconds, files, source)),
    )


def _known(table: Mapping[str, object], keys: tuple[str, ...]) -> None:
    for key in table:
        if key not in keys:
            close = get_close_matches(key, keys, 1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            raise ValueError(f"{key}: no such key{hint}; there are {', '.join(keys)}")


def _scene(value: object) -> str:
    if not isinstance(value, str) or not value:
        found = "nothing" if value is None else repr(value)
        raise ValueError(f"scene: expected the name of a scene, found {found}")
    return value


def _word(key: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{key}: expected a name in quotes, found {shown(value)}")
    return value


def _number(key: str, value: object, low: float, high: float, beyond: float = 0.0) -> float:
    number = as_float(value)
    if not low <= number <= high + beyond:
        raise ValueError(f"{key}: expected a number from {low:g} to {high:g}, found {shown(value)}")
    return number


def _whole(key: str, value: object, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"{key}: expected a whole number from {low} to {high}, found {shown(value)}")
    return value


def _steps(key: str, value: object, longest: float = LONGEST) -> int:
    rounded = 0.25 / STEPS_A_SECOND  # a time is written with six digits: the last step's may lie just beyond the end
    return round(_number(key, value, 0.0, longest, rounded) * STEPS_A_SECOND)


def _cues(rows: object, seconds: float, files: tuple[str, ...], source: Source) -> Iterator[Cue]:
    if not isinstance(rows, list):
        raise ValueError(f"cue: expected tables headed [[cue]], found {shown(rows)}")
    for number, row in enumerate(rows, 1):
        try:
            yield from _cue(row, seconds, files, source)
        except ValueError as error:
            raise ValueError(f"cue {number}: {error}") from None


@dataclass(frozen=True)
class _Timing:
    """When a cue happens, and for how long, in fixed steps; `end` is that of the film."""

    step: int
    over: int
    easing: str
    end: int


def _cue(row: object, seconds: float, files: tuple[str, ...], source: Source) -> Iterator[Cue]:
    if not isinstance(row, dict):
        raise ValueError(f"expected a table headed [[cue]], found {shown(row)}")
    _known(row, (*TIMING, *FURTHER, *script.VERBS))
    if "at" not in row:
        raise ValueError("at: expected a time in seconds, found nothing")
    easing = row.get("easing", "smooth")
    if not isinstance(easing, str) or easing not in EASINGS:
        raise ValueError(f"easing: expected one of {', '.join(EASINGS)}, found {shown(easing)}")
    end = round(seconds * STEPS_A_SECOND)
    timing = _Timing(_steps("at", row["at"], seconds), _steps("over", row.get("over", 0.0), seconds), easing, end)
    verbs = [key for key in row if key not in TIMING]
    if not verbs:
        raise ValueError(f"expected something to do, one of {', '.join((*FURTHER, *script.VERBS))}, found none")
    for verb in verbs:
        if verb == "include":
            yield from _included(row[verb], timing, files, source)
        else:
            cues = _held(row[verb], timing) if verb == "hold" else _asked(verb, row[verb], timing)
            yield from map(source.counted, cues)


def _asked(verb: str, value: object, timing: _Timing) -> Iterator[Cue]:
    """Yields the cues of one verb, each with its share of the cue's duration."""
    for action in script.read(verb, value):
        spread = isinstance(action, Set) and isinstance(action.value, tuple)
        if spread and not timing.over:
            raise ValueError("over: expected with a setting that goes from one number to another, found nothing")
        if not timing.over:
            yield Cue(timing.step, action)
        elif isinstance(action, Say | Point):
            yield Cue(timing.step, replace(action, steps=timing.over))
        elif spread or _moves(action):
            yield Cue(timing.step, action, timing.over, timing.easing)
        else:
            expected = "only with orbit, zoom, pan, caption, point or a setting from one number to another"
            raise ValueError(f"over: expected {expected}, found with {verb}")


def _moves(action: Action) -> bool:
    return isinstance(action, Zoom | Pan) or (isinstance(action, Turn) and not action.fling)


def _held(value: object, timing: _Timing) -> Iterator[Cue]:
    steps = _steps("hold", value)
    if timing.over or not 0 < steps <= timing.end - timing.step:
        raise ValueError(f"hold: expected seconds that end before the film and no over, found {shown(value)}")
    yield Cue(timing.step, Pause())
    yield Cue(timing.step + steps, Pause())


def _included(value: object, timing: _Timing, files: tuple[str, ...], source: Source) -> Iterator[Cue]:
    if not isinstance(value, str) or not value:
        raise ValueError(f"include: expected the name of a file, found {shown(value)}")
    if timing.over:
        raise ValueError("over: expected nothing with include")
    try:
        text, file = source.find(value, files[-1])
        if file in files:
            raise ValueError(f"expected a file that does not include itself, found {shown(value)}")
        if len(files) >= DEEPEST:
            raise ValueError(f"expected at most {DEEPEST} files within one another, found {shown(value)}")
        demo = _parse(text, (*files, file), source)
    except ValueError as error:
        raise ValueError(f"include: {value}: {error}") from None
    yield Cue(timing.step, Goto(demo.scene))
    yield Cue(timing.step, Widgets(demo.widgets))
    for cue in demo.cues:
        step = cue.step + timing.step
        if step > timing.end:
            late, end = step / STEPS_A_SECOND, timing.end / STEPS_A_SECOND
            raise ValueError(f"include: {value}: expected to end before the film, at {end:g}, found a cue at {late:g}")
        if cue.over > timing.end:
            raise ValueError(f"include: {value}: expected no move longer than the film, found one")
        yield replace(cue, step=step, action=_within(cue.action, timing.end))


def _within(action: Action, end: int) -> Action:
    """Returns what is shown for no longer than a whole film."""
    return replace(action, steps=min(action.steps, end)) if isinstance(action, Say | Point) else action
