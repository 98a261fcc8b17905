"""A film: pictures in, a file out. It grows as a part, and takes its own name when it is whole."""

from __future__ import annotations

from collections.abc import Mapping
from io import FileIO
from pathlib import Path

from descent_game.app.film.encoder import Encoder, Pixels
from descent_game.app.film.formats import CODECS, Codec, Format
from descent_game.app.film.remux import remux
from descent_game.app.film.sinks import Sink
from descent_game.engine.sounds import Heard


class Film(Sink):
    """A film being written into `part`, an open file that grows by a whole fragment a picture.

    `close` makes the film `path` of it, also after fewer pictures. With sound, `heard` is what is heard, at the film's
    own times. There is usually one buffer only: the next picture is drawn meanwhile, where it is drawn.
    """

    def __init__(
        self,
        path: Path,
        part: FileIO,
        kind: Format,
        size: tuple[int, int],
        fps: int,
        about: Mapping[str, str],
        codec: Codec | None = None,
        crf: int | None = None,
        buffers: int = 1,
    ) -> None:
        """Begins the film; `about` is kept in it (title, comment). Width and height must be even."""
        super().__init__(size, buffers)
        self.path = path
        self.heard: list[Heard] | None = None
        self._part, self._fps = part, fps
        self._encoder = self._pool.submit(Encoder, part, codec or CODECS[kind.codecs[0]], size, fps, about, crf)

    @property
    def plays(self) -> bool:
        """Whether the part has any picture, once the film is closed or abandoned."""
        return self._encoder.exception() is None and self._encoder.result().pictures > 0

    def close(self) -> None:
        """Waits for the encoder and makes the film; raises FilmError if any of it could not be written."""
        super().close()
        self._encoder.result().close()
        remux(self._part, self.path, self.heard, self.pictures / self._fps)

    def _write(self, pixels: Pixels, number: int) -> None:
        self._encoder.result().put(pixels, number)
