"""A machine without OpenGL is told what to do."""

from collections.abc import Callable
from typing import Any

import moderngl
import pytest
from conftest import KINDS, leaving_nothing

from descent_game.render.context import NoGraphics, offscreen_context, window_context


@pytest.mark.parametrize("opened", [offscreen_context, window_context])
def test_without_opengl_the_message_has_the_fix(
    monkeypatch: pytest.MonkeyPatch, opened: Callable[[], moderngl.Context]
) -> None:
    def refuse(*args: Any, **settings: Any) -> None:
        raise Exception("libEGL.so not loaded")

    monkeypatch.setattr(moderngl, "create_context", refuse)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(NoGraphics, match=r"libEGL\.so not loaded.*apt-get install libegl1 libgl1"):
        opened()


def test_a_context_is_3_3_and_frees_what_is_forgotten(ctx: Any) -> None:
    assert ctx.version_code >= 330
    assert ctx.gc_mode == "auto"


MADE: dict[str, Callable[[Any], Any]] = {
    "Buffer": lambda context: context.buffer(reserve=4),
    "Framebuffer": lambda context: context.framebuffer([context.texture((1, 1), 4)]),
    "Program": lambda context: context.program(vertex_shader="#version 330\nvoid main() { gl_Position = vec4(0.0); }"),
    "Renderbuffer": lambda context: context.renderbuffer((1, 1)),
    "Texture": lambda context: context.texture((1, 1), 4),
    "VertexArray": lambda context: context.vertex_array(MADE["Program"](context), []),
}


@pytest.mark.parametrize("kind", [kind.__name__ for kind in KINDS])
def test_an_object_that_a_test_leaves_behind_is_found(session_context: Any, kind: str) -> None:
    older: list[Any] = []  # from before, so that nothing new leads to what is left
    with pytest.raises(AssertionError, match="left behind"), leaving_nothing():
        older.append(MADE[kind](session_context))
    with leaving_nothing():
        older.pop().release()


@pytest.mark.parametrize("kind", [kind.__name__ for kind in KINDS])
def test_what_was_there_before_or_is_freed_is_not_left_behind(session_context: Any, kind: str) -> None:
    older = MADE[kind](session_context)
    with leaving_nothing():
        MADE[kind](session_context).release()
        circle = [MADE[kind](session_context)]
        circle.append(circle)
        del circle
    older.release()
    assert session_context.error == "GL_NO_ERROR"
