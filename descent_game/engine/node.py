"""The scene graph: named things with a transform, a switch and children."""

from __future__ import annotations

from collections.abc import Iterator

from descent_game.engine.linalg import IDENTITY, Matrix


class Node:
    """A named place in the tree; its `transform` is relative to its parent (4x4, row vectors)."""

    def __init__(self, name: str, *children: Node, transform: Matrix = IDENTITY, visible: bool = True) -> None:
        self.name = name
        self.transform = transform
        self.visible = visible
        self.children: list[Node] = list(children)

    def walk(self, parent: Matrix = IDENTITY) -> Iterator[tuple[Node, Matrix]]:
        """Yields each visible node with its world matrix, parents first; what is hidden hides what is below it."""
        if not self.visible:
            return
        world = parent if self.transform is IDENTITY else self.transform @ parent
        yield self, world
        for child in self.children:
            yield from child.walk(world)

    def find(self, name: str) -> Node:
        """Returns the first node of that name at or below this one; raises KeyError where there is none."""
        if self.name == name:
            return self
        for child in self.children:
            try:
                return child.find(name)
            except KeyError:
                continue
        raise KeyError(name)
