"""What a visitor has chosen in the settings, kept from one start to the next; an exhibit forgets it instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from descent_game.app import log, settings
from descent_game.app.settings import Settings
from descent_game.app.storage import json_files
from descent_game.engine.toml_values import as_float
from descent_game.ui.theme import THEMES

FILE: Final = "settings.json"
RANGES: Final = MappingProxyType({"text_scale": (0.8, 1.6), "volume": (0.0, 1.0)})
KEPT: Final = ("language", "theme", "text_scale", "reduced_motion", "sound", "volume")


def path() -> Path:
    """Returns where the settings are kept."""
    return json_files.settings_folder() / FILE


def wrong(key: str, value: object) -> str:
    """Returns what was expected of a kept value, or nothing if it is well."""
    choices = {"language": settings.languages(), "theme": tuple(THEMES)}
    if key in choices:
        return "" if value in choices[key] else f"one of {', '.join(choices[key])}"
    if key in RANGES:
        low, high = RANGES[key]
        return "" if low <= as_float(value) <= high else f"a number from {low:g} to {high:g}"
    if key in KEPT:
        return "" if isinstance(value, bool) else "true or false"
    return f"one of {', '.join(KEPT)}"


def kept() -> dict[str, object]:
    """Returns what was chosen before, by its key; what cannot be taken is left out, and told to the log."""
    found: dict[str, object] = {}
    for key, value in json_files.kept(path()).items():
        expected = wrong(key, value)
        if expected:
            log.logger().warning("%s: %s: expected %s, found %r", path(), key, expected, value)
        else:
            found[key] = value
    return found


def begins(chosen: Mapping[str, object], language: str = "", theme: str = "") -> Settings:
    """Returns the settings that a window begins with: what was chosen before, unless something else is asked for."""
    start = Settings(settings.first_language())
    first: Settings = replace(start, **chosen)  # type: ignore[arg-type]  # each value was looked at by `kept`
    return replace(first, language=language or first.language, theme=theme or first.theme)


def keep(before: Settings, now: Settings, chosen: Mapping[str, object]) -> dict[str, object]:
    """Returns what is kept after someone has changed the settings, and writes it; nothing else is written down."""
    new = {key: getattr(now, key) for key in KEPT if getattr(now, key) != getattr(before, key)}
    both = {**chosen, **new}
    if new:
        json_files.keep(path(), both, sure=False)
    return both
