"""What can be typed, as data: every command, and part of one, with its options and what each takes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass

from descent_game.app import commands
from descent_game.app.sessions.demo_files import demo_names
from descent_game.app.show.stage import make_scene, scene_names
from descent_game.app.terminal.arguments import OneOf, Parser

NAMED = ("SCENE", "SCENE|DEMO")
"""What a scene is called where one is asked for."""


@dataclass(frozen=True)
class Option:
    """An option by all its names, what it is for, and what it takes: nothing, one of `values`, a file, or else."""

    names: tuple[str, ...]
    help: str
    takes: str = ""
    values: tuple[str, ...] = ()
    file: bool = False


@dataclass(frozen=True)
class CommandUsage:
    """A command, or a part of one, by its words: its options, and the words that may follow; perhaps files too."""

    words: tuple[str, ...]
    help: str
    usage: str
    examples: str
    options: tuple[Option, ...]
    follow: tuple[Option, ...]
    parts: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that may follow."""
        return (*self.parts, *(value for one in self.follow for value in one.values))

    @property
    def files(self) -> bool:
        """Whether a file may follow."""
        return any(one.file for one in self.follow)


def pages() -> Iterator[CommandUsage]:
    """Yields every command, each followed by its parts."""
    for name, command in commands.COMMANDS.items():
        yield from _pages((name,), command.help, commands.loaded(name)[1])


def _pages(words: tuple[str, ...], about: str, parser: Parser) -> Iterator[CommandUsage]:
    parts: dict[str, Parser] = {}
    abouts: dict[str, str] = {}
    options: list[Option] = []
    follow: list[Option] = []
    for action in parser._actions:  # argparse has no other way to tell them
        if isinstance(action, argparse._SubParsersAction):
            parts |= action.choices
            abouts |= {choice.dest: choice.help or "" for choice in action._choices_actions}
        elif action.help != argparse.SUPPRESS:
            (options if action.option_strings else follow).append(_option(action))
    examples = (parser.epilog or "").partition("examples:\n")[2]
    usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
    yield CommandUsage(words, about, usage, examples, tuple(options), tuple(follow), tuple(parts))
    for name, part in parts.items():
        yield from _pages((*words, name), abouts.get(name, part.description or ""), part)


def _option(action: argparse.Action) -> Option:
    metavar = str(action.metavar or action.dest.upper())
    takes = "" if action.nargs == 0 else metavar
    told = (action.help or "").replace("%(default)s", str(action.default)).replace("%%", "%")
    return Option(
        tuple(action.option_strings), told, takes, _values(action, metavar), metavar in ("FILE", "SCENE|DEMO")
    )


def _values(action: argparse.Action, metavar: str) -> tuple[str, ...]:
    if isinstance(action.type, OneOf):
        return action.type.names
    if action.choices is not None:
        return tuple(map(str, action.choices))
    if action.dest == "values":
        names = {control.name for scene in scene_names() for control in make_scene(scene).controls}
        return tuple(f"{name}=" for name in sorted(names))
    if metavar in NAMED:
        return (*scene_names(), *(demo_names() if metavar != "SCENE" or not action.option_strings else ()))
    return ()
