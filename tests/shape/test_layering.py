"""The layers hold: every import of every file is read, and each arrow must be one that the table below allows."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLAIN = frozenset(
    {
        "__future__",
        "abc",
        "bisect",
        "collections",
        "colorsys",
        "copy",
        "dataclasses",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "heapq",
        "itertools",
        "json",
        "math",
        "numbers",
        "operator",
        "re",
        "statistics",
        "string",
        "struct",
        "textwrap",
        "tomllib",
        "types",
        "typing",
        "unicodedata",
        "warnings",
        "weakref",
    }
)
"""What any layer may take from the standard library: nothing here reads a clock, a file, a device or chance."""

LAYERS: dict[str, frozenset[str]] = {
    "sim": frozenset({"numpy", "descent_game.sim"}),
    "engine": frozenset({"numpy", "descent_game.engine"}),
    "ui": frozenset({"numpy", "descent_game.engine", "descent_game.ui"}),
    "render": frozenset({"numpy", "moderngl", "descent_game.engine", "descent_game.ui.canvas", "descent_game.render"}),
    "scenes": frozenset({"numpy", "threading", "descent_game.sim", "descent_game.engine", "descent_game.ui"}),
    "shaders": frozenset(),
}
"""What each layer below `app` may import, besides the plain part of the standard library."""

FONTS = frozenset({"pygame.font", "font_source_serif_pro", "font_source_sans_pro"})

EXCEPTIONS: dict[str, frozenset[str]] = {
    "descent_game/engine/linalg.py": frozenset({"pyrr"}),
    # how long a number Python reads at all
    "descent_game/engine/toml_values.py": frozenset({"sys"}),
    # which system this is decides how a context is made
    "descent_game/render/context.py": frozenset({"sys"}),
    "descent_game/render/shaders.py": frozenset({"importlib.resources"}),
    # what was measured is what is drawn: both take their fonts and formulas from the same two files
    "descent_game/render/glyphs.py": frozenset(
        {"io", "pygame.font", "pygame.image", "descent_game.ui.text", "descent_game.ui.formula"}
    ),
    "descent_game/ui/text.py": FONTS | {"importlib.util", "os", "pathlib"},
    "descent_game/ui/formula.py": frozenset({"ziamath"}),
}
"""What one file may import that its neighbours may not."""

APP_ONLY_THERE: dict[str, frozenset[str]] = {
    # the window, what hands do to it, the loudspeaker that stands beside it; the doctor, who asks what there is
    "pygame": frozenset(
        f"descent_game/app/{name}.py"
        for name in ("input/window", "input/display", "input/sdl_events", "show/speaker", "show/probe")
    ),
    "av": frozenset(
        {
            "descent_game/app/film/remux.py",
            "descent_game/app/film/palette.py",
            "descent_game/app/show/probe.py",
            "descent_game/app/film/encoder.py",
        }
    ),
}
"""In `app`, the outside world that only these files may touch."""

OUTSIDE = frozenset({"open", "print", "input", "eval", "exec", "compile", "__import__", "breakpoint"})
"""Builtin functions that reach out of the program, or around this test; none is called below `app`."""

HEAVY = frozenset({"av", "segno", "ziamath"})
"""What may be imported inside a function, so that start-up does not pay for it."""

NAMED_SCENE = re.compile(r"(descent_game\.)?scenes\.(?!text\b|demos\b)[a-z_.]+")
"""A string that names a scene's module."""

CATALOGUE = "descent_game/app/show/stage.py"
"""The one file that asks the scenes' catalogue; no file at all asks for a scene by name."""


ROOMS = (
    ("terminal", "log", "settings"),
    ("storage",),
    ("show",),
    ("input",),
    ("sessions",),
    ("film",),
    ("exhibit",),
    ("opening", "live", "play", "commands", "cli"),
    ("bench",),
    ("console",),
)
"""The rooms of `app`, and the files beside them, from the ground up: each may import its own row and those before."""


@dataclass(frozen=True)
class Arrow:
    """One name that a file imports: absolute, with its line, and how it was written."""

    target: str
    line: int
    relative: bool
    inside_function: bool


def package_of(file: str) -> list[str]:
    """The package a file lies in, as parts: `scenes/race.py` is in `descent_game.scenes`."""
    parts = list(Path(file).parent.parts)
    return parts if parts[0] == "descent_game" else ["descent_game", *parts]


def arrows(file: str, source: str) -> Iterator[Arrow]:
    """Yields every import in the source of a file, relative ones resolved against where it lies."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {id(node) for function in functions for node in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Arrow(name.name, node.lineno, False, id(node) in inside)
        elif isinstance(node, ast.ImportFrom):
            package = package_of(file)
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            for name in node.names:
                yield Arrow(f"{stem}.{name.name}", node.lineno, bool(node.level), id(node) in inside)


def begins(target: str, allowed: frozenset[str]) -> bool:
    """Whether a dotted name is one of the allowed ones or lies under one."""
    return any(target == name or target.startswith(name + ".") for name in allowed)


def layer_of(file: str) -> str:
    """The layer a file belongs to; `descent_game/__main__.py` and its siblings stand at the top, with `app`."""
    parts = Path(file).parts
    name = parts[0] if parts[0] != "descent_game" else parts[1]
    return "app" if name.endswith(".py") else name


def refusal(file: str, arrow: Arrow) -> str | None:
    """Why this arrow must not be, or None."""
    layer, target = layer_of(file), arrow.target
    if arrow.inside_function and not begins(target, HEAVY):
        return f"imports {target} inside a function"
    if target.endswith(".*"):
        return f"imports everything from {target[:-2]}"
    if begins(target, frozenset({"descent_game.scenes", "scenes"})):
        if layer == "scenes" and arrow.relative:
            return refusal_among_scenes(file, target)
        if file == CATALOGUE and target in ("descent_game.scenes.SCENES", "descent_game.scenes.STORY"):
            return None
        return f"imports {target}; only {CATALOGUE} asks for SCENES and STORY, and nobody for a scene by name"
    if layer == "app":
        return refusal_in_app(file, target)
    if begins(target, PLAIN | LAYERS[layer] | EXCEPTIONS.get(file, frozenset())):
        return None
    return f"imports {target}, which {layer} may not"


def refusal_among_scenes(file: str, target: str) -> str | None:
    """Why this must not be imported, or None: no scene imports another's folder, and what they share imports none."""
    own = package_of(file)[2:]
    there = target.split(".")[2:]
    folders = {path.name for path in (ROOT / "scenes").iterdir() if (path / "scene.py").is_file()}
    if not there or there[0] not in folders or file == "scenes/__init__.py":
        return None
    if not own:
        return f"imports {target}, a scene's, though scenes share it"
    if there[0] != own[0]:
        return f"imports {target}, another scene's"
    return None


def room_of(name: str) -> int:
    """The row that a room of `app` stands in, or a file beside the rooms; the package itself is below all."""
    return next((row for row, rooms in enumerate(ROOMS) if name in rooms), -1)


def refusal_in_app(file: str, target: str) -> str | None:
    """Why `app` must not import this, or None: it may import nearly everything, and of its own rooms the lower ones."""
    parts, there = Path(file).with_suffix("").parts, target.split(".")
    if parts[:2] == ("descent_game", "app") and target.startswith("descent_game.app."):
        here, room = room_of(parts[2]), room_of(there[2])
        if room > here:
            return f"imports {target}: {parts[2]} may not, for {there[2]} stands above it"
    if begins(target, frozenset({"moderngl", "pyrr"})):
        return f"imports {target}, which app may not"
    for module, files in APP_ONLY_THERE.items():
        if begins(target, frozenset({module})) and file not in files:
            return f"imports {target}, which only {', '.join(sorted(files))} may"
    return None


def reaches_out(file: str, node: ast.AST) -> str | None:
    """Why what this node names or calls must not be, or None: a scene; below `app`, the outside and chance."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMED_SCENE.fullmatch(node.value):
        return f"names the scene {node.value}"
    if layer_of(file) == "app" or not isinstance(node, ast.Call):
        return None
    if isinstance(node.func, ast.Name) and node.func.id in OUTSIDE:
        return f"calls {node.func.id}"
    if isinstance(node.func, ast.Attribute) and node.func.attr == "default_rng" and not (node.args or node.keywords):
        return "draws from a generator without a seed"
    return None


def complaints(file: str, source: str) -> list[str]:
    """Every arrow of this source that must not be, and all that reaches out of its layer, as lines to read."""
    found = [f"{file}:{arrow.line} {why}" for arrow in arrows(file, source) if (why := refusal(file, arrow))]
    for node in ast.walk(ast.parse(source)):
        if why := reaches_out(file, node):
            found.append(f"{file}:{getattr(node, 'lineno', 0)} {why}")
    return found


FILES = sorted(
    str(path.relative_to(ROOT)) for top in ("descent_game", "scenes", "shaders") for path in (ROOT / top).rglob("*.py")
)


def test_files_are_found() -> None:
    layers = {layer_of(file) for file in FILES}
    assert layers == {"app", *LAYERS}


@pytest.mark.parametrize("file", FILES)
def test_imports_keep_to_the_layers(file: str) -> None:
    assert complaints(file, (ROOT / file).read_text(encoding="utf-8")) == []


def module_of(file: str) -> str:
    """The dotted name of a file: `scenes/race/scene.py` is `descent_game.scenes.race.scene`."""
    parts = [*package_of(file), Path(file).stem]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_imports_run_in_a_circle() -> None:
    """Not even those that only a type checker reads."""
    modules = {module_of(file): file for file in FILES}
    needs = {
        module: {
            found
            for arrow in arrows(file, (ROOT / file).read_text(encoding="utf-8"))
            if (found := arrow.target if arrow.target in modules else arrow.target.rpartition(".")[0]) in modules
        }
        - {module}
        for module, file in modules.items()
    }
    while free := {module for module, wanted in needs.items() if not wanted}:
        needs = {module: wanted - free for module, wanted in needs.items() if module not in free}
    assert needs == {}, "these lie on a circle, or lead into one"


REFUSED = [
    ("descent_game/sim/race.py", "import time"),
    ("descent_game/sim/race.py", "import random"),
    ("descent_game/sim/race.py", "from os import environ"),
    ("descent_game/sim/race.py", "from descent_game.engine import camera"),
    ("descent_game/sim/race.py", "from ..engine import camera"),
    ("descent_game/sim/race.py", "from .. import engine"),
    ("descent_game/sim/race.py", "from descent_game import engine"),
    ("descent_game/sim/race.py", "import pyrr"),
    ("descent_game/sim/race.py", "if True:\n    import pathlib"),
    ("descent_game/sim/race.py", "from math import *"),
    ("descent_game/sim/race.py", "def f() -> None:\n    import math"),
    ("descent_game/engine/clock.py", "from time import perf_counter"),
    ("descent_game/engine/camera.py", "import pyrr"),
    ("descent_game/engine/camera.py", "from descent_game.sim.race import Race"),
    ("descent_game/engine/camera.py", "import moderngl"),
    ("descent_game/engine/camera.py", "from descent_game.ui.canvas import Canvas"),
    ("descent_game/ui/theme.py", "from descent_game.sim.race import Race"),
    ("descent_game/ui/theme.py", "from descent_game.render.renderer import Renderer"),
    ("descent_game/ui/theme.py", "import pygame.font"),
    ("descent_game/ui/text.py", "import pygame.display"),
    ("descent_game/render/renderer.py", "from descent_game.ui.widgets import Button"),
    ("descent_game/render/renderer.py", "from descent_game.sim.surfaces import catalogue"),
    ("descent_game/render/renderer.py", "import pygame"),
    ("descent_game/render/renderer.py", "from descent_game.ui import text"),
    ("descent_game/render/glyphs.py", "import pygame.display"),
    ("descent_game/ui/formula.py", "import pygame.font"),
    ("scenes/race/scene.py", "text = open('somewhere')"),
    ("scenes/race/scene.py", "print('somewhere')"),
    ("descent_game/sim/race.py", "import numpy as np\nnp.random.default_rng()"),
    ("scenes/race/scene.py", "import time"),
    ("scenes/race/scene.py", "import moderngl"),
    ("scenes/race/scene.py", "from descent_game.render.renderer import Renderer"),
    ("scenes/race/scene.py", "from descent_game.app.cli import main"),
    ("scenes/race/scene.py", "from descent_game.scenes.gallery.scene import Gallery"),
    ("scenes/race/scene.py", "import scenes.gallery.scene"),
    ("descent_game/app/show/stage.py", "from descent_game.scenes.race.scene import RaceScene"),
    ("descent_game/app/show/stage.py", "from descent_game.scenes import race"),
    ("descent_game/app/show/stage.py", "name = 'descent_game.scenes.race.scene'"),
    ("descent_game/app/cli.py", "from descent_game.scenes import SCENES"),
    ("descent_game/app/cli.py", "import pygame"),
    ("descent_game/app/cli.py", "import moderngl"),
    ("descent_game/app/cli.py", "def f() -> None:\n    import numpy"),
    ("descent_game/__main__.py", "import scenes"),
    ("descent_game/app/show/stage.py", "from descent_game.app.input.router import Router"),
    ("descent_game/app/show/stage.py", "if TYPE_CHECKING:\n    from descent_game.app.input import keys"),
    ("descent_game/app/storage/png.py", "from descent_game.app.cli import main"),
    ("descent_game/app/film/record.py", "from descent_game.app.exhibit import lock"),
    ("scenes/race/scene.py", "from ..trainer.runs import Runs"),
    ("scenes/race/scene.py", "from .. import gallery"),
    ("scenes/roster.py", "from .trainer.runs import Runs"),
]

ALLOWED = [
    ("descent_game/sim/race.py", "from dataclasses import dataclass\nimport numpy as np\nfrom .referee import Referee"),
    ("descent_game/sim/race.py", "from descent_game.sim.referee import Referee"),
    ("descent_game/engine/linalg.py", "from pyrr import matrix44"),
    ("descent_game/ui/theme.py", "from descent_game.engine.controls import Range"),
    ("descent_game/render/renderer.py", "import moderngl\nfrom descent_game.ui.canvas import Canvas"),
    ("descent_game/render/glyphs.py", "import pygame.font"),
    ("scenes/race/scene.py", "from descent_game.sim.race import Race\nfrom . import board\nfrom .board import Board"),
    ("scenes/__init__.py", "from .race.scene import RaceScene"),
    ("scenes/race/scene.py", "from ..roster import ROSTER"),
    ("descent_game/app/show/stage.py", "from descent_game.scenes import SCENES, STORY"),
    ("descent_game/app/show/stage.py", "name = 'descent_game.scenes.text'"),
    ("descent_game/sim/race.py", "import numpy as np\nnp.random.default_rng(7)"),
    ("descent_game/app/input/window.py", "import time\nimport pygame\nprint(open('somewhere'))"),
    ("descent_game/app/film/encoder.py", "def f() -> None:\n    import av"),
]


@pytest.mark.parametrize(("file", "source"), REFUSED)
def test_a_bad_arrow_is_refused(file: str, source: str) -> None:
    assert len(complaints(file, source)) == 1


@pytest.mark.parametrize(("file", "source"), ALLOWED)
def test_a_good_arrow_is_allowed(file: str, source: str) -> None:
    assert complaints(file, source) == []
