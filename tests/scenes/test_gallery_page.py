"""The gallery's page at every size: nothing cut, no text over another or over a control, labels clear of the curves."""

from importlib.resources import files
from itertools import combinations, pairwise

import numpy as np
import pytest

from descent_game.app import settings
from descent_game.app.settings import Settings, languages
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Action, Set
from descent_game.engine.clock import STEP
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.text import measure, metrics
from descent_game.ui.theme import THEMES
from scenes.gallery.page import Places, arranged, places
from scenes.gallery.plot import ACROSS
from scenes.gallery.scene import GalleryScene
from scenes.gallery.state import NAMES

SIZES = [
    (1024, 600), (1024, 768), (1280, 720), (1280, 800), (1920, 1080), (1920, 1200), (2560, 1080), (3840, 2160),
    (1080, 1920),
]  # fmt: skip
ENGLISH = Messages.parse((files("descent_game.scenes.text") / "en.toml").read_text("utf-8"))
STATES: dict[str, tuple[Action, ...]] = {
    "plot": (),
    "dead": (Set("activation", "relu"), Set("z", -1.0)),
    "leaky": (Set("activation", "leaky_relu"), Set("z", -3.0), Set("weight", 1.5)),
    "growing": (Set("activation", "gelu"), Set("z", 1.4), Set("weight", 2.0)),
    "real": (Set("activation", "leaky_relu"), Set("source", "real"), Set("initialisation", "large")),
    "wall": (Set("view", "wall"), Set("z", -1.0)),
    "real wall": (Set("view", "wall"), Set("activation", "leaky_relu"), Set("source", "real")),
}


def longer(text: str) -> str:
    """Returns a text two fifths longer, as other languages are."""
    more = ("lorem ipso dolor amet vel " * 20)[: int(len(text) * 0.4)].rstrip()
    return f"{text} {more}" if len(more) > 4 else text + more


LONG = Messages({key: text if key.startswith("language") else longer(text) for key, text in ENGLISH.texts.items()})


def page(size: tuple[int, int], text_scale: float = 1.0, theme: str = "dark", messages: Messages = ENGLISH) -> Page:
    return Page(*size, THEMES[theme], messages, text_scale)


def shown(on: Page, actions: tuple[Action, ...]) -> tuple[GalleryScene, Canvas]:
    scene, canvas = GalleryScene(0), Canvas(on.width, on.height)
    scene.resize(on)
    for action in actions:
        scene.act(action)
    scene.settle()
    scene.frame(1.0, 0.0)
    scene.frame(1.0, 0.0)
    scene.paint(canvas)
    return scene, canvas


def placed_on(on: Page) -> Places:
    return places(on, len(NAMES))


def inked(canvas: Canvas) -> list[tuple[str, Rect]]:
    """Returns what the runs of text cover: from the height of capitals to the baseline."""
    found = []
    for layer in canvas.layers():
        for run in layer.runs:
            ascent, _ = metrics(run.style)
            high = round(ascent * 0.62)
            found.append((run.text, Rect(run.x, run.y - high, measure(run.text, run.style), float(high))))
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", list(STATES))
@pytest.mark.parametrize("text_scale", [1.0, 1.25])
def test_texts_keep_clear_of_one_another_and_of_the_controls(
    size: tuple[int, int], state: str, text_scale: float
) -> None:  # fmt: skip
    check(page(size, text_scale), STATES[state])


@pytest.mark.parametrize("size", [(1024, 600), (1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("state", list(STATES))
def test_longer_words_find_room_too(size: tuple[int, int], state: str) -> None:
    check(page(size, messages=LONG), STATES[state])


def check(on: Page, actions: tuple[Action, ...]) -> None:
    scene, canvas = shown(on, actions)
    texts = inked(canvas)
    assert len(texts) > 12
    for text, rect in texts:
        assert rect.x >= 0.0 and rect.y >= 0.0, text
        assert rect.right <= on.width and rect.bottom <= on.height, text
    cells = [(cell.key, cell.rect) for placed in scene.widgets() for cell in placed.cells]
    drawn = [placed for placed in scene.widgets() if not getattr(placed.widget, "bare", False)]
    cells += [(placed.name, placed.body) for placed in drawn if not placed.cells]
    for (a, first), (b, second) in combinations([*texts, *cells], 2):
        assert not first.inset(0.5).overlaps(second), f"{a!r} {first} over {b!r} {second}"


@pytest.mark.parametrize("size", SIZES)
def test_pictures_keep_clear_of_words_and_controls(size: tuple[int, int]) -> None:
    on = page(size)
    for actions in ((), (Set("view", "wall"),)):
        scene, _ = shown(on, actions)
        layout, placed = arranged(on, scene.on_wall, scene.story.real, False, True), placed_on(on)
        words = {"title": layout.title, "kicker": layout.kicker, "tabs": layout.tabs, "controls": layout.controls}
        if actions:
            words |= {"lead": placed.lead, "caption": placed.far_caption}
            pictures = {f"picture {i}": picture.frame for i, picture in enumerate(placed.far)}
        else:
            words |= {"formulas": placed.formulas, "caption": placed.near_caption, "note": placed.note}
            words |= {"column": layout.column}
            pictures = {"plot": placed.near.plot, "bars": placed.near.bars}
        parts = {**words, **pictures}
        for name, rect in pictures.items():
            assert rect.w > 0.07 * on.width, name
            assert rect.h > (0.15 if actions else 0.2) * on.height / (2.0 if on.upright else 1.0), name
        for (a, first), (b, second) in combinations(parts.items(), 2):
            assert not first.inset(1.0).overlaps(second.inset(1.0)), f"{a} {first} over {b} {second}"


@pytest.mark.parametrize("text_scale", [1.0, 1.15, 1.3])
@pytest.mark.parametrize("language", languages())
def test_formulas_stand_below_the_words_on_an_upright_page(language: str, text_scale: float) -> None:
    words = Messages.parse((files("descent_game.scenes.text") / f"{language}.toml").read_text("utf-8"))
    on, scene = page((1080, 1920), text_scale, messages=words), GalleryScene(0)
    wall = arranged(on, scene.on_wall, scene.story.real, False, True).wall
    assert wall.h > 0.0
    assert not wall.overlaps(placed_on(on).formulas)


def point_labels(canvas: Canvas) -> list[tuple[str, Rect]]:
    """Returns the two values beside the points, each with what its text takes, its exponent too."""
    found = []
    for layer in canvas.layers():
        for run, after in pairwise((*layer.runs, *layer.runs[:1])):
            if run.text.startswith(("f(z) = ", "f′(z) = ")):
                ascent, descent = metrics(run.style)
                last = after if run.text.endswith("· 10") else run
                right = last.x + measure(last.text, last.style)
                found.append((run.text, Rect(run.x, run.y - ascent, right - run.x, float(ascent + descent))))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_values_beside_the_points_keep_clear_of_the_curves(name: str) -> None:
    on = page((1920, 1080))
    scene, canvas = shown(on, (Set("activation", name),))
    plot, curves = placed_on(on).near.plot, scene.story.curves[0]
    x = plot.x + np.concatenate((ACROSS, ACROSS)) * plot.w
    y = plot.bottom - np.concatenate(tuple(curves.now.heights())) * plot.h
    covered, checked = 0, 0
    for z in np.linspace(-6.0, 6.0, 61).round(2).tolist():
        scene.act(Set("z", z))
        scene.settle()
        scene.frame(1.0, 0.0)
        scene.frame(1.0, 0.0)
        canvas.clear(on.width, on.height)
        scene.paint(canvas)
        labels = point_labels(canvas)
        (_, first), (_, second) = labels
        assert not first.overlaps(second), z
        for text, rect in labels:
            assert plot.x <= rect.x and rect.right <= plot.right, (z, text)
            assert plot.y <= rect.y and rect.bottom <= plot.bottom, (z, text)
            on_curve = (x > rect.x) & (x < rect.right) & (y > rect.y + 6.0) & (y < rect.bottom - 6.0)
            covered += bool(on_curve.any())
            checked += 1
    assert checked == 122
    assert covered == 0


def test_the_number_under_the_handle_stands_alone() -> None:
    on = page((1920, 1080))
    for z in (1.0, 1.1, -0.9, 5.8, -6.0, 0.0):
        _, canvas = shown(on, (Set("z", z),))
        texts = inked(canvas)
        own = [rect for text, rect in texts if text == ENGLISH.number(z, 2)]
        assert own
        assert not any(rect.inset(-4.0, 0.0).overlaps(own[-1]) for _, rect in texts if rect != own[-1])


@pytest.mark.parametrize("theme", list(THEMES))
def test_formulas_stand_within_their_band(theme: str) -> None:
    from descent_game.ui.formula import formula_box

    for size in ((1920, 1080), (1080, 1920), (1024, 600)):
        on = page(size, theme=theme)
        for name in ("sigmoid", "gelu", "elu", "mish", "leaky_relu"):
            scene, canvas = shown(on, (Set("activation", name),))
            band = placed_on(on).formulas.inset(-2.0)
            boxes = []
            for formula in (formula for layer in canvas.layers() for formula in layer.formulas):
                width, height, _ = formula_box(formula.latex, formula.size)
                boxes.append(Rect(formula.x, formula.y, width, height))
            assert len(boxes) == 2
            assert not boxes[0].overlaps(boxes[1])
            for box in boxes:
                assert box.x >= band.x and box.right <= band.right, (name, size)
                assert box.y >= band.y and box.bottom <= band.bottom, (name, size)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("size", [(854, 480), (800, 450), (960, 540)])
def test_on_small_pages_no_line_of_the_gallery_is_printed_over_another(size: tuple[int, int], language: str) -> None:
    stage = Stage("gallery", *size, Settings(language=language))
    stage.step(STEP)
    stage.frame(0.5, 1.0)
    found = []
    for layer in stage.canvas.layers():
        for run in layer.runs:
            high = round(metrics(run.style)[0] * 0.7)
            found.append((run.text, Rect(run.x, run.y - high, measure(run.text, run.style), high)))
    board = [(text, rect) for text, rect in found if rect.x > 0.6 * size[0]]
    assert len(board) > 12
    for (one, a), (other, b) in combinations(board, 2):
        assert not a.overlaps(b), (one, other)


@pytest.mark.parametrize("count", [3, 7, 10, 11, 13, 17])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)])
def test_any_number_of_pictures_hangs_in_rows_of_one_shape(size: tuple[int, int], count: int) -> None:
    frames = [picture.frame for picture in places(settings.page(Settings(), *size), count).far]
    assert len(frames) == count
    assert len({(frame.w, frame.h) for frame in frames}) == 1
    assert 0.4 < frames[0].w / frames[0].h < 2.5
    for i, frame in enumerate(frames):
        assert not any(frame.overlaps(other) for other in frames[i + 1 :])
