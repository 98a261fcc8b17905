"""How the program is set up for whoever looks at it: language, theme, text size; and the page that follows from it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from descent_game.app import log
from descent_game.app.terminal.arguments import did_you_mean
from descent_game.app.terminal.errors import InputError
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.theme import THEMES

SCENES = "descent_game.scenes"
FIRST_LANGUAGE = "en"
LEAST_MILLIMETRES = 15.0
"""What a finger needs of a screen."""


@dataclass(frozen=True)
class Settings:
    """What a visitor or an operator chooses; `text_scale` enlarges all text, `volume` goes from 0 to 1.

    `diagonal` is that of the screen in millimetres, 0 where it is not known: with it, no control is less than 15 mm.
    """

    language: str = FIRST_LANGUAGE
    theme: str = "dark"
    text_scale: float = 1.0
    reduced_motion: bool = False
    diagonal: float = 0.0
    sound: bool = False
    volume: float = 0.5


def least_target(settings: Settings, width: int, height: int) -> float:
    """Returns the least height of a control, in pixels, on a screen of that many; 0 where its size is not known."""
    if settings.diagonal <= 0.0:
        return 0.0
    return math.ceil(LEAST_MILLIMETRES * math.hypot(width, height) / settings.diagonal)


def texts_folder() -> Path:
    """Returns the folder with the texts; it lies among the scenes, which need not be loaded for that."""
    found = find_spec(SCENES)
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(f"{SCENES}: no such folder")
    return Path(found.submodule_search_locations[0]) / "text"


def languages() -> tuple[str, ...]:
    """Returns the languages that there are texts in, the first one first; that one alone where there are none."""
    try:
        found = sorted(file.name[:-5] for file in texts_folder().iterdir() if file.name.endswith(".toml"))
    except OSError:
        found = []
    return tuple(sorted(found, key=lambda name: (name != FIRST_LANGUAGE, name))) or (FIRST_LANGUAGE,)


def first_language() -> str:
    """Returns the language to begin with where none is asked for: the first one, or another where that is gone."""
    return languages()[0]


def language_names(codes: Iterable[str]) -> dict[str, str]:
    """Returns the name that each of these languages gives itself."""
    return {code: messages(code)("language.name") for code in codes}


def read_messages(language: str, first: Messages | None = None) -> Messages:
    """Returns the texts in a language's own file, for what it lacks those of `first`; raises OSError or ValueError."""
    return Messages.parse((texts_folder() / f"{language}.toml").read_text("utf-8"), first)


@lru_cache(maxsize=32)
def messages(language: str) -> Messages:
    """Returns the texts of a language, read once; what it lacks is told in the first language.

    A file that is gone or broken lacks everything: that is told to the log, and the show goes on; where that is the
    first language, in another.
    """
    first = None if language == FIRST_LANGUAGE else messages(FIRST_LANGUAGE)
    try:
        return read_messages(language, first)
    except (OSError, ValueError) as error:
        log.logger().error("texts in %s: %s", language, error)
        return Messages({"language.name": language}, first or _instead())


def _instead() -> Messages | None:
    """Returns the texts of the first language that can be read where the first of all cannot; None without any."""
    for language in languages():
        with suppress(OSError, ValueError):
            return read_messages(language)
    return None


def speechless() -> bool:
    """Returns whether there are no texts at all, in no language: each is told as its key then."""
    return _instead() is None


def checked(settings: Settings) -> Settings:
    """Returns the settings, or raises InputError for a language or a theme that there is not."""
    for key, found, names in (("--lang", settings.language, languages()), ("--theme", settings.theme, tuple(THEMES))):
        if found not in names:
            raise InputError(f"{key}: expected one of {', '.join(names)}, found {found!r}{did_you_mean(found, names)}")
    return settings


def page(settings: Settings, width: int, height: int) -> Page:
    """Returns the page of a window of this size."""
    return Page(
        width,
        height,
        THEMES[settings.theme],
        messages(settings.language),
        text_scale=settings.text_scale,
        least_target=least_target(settings, width, height),
        reduced_motion=settings.reduced_motion,
    )
