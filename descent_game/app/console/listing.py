"""`descent list`: what there is to choose from, for people or, as JSON, for programs."""

from __future__ import annotations

import argparse
import json
from typing import Any

from descent_game.app import settings
from descent_game.app.console import about
from descent_game.app.film.formats import FORMATS
from descent_game.app.sessions.demo_files import demo_names, read_demo, shipped
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.app.terminal.arguments import Parser, one_of
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
SECTIONS = (
    "scenes",
    "landscapes",
    "optimizers",
    "schedules",
    "activations",
    "datasets",
    "demos",
    "languages",
    "themes",
    "films",
)
"""What can be listed by itself."""


def configure(parser: Parser) -> None:
    """Adds this command's arguments to `parser`."""
    told = f"only these: one of {', '.join(SECTIONS)}"
    parser.add_argument("section", metavar="SECTION", nargs="?", type=one_of(SECTIONS), help=told)
    parser.add_argument("--json", action="store_true", help="as one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Prints what there is and returns the exit status."""
    there = everything()
    told = lines(there)
    if arguments.section is not None:
        there, told = {arguments.section: there[arguments.section]}, section(told, arguments.section)
    print(json.dumps(there, indent=2) if arguments.json else "\n".join(told))
    return DONE


def section(told: list[str], name: str) -> list[str]:
    """Returns those of all lines that tell of one kind."""
    if name == SECTIONS[0]:
        return told[: told.index(SECTIONS[1]) - 1]
    if name in told:
        begin = told.index(name)
        return told[begin : told.index("", begin)]
    return [line for line in told if line.startswith(f"{name} ")]


def everything() -> dict[str, Any]:
    """Returns all there is to choose from, by kind."""
    return {
        "scenes": {
            name: [described(control, about.control(name, control.name)) for control in make_scene(name).controls]
            for name in scene_names()
        },
        "landscapes": list(LANDSCAPES),
        "optimizers": list(OPTIMIZERS),
        "schedules": list(SCHEDULES),
        "activations": list(ACTIVATIONS),
        "datasets": list(DATASETS),
        "demos": list(demo_names()),
        "languages": list(settings.languages()),
        "themes": list(THEMES),
        "films": list(FORMATS),
        "about": {
            "scenes": dict(about.SCENES),
            "landscapes": {name: about.LANDSCAPES.get(name, hill.source) for name, hill in LANDSCAPES.items()},
            "optimizers": {name: about.OPTIMIZERS.get(name, each.formula) for name, each in OPTIMIZERS.items()},
            "schedules": {name: about.SCHEDULES.get(name, name) for name in SCHEDULES},
            "activations": {name: about.ACTIVATIONS.get(name, name) for name in ACTIVATIONS},
            "datasets": {name: about.DATASETS.get(name, name) for name in DATASETS},
            "demos": {name: demo_about(name) for name in demo_names()},
            "languages": settings.language_names(settings.languages()),
        },
        "seconds": {name: read_demo(name, shipped).seconds for name in demo_names()},
    }


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
    told, abouts = [], there["about"]
    for name, controls in there["scenes"].items():
        told.append(f"scene {name}: {abouts['scenes'][name]}")
        told += [f"  {control['name']:<16} {control['about']}: {_values(control)}" for control in controls]
        told.append("")
    for kind in ("landscapes", "optimizers", "schedules", "activations", "datasets"):
        told += [kind, *(f"  {name:<16} {about_it}" for name, about_it in abouts[kind].items()), ""]
    lengths = there["seconds"]
    told += [
        "demos",
        *(f"  {name:<16} {lengths[name]:>4g} s  {about_it}" for name, about_it in abouts["demos"].items()),
    ]
    languages = (f"{code} ({name})" for code, name in abouts["languages"].items())
    return [*told, "", f"languages   {', '.join(languages)}"] + [
        f"{kind:<11} {', '.join(there[kind])}" for kind in ("themes", "films")
    ]


def _plain(number: float) -> str:
    """Returns a number without an exponent where it is whole, so that every digit is there."""
    return str(number) if isinstance(number, int) else f"{number:g}"


def _values(control: dict[str, Any]) -> str:
    if control["kind"] == "choice":
        return f"{', '.join(control['options'])} ({control['default']})"
    if control["kind"] == "range":
        whole = "whole, " if control["whole"] else ""
        return f"{whole}{control['low']:g} to {_plain(control['high'])} ({control['default']:g})"
    if control["kind"] == "toggle":
        return f"on, off ({'on' if control['default'] else 'off'})"
    return "is pressed"
