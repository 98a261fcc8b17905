"""A context for the whole run, and a watch on what each test leaves behind on the GPU."""

import gc
import logging
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias

import moderngl
import numpy as np
import numpy.typing as npt
import pytest
from xdist.scheduler import LoadScopeScheduling

from descent_game.engine.camera import Camera, Viewport
from descent_game.engine.node import Node
from descent_game.engine.view import Palette, View
from descent_game.render import shaders
from descent_game.render.context import NoGraphics, offscreen_context
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target
from descent_game.ui.canvas import Canvas

KINDS = (
    moderngl.Buffer,
    moderngl.Framebuffer,
    moderngl.Program,
    moderngl.Renderbuffer,
    moderngl.Texture,
    moderngl.VertexArray,
)
WIDTH, HEIGHT = 160, 120
PLAIN = Palette(
    background_inner=(0.0, 0.0, 0.0, 1.0),
    background_outer=(0.0, 0.0, 0.0, 1.0),
    ramp=((0.0, 0.0, 0.0, 1.0), (0.0, 0.2, 0.4, 1.0), (0.3, 0.5, 0.6, 1.0), (0.8, 0.9, 1.0, 1.0)),
    contour=(0.8, 0.9, 1.0, 0.3),
    ink=(1.0, 1.0, 1.0, 1.0),
)

Pixels: TypeAlias = npt.NDArray[np.uint8]
Folder: TypeAlias = Callable[[dict[str, str]], None]
Room: TypeAlias = Callable[[int], AbstractContextManager[None]]


def living() -> Counter[str]:
    """Returns how many GL objects of each kind there are among what Python's collector has not frozen."""
    gc.collect()
    held = (item for item in gc.get_objects() if isinstance(item, KINDS) and not getattr(item, "_is_reference", False))
    # one whose making failed has no `mglo`
    alive = (item for item in held if not isinstance(getattr(item, "mglo", None), moderngl.InvalidObject | None))
    return Counter(type(item).__name__ for item in alive)


@contextmanager
def leaving_nothing() -> Iterator[None]:
    """Fails on a GL object that is made in the block and lives on after it.

    What was there before is frozen meanwhile, so that only what is new is walked, and not all modules and tests.
    """
    gc.freeze()
    try:
        yield
        assert living() == Counter(), "a GL object was left behind"
    finally:
        gc.unfreeze()


@pytest.fixture(scope="session")
def session_context() -> Any:
    """The one context of the process."""
    try:
        return offscreen_context()
    except NoGraphics as error:
        pytest.fail(str(error))


@pytest.fixture
def ctx(session_context: Any) -> Iterator[Any]:
    """The context; the test fails on a GL error or on an object that it leaves behind."""
    session_context.clear_errors()
    with leaving_nothing():
        yield session_context
        assert session_context.error == "GL_NO_ERROR"


@pytest.fixture
def renderer(ctx: Any) -> Iterator[Renderer]:
    """A renderer in the context of the test."""
    made = Renderer(ctx)
    yield made
    made.release()


@pytest.fixture
def target(ctx: Any) -> Iterator[Target]:
    """A target for small pictures, rows from the top."""
    made = Target(ctx, WIDTH, HEIGHT, top_down=True)
    yield made
    made.release()


@pytest.fixture
def view() -> View:
    """A black ground, transparent, so that what is read is what was drawn."""
    camera = Camera(stage=Viewport(window_aspect=WIDTH / HEIGHT))
    return View(camera, PLAIN, WIDTH, HEIGHT, transparent=True)


@pytest.fixture
def shot(renderer: Renderer, target: Target, view: View) -> Callable[[Canvas], Pixels]:
    """Draws a canvas alone and returns its pixels, (height, width, 4), the upper row first."""

    def draw(canvas: Canvas) -> Pixels:
        renderer.draw(target, Node("empty"), view, canvas)
        return target.read()

    return draw


@pytest.fixture
def canvas() -> Canvas:
    """An empty canvas as large as the target."""
    return Canvas(WIDTH, HEIGHT)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Gives the renderer a folder of shaders of a test's own, beside those of the program."""
    for file in files("descent_game.shaders").iterdir():
        if file.name.endswith((".vert", ".frag", ".glsl")):
            (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")

    def fill(contents: dict[str, str]) -> None:
        for name, text in contents.items():
            (tmp_path / name).write_text(text, "utf-8")

    monkeypatch.setattr(shaders, "files", lambda package: tmp_path)
    return fill


# -- for the processes that tests start -------------------------------------------------------------------------------


def pytest_configure() -> None:
    """Lets Python keep what it compiles: otherwise each of hundreds of processes compiles the whole program."""
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


# -- for several workers ---------------------------------------------------------------------------------------------

TOGETHER = ("test_crash.py", "test_invented.py", "test_skipped_pictures.py", "test_wheel.py")
"""Files whose tests share what takes long to make, or must not be made twice at a time: one worker runs each, first."""


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # untyped
    """Hands each test to the worker that is free, those of a file of `TOGETHER` at once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file.endswith(TOGETHER) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """Returns what decides which worker runs which tests."""
    return Scheduling(config, log)


# -- for the long runs -----------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option behind which the long runs have their whole length, and the one that changes a length."""
    group = parser.getgroup("the descent")
    group.addoption("--long", action="store_true", help="let every run of tests/long have its whole length: hours")
    group.addoption(
        "--length",
        action="append",
        default=[],
        metavar="NAME=N",
        help="give a long run another length; may be repeated",
    )


@pytest.fixture
def length(request: pytest.FixtureRequest) -> Callable[..., int]:
    """Tells how long a run of that name is: `short`, with --long `long`, or what --length says."""
    asked = dict(text.partition("=")[::2] for text in request.config.getoption("--length"))

    def tell(name: str, short: int, long: int) -> int:
        return int(asked.get(name, long if request.config.getoption("--long") else short))

    return tell


# -- for the commands -----------------------------------------------------------------------------------------------


@pytest.fixture
def lent(session_context: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The context as the commands get it: they take it for their own, and do not get rid of it."""
    monkeypatch.setattr(type(session_context), "release", lambda self: None)
    for module in ("record", "still"):
        monkeypatch.setattr(f"descent_game.app.film.{module}.offscreen", lambda: session_context)
    session_context.clear_errors()
    yield session_context
    assert session_context.error == "GL_NO_ERROR"


@pytest.fixture
def room() -> Room:
    """Gives a block in which no file grows beyond so many bytes, as on a disk that is full or a shell that says so."""

    @contextmanager
    def limit(size: int) -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return limit


@pytest.fixture
def own_films(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Films of the screen lie in a folder of the test's own, whatever else it takes back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_VIDEOS_DIR", str(tmp_path_factory.mktemp("videos")))
        yield


@contextmanager
def at_home(folder: Path) -> Iterator[Path]:
    """Gives a block that folder as the home of whoever runs it; the logs go there too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_PICTURES_DIR", "XDG_VIDEOS_DIR"):
            patch.delenv(name, raising=False)
        patch.setenv("HOME", str(folder))
        _close_logs()
        yield folder
        _close_logs()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty home folder; the logs go there too."""
    folder = tmp_path / "home"
    folder.mkdir()
    with at_home(folder):
        yield folder


def _close_logs() -> None:
    for name in ("descent", "supervisor"):
        logger = logging.getLogger(name)
        for handler in list(logger.handlers):
            handler.close()
            logger.removeHandler(handler)
