"""Where pictures go: one film, or several at once, and single pictures kept apart on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Protocol

from descent_game.app.film.encoder import Pixels
from descent_game.app.film.formats import FilmError


class Sink(Protocol):
    """Takes pictures one after another: a `buffer` to fill, the filled one `put`, at last `close`."""

    pictures: int

    def buffer(self) -> Pixels:
        """Returns an array to fill, (height, width, 4), perhaps after waiting for one; raises FilmError."""
        ...

    def put(self, pixels: Pixels) -> None:
        """Takes a filled buffer."""

    def close(self) -> None:
        """Ends what is written; raises FilmError if any of it could not be."""

    def abandon(self) -> None:
        """Lets go of what is written, as a crash would: a film's part is kept, and takes no other name."""


class Several:
    """The same pictures for several films."""

    def __init__(self, sinks: Sequence[Sink]) -> None:
        self._first, *self._further = sinks
        self.pictures = 0

    def buffer(self) -> Pixels:
        """Returns a buffer of the first film."""
        return self._first.buffer()

    def put(self, pixels: Pixels) -> None:
        """Gives a picture to every film; raises FilmError."""
        for sink in self._further:
            copy = sink.buffer()
            copy[:] = pixels
            sink.put(copy)
        self._first.put(pixels)
        self.pictures += 1

    def close(self) -> None:
        """Ends every film; raises FilmError with what was wrong with any of them, or its first fault."""
        wrong: list[str] = []
        faults: list[Exception] = []
        for sink in (self._first, *self._further):
            try:
                sink.close()
            except FilmError as error:
                wrong.append(str(error))
            except Exception as error:  # the others are closed all the same
                faults.append(error)
        if faults:
            raise faults[0]
        if wrong:
            raise FilmError("; ".join(wrong))

    def abandon(self) -> None:
        """Lets go of every film, whatever befalls one of them."""
        with ExitStack() as stack:
            for sink in (*reversed(self._further), self._first):
                stack.callback(sink.abandon)


class Observed:
    """A sink whose pictures are looked at on their way: `look` is given each with its number, from 0 on."""

    def __init__(self, sink: Sink, looks: Mapping[int, Callable[[Pixels], None]]) -> None:
        self._sink, self._looks = sink, looks
        self.pictures = 0

    def buffer(self) -> Pixels:
        """Returns a buffer."""
        return self._sink.buffer()

    def put(self, pixels: Pixels) -> None:
        """Passes a picture on."""
        look = self._looks.get(self.pictures)
        if look is not None:
            look(pixels)
        self._sink.put(pixels)
        self.pictures += 1

    def close(self) -> None:
        """Ends what is written."""
        self._sink.close()

    def abandon(self) -> None:
        """Lets go of what is written."""
        self._sink.abandon()
