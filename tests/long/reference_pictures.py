"""The reference pictures: what each shows, its exact sum for one driver, and a small copy for all the others."""

from __future__ import annotations

import hashlib
import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pygame

from descent_game.app.film import offline_render
from descent_game.app.sessions.request import demo_for

DATA = Path(__file__).parents[1] / "data"
SUMS = DATA / "pictures.json"
COPIES = DATA / "pictures"
SIZE = (320, 180)
COPY = 4
"""Pixels of a picture, along either side, for one of its copy."""

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Reference:
    """One picture: a scene with its settings as the command line takes them, the moment, and how it is set up."""

    what: str
    at: float = 1.0
    theme: str = "dark"
    language: str = "en"
    size: tuple[int, int] = SIZE


REFERENCES: dict[str, Reference] = {
    "race": Reference("race", 2.5),
    "race-start": Reference("race", 0.0),
    "race-saddle": Reference("race?landscape=saddle", 2.0),
    "race-map": Reference("race?view=map", 2.0),
    "race-saddle-map": Reference("race?landscape=saddle&view=map", 2.0),
    "race-light": Reference("race", 2.0, theme="light"),
    "race-contrast": Reference("race", 2.0, theme="high-contrast"),
    "race-upright": Reference("race", 2.0, size=(180, 320)),
    "race-diverged": Reference("race?learning_rate=0.12", 1.5),
    "race-noise": Reference("race?noise=0.2&seed=3", 2.0),
    "race-adam": Reference("race?sgd=off&momentum=off", 2.0),
    "race-fast": Reference("race?speed=60", 2.0),
    "race-more": Reference("race?bar=many", 1.0),
    "race-crowd": Reference("race?bar=many&crowd=on&crowd_size=3000", 1.5),
    "race-winners": Reference("race?bar=many&paint=winners&view=map", 3.0),
    "race-german": Reference("race", 1.0, language="de"),
    "gallery": Reference("gallery"),
    "gallery-tanh": Reference("gallery?activation=tanh&z=-2"),
    "gallery-relu": Reference("gallery?activation=relu&z=2.5"),
    "gallery-leaky": Reference("gallery?activation=leaky_relu&leaky_slope=0.3&z=-3"),
    "gallery-gelu": Reference("gallery?activation=gelu&z=-0.7"),
    "gallery-mish": Reference("gallery?activation=mish&z=6&weight=2"),
    "gallery-linear": Reference("gallery?activation=linear&weight=0.5"),
    "gallery-real": Reference("gallery?activation=relu&source=real&initialisation=he"),
    "gallery-small": Reference("gallery?activation=sigmoid&source=real&initialisation=small"),
    "gallery-wall": Reference("gallery?view=wall", 1.5),
    "gallery-wall-real": Reference("gallery?view=wall&source=real&initialisation=large", 1.5),
    "gallery-wall-upright": Reference("gallery?view=wall", 1.5, size=(180, 320)),
    "gallery-light": Reference("gallery?activation=silu", theme="light"),
    "gallery-french": Reference("gallery?activation=elu", language="fr"),
    "trainer": Reference("trainer", 1.5),
    "trainer-start": Reference("trainer", 0.0),
    "trainer-circle": Reference("trainer?dataset=circle&hidden=6", 1.0),
    "trainer-moons": Reference("trainer?dataset=moons&activation=relu", 1.0),
    "trainer-spiral": Reference("trainer?dataset=spiral&hidden=8&speed=2000", 1.0),
    "trainer-blobs": Reference("trainer?dataset=blobs&hidden=1&optimizer=sgd", 1.0),
    "trainer-linear": Reference("trainer?activation=linear&dataset=line", 1.0),
    "trainer-batch": Reference("trainer?batch=8&optimizer=momentum&learning_rate=0.1", 1.0),
    "trainer-relief": Reference("trainer?relief=relief", 1.0),
    "trainer-three": Reference("trainer?three=on", 1.0),
    "trainer-slow": Reference("trainer?speed=1", 1.5, size=(640, 360)),
    "trainer-light": Reference("trainer", 1.0, theme="light"),
    "trainer-upright": Reference("trainer?drawer=training", 1.0, size=(180, 320)),
    "trainer-polish": Reference("trainer?drawer=points", 0.5, language="pl"),
}
KEPT = (
    *("race", "race-saddle-map", "race-light", "race-crowd", "race-winners"),
    *("gallery", "gallery-real", "gallery-wall"),
    *("trainer", "trainer-relief", "trainer-three", "trainer-upright"),
)
"""The pictures that a small copy is kept of."""


def drawn(name: str, context: Any) -> Pixels:
    """Returns a picture, (height, width, 3)."""
    reference = REFERENCES[name]
    demo = demo_for(
        reference.what, size=reference.size, fps=30, seconds=5.0, lang=reference.language, theme=reference.theme
    )
    return np.ascontiguousarray(offline_render.still(demo, reference.at, context))


def exact(picture: Pixels) -> str:
    """Returns the sum over every bit of a picture."""
    return hashlib.sha256(picture.tobytes()).hexdigest()[:32]


def small(picture: Pixels) -> Pixels:
    """Returns a copy a quarter as wide and high, each pixel the mean of sixteen."""
    height, width, _ = picture.shape
    parts = picture.reshape(height // COPY, COPY, width // COPY, COPY, 3).astype(np.float64)
    return np.asarray(parts.mean(axis=(1, 3)).round(), np.uint8)


def driver(context: Any) -> str:
    """Returns what decides each bit of a picture: the renderer of GL, what sets the letters, what does the sums."""
    letters = ".".join(map(str, pygame.font.get_sdl_ttf_version()))
    with redirect_stdout(StringIO()) as told:
        np.show_runtime()  # a processor's own instructions round their own way
    processor = hashlib.sha256(told.getvalue().partition("simd_extensions")[2].encode()).hexdigest()[:8]
    sums = f"numpy {np.__version__} on {processor}"
    return f"{context.info['GL_RENDERER']}; {context.info['GL_VERSION']}; SDL_ttf {letters}; {sums}"


def sums() -> dict[str, Any]:
    """Returns what is kept of the pictures: the driver they were made with, and their exact sums by their names."""
    kept: dict[str, Any] = json.loads(SUMS.read_text("utf-8"))
    return kept


def copy_of(name: str) -> Pixels:
    """Returns the small copy that is kept of a picture."""
    surface = pygame.image.load(COPIES / f"{name}.png")
    return np.ascontiguousarray(pygame.surfarray.array3d(surface).swapaxes(0, 1))
