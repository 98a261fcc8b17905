"""The longer reading of a scene: its sections as data, and the sheet they are set on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from types import MappingProxyType
from typing import Literal

from descent_game.engine.actions import Action
from descent_game.ui.canvas import Rect, Style
from descent_game.ui.lines import TextLine, lines
from descent_game.ui.messages import Messages
from descent_game.ui.page import Page
from descent_game.ui.text import measure
from descent_game.ui.theme import line_height

SIZES = (1.0, 0.94, 0.88, 0.82, 0.76)


@dataclass(frozen=True)
class StorySection:
    """A part of the story, told beside a scene; its words are the texts under `reading.{scene}.{name}`.

    `title`, `p1`, `p2` … and, where it has actions, `show`: what the button is called that asks for them. `values` fill
    the placeholders of all of them. Numbers in a text stand here, where a test can hold them against the simulation.
    """

    scene: str
    name: str
    actions: tuple[Action, ...] = ()
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def key(self) -> str:
        """Where its texts are found."""
        return f"reading.{self.scene}.{self.name}"

    def title(self, messages: Messages) -> str:
        """Returns its heading."""
        return messages(f"{self.key}.title", **self.values)

    def paragraphs(self, messages: Messages) -> Iterator[str]:
        """Yields its paragraphs in one language."""
        for number in count(1):
            if not messages.has(f"{self.key}.p{number}"):
                return
            yield messages(f"{self.key}.p{number}", **self.values)


@dataclass(frozen=True)
class Story:
    """All sections in the order in which they are to be read, whichever scene they are told beside."""

    sections: tuple[StorySection, ...] = ()

    def of(self, scene: str) -> tuple[StorySection, ...]:
        """Returns the sections told beside a scene."""
        return tuple(section for section in self.sections if section.scene == scene)

    def named(self, name: str) -> StorySection | None:
        """Returns the section of that name, or None."""
        return next((section for section in self.sections if section.name == name), None)

    def place(self, section: StorySection) -> int:
        """Returns which section it is of all, the first being 1."""
        return self.sections.index(section) + 1

    def after(self, section: StorySection, scenes: tuple[str, ...]) -> StorySection | None:
        """Returns the next section if it is told beside another of these scenes, or None."""
        following = self.sections[self.place(section) : self.place(section) + 1]
        return next((s for s in following if s.scene != section.scene and s.scene in scenes), None)


@dataclass(frozen=True)
class Block:
    """What stands on a sheet: a run of lines, or a button; `rect` is in pixels from the sheet's upper left corner.

    `name` is what a button stands for: `show:` and a section whose actions it asks for, `read:` and one it leads to.
    """

    kind: Literal["place", "title", "text", "show", "next"]
    rect: Rect
    style: Style
    lines: tuple[TextLine, ...]
    role: str
    name: str = ""


@dataclass(frozen=True)
class ReadingColumn:
    """A scene's reading set in a column; `tops` is where each section begins."""

    blocks: tuple[Block, ...]
    height: float
    tops: Mapping[str, float]

    @cached_property
    def buttons(self) -> tuple[Block, ...]:
        """The blocks that are pressed."""
        return tuple(block for block in self.blocks if block.name)


class _Setter:
    """Sets block under block in a column of one width."""

    def __init__(self, page: Page, width: float) -> None:
        self.page = page
        self.width = width
        self.y = 0.0
        self.blocks: list[Block] = []

    def text(self, kind: Literal["place", "title", "text"], role: str, text: str, size: float, after: float) -> None:
        """Sets a text as wide as the column, and leaves so much room `after` it."""
        style = self.page.style(role, size)
        set_lines = lines(text, style, self.width)
        height = float(len(set_lines) * line_height(role, style.size))
        self.blocks.append(Block(kind, Rect(0.0, self.y, self.width, height), style, set_lines, role))
        self.y += height + self.page.px(after)

    def button(self, kind: Literal["show", "next"], text: str, name: str, after: float) -> None:
        """Sets a button as wide as its words, which shrink and then break into lines where the column is too narrow."""
        page, role = self.page, "button" if kind == "show" else "option"
        pad = page.px(22.0) if kind == "show" else 0.0
        arrow = page.px(34.0)
        room = self.width - 2.0 * pad - arrow
        size = next((size for size in SIZES if measure(text, page.style(role, size)) <= room), SIZES[-1])
        style = page.style(role, size)
        set_lines = lines(text, style, room)
        height = max(page.finger, len(set_lines) * float(line_height(role, style.size)) + page.px(20.0))
        width = max(line.width for line in set_lines) + 2.0 * pad + arrow
        self.blocks.append(Block(kind, Rect(0.0, self.y, width, height), style, set_lines, role, name))
        self.y += height + page.px(after)


def sheet(page: Page, story: Story, scene: str, scenes: tuple[str, ...], width: float) -> ReadingColumn:
    """Returns the reading of a scene set in a column; `scenes` are those that it may lead on to."""
    setter, messages = _Setter(page, width), page.messages
    tops: dict[str, float] = {}
    for section in story.of(scene):
        if tops:
            setter.y += page.px(48.0)
        tops[section.name] = setter.y
        place = messages("reading.place", number=story.place(section), count=len(story.sections))
        setter.text("place", "label", place.upper(), 0.92, 4.0)
        setter.text("title", "heading", section.title(messages), 0.92, 16.0)
        for paragraph in section.paragraphs(messages):
            setter.text("text", "reading", paragraph, 0.96, 16.0)
        if section.actions:
            setter.y += page.px(4.0)
            setter.button("show", messages(f"{section.key}.show"), f"show:{section.name}", 12.0)
        following = story.after(section, scenes)
        if following is not None:
            text = messages("reading.next", title=following.title(messages))
            setter.button("next", text, f"read:{following.name}", 0.0)
    return ReadingColumn(tuple(setter.blocks), setter.y, tops)
