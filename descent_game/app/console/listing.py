"""`descent list`: what there is to choose from, for people or, as JSON, for programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from descent_game.app import settings
from descent_game.app.console import about
from descent_game.app.film.formats import FORMATS
from descent_game.app.sessions.demo_files import demo_names, read_demo, shipped
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.app.terminal.arguments import OneOf, Parser
from descent_game.app.terminal.errors import DONE
from descent_game.engine.controls import Choice, Control, Range, Toggle
from descent_game.sim.datasets import DATASETS
from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.optimizers.schedules import SCHEDULES
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from descent_game.ui.theme import THEMES

EXAMPLES = """
  descent list
  descent list schedules
  descent list --json
"""
CATALOGUES: Final[Mapping[str, tuple[Mapping[str, Any], Mapping[str, str]]]] = MappingProxyType(
    {
        "landscapes": (LANDSCAPES, about.LANDSCAPES),
        "optimizers": (OPTIMIZERS, about.OPTIMIZERS),
        "schedules": (SCHEDULES, about.SCHEDULES),
        "activations": (ACTIVATIONS, about.ACTIVATIONS),
        "datasets": (DATASETS, about.DATASETS),
    }
)
"""The tables of content, each with what is said of its entries."""
SHORT: Final = ("languages", "themes", "films")
SECTIONS: Final = ("scenes", *CATALOGUES, "demos", *SHORT)
"""What can be listed by itself."""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    told = f"only these: one of {', '.join(SECTIONS)}"
    parser.add_argument("section", metavar="SECTION", nargs="?", type=OneOf(SECTIONS), help=told)
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Prints what there is and returns the exit status."""
    there, section = everything(), arguments.section
    if arguments.json:
        print(json.dumps(there if section is None else {section: there[section]}, indent=2))
    else:
        print("\n".join(lines(there) if section is None else sections(there)[section]))
    return DONE


def everything() -> dict[str, Any]:
    """Returns all there is to choose from, by kind."""
    abouts = {
        kind: {name: told.get(name) or _own_words(name, entry) for name, entry in entries.items()}
        for kind, (entries, told) in CATALOGUES.items()
    }
    return {
        "scenes": {
            name: [described(control, about.control(name, control.name)) for control in make_scene(name).controls]
            for name in scene_names()
        },
        **{kind: list(entries) for kind, (entries, _) in CATALOGUES.items()},
        "demos": list(demo_names()),
        "languages": list(settings.languages()),
        "themes": list(THEMES),
        "films": list(FORMATS),
        "about": {
            "scenes": dict(about.SCENES),
            **abouts,
            "demos": {name: demo_about(name) for name in demo_names()},
            "languages": settings.language_names(settings.languages()),
        },
        "seconds": {name: read_demo(name, shipped).seconds for name in demo_names()},
    }


def _own_words(name: str, entry: object) -> str:
    """Returns what an entry of which nothing is said says of itself."""
    return str(getattr(entry, "source", "") or getattr(entry, "formula", "") or name)


def demo_about(name: str) -> str:
    """Returns the first line of a demo that comes with the program: what it shows."""
    text, _ = shipped(name, "")
    return text.partition("\n")[0].strip("# .")


def described(control: Control, told_of: str) -> dict[str, Any]:
    """Returns a control as plain data."""
    told: dict[str, Any] = {"name": control.name, "kind": type(control).__name__.lower(), "about": told_of}
    if isinstance(control, Choice):
        told |= {"options": list(control.options), "default": control.default}
    elif isinstance(control, Range):
        high = control.high if control.most is None else control.most
        told |= {"low": control.low, "high": high, "default": control.default, "whole": control.whole}
    elif isinstance(control, Toggle):
        told |= {"default": control.default}
    return told | ({"key": control.key} if control.key else {})


def lines(there: dict[str, Any]) -> list[str]:
    """Returns everything as lines to read."""
    found = sections(there)
    long = [line for kind in SECTIONS if kind not in SHORT for line in (*found[kind], "")]
    return [*long, *(line for kind in SHORT for line in found[kind])]


def sections(there: dict[str, Any]) -> dict[str, list[str]]:
    """Returns the lines of each kind."""
    abouts, scenes = there["about"], list[str]()
    for name, controls in there["scenes"].items():
        rows = [f"  {control['name']:<16} {control['about']}: {_values(control)}" for control in controls]
        scenes += [*([""] if scenes else []), f"scene {name}: {abouts['scenes'][name]}", *rows]
    demos = [f"  {name:<16} {there['seconds'][name]:>4g} s  {told}" for name, told in abouts["demos"].items()]
    short = {kind: ", ".join(there[kind]) for kind in SHORT}
    short["languages"] = ", ".join(f"{code} ({name})" for code, name in abouts["languages"].items())
    return {
        "scenes": scenes,
        **{kind: [kind, *(f"  {name:<16} {told}" for name, told in abouts[kind].items())] for kind in CATALOGUES},
        "demos": ["demos", *demos],
        **{kind: [f"{kind:<11} {told}"] for kind, told in short.items()},
    }


def _values(control: dict[str, Any]) -> str:
    if control["kind"] == "choice":
        return f"{', '.join(control['options'])} ({control['default']})"
    if control["kind"] == "range":
        whole, high = "whole, " if control["whole"] else "", control["high"]
        most = str(high) if isinstance(high, int) else f"{high:g}"  # every digit of a whole one
        return f"{whole}{control['low']:g} to {most} ({control['default']:g})"
    if control["kind"] == "toggle":
        return f"on, off ({'on' if control['default'] else 'off'})"
    return "is pressed"
