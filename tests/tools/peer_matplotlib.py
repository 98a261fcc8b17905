"""The race as a film by matplotlib: a surface, three balls, three trails, and, with RACE_BOARD, the board.

Run by `compare_films.py`.

    python peer_matplotlib.py writer|loop WIDTH HEIGHT FILM

`writer` is its own way, FuncAnimation and the ffmpeg writer; `loop` draws into memory and encodes by PyAV.
"""

import sys

import matplotlib  # type: ignore[import-not-found]  # a peer, not a dependency
import numpy as np

matplotlib.use("agg")

from matplotlib import animation  # noqa: E402
from matplotlib import pyplot as plt  # noqa: E402
from peer_race import BOARD, FPS, NAMES, SIDE, hill, losses, paths, step  # noqa: E402

PATHS = paths()
LOSSES = losses()
DPI = 100


class Race:
    """Three balls on their way down."""

    def __init__(self, width: int, height: int) -> None:
        """Draws what stands still."""
        self.figure = plt.figure(figsize=(width / DPI, height / DPI), dpi=DPI)
        axes = self.figure.add_subplot(projection="3d", computed_zorder=False)
        axes.set_position((0.0, 0.0, 1.0, 1.0))
        axes.view_init(elev=30, azim=-60)
        x, y = np.meshgrid(np.linspace(*SIDE, 49), np.linspace(*SIDE, 49))
        axes.plot_surface(x, y, hill(x, y), cmap="viridis")
        self.lines = [axes.plot([], [], [], linewidth=2)[0] for _ in PATHS]
        self.balls = [axes.plot([], [], [], "o", markersize=9)[0] for _ in PATHS]
        if BOARD:
            self.figure.text(0.04, 0.92, "The Descent", fontsize=24)
            self.step = self.figure.text(0.95, 0.95, "", ha="right")
            self.numbers = [self.figure.text(0.95, 0.9 - 0.04 * row, "", ha="right") for row in range(len(NAMES))]
            for row, name in enumerate(NAMES):
                self.figure.text(0.8, 0.9 - 0.04 * row, name)
            chart = self.figure.add_axes(
                (0.8, 0.55, 0.15, 0.2), xlim=(0, PATHS.shape[1]), ylim=(1e-6, 1e3), yscale="log"
            )
            self.curves = [chart.plot([], [], linewidth=1)[0] for _ in PATHS]

    def show(self, number: int) -> list[object]:
        """Moves balls and trails to a picture."""
        for path, line, ball in zip(PATHS, self.lines, self.balls, strict=True):
            line.set_data_3d(*path[: number + 1].T)
            ball.set_data_3d(*path[number : number + 1].T)
        return [*self.lines, *self.balls, *(self.tell(number) if BOARD else ())]

    def tell(self, number: int) -> list[object]:
        """Writes the step, and each runner's loss as a number and as a curve."""
        self.step.set_text(f"step {step(number)}")
        for values, text, curve in zip(LOSSES, self.numbers, self.curves, strict=True):
            text.set_text(f"{values[number]:.2e}")
            curve.set_data(np.arange(number + 1), values[: number + 1])
        return [self.step, *self.numbers, *self.curves]


def by_writer(race: Race, film: str) -> None:
    """Films by matplotlib's own writer."""
    shots = animation.FuncAnimation(race.figure, race.show, frames=PATHS.shape[1], blit=False)
    shots.save(film, writer=animation.FFMpegWriter(fps=FPS, codec="libx264"), dpi=DPI)


def by_loop(race: Race, film: str) -> None:
    """Films by a loop of one's own."""
    import av

    width, height = race.figure.canvas.get_width_height()
    with av.open(film, "w") as file:
        stream = file.add_stream("libx264", rate=FPS, options={"preset": "veryfast", "crf": "20"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(PATHS.shape[1]):
            race.show(number)
            race.figure.canvas.draw()
            pixels = np.asarray(race.figure.canvas.buffer_rgba())
            file.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgba")))
        file.mux(stream.encode(None))


if __name__ == "__main__":
    way, wide, high, path = sys.argv[1:]
    {"writer": by_writer, "loop": by_loop}[way](Race(int(wide), int(high)), path)
