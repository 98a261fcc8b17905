"""Every shader compiles, and one that does not says where."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from descent_game.render.shaders import ShaderError, load_program, shader_names, shader_source

Folder: TypeAlias = Callable[[dict[str, str]], None]


@pytest.mark.parametrize("name", shader_names())
def test_every_shader_compiles(ctx: Any, name: str) -> None:
    load_program(ctx, name).release()


def test_the_interface_has_its_shaders() -> None:
    assert {"background", "box", "curve", "fill", "picture", "text"} <= set(shader_names())


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
