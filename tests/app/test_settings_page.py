"""A visitor's settings: by touch, by keys, at once, kept for the next time; a broken file harms nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from routes import route

from descent_game.app import log, settings
from descent_game.app.settings import Settings
from descent_game.app.show.requests import Request
from descent_game.app.show.rules import Rules
from descent_game.app.show.settings_page import TEXT_SIZES, SettingsPage
from descent_game.app.show.stage import Stage
from descent_game.app.storage import preferences
from descent_game.engine.actions import Press
from descent_game.engine.clock import STEP
from descent_game.engine.events import Key, Pointer, Steer
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.page import Page
from descent_game.ui.text import measure, metrics
from descent_game.ui.theme import THEMES

LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "pl": "Polski"}
SIZES = ((1920, 1080), (1280, 720), (1024, 600), (1024, 768), (3440, 1440), (1080, 1920), (768, 1024))


def page(size: tuple[int, int] = (1920, 1080), text_scale: float = 1.0, theme: str = "dark") -> Page:
    """Returns a page in the first language."""
    return settings.page(Settings(theme=theme, text_scale=text_scale), *size)


def opened(setup: Settings | None = None, *, focus: bool = False) -> SettingsPage:
    """Returns the settings, open."""
    made = SettingsPage()
    made.open(setup or Settings(), LANGUAGES, focus=focus)
    return made


def tap(sheet: SettingsPage, on: Page, at: Rect) -> Settings:
    """Touches the middle of a rectangle."""
    x, y = at.center[0] / on.width * 2.0 - 1.0, 1.0 - at.center[1] / on.height * 2.0
    sheet.handle(Pointer("press", x, y, touch=True, finger=1), on)
    return sheet.handle(Pointer("release", x, y, 0.1, touch=True, finger=1), on)


def cell(sheet: SettingsPage, key: str) -> Rect:
    """Returns where a choice takes a touch."""
    return next(c.touch for placed in sheet.placed for c in placed.cells if c.key == key)


def test_every_setting_is_changed_by_a_touch() -> None:
    on, sheet = page(), opened()
    sheet.paint(Canvas(1920, 1080), on)
    assert tap(sheet, on, cell(sheet, "language=pl")).language == "pl"
    assert tap(sheet, on, cell(sheet, "text_size=largest")).text_scale == TEXT_SIZES["largest"]
    assert tap(sheet, on, cell(sheet, "theme=high-contrast")).theme == "high-contrast"
    assert tap(sheet, on, cell(sheet, "reduced_motion")).reduced_motion
    assert tap(sheet, on, cell(sheet, "sound")).sound
    track = next(placed.body for placed in sheet.placed if placed.name == "volume")
    assert tap(sheet, on, Rect(track.x + track.w * 0.8, track.y, 0.0, 0.0)).volume == pytest.approx(0.8, abs=0.01)
    expected = Settings("pl", "high-contrast", 1.3, True, 0.0, True, sheet.settings.volume)
    assert tap(sheet, on, cell(sheet, "done")) == expected
    assert not sheet.is_open


def test_every_setting_is_changed_by_keys_alone() -> None:
    on, sheet = page(), opened(focus=True)
    sheet.paint(Canvas(1920, 1080), on)
    seen = []
    for _ in range(7):
        before = sheet.settings
        sheet.handle(Key("return"), on)
        if sheet.settings == before:
            sheet.handle(Key("right"), on)
        seen.append(sheet.settings != before)
        if not sheet.is_open:
            break
        sheet.handle(Key("tab"), on)
    assert seen == [True] * 6 + [False] and not sheet.is_open
    assert sheet.settings == Settings("de", "light", 1.15, True, 0.0, True, 0.52)


@pytest.mark.parametrize("name", ["escape", "f2"])
def test_a_key_and_a_press_beside_close_it(name: str) -> None:
    on = page()
    for event in (Key(name), Pointer("press", -0.95, 0.0)):
        sheet = opened()
        sheet.paint(Canvas(1920, 1080), on)
        sheet.handle(event, on)
        assert not sheet.is_open
    sheet = opened()
    sheet.handle(Pointer("press", 0.0, 0.0), on)
    sheet.handle(Key("r"), on)
    assert sheet.is_open


def ink(canvas: Canvas) -> list[tuple[str, Rect]]:
    """Returns the texts on a canvas, each with the rectangle that its letters fill above the baseline."""
    found = []
    for layer in canvas.layers():
        for run in layer.runs:
            ascent, _ = metrics(run.style)
            found.append((run.text, Rect(run.x, run.y - ascent * 0.7, measure(run.text, run.style), ascent * 0.7)))
    return found


@pytest.mark.parametrize("text_scale", TEXT_SIZES.values())
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_and_nothing_overlaps(size: tuple[int, int], text_scale: float) -> None:
    on, sheet, canvas = page(size, text_scale), opened(), Canvas(*size)
    sheet.paint(canvas, on)
    card = next(canvas.layers()).boxes[0].rect
    assert card.x >= 0.0 and card.y >= 0.0 and card.right <= size[0] and card.bottom <= size[1]
    texts = ink(canvas)
    for text, rect in texts:
        assert card.x < rect.x and rect.right < card.right and card.y < rect.y and rect.bottom < card.bottom, text
    for i, (text, rect) in enumerate(texts):
        assert not [other for other, there in texts[i + 1 :] if rect.overlaps(there)], text
    for placed in sheet.placed:
        for one in placed.cells:
            assert one.touch.h >= round(60.0 * on.scale) and one.touch.w >= round(44.0 * on.scale), one.key
        others = [p for p in sheet.placed if p is not placed]
        assert not any(placed.rect.overlaps(other.rect) for other in others), placed.name


def test_one_language_needs_no_choice() -> None:
    sheet = SettingsPage()
    sheet.open(Settings(), {"en": "English"})
    sheet.paint(Canvas(1920, 1080), page())
    assert "language" not in [placed.name for placed in sheet.placed]


# -- on a stage -------------------------------------------------------------------------------------------------------


def painted(stage: Stage) -> list[object]:
    """Everything that is painted, as plain values."""
    found: list[object] = []
    for layer in stage.canvas.layers():
        found += [*layer.boxes, *layer.runs, *layer.formulas]
        found += [(c.points.tobytes(), c.width, c.color) for c in layer.curves]
    return found


@pytest.mark.parametrize("scene", ["race", "gallery", "trainer"])
@pytest.mark.parametrize("change", [{"theme": "light"}, {"text_scale": 1.3}, {"reduced_motion": True}])
def test_what_is_changed_holds_at_once_as_if_it_had_always_been_so(scene: str, change: dict[str, object]) -> None:
    other: Settings = replace(Settings(), **change)  # type: ignore[arg-type]  # one field of its own type
    changed, born = Stage(scene, 1280, 720, Settings()), Stage(scene, 1280, 720, other)
    changed.act(Press("settings"))
    changed.overlays.open = ""
    changed.set_up(other)
    for stage in (changed, born):
        stage.frame(0.0, 1.0)
        stage.frame(1.0, 1.0)
    assert painted(changed) == painted(born)
    assert changed.view == born.view


def test_the_button_in_the_head_and_the_key_open_it_and_hands_go_nowhere_else() -> None:
    stage = Stage("race", 1280, 720, Settings())
    stage.frame(0.0, 1.0)
    stage.act(Press("settings"))
    assert stage.overlays.open == "settings"
    route(stage, Steer(0.1, 0.0))
    route(stage, Key("space"))
    route(stage, Pointer("press", 0.0, 0.0))
    assert not stage.queue and not stage.scene.paused
    route(stage, Key("escape"))
    assert not stage.overlays.open and not stage.requests
    route(stage, Key("f2"))
    assert stage.overlays.open == "settings" and stage.overlays.settings.focus_visible
    stage.frame(0.0, 1.0)
    route(stage, Key("escape"))
    assert not stage.overlays.open and stage.interface.focused == "settings"


def test_a_simulation_does_not_notice() -> None:
    stages = [Stage("race", 1280, 720, Settings()) for _ in range(2)]
    for step in range(600):
        for stage in stages:
            stage.step(STEP)
        if step == 300:
            stages[1].set_up(replace(Settings(), theme="light", text_scale=1.15))
    positions = [stage.scene.race.positions().tobytes() for stage in stages]  # type: ignore[attr-defined]  # the race's
    assert positions[0] == positions[1]


def test_volume_alone_lays_nothing_out_anew() -> None:
    stage = Stage("race", 1280, 720, Settings())
    before = stage.page
    stage.set_up(replace(stage.setup, sound=True, volume=0.2))
    assert stage.page is before and stage.setup.volume == 0.2


def test_an_exhibit_offers_its_own_languages_and_keeps_the_page_reachable() -> None:
    stage = Stage("race", 1280, 720, Settings(), rules=Rules(languages=("en",), kept_in=True))
    route(stage, Key("f2"))
    assert stage.overlays.open == "settings"
    assert Request.SETTINGS not in stage.requests


def test_an_exhibit_can_hide_it_with_its_key() -> None:
    stage = Stage("race", 1280, 720, Settings(), rules=Rules(hidden=frozenset({"race.settings"}), kept_in=True))
    stage.frame(0.0, 1.0)
    assert "settings" not in [placed.name for placed in stage.interface.placed]
    route(stage, Key("f2"))
    assert not stage.overlays.open


# -- kept -------------------------------------------------------------------------------------------------------------


def test_what_was_changed_is_kept_and_only_that(home: Path) -> None:
    assert preferences.kept() == {}
    before = Settings(theme="light")
    chosen = preferences.keep(before, replace(before, text_scale=1.3, sound=True), {})
    assert chosen == {"text_scale": 1.3, "sound": True} == preferences.kept()
    assert preferences.path().is_relative_to(home)
    assert preferences.keep(before, before, chosen) == chosen
    again = preferences.begins(preferences.kept())
    assert again == Settings(text_scale=1.3, sound=True)
    assert preferences.begins(preferences.kept(), theme="light").theme == "light"
    assert [file.name for file in preferences.path().parent.iterdir()] == ["settings.json"]


BROKEN = [
    ("{", 1),
    ("[1, 2]", 0),
    ('{"theme": "drak"}', 1),
    ('{"language": "xx", "text_scale": 9}', 2),
    ('{"text_scale": true, "volume": "loud", "sound": 1}', 3),
    ('{"volume": NaN, "colour": "red"}', 2),
]


@pytest.mark.parametrize(("text", "lines"), BROKEN)
def test_a_broken_file_falls_back_with_a_line_in_the_log(text: str, lines: int, home: Path) -> None:
    preferences.path().parent.mkdir(parents=True)
    preferences.path().write_text(text)
    log.logger()
    assert preferences.begins(preferences.kept()) == Settings()
    told = log.path().read_text().splitlines()
    assert len(told) == lines
    assert all(f"WARNING {preferences.path()}: " in line for line in told)
    assert preferences.path().read_text() == text


def test_the_good_part_of_a_file_is_taken(home: Path) -> None:
    preferences.path().parent.mkdir(parents=True)
    preferences.path().write_text(json.dumps({"theme": "light", "volume": 2}))
    assert preferences.begins(preferences.kept()) == Settings(theme="light")
    assert {"dark", "light", "high-contrast"} <= set(THEMES), "a name that files may hold"
