"""Pages to test on: contents like those of the three scenes, in plain and in longer words, at every size."""

from __future__ import annotations

from collections.abc import Iterator

from descent_game.engine.controls import Choice, Controls, Range, Toggle, Trigger
from descent_game.engine.events import Pointer
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.layout import Content
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.text import measure, metrics
from descent_game.ui.theme import DARK, Theme
from descent_game.ui.widgets import Button, Buttons, Group, ListColumn, Segments, Slider, Switch, Tabs, Tick

SIZES = (
    (1024, 600),
    (1024, 768),
    (1280, 720),
    (1280, 800),
    (1920, 1080),
    (1920, 1200),
    (2560, 1080),
    (3440, 1440),
    (3840, 2160),
    (1080, 1920),
    (768, 1024),
)
TEXT = """
[unit]
steps_a_second = "{value} steps/s"
[race]
tab = "Race"
[race.control]
landscape = "Landscape"
learning_rate = "Learning rate"
sgd = "SGD"
drop_again = "Drop again"
[race.option.view]
hill = "3D"
map = "Map"
[gallery]
tab = "Activations"
[trainer]
tab = "Trainer"
"""


class Longer(Messages):
    """The same catalogue in a language that needs 40 % more letters; what it lacks, it makes up from the key."""

    def has(self, key: str) -> bool:
        """Returns whether there is a text, or one can be made up."""
        return super().has(key) or key.count(".") > 1 and not key.startswith("unit.")

    def raw(self, key: str) -> str:
        """Returns a text, or its key in words."""
        found = super().raw(key)
        return found if found != key else key.split(".")[-1].replace("_", " ").capitalize()

    def __call__(self, key: str, **values: object) -> str:
        text = super().__call__(key, **values)
        return text if key.startswith("language.") else longer(text)


def longer(text: str) -> str:
    """Returns a text with 40 % more letters, in words where it has several."""
    more = "ove krato mine sulavero tipa nek orde lasimu" * 8
    count = round(len(text) * 0.4 + 0.5)
    return f"{text} {more[: count - 1]}".rstrip() if " " in text else text + more.replace(" ", "")[:count]


def messages(long: bool = False) -> Messages:
    """Returns the catalogue, in longer words if asked."""
    plain = Messages.parse(TEXT)
    return Longer(plain.texts) if long else plain


def page(
    width: int = 1920, height: int = 1080, long: bool = False, text_scale: float = 1.0, theme: Theme = DARK
) -> Page:
    """Returns a page of that size."""
    return Page(width, height, theme, messages(long), text_scale)


LANDSCAPE = Choice("landscape", ("ravine", "saddle", "himmelblau", "rastrigin"), "ravine")
RATE = Range("learning_rate", 0.001, 0.2, 0.05, logarithmic=True, digits=4, snaps=(2 / 39, 3.8 / 39))
SPEED = Range("speed", 1, 60, 20, whole=True, unit="steps_a_second")
NOISE = Range("noise", 0.0, 0.5, 0.0)
VIEW = Choice("view", ("hill", "map"), "hill")
SGD, MOMENTUM, ADAM = Toggle("sgd", True), Toggle("momentum", True), Toggle("adam", False)
ACTIVATION = Choice(
    "activation", ("sigmoid", "tanh", "relu", "leaky", "elu", "gelu", "silu", "softplus", "linear"), "tanh"
)
WEIGHT = Range("weight", 0.5, 2.0, 1.0)


def race_controls() -> Controls:
    """Returns controls like the race's."""
    return Controls((LANDSCAPE, RATE, SPEED, NOISE, SGD, MOMENTUM, ADAM, VIEW, Trigger("drop_again")))


def gallery_controls() -> Controls:
    """Returns controls like the gallery's."""
    return Controls((ACTIVATION, WEIGHT, Trigger("draw_again")))


def race(long: bool = False) -> Content:
    """Returns a page like the race's."""
    word = longer if long else str
    return Content(
        scene="race",
        kicker=word("Station 02 · Neural networks"),
        title=word("The Descent"),
        tabs=Tabs(("race", "gallery", "trainer"), "race"),
        wall=word(
            "Three ways to walk down one hill. Each ball reads the same [gradient] with the same "
            "[learning rate|learning_rate]; they differ only in how they take the next step."
        ),
        hint=word("Drag to orbit · scroll to zoom · click the surface to drop all three there"),
        groups=(
            Segments(LANDSCAPE),
            Slider(RATE, (Tick(2 / 39, "coral", word("SGD")), Tick(3.8 / 39, "amber", word("Momentum"))), 280.0),
            Slider(SPEED, width=200.0),
            Slider(NOISE, width=160.0),
            Group((Switch(SGD, "disc", "coral"), Switch(MOMENTUM, "square", "amber"), Switch(ADAM)), "runners"),
            Segments(VIEW),
            Buttons((Button("pause", "pause", "play"), Button("step", "step"), Button("drop_again", primary=True))),
        ),
        board=(380.0, 425.0),
        caption_lines=3,
    )


def gallery(long: bool = False) -> Content:
    """Returns a page like the gallery's: a column of options, the words under the stage."""
    word = longer if long else str
    return Content(
        scene="gallery",
        kicker=word("Station 02 · Neural networks"),
        title=word("The bend"),
        tabs=Tabs(("race", "gallery", "trainer"), "gallery"),
        wall=word(
            "The slope of a sigmoid never passes one quarter. Chain eight of them and almost nothing of the training "
            "signal reaches the first layer: the [vanishing gradient]."
        ),
        hint=word("Drag the marker · solid f(z), dashed f′(z)"),
        groups=(Slider(WEIGHT), Buttons((Button("draw_again", primary=True),))),
        column=ListColumn(ACTIVATION),
        board=(408.0, 640.0),
        caption_lines=1,
        below=True,
    )


def run_rects(canvas: Canvas) -> Iterator[tuple[str, Rect]]:
    """Yields each run of text on a canvas with the rectangle its letters fill, from ascenders to descenders' half."""
    for layer in canvas.layers():
        for run in layer.runs:
            ascent, descent = metrics(run.style)
            height = round(ascent * 0.7)
            yield run.text, Rect(run.x, run.y - height, measure(run.text, run.style), height + round(descent * 0.5))


def within(inner: Rect, outer: Rect) -> bool:
    """Returns whether a rectangle lies inside another."""
    return inner.x >= outer.x and inner.y >= outer.y and inner.right <= outer.right and inner.bottom <= outer.bottom


def pointer(page_: Page, kind: str, x: float, y: float, **more: float) -> Pointer:
    """Returns a pointer event at a pixel of the page."""
    place = (2.0 * x / page_.width - 1.0, 1.0 - 2.0 * y / page_.height)
    finger = int(more.get("finger", 0))
    assert kind in ("press", "move", "release", "wheel", "leave", "cancel")
    return Pointer(
        kind,  # type: ignore[arg-type]  # one of the five, as asserted
        *place,
        button=int(more.get("button", 1)),
        wheel=more.get("wheel", 0.0),
        touch=finger > 0,
        finger=finger,
    )
