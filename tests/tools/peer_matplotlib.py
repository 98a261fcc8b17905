"""The race as a film by matplotlib: a surface, three balls, three trails. Run by `compare_films.py`.

    python peer_matplotlib.py writer|loop WIDTH HEIGHT FILM

`writer` is its own way, FuncAnimation and the ffmpeg writer; `loop` draws into memory and encodes by PyAV.
"""

import os
import sys

import matplotlib  # type: ignore[import-not-found]  # a peer, not a dependency
import numpy as np

matplotlib.use("agg")

from matplotlib import animation  # noqa: E402
from matplotlib import pyplot as plt  # noqa: E402

PATHS = np.load(os.environ["RACE_PATHS"])
PICTURES = 300
FPS = 30
DPI = 100


class Race:
    """Three balls on their way down."""

    def __init__(self, width: int, height: int) -> None:
        """Draws what stands still."""
        self.figure = plt.figure(figsize=(width / DPI, height / DPI), dpi=DPI)
        axes = self.figure.add_subplot(projection="3d", computed_zorder=False)
        axes.set_position((0.0, 0.0, 1.0, 1.0))
        axes.view_init(elev=30, azim=-60)
        x, y = np.meshgrid(np.linspace(-2.4, 2.4, 49), np.linspace(-2.4, 2.4, 49))
        axes.plot_surface(x, y, 0.35 * np.log1p((0.15 * x * x + 19.5 * y * y) / 0.1), cmap="viridis")
        self.lines = [axes.plot([], [], [], linewidth=2)[0] for _ in PATHS]
        self.balls = [axes.plot([], [], [], "o", markersize=9)[0] for _ in PATHS]

    def show(self, number: int) -> list[object]:
        """Moves balls and trails to a picture."""
        for path, line, ball in zip(PATHS, self.lines, self.balls, strict=True):
            line.set_data_3d(*path[: number + 1].T)
            ball.set_data_3d(*path[number : number + 1].T)
        return [*self.lines, *self.balls]


def by_writer(race: Race, film: str) -> None:
    """Films by matplotlib's own writer."""
    shots = animation.FuncAnimation(race.figure, race.show, frames=PICTURES, blit=False)
    shots.save(film, writer=animation.FFMpegWriter(fps=FPS, codec="libx264"), dpi=DPI)


def by_loop(race: Race, film: str) -> None:
    """Films by a loop of one's own."""
    import av

    width, height = race.figure.canvas.get_width_height()
    with av.open(film, "w") as file:
        stream = file.add_stream("libx264", rate=FPS, options={"preset": "veryfast", "crf": "20"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(PICTURES):
            race.show(number)
            race.figure.canvas.draw()
            pixels = np.asarray(race.figure.canvas.buffer_rgba())
            file.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgba")))
        file.mux(stream.encode(None))


if __name__ == "__main__":
    way, wide, high, path = sys.argv[1:]
    {"writer": by_writer, "loop": by_loop}[way](Race(int(wide), int(high)), path)
