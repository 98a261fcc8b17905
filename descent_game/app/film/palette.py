"""Pictures into 256 colours for a GIF: one palette for the whole film, found in its first pictures, and ordered dither.

A palette of each picture's own would make ten times the file, and one of the whole film would need all of it in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Final

from descent_game.app.film.encoder import Pixels

LOOKED_AT: Final = 16
"""How many pictures the palette is made from."""


def indexed(pictures: Iterable[Pixels], time_base: Fraction) -> Iterator[Any]:
    """Yields frames of indexed colour, one for each picture, all of which are of one size."""
    from av import VideoFrame
    from av.error import BlockingIOError, EOFError

    graph: Any = None
    for number, pixels in enumerate(pictures):
        frame = VideoFrame.from_numpy_buffer(pixels, "rgba")
        frame.pts, frame.time_base = number, time_base
        graph = graph or _graph(frame)
        graph.push(frame)
        try:
            while True:
                yield graph.pull()
        except BlockingIOError:
            continue
    if graph is not None:
        graph.push(None)
        try:
            while True:
                yield graph.pull()
        except EOFError:
            return


def _graph(first: Any) -> Any:
    """Returns the graph of filters for pictures like the first."""
    from av.filter import Graph

    graph = Graph()
    source = graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=first.time_base)
    both, some = graph.add("split"), graph.add("trim", f"end_frame={LOOKED_AT}")
    palette, use = graph.add("palettegen"), graph.add("paletteuse", "dither=bayer:bayer_scale=4:diff_mode=rectangle")
    for one, out, other, into in ((source, 0, both, 0), (both, 0, use, 0), (both, 1, some, 0), (some, 0, palette, 0),
                                  (palette, 0, use, 1), (use, 0, graph.add("buffersink"), 0)):  # fmt: skip
        one.link_to(other, out, into)
    graph.configure()
    return graph
