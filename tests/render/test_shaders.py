"""Every shader compiles, and one that does not says where."""

import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any, TypeAlias

import moderngl
import pytest

from descent_game.engine.mesh import Fixed
from descent_game.render.shaders import ShaderError, load_program, shader_source

Folder: TypeAlias = Callable[[dict[str, str]], None]


STAGES = {file.name for file in files("descent_game.shaders").iterdir() if file.name.endswith((".vert", ".frag"))}
NAMES = sorted({stage.rpartition(".")[0] for stage in STAGES})


@pytest.mark.parametrize("name", NAMES)
def test_every_shader_compiles(ctx: Any, name: str) -> None:
    load_program(ctx, name).release()


def test_every_shader_has_both_stages_and_the_interface_its_own() -> None:
    assert {name + stage for name in NAMES for stage in (".vert", ".frag")} == STAGES
    assert {"background", "box", "curve", "fill", "picture", "text"} <= set(NAMES)


def test_an_include_is_taken_once_and_nests() -> None:
    source = shader_source("curve.vert")
    assert source.files == ("curve.vert", "_canvas.glsl", "_frame.glsl")
    assert source.text.count("uniform Frame") == 1
    assert source.text.startswith("#version 330 core\n")


VERTEX = "void main() {\n    gl_Position = vec4(0.0);\n}\n"


@pytest.mark.parametrize("file", ["wrong.frag", "_deep.glsl", "_deeper.glsl"])
def test_an_error_names_file_and_line(ctx: Any, folder: Folder, file: str) -> None:
    contents = {
        "wrong.vert": VERTEX,
        "wrong.frag": '#include "_deep.glsl"\nout vec4 color;\nvoid main() {\n    color = vec4(deep());\n// last\n}\n',
        "_deep.glsl": '#include "_deeper.glsl"\n\nfloat deep() {\n    return deeper();\n// last\n}\n',
        "_deeper.glsl": '#include "_deep.glsl"\n\n\nfloat deeper() {\n    return 1.0;\n// last\n}\n',
    }
    contents[file] = contents[file].replace("// last", "lost = 1.0;")
    folder(contents)
    line = contents[file].splitlines().index("lost = 1.0;") + 1
    with pytest.raises(ShaderError, match=rf"{re.escape(file)}[:(]{line}\b"):
        load_program(ctx, "wrong")


def test_a_missing_include_is_named(ctx: Any, folder: Folder) -> None:
    folder({"lost.vert": '#include "_nowhere.glsl"\n' + VERTEX, "lost.frag": ""})
    with pytest.raises(ShaderError, match=r"shaders/_nowhere\.glsl is missing"):
        load_program(ctx, "lost")


def rows_asked(program: moderngl.Program) -> dict[str, int]:
    """How many rows a program takes of each of its uniforms."""
    members = {name: program[name] for name in program}
    return {name: member.array_length for name, member in members.items() if isinstance(member, moderngl.Uniform)}


@pytest.mark.parametrize(
    ("name", "fixed"),
    [
        *[("surface", (("LIGHTS", 3), ("MORPHING", a), ("PAINTED", b))) for a in (0, 1) for b in (0, 1)],
        *[("trainer_field", (("ACTIVATION", kind), ("NEURONS", 4))) for kind in (0, 9)],
        ("trainer_line", (("ACTIVATION", 2), ("NEURONS", 4))),
        ("trainer_point", (("ACTIVATION", 2), ("NEURONS", 8))),
        ("trainer_neuron", (("ACTIVATION", 2), ("NEURONS", 8))),
    ],
)
def test_shaders_take_fixed_numbers(ctx: Any, name: str, fixed: Fixed) -> None:
    assert shader_source(f"{name}.frag", fixed).text.startswith(f"#version 330 core\n#define {fixed[0][0]} ")
    program, plain = load_program(ctx, name, fixed), load_program(ctx, name)
    asked, all_asked = rows_asked(program), rows_asked(plain)
    program.release()
    plain.release()
    assert set(asked) <= set(all_asked)
    assert sum(asked.values()) < sum(all_asked.values()), "it asks for less"


def test_an_error_names_its_line_below_fixed_numbers(ctx: Any, folder: Folder) -> None:
    folder({"wrong.vert": VERTEX, "wrong.frag": "void main() {\n    lost = COUNT;\n}\n"})
    with pytest.raises(ShaderError, match=r"wrong\.frag[:(]2\b"):
        load_program(ctx, "wrong", (("COUNT", 3), ("ROOM", 4)))
