"""Films: pictures in, a file out, encoded in a thread of its own so that drawing goes on meanwhile.

Nothing is lost: the file grows by a whole fragment a picture, under a name that says it is a part, and takes its own
name when it is whole. What a crash leaves of a capture of the screen, the next start makes a film of.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import numpy as np

from descent_game.app.film import recovery
from descent_game.app.film.encoder import Encoder, Pixels, system_says, told
from descent_game.app.film.formats import CODECS, Codec, FilmError, Format
from descent_game.app.film.part_file import PartFile
from descent_game.app.film.remux import discard, part_of, remux
from descent_game.app.film.soundtrack import Notes
from descent_game.app.storage import output_files
from descent_game.engine.sounds import Heard


class Film:
    """A film being written: take a `buffer`, fill it, `put` it; `close` ends the film, also after fewer pictures.

    There is one buffer only, and it comes back when its picture is in the file: the next one is drawn meanwhile, where
    it is drawn, and a crash loses no more than the one that is being encoded and the one before it.
    """

    def __init__(
        self,
        path: Path,
        kind: Format,
        size: tuple[int, int],
        fps: int,
        about: Mapping[str, str],
        codec: Codec | None = None,
        crf: int | None = None,
        *,
        rendered: bool = False,
    ) -> None:
        """Opens the file; `about` is kept in it (title, comment). Width and height must be even. Raises FilmError.

        One that is `rendered` can be made again: what a crash leaves of it is removed at the next start.
        """
        width, height = size
        self.path, self.part = path, _part(path)
        self.pictures = 0
        self._next = 0
        self._sounds: Notes | None = None
        self._buffers: queue.Queue[Pixels] = queue.Queue()
        self._drawn: queue.Queue[tuple[int, Pixels] | None] = queue.Queue()
        self._buffers.put(np.empty((height, width, 4), np.uint8))
        self._part_file = PartFile(self.part)
        try:
            self._encoder = Encoder(self._part_file, codec or CODECS[kind.codecs[0]], size, fps, about, crf)
        except BaseException:
            self._part_file.close()
            self.part.unlink(missing_ok=True)
            raise
        self._rendered = rendered
        recovery.note(self.part, rendered=rendered)
        self._error: BaseException | None = None
        # Whoever films closes or abandons the film. A program that ends all the same shall not wait for its thread.
        self._thread = threading.Thread(target=self._work, name="encoder", daemon=True)
        self._thread.start()

    @property
    def ready(self) -> bool:
        """Whether a buffer can be had without waiting."""
        return not self._buffers.empty()

    def buffer(self) -> Pixels:
        """Returns an array to fill, (height, width, 4), waiting while the encoder is behind; raises FilmError."""
        pixels = self._buffers.get()
        if self._error is not None:
            self._buffers.put(pixels)  # whoever asks once more does not wait either
            self._fail(self._error)
        return pixels

    def put(self, pixels: Pixels, number: int | None = None) -> None:
        """Gives a filled buffer to the encoder; it must not be touched any more.

        It is shown at `number` of the film's rate, which may leave some out; by itself right after the one before.
        """
        self._drawn.put((self._next if number is None else number, pixels))
        self._next = (self._next if number is None else number) + 1
        self.pictures += 1

    def hear(self, heard: Sequence[Heard]) -> None:
        """Takes what is heard, at the film's own times; raises FilmError. The first time even of nothing counts."""
        try:
            if self._sounds is None:
                self._sounds = Notes(self.part)
            self._sounds.add(heard)
        except OSError as error:
            self._fail(error)

    def _still(self) -> None:
        if self._sounds is not None:
            self._sounds.close()
            self._sounds = None

    def close(self) -> None:
        """Waits for the encoder and makes the film; raises FilmError if any of it could not be written."""
        self._drawn.put(None)
        self._thread.join()
        try:
            self._still()
            if self._error is not None:
                raise self._error
            remux(self.part, self.path)
            discard(self.part)
            recovery.forget(self.part)
        except Exception as error:
            self._drop_if_empty()
            self._fail(error)
        finally:
            self._part_file.close()

    def abandon(self) -> None:
        """Lets go of the film; its part stays for the next start, unless it has no picture."""
        self._drawn.put(None)
        self._thread.join()
        try:
            with suppress(OSError):
                self._still()
            self._drop_if_empty()
        finally:
            self._part_file.close()

    def _drop_if_empty(self) -> None:
        """Removes a part without any picture."""
        if not self._encoder.pictures:
            with suppress(OSError):
                discard(self.part)
                recovery.forget(self.part)

    def _fail(self, error: BaseException) -> NoReturn:
        """Raises FilmError for what system or encoder say; what is a fault of the program is raised as it is."""
        if system_says(error):
            words = "plays until the next start" if self._rendered else "is kept and plays"
            kept = f"; what was filmed {words}: {self.part.name}" if self._encoder.pictures else ""
            raise FilmError(told(error) + kept) from error
        raise error

    def _work(self) -> None:
        """Encodes until the last picture; after an error it only hands the buffer back, so that nobody waits for it."""
        try:
            while (drawn := self._drawn.get()) is not None:
                number, pixels = drawn
                self._encoder.put(pixels, number)
                self._buffers.put(pixels)
            self._encoder.close()
        except BaseException as error:  # whatever it is, the thread hands it to whoever films
            self._error = error
            self._buffers.put(np.empty((0, 0, 4), np.uint8))


def _part(path: Path) -> Path:
    """Returns where a film is written until it is whole: beside what links lead to, with the ending of its own name."""
    try:
        whole = output_files.target(path)
    except OSError as error:
        raise FilmError(told(error)) from error
    return part_of(whole if whole.suffix.lower() == path.suffix.lower() else whole.with_name(whole.name + path.suffix))
