"""Pictures into 256 colours for a GIF: one palette for the whole film, found in its first pictures, and ordered dither.

A palette of each picture's own would make ten times the file, and one of the whole film would need all of it in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from descent_game.app.film.encoder import Pixels

LOOKED_AT: Final = 16
"""How many pictures the palette is made from."""


class GifPalette:
    """Takes pictures and gives frames of indexed colour, late by as many as the palette is made from."""

    def __init__(self, size: tuple[int, int], time_base: Fraction) -> None:
        self._size, self._time_base = size, time_base
        self._first: list[Pixels] = []
        self._use: Any = None
        self._count = 0

    def frames(self, pixels: Pixels) -> Iterator[Any]:
        """Yields the frames that are ready after one more picture."""
        if self._use is not None:
            yield from self._indexed(pixels)
            return
        self._first.append(pixels.copy())
        if len(self._first) == LOOKED_AT:
            yield from self.rest()

    def rest(self) -> Iterator[Any]:
        """Yields the frames that wait for more pictures, of which there are none."""
        if self._use is None and self._first:
            self._use = self._graph(self._found())
            for pixels in self._first:
                yield from self._indexed(pixels)
            self._first.clear()

    def _source(self, graph: Any, width: int, height: int) -> Any:
        from av import VideoFormat

        return graph.add_buffer(
            width=width, height=height, format=VideoFormat("rgba"), time_base=self._time_base, name=f"in{width}"
        )

    def _found(self) -> Any:
        """Returns the palette of the first pictures, a frame of 16 x 16 colours."""
        from av.filter import Graph

        graph = Graph()
        source, find, sink = self._source(graph, *self._size), graph.add("palettegen"), graph.add("buffersink")
        source.link_to(find)
        find.link_to(sink)
        graph.configure()
        for number, pixels in enumerate(self._first):
            source.push(self._frame(pixels, number))
        source.push(None)
        return graph.pull()

    def _graph(self, palette: Any) -> tuple[Any, Any]:
        """Returns the graph that puts pictures into the palette, and where they enter it."""
        from av.filter import Graph

        graph = Graph()
        source, colors = self._source(graph, *self._size), self._source(graph, palette.width, palette.height)
        use = graph.add("paletteuse", "dither=bayer:bayer_scale=4:diff_mode=rectangle")
        sink = graph.add("buffersink")
        source.link_to(use, 0, 0)
        colors.link_to(use, 0, 1)
        use.link_to(sink)
        graph.configure()
        palette.pts, palette.time_base = 0, self._time_base
        colors.push(palette)
        colors.push(None)
        return graph, source

    def _frame(self, pixels: Pixels, number: int) -> Any:
        from av import VideoFrame

        frame = VideoFrame.from_numpy_buffer(pixels, "rgba")
        frame.pts, frame.time_base = number, self._time_base
        return frame

    def _indexed(self, pixels: Pixels) -> Iterator[Any]:
        from av.error import BlockingIOError

        graph, source = self._use
        source.push(self._frame(pixels, self._count))
        self._count += 1
        while True:
            try:
                yield graph.pull()
            except BlockingIOError:
                return
