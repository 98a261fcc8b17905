"""Where pictures are drawn: an own framebuffer, so that the window and the film see the same picture."""

from __future__ import annotations

from typing import Any, TypeAlias

import moderngl
import numpy as np
import numpy.typing as npt

Pixels: TypeAlias = bytearray | memoryview | npt.NDArray[np.uint8]


class Target:
    """A framebuffer of RGBA (8 bits each) and depth (24), multisampled where `samples` is above 0.

    `top_down` stores rows from the upper edge on, as films and files want them: the renderer flips the projection, so
    that reading needs no flip. Such a target is read, never shown.
    """

    def __init__(
        self, context: moderngl.Context, width: int, height: int, *, samples: int = 0, top_down: bool = False
    ) -> None:
        self.context = context
        self.samples = min(samples, int(context.max_samples))
        self.top_down = top_down
        self.width = 0
        self.height = 0
        self._drawn: Any = None
        self._resolved: Any = None
        self._picture: Any = None
        self._stale = False
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Makes the target that large, at least one pixel; what was drawn is lost if the size changes."""
        width, height = max(width, 1), max(height, 1)
        if (width, height) == (self.width, self.height):
            return
        self.release()
        size = self.width, self.height = width, height
        self._picture = self.context.texture(size, 4)
        self._picture.repeat_x = self._picture.repeat_y = False
        depth = self.context.depth_renderbuffer(size, samples=self.samples)
        color = self.context.renderbuffer(size, 4, samples=self.samples) if self.samples else self._picture
        self._drawn = self.context.framebuffer([color], depth)
        # without depth: a copy takes all that both sides have, and a window's depth is of another format
        self._resolved = self.context.framebuffer([self._picture])

    def use(self) -> Any:
        """Binds the framebuffer for drawing, viewport whole, and returns it."""
        self._stale = self.samples > 0
        self._drawn.use()
        return self._drawn

    def picture(self) -> Any:
        """Returns the texture that holds the picture, samples resolved."""
        self._resolve()
        return self._picture

    def read_into(self, pixels: Pixels, components: int = 4) -> None:
        """Copies the picture into `pixels`, 3 or 4 bytes a pixel, rows without gaps, in the target's order of rows."""
        self._resolve()
        self._resolved.read_into(pixels, components=components, alignment=1)

    def read_later(self, buffer: Any) -> None:
        """Begins to copy the picture into a buffer on the GPU, 4 bytes a pixel, in the target's order of rows.

        Nobody waits for it until the buffer is read.
        """
        self._resolve()
        self._resolved.read_into(buffer, components=4, alignment=1)

    def read(self, components: int = 4) -> npt.NDArray[np.uint8]:
        """Returns a copy of the picture, (height, width, components), in the target's order of rows."""
        pixels = np.empty((self.height, self.width, components), np.uint8)
        self.read_into(pixels, components)
        return pixels

    def blit_to(self, screen: Any) -> None:
        """Copies the picture onto the window, `context.screen`, which has the target's size, and leaves that bound.

        Raises ValueError for a target whose rows run down: it would be shown upside down.
        """
        if self.top_down:
            raise ValueError("a top_down target is for reading, not for showing")
        self._resolve()
        self.context.copy_framebuffer(screen, self._resolved)
        screen.use()

    def copy_to(self, target: Target) -> None:
        """Copies the picture, row for row, into a target of the same size without samples, and leaves that bound."""
        self._resolve()
        framebuffer = target.use()
        self.context.copy_framebuffer(framebuffer, self._resolved)
        framebuffer.use()

    def _resolve(self) -> None:
        if self._stale:
            self.context.copy_framebuffer(self._resolved, self._drawn)
            self._stale = False

    def release(self) -> None:
        """Frees what the target holds on the GPU; `resize` makes it anew."""
        if self._drawn is not None:
            if self.context.fbo in (self._drawn, self._resolved):
                # moderngl binds what was last used again and again, also after it is gone
                self.context.detect_framebuffer(0).use()
            for held in (*self._drawn.color_attachments, self._drawn.depth_attachment, self._picture):
                held.release()
            self._drawn.release()
            self._resolved.release()
        self._drawn = self._resolved = self._picture = None
        self.width = self.height = 0
