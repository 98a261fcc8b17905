"""A picture of what is shown, several times as large as the screen and without the interface."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from descent_game.app.film.offline_render import Bare, Look
from descent_game.app.show.compositor import Projector
from descent_game.app.show.stage import Stage
from descent_game.render.target import Target

TIMES: Final = 4
"""How many times as wide and high."""


def poster(stage: Stage, projector: Projector) -> npt.NDArray[np.uint8]:
    """Returns the picture, (height, width, 3), rows from the top, as large as this machine can draw it.

    The stage is laid out for it and back again, which no simulation notices.
    """
    renderer, width, height = projector.renderer, stage.page.width, stage.page.height
    most = int(renderer.context.info["GL_MAX_TEXTURE_SIZE"])
    times = max(min(TIMES, most // max(width, height)), 1)
    target = Target(renderer.context, width * times, height * times, top_down=True)
    try:
        stage.resize(width * times, height * times)
        stage.frame(0.0, 0.0)
        shown = Bare(stage, Look(clean=True))
        renderer.draw(target, shown.scene.root, shown.view, shown.canvas)
        return target.read(3)
    finally:
        stage.resize(width, height)
        stage.frame(0.0, 0.0)
        target.release()
