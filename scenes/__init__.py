"""The scenes, in the order of the menu: the one place that names them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from descent_game.ui.staged import Staged

from .gallery import GalleryScene
from .menu import MENU
from .race import RaceScene
from .reading import STORY
from .trainer import TrainerScene

__all__ = ["SCENES", "STORY"]

_MAKERS: Mapping[str, Callable[[int], Staged]] = {"race": RaceScene, "gallery": GalleryScene, "trainer": TrainerScene}

SCENES: Mapping[str, Callable[[int], Staged]] = MappingProxyType({name: _MAKERS[name] for name in MENU})
"""Each scene's maker by its name; it takes a seed."""
