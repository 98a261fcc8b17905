"""A machine without OpenGL is told what to do."""

from collections.abc import Callable
from typing import Any

import moderngl
import pytest

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
