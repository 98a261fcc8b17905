"""The keys, as data: what each is called, what it does, and where the help overlay finds its words.

A key is called by the letter on it where that is a Latin one, else by its place on the keyboard: so every shortcut is
found on Russian, Greek, Arabic or Hebrew keyboards, and AZERTY's `q` stays where AZERTY has it.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from descent_game.app.show.requests import Binding, Does, Request
from descent_game.app.show.rules import Rules
from descent_game.engine.actions import Goto, Pause, Press, Set, Step, Turn, Zoom
from descent_game.engine.controls import Choice, Controls, Toggle, Trigger
from descent_game.engine.events import Key

REPEATING = (".", "left", "right", "up", "down", "+", "-")
"""The keys that go on doing what they do while they are held."""


GENERAL: tuple[Binding, ...] = (
    Binding(("space", "pause"), Pause(), "app.key.pause"),
    Binding((".",), Step(), "app.key.step"),
    Binding(("h", "f1"), Request.HELP, "app.key.help"),
    Binding(("b",), Press("read"), "app.key.read"),
    Binding(("f2",), Request.SETTINGS, "app.key.settings"),
    Binding(("f3",), Request.STATISTICS, "app.key.statistics"),
    Binding(("control+c",), Request.SHARE, "app.key.share"),
    Binding(("f9",), Request.FILM, "app.key.film"),
    Binding(("f11", "alt+return"), Request.FULLSCREEN, "app.key.fullscreen"),
    Binding(("f12",), Request.SCREENSHOT, "app.key.screenshot", ("shift+f12",)),
    Binding(("shift+f12",), Request.POSTER),
    Binding(("escape",), Request.ESCAPE, "app.key.escape"),
)
"""The keys that mean the same in every scene."""
KEEPING: tuple[Binding, ...] = (
    Binding(("control+s",), Request.KEEP, "app.key.keep"),
    Binding(("control+o",), Request.OPEN, "app.key.open"),
)
"""The keys of scenes whose state can be kept."""
TURN = math.radians(5.0)
NEARER = 0.92
VIEW: tuple[Binding, ...] = (
    Binding(("left",), Turn(-TURN, 0.0), "app.key.turn", ("right", "up", "down")),
    Binding(("right",), Turn(TURN, 0.0)),
    Binding(("up",), Turn(0.0, TURN)),
    Binding(("down",), Turn(0.0, -TURN)),
    Binding(("shift+left",), Turn(-TURN / 5.0, 0.0)),
    Binding(("shift+right",), Turn(TURN / 5.0, 0.0)),
    Binding(("shift+up",), Turn(0.0, TURN / 5.0)),
    Binding(("shift+down",), Turn(0.0, -TURN / 5.0)),
    Binding(("+",), Zoom(NEARER), "app.key.zoom", ("-",)),
    Binding(("-",), Zoom(1.0 / NEARER)),
)
"""The keys that move the view where a scene has no better use for them; with Shift finely."""
AGAIN = "r"
"""Where nothing has the focus, Enter does what this key does: it drops, draws or starts again."""
SPELLINGS = MappingProxyType({"=": "+", "[+]": "+", "[-]": "-", "enter": "return", "break": "pause"})
"""Keys by other names, and the key with the plus where it takes Shift."""
KEPT_IN = (Request.HELP, Request.SETTINGS, Request.SHARE)
"""What may be asked of the program where nobody shall leave it."""


def spelled(event: Key) -> str:
    """Returns a key with what is held beside it, as the table writes it: `alt+return`."""
    held = ("control+" if event.control else "") + ("alt+" if event.alt else "")
    return held + plain(event)


def plain(event: Key) -> str:
    """Returns a key alone, as the table writes it."""
    return SPELLINGS.get(event.name, event.name)


def scene_bindings(scenes: tuple[str, ...]) -> Iterator[Binding]:
    """Yields the keys 1, 2, 3 … of the scenes, in their order."""
    for number, name in enumerate(scenes[:9], 1):
        yield Binding((str(number),), Goto(name), f"{name}.tab")


def neighbour_bindings(scenes: tuple[str, ...], scene: str) -> Iterator[Binding]:
    """Yields the keys of the scenes before and after the one that is shown, round the end."""
    here = scenes.index(scene) if scene in scenes else 0
    for key, step in (("page up", -1), ("page down", 1)):
        if len(scenes) > 1:
            yield Binding((f"control+{key}",), Goto(scenes[(here + step) % len(scenes)]))


def control_bindings(scene: str, controls: Controls) -> Iterator[Binding]:
    """Yields the keys that a scene's own controls name: a trigger is pressed, a toggle turned, a choice moved on."""
    for control in controls:
        text = f"{scene}.control.{control.name}"
        if not control.key:
            continue
        if isinstance(control, Trigger):
            keys = (control.key, "return") if control.key == AGAIN else (control.key,)
            yield Binding(keys, Press(control.name), text)
        elif isinstance(control, Toggle):
            yield Binding((control.key,), Set(control.name, not controls.on(control.name)), text)
        elif isinstance(control, Choice):
            here = control.options.index(controls.word(control.name))
            yield Binding((control.key,), Set(control.name, control.options[(here + 1) % len(control.options)]), text)


def bindings(
    scenes: tuple[str, ...], scene: str, controls: Controls, rules: Rules | None = None, *, keeps: bool = False
) -> tuple[Binding, ...]:
    """Returns every key that does something now; a general key goes before a control's of the same name.

    `keeps` says whether the scene's state can be kept.
    """
    scene_keys = (*scene_bindings(scenes), *neighbour_bindings(scenes, scene))
    table = (*GENERAL, *(KEEPING if keeps else ()), *scene_keys, *control_bindings(scene, controls), *VIEW)
    return table if rules is None else tuple(binding for binding in table if allowed(binding.does, scene, rules))


def allowed(does: Does, scene: str, rules: Rules) -> bool:
    """Returns whether the rules leave this to a key."""
    match does:
        case Request.SETTINGS if f"{scene}.settings" in rules.hidden:
            return False
        case Request():
            return not rules.kept_in or does in KEPT_IN
        case Set(name, _) | Press(name):
            return f"{scene}.{name}" not in rules.hidden
        case Pause() | Step():
            return f"{scene}.{type(does).__name__.lower()}" not in rules.hidden
    return True


def meant(event: Key, table: tuple[Binding, ...]) -> Does | None:
    """Returns what a key does by the table, or None."""
    name = spelled(event)
    names = (f"shift+{name}", name) if event.shift else (name,)  # a key with shift, else what it does without
    return next((binding.does for spelling in names for binding in table if spelling in binding.keys), None)


LETTERS: Final = range(4, 30)
"""SDL's scancodes of the keys that are a to z on a keyboard of the United States."""
DIGITS: Final = range(30, 40)
"""SDL's scancodes of the upper row of digits, 1 to 9 and then 0."""
SIGNS: Final = MappingProxyType({45: "-", 46: "=", 47: "[", 48: "]", 49: "\\", 51: ";", 52: "'", 53: "`", 54: ",",
                                 55: ".", 56: "/"})  # fmt: skip
"""The signs beside the letters, by SDL's scancodes."""


class KeyNames:
    """State: whether a Latin letter has been pressed since the layout last changed."""

    def __init__(self) -> None:
        self._latin = False

    def layout_changed(self) -> None:
        """Forgets what is known of the layout."""
        self._latin = False

    def named(self, name: str, code: int, scancode: int) -> str:
        """Returns what a key is called that SDL calls `name`, which may be empty.

        `code` is the letter's or sign's number in Unicode, or above all of them; `scancode` tells where the key lies,
        0 for nowhere. A sign in a letter's place, such as the Greek `;` on Q, is the letter, unless Latin letters have
        been pressed: then it is what it is, as on Dvorak's keyboard.
        """
        char = chr(code) if 0x20 < code < 0x110000 else ""
        if scancode in LETTERS and char.isascii() and char.isalpha():
            self._latin = True
        elif scancode in LETTERS and (_foreign(char) or _accented(char) or (_sign(char) and not self._latin)):
            return chr(ord("a") + scancode - LETTERS.start)
        elif scancode in DIGITS and char and not (char.isascii() and char.isalnum()):
            return str((scancode - DIGITS.start + 1) % 10)
        elif scancode in SIGNS and _foreign(char):
            return SIGNS[scancode]
        return name or char


def _foreign(char: str) -> bool:
    """Returns whether it belongs to a script that is not Latin."""
    return not char.isascii() and unicodedata.category(char)[0] in "LMN" and not _accented(char)


def _accented(char: str) -> bool:
    """Returns whether it is a Latin letter that not every Latin alphabet has."""
    return not char.isascii() and unicodedata.name(char, "").startswith("LATIN ")


def _sign(char: str) -> bool:
    """Returns whether it is a sign that has a name of its own."""
    return char != "" and char.isascii() and not char.isalnum()
