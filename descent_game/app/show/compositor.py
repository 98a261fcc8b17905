"""The compositor: draws a stage into a target of its own, and lets one scene fade into the next."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from descent_game.app.show.quality import HIGH, Level
from descent_game.app.show.title_card import paint_title
from descent_game.app.terminal.errors import MachineError
from descent_game.engine.camera import Camera
from descent_game.engine.node import Node
from descent_game.engine.view import View
from descent_game.render.context import LOST, NoGraphics, offscreen_context
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target
from descent_game.ui.canvas import Canvas
from descent_game.ui.page import Page

if TYPE_CHECKING:
    from descent_game.app.show.stage import Stage  # which loads all scenes: a title card needs none

LIBRARIES: Final = {"win32": "opengl32", "darwin": "/System/Library/Frameworks/OpenGL.framework/OpenGL"}


def offscreen() -> Any:
    """Returns a context without a window, or raises MachineError with the line that mends it."""
    try:
        return offscreen_context()
    except NoGraphics as error:
        raise MachineError(str(error)) from error


class GLQueue:
    """`flush` sends all drawing on its way, `finish` waits until it is done, and lets other threads run meanwhile.

    moderngl keeps the interpreter's lock while it waits; a call through ctypes lets go of it. Both act on the context
    that is current in this thread.
    """

    def __init__(self, context: Any) -> None:
        """Finds the two functions; where the library has another name, `context` waits, with the lock held."""
        self.flush: Callable[[], object] = lambda: None
        self.finish: Callable[[], object] = context.finish
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(LIBRARIES.get(sys.platform, "libGL.so.1"))
            self.flush, self.finish = library.glFlush, library.glFinish


class Compositor:
    """Holds the renderer and two targets: one that is drawn into, one with the last picture of the scene before.

    Where the quality is not `HIGH`, a third one takes the scene, smaller than the picture or multisampled.
    """

    def __init__(self, context: Any, width: int, height: int, *, samples: int = 0, top_down: bool = False) -> None:
        self.renderer = Renderer(context)
        self.target = Target(context, width, height, samples=samples, top_down=top_down)
        self._before = Target(context, 1, 1, samples=samples, top_down=top_down)
        self._changes = 0
        self._context = context
        self._through: Target | None = None
        self._level = HIGH

    def draw(self, stage: Stage, level: Level = HIGH) -> Target:
        """Draws the stage as it was last dressed, and returns the target that holds the picture.

        Raises MachineError where the driver has lost what was on the GPU: then only a new process helps.
        """
        if stage.changes != self._changes:
            self._changes = stage.changes
            self.target, self._before = self._before, self.target
        try:
            self._draw(stage, level)
        except LOST as error:
            raise MachineError(
                f"the graphics driver draws no more ({error}): start again, or try `descent doctor`"
            ) from error
        return self.target

    def _draw(self, stage: Stage, level: Level) -> None:
        self.target.resize(stage.view.width, stage.view.height)
        through = self._fitting(level)
        self.renderer.draw(
            self.target, stage.scene.root, stage.view, stage.canvas, through=through, ornaments=level.ornaments
        )
        if stage.fade > 0.0:
            self.renderer.cover(self.target, self._before, stage.fade)

    def _fitting(self, level: Level) -> Target | None:
        """Returns what the scene is drawn through at a level, None for nothing; made when the level changes."""
        if level != self._level:
            self._release_through()
            self._level = level
        if level.scale == 1.0 and level.samples == 0:
            return None
        width, height = (max(round(side * level.scale), 1) for side in (self.target.width, self.target.height))
        if self._through is None:
            self._through = Target(self._context, width, height, samples=level.samples, top_down=self.target.top_down)
        self._through.resize(width, height)
        return self._through

    def _release_through(self) -> None:
        if self._through is not None:
            self._through.release()
        self._through = None

    def write_over(self, canvas: Canvas) -> None:
        """Paints a canvas over the picture that was last drawn: what is to be seen, and not to be filmed."""
        self.renderer.write_over(self.target, canvas)

    def put(self, screen: Any, shift: tuple[int, int]) -> None:
        """Puts what was last drawn on a window's framebuffer, moved by `shift` pixels to the right and up."""
        if shift == (0, 0):
            self.target.blit_to(screen)
        else:
            self.renderer.show(screen, self.target, shift)

    def title(self, page: Page) -> Target:
        """Draws the card that stands while a scene warms up."""
        canvas = Canvas(page.width, page.height)
        paint_title(canvas, page)
        view = View(Camera(), page.theme.palette, page.width, page.height, page.scale)
        self.renderer.draw(self.target, Node("title"), view, canvas)
        self._changes = -1  # the first scene follows it as one scene follows another
        return self.target

    def release(self) -> None:
        """Frees what is held on the GPU."""
        self.renderer.release()
        self.target.release()
        self._before.release()
        self._release_through()
