"""The scenes, in the order of the menu: the one place that names them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from descent_game.ui.scene_protocol import PlayableScene

from .gallery.scene import GalleryScene
from .menu import MENU
from .race.scene import RaceScene
from .story import STORY
from .trainer.scene import TrainerScene

__all__ = ["SCENES", "STORY"]

_MAKERS: Mapping[str, Callable[[int], PlayableScene]] = {
    "race": RaceScene,
    "gallery": GalleryScene,
    "trainer": TrainerScene,
}

SCENES: Mapping[str, Callable[[int], PlayableScene]] = MappingProxyType({name: _MAKERS[name] for name in MENU})
"""Each scene's maker by its name; it takes a seed."""
