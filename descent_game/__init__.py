"""The Descent: training a neural network, shown as a walk downhill.

In a checkout, `scenes/` and `shaders/` lie beside this package; in a wheel they lie inside it. Adding the parent
folder to the package's path where they lie beside makes `descent_game.scenes` and `descent_game.shaders` the same
names in both.
"""

from pathlib import Path

from descent_game.version import VERSION

_here = Path(__file__).parent
if not (_here / "scenes").is_dir():
    __path__.append(str(_here.parent))

__version__ = VERSION

__all__ = ["__version__"]
