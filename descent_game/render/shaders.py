"""Shaders from their files: `name.vert` and `name.frag`, with includes, and errors that name file and line.

A file may say `#include "_x.glsl"`, an included file too; each is taken once. The version line is added here, and the
numbers that a material has fixed, as macros; a shader has others of its own for where none are given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

import moderngl

from descent_game.engine.mesh import Fixed

VERSION_LINE = "#version 330 core"
INCLUDE = re.compile(r'^\s*#include\s+"([^"]+)"\s*$')
PLACE = re.compile(r"\b\d+([:(])(\d+)")
APART = 10_000
"""Lines of the second file count from here on, of the third from twice that: Mesa drops source numbers, not lines."""


class ShaderError(RuntimeError):
    """A shader is missing or does not compile; the message says in which file and line."""


@dataclass(frozen=True)
class Source:
    """The text of one shader stage as the driver gets it, and the files it was put together from."""

    text: str
    files: tuple[str, ...]

    def explained(self, message: str) -> str:
        """Returns a driver's message with its places replaced by files and their lines."""

        def place(match: re.Match[str]) -> str:
            number, line = divmod(int(match[2]), APART)
            return f"{self.files[number]}{match[1]}{line}" if number < len(self.files) else match[0]

        return PLACE.sub(place, message)


def _read(file: str) -> str:
    try:
        return (files("descent_game.shaders") / file).read_text("utf-8")
    except FileNotFoundError:
        raise ShaderError(f"shaders/{file} is missing") from None


def _expanded(file: str, seen: list[str]) -> list[str]:
    """Returns the lines of a file with its includes in place; `seen` collects the files."""
    number = len(seen)
    seen.append(file)
    lines = [f"#line {number * APART + 1}"]
    for at, line in enumerate(_read(file).splitlines(), 1):
        include = INCLUDE.match(line)
        if include is None:
            lines.append(line)
            continue
        if include[1] not in seen:
            lines += _expanded(include[1], seen)
        lines.append(f"#line {number * APART + at + 1}")
    return lines


def shader_source(file: str, fixed: Fixed = ()) -> Source:
    """Returns one stage, includes resolved and numbers fixed; raises ShaderError for a missing file."""
    seen: list[str] = []
    lines = _expanded(file, seen)
    macros = [f"#define {name} {number}" for name, number in fixed]
    return Source("\n".join([VERSION_LINE, *macros, *lines, ""]), tuple(seen))


def load_program(context: moderngl.Context, name: str, fixed: Fixed = ()) -> moderngl.Program:
    """Returns the linked program of `name.vert` and `name.frag`; raises ShaderError with file and line."""
    vertex, fragment = shader_source(f"{name}.vert", fixed), shader_source(f"{name}.frag", fixed)
    try:
        return context.program(vertex_shader=vertex.text, fragment_shader=fragment.text)
    except moderngl.Error as error:
        message = str(error)
        source = vertex if "vertex_shader" in message else fragment
        raise ShaderError(f"shader {name}: {source.explained(message)}") from None
