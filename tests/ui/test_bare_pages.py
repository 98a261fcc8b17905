"""Pages without widgets, and without words: what is left has the room, and captions have theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ui_pages import SIZES, gallery, page, race

from descent_game.ui.guide import caption_place
from descent_game.ui.layout import arrange
from descent_game.ui.page import LARGE

SHORT = "One hill, three ways to take the next step."


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["race", "gallery"])
def test_a_bare_page_gives_the_room_of_its_widgets_to_the_stage(size: tuple[int, int], name: str) -> None:
    sheet, content = page(*size), race(False) if name == "race" else gallery(False)
    full, bare = arrange(sheet, content), arrange(replace(sheet, bare=True), content)
    assert bare.stage.w * bare.stage.h > 1.1 * full.stage.w * full.stage.h
    assert [placed.name for placed in bare.widgets if placed.name != "board"] == []
    parts = dict(bare.parts())
    assert not parts.keys() & {"tabs", "controls", "hint", "column"}
    plate, rows = caption_place(bare.page, SHORT, LARGE)
    assert len(rows) == 1
    for part, rect in parts.items():
        assert not rect.overlaps(plate), part


@pytest.mark.parametrize("size", SIZES)
def test_a_plain_page_has_nothing_but_a_stage(size: tuple[int, int]) -> None:
    plain = arrange(replace(page(*size), plain=True), race(True))
    ((name, stage),) = plain.parts()
    assert name == "stage"
    assert plain.widgets == ()
    assert stage.w * stage.h > 0.75 * size[0] * size[1]
    assert stage.center == pytest.approx((size[0] / 2.0, size[1] / 2.0))
    told = arrange(replace(page(*size), plain=True, bare=True), race(True))
    plate, _ = caption_place(told.page, SHORT, LARGE)
    assert 0.0 < told.stage.h < stage.h
    assert not told.stage.overlaps(plate)
