"""Trees into pixels: what is drawn, how it mixes, and what a picture costs."""

import gc
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import moderngl
import numpy as np
import numpy.typing as npt
import pytest

from descent_game.engine.camera import Camera, Viewport
from descent_game.engine.geometry import Geometry, Texture
from descent_game.engine.linalg import translation
from descent_game.engine.mesh import Material, Mesh
from descent_game.engine.node import Node
from descent_game.engine.view import Palette, View
from descent_game.render.frame import frame_bytes
from descent_game.render.renderer import Renderer
from descent_game.render.target import Target
from descent_game.render.upload import NonFinite
from descent_game.ui.canvas import Canvas, Rect, Style

Pixels: TypeAlias = npt.NDArray[np.uint8]
Folder: TypeAlias = Callable[[dict[str, str]], None]
WIDTH, HEIGHT = 160, 120
RED, GREEN, WHITE = (1.0, 0.0, 0.0, 1.0), (0.0, 1.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0)
VERTEX = """#include "_frame.glsl"
in vec3 position;
uniform mat4 world;
void main() { gl_Position = view_projection * (world * vec4(position, 1.0)); }
"""
FRAGMENT = """uniform vec4 tint;
out vec4 color;
void main() { color = tint; }
"""
SQUARE = np.array([(-1, 0, -1), (1, 0, -1), (1, 0, 1), (-1, 0, -1), (1, 0, 1), (-1, 0, 1)], np.float32)
"""Faces the camera, which stands on the negative y axis."""


@pytest.fixture
def flat(folder: Folder) -> None:
    folder({"flat.vert": VERTEX, "flat.frag": FRAGMENT})


@pytest.fixture
def view(view: View) -> View:
    return replace(view, camera=Camera(0.0, 0.0, 10.0, stage=Viewport(window_aspect=WIDTH / HEIGHT)))


def square(tint: tuple[float, ...], y: float = 0.0, x: float = 0.0, **how: Any) -> Mesh:
    """Returns a square two units wide; the camera sees about 8 by 6."""
    return Mesh(
        "square",
        Geometry({"position": SQUARE}),
        Material("flat", **how),
        uniforms={"tint": tint},
        transform=translation((x, y, 0.0)),
    )


def drawn(renderer: Renderer, target: Target, view: View, *nodes: Node) -> list[int]:
    """Returns the middle pixel of a picture of `nodes`."""
    renderer.draw(target, Node("root", *nodes), view)
    pixel: list[int] = target.read()[HEIGHT // 2, WIDTH // 2].tolist()
    return pixel


@pytest.mark.usefixtures("flat")
def test_a_mesh_is_drawn_where_the_camera_sees_it(renderer: Renderer, target: Target, view: View) -> None:
    renderer.draw(target, Node("root", square(RED, x=1.0)), view)
    rows, columns = np.nonzero(target.read()[:, :, 3])
    corners = view.camera.project(np.array([(0.0, 0.0, 1.0), (2.0, 0.0, -1.0)]))
    left, right = (corners[:, 0] + 1.0) / 2.0 * WIDTH
    top, bottom = (1.0 - corners[:, 1]) / 2.0 * HEIGHT
    assert [columns.min(), columns.max() + 1, rows.min(), rows.max() + 1] == pytest.approx(
        [left, right, top, bottom], abs=1.0
    )
    assert renderer.counts.draw_calls == 1


@pytest.mark.usefixtures("flat")
def test_what_is_hidden_is_not_drawn(renderer: Renderer, target: Target, view: View) -> None:
    hidden = Node("group", square(RED))
    hidden.visible = False
    assert drawn(renderer, target, view, hidden) == [0, 0, 0, 0]
    assert renderer.counts.draw_calls == 0


@pytest.mark.parametrize(
    ("blend", "expected"),
    [
        ("over", [64, 128, 0, 191]),
        ("add", [64, 255, 0, 255]),
        ("lighten", [64, 255, 0, 255]),
        ("off", [64, 0, 0, 64]),
    ],
)
@pytest.mark.usefixtures("flat")
def test_colours_mix_as_the_material_says(
    renderer: Renderer, target: Target, view: View, blend: str, expected: list[int]
) -> None:
    below = square((0.0, 0.75, 0.0, 0.75) if blend == "over" else GREEN, depth="off")
    above = square((0.25, 0.25, 0.0, 0.5) if blend == "over" else (0.25, 0.0, 0.0, 0.25), depth="off", blend=blend)
    if blend == "over":
        expected = [64, round(0.25 * 255 + 0.75 * 127.5), 0, round(127.5 + 0.75 * 127.5)]
    assert drawn(renderer, target, view, below, above) == pytest.approx(expected, abs=1)


@pytest.mark.parametrize(("depth", "red_wins"), [("test", False), ("read", False), ("off", True)])
@pytest.mark.usefixtures("flat")
def test_depth_is_met_as_the_material_says(
    renderer: Renderer, target: Target, view: View, depth: str, red_wins: bool
) -> None:
    near, far = square(GREEN, y=-1.0), square(RED, y=1.0, depth=depth)
    assert drawn(renderer, target, view, near, far) == [255 * red_wins, 255 * (not red_wins), 0, 255]


@pytest.mark.usefixtures("flat")
def test_depth_that_is_only_read_hides_nothing(renderer: Renderer, target: Target, view: View) -> None:
    assert drawn(renderer, target, view, square(GREEN, y=-1.0, depth="read"), square(RED, y=1.0)) == [255, 0, 0, 255]


@pytest.mark.parametrize("top_down", [False, True])
@pytest.mark.usefixtures("flat")
def test_faces_turned_away_are_culled_either_way_up(ctx: Any, renderer: Renderer, view: View, top_down: bool) -> None:
    target = Target(ctx, WIDTH, HEIGHT, top_down=top_down)
    away = Mesh("away", Geometry({"position": SQUARE[::-1]}), Material("flat", cull=True), uniforms={"tint": RED})
    assert drawn(renderer, target, view, away) == [0, 0, 0, 0]
    assert drawn(renderer, target, view, square(RED, cull=True)) == [255, 0, 0, 255]
    target.release()


@pytest.mark.usefixtures("flat")
def test_only_changed_rows_travel(renderer: Renderer, target: Target, view: View) -> None:
    mesh = square(RED)
    drawn(renderer, target, view, mesh)
    assert renderer.counts.bytes_sent >= SQUARE.nbytes
    mesh.geometry.write("position", SQUARE[2:4] * 0.5, 2)
    drawn(renderer, target, view, mesh)
    assert renderer.counts.bytes_sent == 2 * 12
    drawn(renderer, target, view, mesh)
    assert renderer.counts.bytes_sent == 0


@pytest.mark.usefixtures("flat")
def test_a_steady_picture_creates_and_sends_nothing(renderer: Renderer, target: Target, view: View) -> None:
    root, canvas = Node("root", square(RED), square(GREEN, x=2.0)), Canvas(WIDTH, HEIGHT)
    for _ in range(4):
        canvas.clear(WIDTH, HEIGHT)
        canvas.box(Rect(10, 10, 50, 40), WHITE)
        canvas.curve([(0, 0), (50, 50), (100, 20)], 3.0, RED)
        canvas.text("steady", Style(), 20, 100, WHITE)
        renderer.draw(target, root, replace(view, transparent=False), canvas)
    assert renderer.counts.objects_created == renderer.counts.bytes_sent == 0
    assert renderer.counts.draw_calls == 5
    assert renderer.counts.program_changes == 4


@pytest.mark.usefixtures("flat")
def test_of_a_canvas_only_the_rows_that_changed_are_sent(renderer: Renderer, target: Target, view: View) -> None:
    def sent(*words: str) -> int:
        canvas = Canvas(WIDTH, HEIGHT)
        for number, word in enumerate(words):
            canvas.box(Rect(10, 10 + 20 * number, 50, 15), WHITE, radius=2.0 + len(word))
            canvas.text(word, Style(), 20, 20 + 20 * number, WHITE)
        renderer.draw(target, Node("root"), view, canvas)
        return renderer.counts.bytes_sent

    sent("aa", "bb", "cc", "dddd")
    box, patch = 20 * 4, 10 * 4
    assert sent("aa", "dddd", "cc", "dddd") == box + patch
    assert sent("aa", "bb", "cc") == box + patch, "what goes is not drawn any more; nothing need be sent for that"
    assert sent("aa", "bb", "cc", "dddd") == box + patch
    assert sent("aa", "bb", "cc", "dddd") == 0


@pytest.mark.usefixtures("flat")
def test_a_uniform_that_stays_is_told_once_and_one_that_changes_is_seen(
    renderer: Renderer, target: Target, view: View
) -> None:
    first, second = square(RED, x=-1.5), square(GREEN, x=1.5)
    root = Node("root", first, second)
    for tint in (RED, GREEN, GREEN, WHITE, RED):
        first.uniforms["tint"] = tint
        second.uniforms["tint"] = np.array(tint[::-1], np.float32)
        renderer.draw(target, root, view)
        pixels = target.read()
        assert (pixels[60, 50] / 255.0).tolist() == list(tint)
        assert (pixels[60, 110] / 255.0).tolist() == list(tint[::-1])


@pytest.mark.usefixtures("flat")
def test_what_nobody_holds_is_freed(renderer: Renderer, target: Target, view: View) -> None:
    def buffers() -> int:
        gc.collect()
        kinds = (moderngl.Buffer, moderngl.VertexArray)
        held = [item for item in gc.get_objects() if isinstance(item, kinds)]
        return sum(1 for item in held if not isinstance(item.mglo, moderngl.InvalidObject))

    before = buffers()
    mesh = square(RED)
    drawn(renderer, target, view, mesh)
    assert buffers() == before + 2
    del mesh
    assert buffers() == before


TEXTURED = """uniform sampler2D values;
out vec4 color;
void main() { color = texelFetch(values, ivec2(3, 1), 0); }
"""


def test_a_texture_reaches_its_shader_and_only_its_changed_columns_travel(
    renderer: Renderer, target: Target, view: View, folder: Folder
) -> None:
    folder({"textured.vert": VERTEX, "textured.frag": TEXTURED})
    texture = Texture(np.zeros((2, 8, 4)))
    mesh = Mesh("m", Geometry({"position": SQUARE}), Material("textured"), textures={"values": texture})
    assert drawn(renderer, target, view, mesh) == [0, 0, 0, 0]
    texture.write(np.full((2, 2, 4), 1.0), 2)
    assert drawn(renderer, target, view, mesh) == [255, 255, 255, 255]
    assert renderer.counts.bytes_sent == 2 * 2 * 16
    texture.write(np.array([[0.0, 1.0, 0.0, 1.0]]), 3, row=1)
    assert drawn(renderer, target, view, mesh) == [0, 255, 0, 255]
    assert renderer.counts.bytes_sent == 16
    texture.write(np.full((1, 4), np.inf), 3, row=1)
    with pytest.raises(NonFinite, match="texture"):
        drawn(renderer, target, view, mesh)


@pytest.mark.usefixtures("flat")
def test_numbers_that_are_not_finite_are_refused_by_name(renderer: Renderer, target: Target, view: View) -> None:
    mesh = square(RED)
    drawn(renderer, target, view, mesh)
    mesh.geometry.write("position", np.full((1, 3), np.nan), 4)
    with pytest.raises(NonFinite, match="position"):
        drawn(renderer, target, view, mesh)
    mesh.geometry.write("position", SQUARE[4:5], 4)
    assert drawn(renderer, target, view, mesh) == [255, 0, 0, 255]
    mesh.uniforms["tint"] = (0.0, float("inf"), 0.0, 1.0)
    with pytest.raises(NonFinite, match=r"square\.tint"):
        drawn(renderer, target, view, mesh)
    mesh.uniforms["tint"] = np.array([0.0, np.nan, 0.0, 1.0], np.float32)
    with pytest.raises(NonFinite, match=r"square\.tint"):
        drawn(renderer, target, view, mesh)


@pytest.mark.usefixtures("flat")
def test_numbers_that_would_be_infinite_on_the_gpu_are_refused(renderer: Renderer, target: Target, view: View) -> None:
    mesh = square(RED)
    for large in ((0.0, 1e300, 0.0, 1.0), np.array([0.0, -1e39, 0.0, 1.0])):
        mesh.uniforms["tint"] = large
        with pytest.raises(NonFinite, match=r"square\.tint"):
            drawn(renderer, target, view, mesh)
    mesh.uniforms["tint"] = (1e38, 0.0, 0.0, 1.0)
    assert drawn(renderer, target, view, mesh) == [255, 0, 0, 255]
    with pytest.raises(NonFinite, match="frame"):
        drawn(renderer, target, replace(view, scale=1e300), mesh)


def test_a_canvas_that_is_not_finite_is_refused(renderer: Renderer, target: Target, view: View, canvas: Canvas) -> None:
    canvas.box(Rect(10, float("nan"), 10, 10), RED)
    with pytest.raises(NonFinite, match="box"):
        renderer.draw(target, Node("root"), view, canvas)


def test_sizes_must_agree(renderer: Renderer, target: Target, view: View) -> None:
    with pytest.raises(ValueError, match="view"):
        renderer.draw(target, Node("root"), replace(view, width=10))
    with pytest.raises(ValueError, match="canvas"):
        renderer.draw(target, Node("root"), view, Canvas(10, 10))


MEMBERS = (
    "eye / 10.0",
    "viewport / vec4(320.0, 240.0, 4.0, 2.0)",
    "stage",
    "ramp[0]",
    "ramp[3]",
    "contour",
    "ink",
    "effects",
)


@pytest.mark.parametrize("number", range(len(MEMBERS)), ids=MEMBERS)
def test_the_frame_block_reaches_the_shaders(
    renderer: Renderer, target: Target, view: View, folder: Folder, number: int
) -> None:
    fragment = f'#include "_frame.glsl"\nout vec4 color;\nvoid main() {{ color = {MEMBERS[number]}; }}\n'
    folder({"member.vert": VERTEX, "member.frag": fragment})
    colors = [(0.05 * i, 0.1 + 0.05 * i, 0.2 + 0.05 * i, 0.3 + 0.05 * i) for i in range(8)]
    palette = Palette(colors[0], colors[1], (colors[2], colors[3], colors[4], colors[5]), colors[6], colors[7], 0.75)
    stage = Viewport(0.25, -0.25, 0.5, 0.75, WIDTH / HEIGHT)
    camera = Camera(0.0, 0.0, 10.0, target=(2.0, 15.0, 3.0), stage=stage)
    view = replace(view, palette=palette, camera=camera, scale=1.5)
    mesh = Mesh(
        "m",
        Geometry({"position": SQUARE * 20.0}),
        Material("member", blend="off"),
        transform=translation((0.0, 15.0, 0.0)),
    )
    expected = (
        (0.2, 0.5, 0.3, 0.1),
        (0.5, 0.5, 0.375, 0.5),
        (0.25, 0.25, 0.5, 0.75),
        colors[2],
        colors[5],
        colors[6],
        colors[7],
        (0.75, 0.0, 0.0, 0.0),
    )[number]
    assert drawn(renderer, target, view, mesh) == pytest.approx([round(255 * c) for c in expected], abs=1)


def test_the_frame_block_is_as_long_as_its_shader_says(view: View) -> None:
    assert len(frame_bytes(view)) == 224


GROUND = Palette(
    background_inner=(0.0745, 0.102, 0.149, 1.0),
    background_outer=(0.0353, 0.0471, 0.0745, 1.0),
    ramp=((0.0, 0.0, 0.0, 1.0),) * 4,
    contour=WHITE,
    ink=WHITE,
)


def ground(renderer: Renderer, view: View, *, top_down: bool = True, times: int = 1) -> npt.NDArray[np.float64]:
    """Returns the background alone, (360, 480, 3), as it comes out after some pictures."""
    target = Target(renderer.context, 480, 360, top_down=top_down)
    view = replace(view, palette=GROUND, transparent=False, width=480, height=360)
    for _ in range(times):
        renderer.draw(target, Node("root"), view)
    pixels = target.read(3).astype(np.float64)
    target.release()
    return pixels


def test_the_background_falls_from_the_stage_to_the_edges_without_bands(renderer: Renderer, view: View) -> None:
    pixels = ground(renderer, view)
    inner, outer = (np.array(color[:3]) * 255 for color in (GROUND.background_inner, GROUND.background_outer))
    assert np.abs(pixels[176:184, 236:244].mean((0, 1)) - inner).max() < 0.2
    assert np.abs(pixels[:4, :4].mean((0, 1)) - outer).max() < 0.3
    assert np.abs(np.diff(pixels, axis=0)).max() <= 1 and np.abs(np.diff(pixels, axis=1)).max() <= 1
    # where a gradient would band, both neighbouring values are there
    assert all(len(np.unique(pixels[180, start : start + 60, 2])) >= 2 for start in range(0, 180, 60))


def test_dither_changes_nothing_on_average(renderer: Renderer, view: View) -> None:
    """Blocks of the picture agree with the gradient computed here to a small part of a step."""
    pixels = ground(renderer, view)
    y, x = np.mgrid[0:360, 0:480]
    fall = np.minimum((((x + 0.5) / 240 - 1) ** 2 + ((y + 0.5) / 180 - 1) ** 2) / 1.4, 1.0)
    fall *= 2.0 - fall
    inner, outer = (np.array(color[:3]) * 255 for color in (GROUND.background_inner, GROUND.background_outer))
    expected = inner + (outer - inner) * fall[:, :, None]
    error = (pixels - expected).reshape(18, 20, 24, 20, 3).mean((1, 3))
    assert np.abs(error).max() < 0.1


def test_dither_lies_alike_in_windows_and_films(renderer: Renderer, view: View) -> None:
    """Counted from the lower edge either way: else a film's grain would not be the window's."""
    apart = ground(renderer, view) != ground(renderer, view, top_down=False)[::-1]
    assert apart.mean() < 0.005


def test_the_background_that_is_kept_is_the_one_that_is_drawn(renderer: Renderer, view: View) -> None:
    assert np.array_equal(ground(renderer, view, times=1), ground(renderer, view, times=4))


def test_the_background_of_a_multisampled_target_is_the_same(ctx: Any, renderer: Renderer, view: View) -> None:
    view = replace(view, palette=GROUND, transparent=False)
    pictures = []
    for samples in (0, 4):
        target = Target(ctx, WIDTH, HEIGHT, samples=samples)
        for _ in range(3):
            renderer.draw(target, Node("root"), view)
        pictures.append(target.read().astype(int))
        target.release()
    assert np.abs(pictures[0] - pictures[1]).max() <= 1


@pytest.mark.usefixtures("flat")
def test_the_kept_background_leaves_depth_alone(renderer: Renderer, target: Target, view: View) -> None:
    view = replace(view, transparent=False)
    for _ in range(4):
        assert drawn(renderer, target, view, square(GREEN, y=-1.0), square(RED, y=1.0)) == [0, 255, 0, 255]


def test_a_transparent_view_has_no_background(renderer: Renderer, target: Target, view: View) -> None:
    renderer.draw(target, Node("root"), replace(view, palette=GROUND))
    assert not target.read().any()


@pytest.mark.usefixtures("flat")
def test_a_film_is_the_window_upside_down(ctx: Any, renderer: Renderer, view: View, canvas: Canvas) -> None:
    stage = Viewport(0.2, 0.3, 0.6, 0.5, WIDTH / HEIGHT)
    view = replace(view, palette=GROUND, transparent=False, camera=Camera(0.4, 0.5, 10.0, stage=stage))
    canvas.box(Rect(10, 10, 50, 30), WHITE, radius=8.0, border=RED, border_width=2.0)
    canvas.mark("triangle", 100, 40, 12, GREEN)
    canvas.curve([(10, 100), (60, 70), (140, 90)], 3.0, RED, dash=(8.0, 5.0), clip=Rect(20, 0, 100, 120))
    canvas.text("film", Style(size=24), 90, 110, WHITE)
    pictures = []
    for top_down in (False, True):
        target = Target(ctx, WIDTH, HEIGHT, top_down=top_down)
        renderer.draw(target, Node("root", square(RED, cull=True)), view, canvas)
        pictures.append(target.read().astype(int))
        target.release()
    difference = np.abs(pictures[0][::-1] - pictures[1])
    assert np.count_nonzero(difference > 1) <= 8  # an edge of the mesh may round the other way
    assert pictures[1].std() > 10


@pytest.mark.usefixtures("flat")
def test_a_multisampled_target_has_smooth_edges(ctx: Any, renderer: Renderer, view: View) -> None:
    mesh = Mesh("m", Geometry({"position": SQUARE @ turned(0.3)}), Material("flat"), uniforms={"tint": RED})
    shades = []
    for samples in (0, 4):
        target = Target(ctx, WIDTH, HEIGHT, samples=samples, top_down=True)
        assert target.samples == samples
        renderer.draw(target, Node("root", mesh), view)
        pixels = target.read()
        assert pixels[60, 80].tolist() == [255, 0, 0, 255]
        shades.append(len(np.unique(pixels[:, :, 0])))
        target.release()
    assert shades[0] == 2 and 4 <= shades[1] <= 5


def turned(angle: float) -> npt.NDArray[np.float64]:
    """Returns the rotation by `angle` about the axis that the camera looks along."""
    s, c = np.sin(angle), np.cos(angle)
    return np.array([(c, 0, s), (0, 1, 0), (-s, 0, c)])


@pytest.mark.parametrize("turn", [False, True])
def test_a_picture_covers_another_by_its_opacity(ctx: Any, renderer: Renderer, view: View, turn: bool) -> None:
    below, above = Target(ctx, WIDTH, HEIGHT, top_down=True), Target(ctx, WIDTH, HEIGHT, top_down=not turn)
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.box(Rect(0, 0, WIDTH, HEIGHT), GREEN)
    renderer.draw(below, Node("root"), view, canvas)
    canvas.box(Rect(0, 0, WIDTH, HEIGHT / 2), RED)
    renderer.draw(above, Node("root"), view, canvas)
    renderer.cover(below, above, 0.25)
    pixels = below.read()
    assert pixels[30, 80].tolist() == pytest.approx([64, 191, 0, 255], abs=1)
    assert pixels[90, 80].tolist() == [0, 255, 0, 255]
    assert (pixels[59] == pixels[30]).all() and (pixels[60] == pixels[90]).all()  # to the row
    below.release()
    above.release()
