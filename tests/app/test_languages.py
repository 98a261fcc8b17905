"""Every language that comes with the program, in large text: complete, well made, and nothing cut or over another."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import combinations

import pytest

from descent_game.app.settings import FIRST_LANGUAGE, Settings, languages, messages
from descent_game.app.show.stage import Stage
from descent_game.engine.actions import Set
from descent_game.engine.clock import STEP
from descent_game.ui.canvas import Canvas, Rect
from descent_game.ui.catalogue import OWN, flaws, marks
from descent_game.ui.messages import Messages
from descent_game.ui.text import measure, metrics

LARGE = 1.25
WORD = re.compile(r"[^\W\d_]{2}")
OTHERS = languages()[1:]
SIZES = ((1920, 1080), (1080, 1920))
VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("race", {}),
    ("race", {"bar": "many"}),
    ("gallery", {}),
    ("gallery", {"source": "real"}),
    ("trainer", {"drawer": "neurons"}),
    ("trainer", {"drawer": "training"}),
    ("trainer", {"drawer": "points"}),
    ("trainer", {"drawer": "view"}),
)


def named(view: tuple[str, dict[str, str]]) -> str:
    return "-".join((view[0], *view[1].values()))


def written(canvas: Canvas) -> list[tuple[str, Rect]]:
    """Returns the runs of a picture, each with the rectangle that its letters fill."""
    found = []
    for layer in canvas.layers():
        for run in layer.runs:
            ascent, descent = metrics(run.style)
            height = round(ascent * 0.7)
            rect = Rect(run.x, run.y - height, measure(run.text, run.style), height + round(descent * 0.5))
            found.append((run.text, rect))
    return found


def shown(view: tuple[str, dict[str, str]], size: tuple[int, int], language: str) -> Stage:
    stage = Stage(view[0], *size, Settings(language=language, text_scale=LARGE))
    for name, value in view[1].items():
        stage.act(Set(name, value))
    for _ in range(4):
        stage.step(STEP)
        stage.frame(1 / 60, 0.0)
    return stage


def marked_terms(texts: Messages) -> list[tuple[str, str]]:
    return sorted((key, term.lower()) for key, term in marks(texts))


def test_each_language_has_its_own_name() -> None:
    names = {code: messages(code)("language.name") for code in languages()}
    assert next(iter(names)) == FIRST_LANGUAGE and len(set(names.values())) == len(names)
    assert {"de": "Deutsch", "es": "Español", "fr": "Français", "pl": "Polski"}.items() <= names.items()


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_lacks_nothing_and_marks_the_same_terms(language: str) -> None:
    first, own = messages(FIRST_LANGUAGE), messages(language)
    assert list(flaws(own, first)) == []
    assert set(own.texts) == set(first.texts) | OWN
    assert own.number(1234.5, 1) == "1\u202f234,5"

    assert marked_terms(own) == marked_terms(first)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", VIEWS, ids=named)
def test_nothing_is_cut_or_over_another(view: tuple[str, dict[str, str]], size: tuple[int, int], language: str) -> None:
    stage = shown(view, size, language)
    runs = [(text, rect) for text, rect in written(stage.canvas) if text.strip()]
    assert len(runs) > 10
    for text, rect in runs:
        assert rect.x >= 0.0 and rect.y >= 0.0 and rect.right <= size[0] and rect.bottom <= size[1], text
    for (one, a), (other, b) in combinations(runs, 2):
        if not WORD.search(one) and not WORD.search(other):  # the weights of a diagram: no language chooses their width
            continue
        assert not a.overlaps(b), (one, a, other, b)


def test_every_text_has_typographic_apostrophes() -> None:
    for folder in ("text", "demos"):
        for file in sorted((files("descent_game.scenes") / folder).iterdir(), key=str):
            if file.name.endswith(".toml"):
                for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
                    assert "'" not in line.partition("#")[0], f"{file.name}:{number}: {line}"
