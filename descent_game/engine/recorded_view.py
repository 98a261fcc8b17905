"""Page and pointers of a kept session as tables of a script: `seat = { size = [1280, 720], language = "en" }`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from descent_game.engine.actions import PointerState, RecordedView
from descent_game.engine.toml_values import flag, numbers, shown, within, word
from descent_game.engine.toml_values import written as to_toml

KEYS = tuple(field.name for field in fields(RecordedView))
HANDS = tuple(field.name for field in fields(PointerState))
SCALES = (0.1, 10.0)
"""How much smaller and larger texts may be, beyond what anybody chooses."""
LARGEST = 100_000.0
"""Millimetres of the largest screen's diagonal."""
FARTHEST = 100.0
"""Screens from the middle, where no pointer is."""


def read(value: object) -> RecordedView:
    """Returns the page that a TOML table describes, or raises ValueError."""
    table = _table(value, KEYS, "{ size = [1280, 720] }")
    width, height = numbers(table.get("size"), 2, 2, "size: two numbers, width and height in pixels")
    if min(width, height) < 1.0 or max(width, height) > 16384.0:
        raise ValueError(f"size: expected from 1 to 16384 pixels, found {shown(table['size'])}")
    (text_scale,) = numbers(table.get("text_scale", 1.0), 1, 1, "text_scale: a number")
    (diagonal,) = numbers(table.get("diagonal", 0.0), 1, 1, "diagonal: millimetres")
    for key, found, low, high in (("text_scale", text_scale, *SCALES), ("diagonal", diagonal, 0.0, LARGEST)):
        if not low <= found <= high:
            raise ValueError(f"{key}: expected a number from {low:g} to {high:g}, found {table[key]!r}")
    return RecordedView(
        (int(width), int(height)),
        word(table.get("language", "en"), "language: a name in quotes"),
        word(table.get("theme", "dark"), "theme: a name in quotes"),
        text_scale,
        flag(table.get("reduced_motion", False), "reduced_motion"),
        diagonal,
        _words(table, "scenes"),
        _words(table, "hidden"),
        tuple(_values(table.get("values", []))),
    )


def hands(value: object) -> PointerState:
    """Returns the pointers that a TOML table describes, or raises ValueError."""
    table = _table(value, HANDS, '{ hovered = "speed" }')
    place = within(table["place"], FARTHEST, "place: x and y on the screen") if "place" in table else ()
    (scroll,) = numbers(table.get("scroll", 0.0), 1, 1, "scroll: a part of the whole")
    if abs(scroll) > FARTHEST:
        raise ValueError(f"scroll: expected a part of the whole, found {scroll!r}")

    def named(key: str) -> str:
        return word(table.get(key, ""), f"{key}: a name in quotes")

    return PointerState(
        named("hovered"),
        _words(table, "held"),
        named("focused"),
        place,
        named("leaf_hovered"),
        _words(table, "leaf_held"),
        named("leaf_focused"),
        scroll,
        flag(table.get("dragged", False), "dragged"),
        flag(table.get("card", False), "card"),
    )


def _table(value: object, keys: Sequence[str], like: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"expected a table like {like}, found {shown(value)}")
    for key in value:
        if key not in keys:
            raise ValueError(f"expected some of {', '.join(keys)}, found {key}")
    return value


def _words(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise ValueError(f"{key}: expected a list of names, found {shown(value)}")
    return tuple(word(item, f"{key}: names in quotes") for item in value)


def _values(rows: object) -> Iterator[tuple[str, str, str | float | bool]]:
    meaning = "values: expected a list of [scene, control, value]"
    if not isinstance(rows, list):
        raise ValueError(f"{meaning}, found {shown(rows)}")
    for row in rows:
        match row:
            case [str() as scene, str() as control, str() | int() | float() as value]:
                yield scene, control, value
            case _:
                raise ValueError(f"{meaning}, found {shown(row)}")


def written(told: RecordedView | PointerState) -> str:
    """Returns a page or pointers as an inline TOML table; what is as always is left out."""
    usual = RecordedView(told.size) if isinstance(told, RecordedView) else PointerState()
    keys = KEYS if isinstance(told, RecordedView) else HANDS
    pairs = [(key, getattr(told, key)) for key in keys if key == "size" or getattr(told, key) != getattr(usual, key)]
    return f"{{ {', '.join(f'{key} = {_value(value)}' for key, value in pairs)} }}" if pairs else "{}"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return to_toml(value)
