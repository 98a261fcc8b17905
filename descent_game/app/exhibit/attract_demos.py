"""What an exhibit may play by itself: the demos that its file lists, or those that come with the program.

An exhibit file is edited by people, and the wall must not wait for what they write: each demo is read once, all of them
together hold no more than is read in a few seconds, and what cannot be read is told and left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from descent_game.app.exhibit.exhibit_keys import ExhibitTable
from descent_game.app.exhibit.settings import LONGEST_TURN, Exhibit
from descent_game.app.sessions import demo_files
from descent_game.app.show.stage import section_scenes
from descent_game.app.storage import input_files
from descent_game.app.terminal.errors import InputError
from descent_game.engine.actions import Goto, Read
from descent_game.engine.timeline import Demo

MOST_LISTED: Final = 100
"""Demos of one list; one that is listed more than once plays more often."""
LARGEST: Final = 1_000_000
"""Bytes of one file, and letters of all files together."""


def listed(section: ExhibitTable, scenes: Collection[str], folder: Path | None) -> tuple[Demo, ...]:
    """Returns the demos that the key `demos` of a table lists, beside the exhibit file in `folder` or shipped.

    What cannot be played in an exhibit of these scenes is noted as a mistake. Without a folder nothing is read.
    """
    names = section.words("demos", least=0) or ()
    if folder is None:
        return ()
    if len(names) > MOST_LISTED:
        section.wrong("demos", f"expected at most {MOST_LISTED} demos, found {len(names)}")
    room = _Room()
    read: dict[str, Demo | None] = {}
    for name in names[:MOST_LISTED]:
        if name in read:
            continue
        read[name] = None
        try:
            demo = room.read(name, folder)
        except InputError as error:
            section.wrong("demos", str(error).removeprefix(f"{folder}/"))
            continue
        absent = [scene for scene in visited(demo) if scene not in scenes]
        if absent:
            section.wrong("demos", f"expected demos of this exhibit's scenes, found {absent[0]} in {name}")
        else:
            read[name] = demo
    return tuple(demo for demo in map(read.get, names[:MOST_LISTED]) if demo is not None)


class _Room:
    """State: how many letters may still be read."""

    def __init__(self) -> None:
        self._left = LARGEST

    def read(self, name: str, folder: Path) -> Demo:
        """Returns the demo in a file beside the exhibit file or, where there is none, the shipped one of that name."""
        path = folder / input_files.path(name)
        if name in demo_files.demo_names() and not input_files.there(path):
            return demo_files.read_demo(name, demo_files.shipped)
        return demo_files.read_demo(str(path), self._find)

    def _find(self, name: str, within: str) -> tuple[str, str]:
        text, path = demo_files.found(name, within, LARGEST)
        if len(text) > self._left:
            raise ValueError(f"expected demos of at most {LARGEST / 1e6:g} MB in all, found more")
        self._left -= len(text)
        return text, path


def visited(demo: Demo) -> Iterator[str]:
    """Yields the scenes that a demo shows."""
    sections = section_scenes()
    yield demo.scene
    for cue in demo.cues:
        if isinstance(cue.action, Goto):
            yield cue.action.scene
        elif isinstance(cue.action, Read) and cue.action.section:
            yield sections[cue.action.section]


def shipped_demos(exhibit: Exhibit) -> tuple[Demo, ...]:
    """Returns what the attract loop plays where the file names nothing: each scene's demos, else the scene itself.

    The scenes come in turn, so that two demos of one scene do not follow each other while there is another scene.
    """
    every = [demo_files.read_demo(name, demo_files.shipped) for name in demo_files.demo_names()]
    shown = [demo for demo in every if demo.seconds <= LONGEST_TURN]  # the rest are films
    fit = [demo for demo in shown if set(visited(demo)) <= set(exhibit.scenes)]
    rows = [[demo for demo in fit if demo.scene == scene] or [Demo(scene)] for scene in exhibit.scenes]
    return tuple(row[i] for i in range(max(map(len, rows))) for row in rows if i < len(row))
