"""What a canvas puts on the screen, read back pixel by pixel."""

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from descent_game.render.paint import FIRST_CAPACITY
from descent_game.render.renderer import Renderer
from descent_game.ui.canvas import MARKS, Canvas, MarkKind, Rect, Style
from descent_game.ui.formula import formula_box
from descent_game.ui.text import measure, metrics

Pixels = npt.NDArray[np.uint8]
Shot = Callable[[Canvas], Pixels]
RED, GREEN, WHITE = (1.0, 0.0, 0.0, 1.0), (0.0, 1.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0)


def bounds(pixels: Pixels) -> tuple[int, int, int, int]:
    """Returns left, top, right, bottom of what is drawn."""
    rows, columns = np.nonzero(pixels[:, :, 3])
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def test_a_box_has_fill_and_border_on_its_pixels(shot: Shot, canvas: Canvas) -> None:
    canvas.box(Rect(20, 30, 40, 20), RED, border=GREEN, border_width=2.0)
    pixels = shot(canvas)
    assert bounds(pixels) == (20, 30, 60, 50)
    assert pixels[40, 40].tolist() == [255, 0, 0, 255]
    for row, column in ((30, 40), (31, 40), (49, 40), (40, 20), (40, 21), (40, 59)):
        assert pixels[row, column].tolist() == [0, 255, 0, 255]
    assert pixels[32, 40].tolist() == [255, 0, 0, 255]


def test_a_translucent_box_is_premultiplied(shot: Shot, canvas: Canvas) -> None:
    canvas.box(Rect(20, 30, 40, 20), (1.0, 0.5, 0.0, 0.5))
    assert shot(canvas)[40, 40].tolist() == pytest.approx([128, 64, 0, 128], abs=1)


def test_corners_are_round_and_the_area_is_right(shot: Shot, canvas: Canvas) -> None:
    canvas.box(Rect(20, 20, 60, 40), WHITE, radius=12.0)
    cover = shot(canvas)[:, :, 3] / 255.0
    assert cover[20, 20] == 0.0 and cover[20, 50] == 1.0
    assert cover.sum() == pytest.approx(60 * 40 - (4 - math.pi) * 144, rel=0.005)


def test_an_edge_between_pixels_is_soft(shot: Shot, canvas: Canvas) -> None:
    canvas.box(Rect(20.25, 30, 40, 20), WHITE)
    row = shot(canvas)[40, :, 3]
    assert row[20] == pytest.approx(0.75 * 255, abs=1) and row[60] == pytest.approx(0.25 * 255, abs=1)


def test_a_box_thinner_than_a_pixel_is_as_faint_as_it_is_thin(shot: Shot, canvas: Canvas) -> None:
    canvas.box(Rect(20, 30, 40, 0.25), WHITE)
    assert shot(canvas)[:, 40, 3].sum() == pytest.approx(0.25 * 255, abs=2)


@pytest.mark.parametrize("clip", [Rect(0, 0, 50, 120), Rect(30, 35, 15, 5), Rect(200, 0, 10, 10)])
def test_a_clip_cuts_on_the_pixel(shot: Shot, canvas: Canvas, clip: Rect) -> None:
    canvas.box(Rect(20, 30, 40, 20), RED, radius=4.0)
    whole = shot(canvas)
    canvas.clear(canvas.width, canvas.height)
    canvas.box(Rect(20, 30, 40, 20), RED, radius=4.0, clip=clip)
    cut = shot(canvas)
    rows, columns = np.mgrid[0 : whole.shape[0], 0 : whole.shape[1]]
    inside = (columns >= clip.x) & (columns < clip.right) & (rows >= clip.y) & (rows < clip.bottom)
    assert np.array_equal(cut, np.where(inside[:, :, None], whole, 0))


def test_a_large_box_is_the_same_as_a_small_one_would_be(shot: Shot, canvas: Canvas) -> None:
    """Above some size the inside is drawn apart from the edges: the seam must not be seen."""
    canvas.box(
        Rect(10, 10, 140.5, 100), (1.0, 0.5, 0.25, 0.5), radius=17.0, border=(0.0, 1.0, 0.0, 0.5), border_width=3.0
    )
    pixels = shot(canvas)
    inside = pixels[14:106, 30:130]
    assert (inside == inside[0, 0]).all()
    assert np.abs(pixels[10:110].astype(int) - pixels[10:110][::-1]).max() <= 1
    assert pixels[60, 11].tolist() == pixels[11, 60].tolist() == pytest.approx([64, 159, 16, 191], abs=2)


def test_a_large_box_hides_what_lies_below_it(shot: Shot, canvas: Canvas) -> None:
    canvas.box(Rect(40, 40, 20, 20), RED)
    canvas.box(Rect(5, 5, 150, 110), GREEN)
    canvas.box(Rect(70, 40, 20, 20), RED)
    pixels = shot(canvas)
    assert pixels[50, 50].tolist() == [0, 255, 0, 255]
    assert pixels[50, 80].tolist() == [255, 0, 0, 255]


@pytest.mark.parametrize("kind", [kind for kind in MARKS if kind != "box"])
def test_a_mark_keeps_to_its_square_and_is_its_own(shot: Shot, canvas: Canvas, kind: MarkKind) -> None:
    canvas.mark(kind, 60.0, 60.0, 20.0, RED)
    pixels = shot(canvas)
    left, top, right, bottom = bounds(pixels)
    assert left >= 40 and top >= 40 and right <= 80 and bottom <= 80
    assert 120 < pixels[:, :, 3].sum() / 255 < 1300
    shape = pixels[:, :, 3] > 127
    others = []
    for other in MARKS:
        if other not in ("box", kind):
            canvas.clear(canvas.width, canvas.height)
            canvas.mark(other, 60.0, 60.0, 20.0, RED)
            others.append(int((shape != (shot(canvas)[:, :, 3] > 127)).sum()))
    assert min(others) > 60


def test_a_square_is_as_large_as_it_should_be_with_round_corners(shot: Shot, canvas: Canvas) -> None:
    canvas.mark("square", 80.0, 60.0, 50.0, WHITE)
    area = (2.0 * 0.84 * 50.0) ** 2 - (4.0 - math.pi) * (0.08 * 50.0) ** 2
    assert shot(canvas)[:, :, 3].sum() / 255.0 == pytest.approx(area, abs=1.0)


def test_a_check_reaches_as_far_as_its_two_legs(shot: Shot, canvas: Canvas) -> None:
    canvas.mark("check", 80.0, 60.0, 50.0, WHITE)
    # the ends of its legs, in half sides, turned by three eighths
    left, right, top, bottom = (
        50.0 * reach / math.sqrt(2.0) for reach in (0.36 + 0.54, 0.33 + 0.82, 0.82 - 0.11, 0.87)
    )
    expected = (80.0 - left, 60.0 - top, 80.0 + right, 60.0 + bottom)
    assert bounds(shot(canvas)) == pytest.approx(expected, abs=0.9)


def test_more_boxes_than_there_was_room_for_make_room(shot: Shot, canvas: Canvas) -> None:
    for count in (1, FIRST_CAPACITY + 1, 1):
        canvas.clear(canvas.width, canvas.height)
        for number in range(count):
            canvas.box(Rect(number % 150, number // 150, 1, 1), WHITE)
        assert shot(canvas)[:, :, 3].sum() == 255 * count, count


def test_marks_point_the_right_way(shot: Shot, canvas: Canvas) -> None:
    canvas.mark("triangle", 30.0, 60.0, 20.0, RED)
    canvas.mark("play", 80.0, 60.0, 20.0, RED)
    canvas.mark("check", 130.0, 60.0, 20.0, RED)
    cover = shot(canvas)[:, :, 3] / 255.0
    assert cover[:60, 10:50].sum() < cover[60:, 10:50].sum()
    assert cover[:, 60:80].sum() > cover[:, 80:100].sum()
    # the long leg of the check goes up to the right
    assert cover[:55, 130:150].sum() > 4.0 > cover[:50, 110:130].sum()


def test_a_soft_mark_fades_both_ways(shot: Shot, canvas: Canvas) -> None:
    canvas.mark("disc", 60.0, 60.0, 20.0, WHITE, softness=10.0)
    row = shot(canvas)[60, :, 3].astype(int)
    assert row[80] == pytest.approx(128, abs=12)
    assert row[61] == 255 and row[89] <= 4 and (np.diff(row[61:92]) <= 0).all()


def test_a_straight_curve_is_as_wide_as_asked(shot: Shot, canvas: Canvas) -> None:
    canvas.curve([(20, 60), (120, 60)], 4.0, RED)
    pixels = shot(canvas)
    assert pixels[57:63, 70, 3].tolist() == [0, 255, 255, 255, 255, 0]
    assert pixels[:, :, 3].sum() / 255 == pytest.approx(100 * 4 + math.pi * 4, rel=0.01)


def test_a_dashed_curve_has_dashes_of_their_length(shot: Shot, canvas: Canvas) -> None:
    canvas.curve([(20, 60), (140, 60)], 4.0, RED, dash=(12.0, 8.0))
    row = shot(canvas)[59, :, 3].astype(int)
    on = row > 127
    starts = np.flatnonzero(on[1:] & ~on[:-1]) + 1
    ends = np.flatnonzero(~on[1:] & on[:-1]) + 1
    assert np.abs(starts - np.array([20, 40, 60, 80, 100, 120])).max() <= 1
    assert np.abs(ends - starts - 12).max() <= 1


def test_dashes_go_on_round_a_bend(shot: Shot, canvas: Canvas) -> None:
    line = np.stack([np.linspace(20, 140, 49), np.full(49, 60.0)], axis=1)
    canvas.curve(line, 4.0, RED, dash=(12.0, 8.0))
    many = shot(canvas).astype(int)
    canvas.clear(canvas.width, canvas.height)
    canvas.curve(line[[0, -1]], 4.0, RED, dash=(12.0, 8.0))
    assert np.abs(many - shot(canvas)).max() <= 2


def distances(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Returns the distance of every pixel's centre from a polyline, (120, 160)."""
    y, x = np.mgrid[0:120, 0:160] + 0.5
    pixels = np.stack([x, y], axis=-1)[:, :, None]
    start, way = points[:-1], np.diff(points, axis=0)
    off = pixels - start
    along = np.clip((off * way).sum(-1) / (way * way).sum(-1), 0.0, 1.0)
    return np.asarray(np.linalg.norm(off - along[..., None] * way, axis=-1).min(axis=-1))


@pytest.mark.parametrize("height", [1.0, 6.0, 24.0])
def test_a_translucent_curve_is_nowhere_laid_twice_and_has_no_holes(shot: Shot, canvas: Canvas, height: float) -> None:
    points = np.stack([np.linspace(15, 145, 27), 50 + height * (np.arange(27) % 2)], axis=1)
    canvas.curve(points, 7.0, (1.0, 1.0, 1.0, 0.5))
    expected = np.clip(3.5 + 0.5 - distances(points), 0.0, 1.0) * 127.5
    assert np.abs(shot(canvas)[:, :, 3] - expected).max() <= 2.0


def test_a_dense_curve_is_drawn_like_its_shape(shot: Shot, canvas: Canvas) -> None:
    turn = np.linspace(0.0, 3.5 * np.pi, 400)
    points = np.stack([80 + turn * 4.5 * np.cos(turn), 60 + turn * 4.5 * np.sin(turn)], axis=1)
    canvas.curve(points, 5.0, (1.0, 1.0, 1.0, 0.5))
    expected = np.clip(2.5 + 0.5 - distances(points), 0.0, 1.0) * 127.5
    assert np.abs(shot(canvas)[:, :, 3] - expected).max() <= 0.15 * 127.5


def test_a_curve_is_clipped_and_breaks_where_it_is_not_finite(shot: Shot, canvas: Canvas) -> None:
    points = np.array([(20, 60), (60, 60), (np.nan, 60), (100, 60), (140, 60)], np.float32)
    canvas.curve(points, 4.0, RED, clip=Rect(30, 0, 100, 60))
    pixels = shot(canvas)
    assert bounds(pixels) == (30, 58, 130, 60)
    assert pixels[59, 80].tolist() == [0, 0, 0, 0]
    assert pixels[59, 110].tolist() == [255, 0, 0, 255]


def test_layers_cover_one_another_whole(shot: Shot, canvas: Canvas) -> None:
    canvas.layer = 1
    canvas.box(Rect(20, 20, 60, 60), RED)
    canvas.layer = 0
    canvas.curve([(0, 50), (160, 50)], 6.0, GREEN)
    canvas.text("covered", Style("sans", "regular", 20), 25, 60, GREEN)
    pixels = shot(canvas)
    assert (pixels[20:80, 20:80] == [255, 0, 0, 255]).all()
    assert pixels[50, 100].tolist() == [0, 255, 0, 255]


@pytest.mark.parametrize(
    "style",
    [
        Style("sans", "regular", 18),
        Style("serif", "italic", 23),
        Style("sans", "semibold", 14, 0.22),
        Style("sans", "regular", 18, 0.0, True),
    ],
)
def test_text_lies_where_it_was_measured(shot: Shot, canvas: Canvas, style: Style) -> None:
    canvas.text("Loss 0.1171", style, 20, 60, WHITE)
    left, top, right, bottom = bounds(shot(canvas))
    ascent, descent = metrics(style)
    assert abs(left - 20) <= 3 and abs(right - (20 + measure("Loss 0.1171", style))) <= 3
    assert top >= 60 - ascent and bottom <= 60 + descent
    assert 60 <= bottom <= 62


def test_text_takes_its_colour(shot: Shot, canvas: Canvas) -> None:
    canvas.text("■HHH", Style("sans", "semibold", 30), 20, 60, (0.0, 0.5, 1.0, 0.5))
    pixels = shot(canvas).reshape(-1, 4)
    assert pixels[pixels[:, 3].argmax()].tolist() == pytest.approx([0, 64, 128, 128], abs=1)


def test_spaced_letters_stand_apart(shot: Shot, canvas: Canvas) -> None:
    canvas.text("IIII", Style("sans", "regular", 20, 0.5), 20, 60, WHITE)
    columns = shot(canvas)[:, :, 3].max(axis=0) > 0
    assert int((columns[1:] & ~columns[:-1]).sum()) == 4


def test_figures_stand_in_equal_cells(shot: Shot, canvas: Canvas) -> None:
    style = Style("sans", "regular", 20, 0.0, True)
    canvas.text("1 1 1 1", style, 20, 40, WHITE)
    canvas.text("8 8 8 8", style, 20, 90, WHITE)
    cover = shot(canvas)[:, :, 3]
    ones, eights = cover[:50].max(axis=0) > 0, cover[50:].max(axis=0) > 0
    assert measure("1111", style) == measure("8888", style)
    centers = [np.flatnonzero(a[1:] & ~a[:-1]) + np.flatnonzero(~a[1:] & a[:-1]) for a in (ones, eights)]
    assert len(centers[0]) == 4 and np.abs(centers[0] - centers[1]).max() <= 4


def test_changing_numbers_add_nothing_to_the_atlas(renderer: Renderer, shot: Shot, canvas: Canvas) -> None:
    style = Style("sans", "regular", 20, 0.0, True)
    sizes = []
    for number in range(1234567890, 1234567890 + 40 * 7919, 7919):
        canvas.clear(canvas.width, canvas.height)
        canvas.text(f"{number} 0123456789", style, 5, 60, WHITE)
        shot(canvas)
        sizes.append(len(renderer.painter.glyphs))
    assert len(set(sizes)) == 1


def test_a_formula_fills_its_box(shot: Shot, canvas: Canvas) -> None:
    latex = r"\nabla f = \frac{x^2}{2}"
    width, height, depth = formula_box(latex, 22)
    canvas.formula(latex, 22, 10, 20, (1.0, 0.5, 0.0, 1.0))
    pixels = shot(canvas)
    left, top, right, bottom = bounds(pixels)
    assert 10 <= left <= 14 and 10 + width - 8 <= right <= 10 + width
    assert 20 <= top <= 24 and 20 + height - 4 <= bottom <= 20 + height
    assert 0 < depth < height
    strongest = pixels.reshape(-1, 4)[pixels.reshape(-1, 4)[:, 3].argmax()]
    assert strongest.tolist() == pytest.approx([255, 128, 0, 255], abs=2)


def test_a_faulty_formula_is_named() -> None:
    with pytest.raises(ValueError, match="frac"):
        formula_box(r"\frac{1", 20)
