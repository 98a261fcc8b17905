"""Mutations by chance: a formula or a shader with one sign, number, order or comparison changed, drawn from a seed."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from mutation import ROOT, Mutation

Spot: TypeAlias = tuple[int, int, str, str]
"""A place for a change: from and to, in characters of the file, what to put there, and of what kind it is."""

LEAST = 0.005
"""Smaller numbers keep divisions from nought or are below what a channel of eight bits can show: left alone."""
SIM = "tests/sim/"
SCENES = "tests/scenes/"
FORMULAS = {
    "network/curves": "test_activations.py",
    "network/activations": "test_activations.py",
    "network/special": "test_activations.py",
    "surfaces/catalogue": "test_surfaces.py",
    "surfaces/surface": "test_surfaces.py",
    "surfaces/minima": "test_surfaces.py",
    "surfaces/minima_index": "test_surfaces.py",
    "optimizers/momentum": "test_optimizers.py",
    "optimizers/adam": "test_optimizers.py",
    "network/network": "test_network.py",
    "network/layers": "test_layers.py",
    "datasets": "test_datasets.py",
    "network/history": "test_history.py",
    "referee": "test_referee.py",
    "swarm": "test_swarm.py",
    "race": "test_race.py",
    "network/kernels": "test_training.py",
    "network/workspace": "test_training.py",
    "network/training": "test_training.py",
}
"""Which tests of `tests/sim` hold which module of the simulation."""
HILL, TRAINER = "test_hill_picture.py", "test_trainer_picture.py"
TRAILS, RUNNERS = "test_trails_picture.py", "test_runners_picture.py"
SHADERS = {
    "surface.frag": (SCENES + HILL,),
    "surface.vert": (SCENES + HILL,),
    "skirt.frag": (SCENES + HILL,),
    "skirt.vert": (SCENES + HILL,),
    "_ground.glsl": (SCENES + HILL,),
    "_trail.glsl": (SCENES + TRAILS,),
    "trail.vert": (SCENES + TRAILS,),
    "trail.frag": (SCENES + TRAILS,),
    "ball.vert": (SCENES + RUNNERS,),
    "ball.frag": (SCENES + RUNNERS,),
    "crowd.vert": (SCENES + RUNNERS,),
    "crowd.frag": (SCENES + RUNNERS,),
    "_color.glsl": ("tests/render/test_color_shader.py",),
    "_network.glsl": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "_activation.glsl": (SCENES + "test_trainer_field.py",),
    "trainer_field.frag": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "trainer_field.vert": (SCENES + TRAINER,),
    "_field.glsl": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "trainer_plain.frag": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "trainer_plain.vert": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "trainer_line.frag": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "trainer_line.vert": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "trainer_dots.frag": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "trainer_dots.vert": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "trainer_point.frag": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "trainer_point.vert": (SCENES + TRAINER, SCENES + "test_trainer_field.py"),
    "trainer_neuron.frag": (SCENES + TRAINER,),
    "trainer_neuron.vert": (SCENES + TRAINER,),
    "_wall.glsl": (SCENES + "test_gallery_picture.py",),
    "stroke.vert": (SCENES + "test_gallery_picture.py",),
    "stroke.frag": (SCENES + "test_gallery_picture.py",),
    "plate.vert": ("tests/render/test_plate_shader.py", SCENES + "test_gallery_picture.py"),
    "plate.frag": ("tests/render/test_plate_shader.py", SCENES + "test_gallery_picture.py"),
    "_canvas.glsl": ("tests/render/test_canvas_pixels.py", "tests/render/test_renderer.py"),
    "box.vert": ("tests/render/test_canvas_pixels.py",),
    "box.frag": ("tests/render/test_canvas_pixels.py",),
    "curve.vert": ("tests/render/test_canvas_pixels.py",),
    "curve.frag": ("tests/render/test_canvas_pixels.py",),
    "text.vert": ("tests/render/test_canvas_pixels.py",),
    "background.frag": ("tests/render/test_renderer.py",),
    "background.vert": ("tests/render/test_renderer.py",),
    "picture.vert": ("tests/render/test_renderer.py",),
    "_frame.glsl": ("tests/render/test_renderer.py",),
}
"""Which tests hold which shader by what it means."""
PICTURES = ("tests/long/test_pictures.py",)
"""What holds every shader besides: the sums of the reference pictures, with the driver they were made with."""

OTHER = {"+": "-", "-": "+", "*": "/", "/": "*", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
CALLS = {"add": "subtract", "subtract": "add", "multiply": "divide", "maximum": "minimum", "minimum": "maximum"}
NODES: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Lt: "<",
    ast.Gt: ">",
    ast.LtE: "<=",
    ast.GtE: ">=",
}
TOKENS = re.compile(
    r"(?<=\s)(?P<sign>[-+*/]|<=|>=|<|>)(?=\s)"
    r"|(?<![\w.])(?P<number>\d+\.\d+(?:e-?\d+)?)"
    r"|(?<=\w)(?P<swizzle>\.(?:xy|zw|x|y))(?!\w)"
    r"|\b(?P<call>max|min)(?=\()"
)
OTHER_WORDS = {".xy": ".yx", ".zw": ".wz", ".x": ".y", ".y": ".x", "max": "min", "min": "max"}
MATRICES = re.compile(r"\b(?:world|view_projection)\s*$")


def _changed(number: str, chance: random.Random) -> str:
    """Returns a number changed by one to ten parts in a hundred."""
    share = chance.choice((-1.0, 1.0)) * chance.uniform(0.01, 0.10)
    text = f"{float(number) * (1.0 + share):.6g}"
    return text if "." in text or "e" in text else f"{text}.0"


def formula_spots(text: str, chance: random.Random) -> Iterator[Spot]:
    """Yields every place of a module where a sign, a comparison, a call of numpy or a number may be changed."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    data = text.encode()

    def at(line: int, column: int) -> int:
        return len(data[: starts[line - 1] + column].decode())

    def begin(node: ast.expr) -> int:
        return at(node.lineno, node.col_offset)

    def end(node: ast.expr) -> int:
        return at(node.end_lineno or node.lineno, node.end_col_offset or 0)

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.BinOp | ast.Compare):
            left, right = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.left, node.comparators[0])
            sign = NODES.get(type(node.op if isinstance(node, ast.BinOp) else node.ops[0]), "")
            found = text.find(sign, end(left), begin(right)) if sign else -1
            if found >= 0:
                yield found, found + len(sign), OTHER[sign], "sign"
        elif isinstance(node, ast.Constant) and isinstance(node.value, float) and abs(node.value) >= LEAST:
            if node.value < 1e9:
                yield begin(node), end(node), _changed(text[begin(node) : end(node)], chance), "number"
        elif isinstance(node, ast.Attribute) and node.attr in CALLS:
            yield end(node) - len(node.attr), end(node), CALLS[node.attr], "call"


def shader_spots(text: str, chance: random.Random) -> Iterator[Spot]:
    """Yields every place of a shader where a sign, a comparison, a number, a swizzle or a bound may be changed."""
    bare = re.sub(r"//[^\n]*|^#[^\n]*", lambda found: " " * len(found[0]), text, flags=re.MULTILINE)
    for found in TOKENS.finditer(bare):
        kind, word = str(found.lastgroup), found[0]
        if kind == "sign" and MATRICES.search(bare[: found.start()]):
            continue  # a matrix cannot be divided by: that would not compile
        if kind == "number":
            if LEAST <= float(word) < 1e5:
                yield found.start(), found.end(), _changed(word, chance), kind
        else:
            yield found.start(), found.end(), (OTHER if kind == "sign" else OTHER_WORDS)[word], kind


def mutations(seed: int, count: int) -> list[Mutation]:
    """Returns so many mutations, half of them in formulas and half in shaders, no place twice."""
    chance = random.Random(seed)
    every: tuple[list[Mutation], list[Mutation]] = ([], [])
    for name, test in FORMULAS.items():
        file = f"descent_game/sim/{name}.py"
        text = (ROOT / file).read_text("utf-8")
        every[0].extend(_mutation(file, text, spot, (SIM + test,)) for spot in formula_spots(text, chance))
    for name, tests in SHADERS.items():
        file = f"shaders/{name}"
        text = (ROOT / file).read_text("utf-8")
        every[1].extend(_mutation(file, text, spot, tests) for spot in shader_spots(text, chance))
    return chance.sample(every[0], count // 2) + chance.sample(every[1], count - count // 2)


def _mutation(file: str, text: str, spot: Spot, tests: tuple[str, ...]) -> Mutation:
    """Returns the change at a place, with as much around it as makes it the only one of its kind."""
    start, stop, new, kind = spot
    before = after = 0
    while text.count(text[start - before : stop + after]) > 1:
        before, after = min(before + 4, start), min(after + 4, len(text) - stop)
    head, tail = text[start - before : start], text[stop : stop + after]
    return Mutation(file, head + text[start:stop] + tail, head + new + tail, kind, tests)


def known(folder: Path = ROOT) -> set[str]:
    """Returns every formula and shader that a mutation may be drawn from, relative to the checkout."""
    return {f"descent_game/sim/{name}.py" for name in FORMULAS} | {f"shaders/{name}" for name in SHADERS}
