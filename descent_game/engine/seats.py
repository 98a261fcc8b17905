"""The seat of a kept session as a table of a script: `seat = { size = [1280, 720], language = "en" }`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

from descent_game.engine.actions import Seat
from descent_game.engine.toml_values import numbers, word
from descent_game.engine.toml_values import written as to_toml

KEYS = tuple(field.name for field in fields(Seat))


def read(value: object) -> Seat:
    """Returns the seat that a TOML table describes, or raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError(f"expected a table like {{ size = [1280, 720] }}, found {value!r}")
    for key in value:
        if key not in KEYS:
            raise ValueError(f"expected some of {', '.join(KEYS)}, found {key}")
    width, height = numbers(value.get("size"), 2, 2, "size: two numbers, width and height in pixels")
    if min(width, height) < 1.0 or max(width, height) > 16384.0:
        raise ValueError(f"size: expected from 1 to 16384 pixels, found {value['size']!r}")
    (text_scale,) = numbers(value.get("text_scale", 1.0), 1, 1, "text_scale: a number")
    (diagonal,) = numbers(value.get("diagonal", 0.0), 1, 1, "diagonal: millimetres")
    return Seat(
        (int(width), int(height)),
        word(value.get("language", "en"), "language: a name in quotes"),
        word(value.get("theme", "dark"), "theme: a name in quotes"),
        text_scale,
        _flag(value.get("reduced_motion", False)),
        diagonal,
        _words(value, "scenes"),
        _words(value, "hidden"),
        tuple(_values(value.get("values", []))),
    )


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"reduced_motion: expected true or false, found {value!r}")
    return value


def _words(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise ValueError(f"{key}: expected a list of names, found {value!r}")
    return tuple(word(item, f"{key}: names in quotes") for item in value)


def _values(rows: object) -> Iterator[tuple[str, str, str | float | bool]]:
    meaning = "values: expected a list of [scene, control, value]"
    if not isinstance(rows, list):
        raise ValueError(f"{meaning}, found {rows!r}")
    for row in rows:
        match row:
            case [str() as scene, str() as control, str() | int() | float() as value]:
                yield scene, control, value
            case _:
                raise ValueError(f"{meaning}, found {row!r}")


def written(seat: Seat) -> str:
    """Returns a seat as the inside of an inline TOML table; what is as always is left out."""
    usual = Seat(seat.size)
    pairs = [(key, getattr(seat, key)) for key in KEYS if key == "size" or getattr(seat, key) != getattr(usual, key)]
    return ", ".join(f"{key} = {_value(value)}" for key, value in pairs)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return to_toml(value)
