"""Formulas as pictures: LaTeX to SVG, and how large it comes out."""

from __future__ import annotations

import math
import re
import warnings
from functools import lru_cache

KEPT = 256
SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)" viewBox="\S+ (\S+)')


@lru_cache(maxsize=KEPT)
def formula_svg(latex: str, size: int) -> str:
    """Returns a formula as SVG in black, at a type size in pixels; raises ValueError with a faulty formula."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it opens its fonts in the old way
        # a quarter of a second that only a picture with a formula has to wait
        from ziamath.config import config
        from ziamath.zmath import Latex

    config.svg2 = False  # pygame's SVG loader does not know <symbol>
    try:
        return str(Latex(latex, size=size).svg())
    except Exception as error:  # the parser raises whatever it stumbles over
        raise ValueError(f"not a formula: {latex!r} ({error})") from error


@lru_cache(maxsize=KEPT)
def formula_box(latex: str, size: int) -> tuple[int, int, int]:
    """Returns the width and height of a formula's picture and the depth of its baseline below its top, in pixels."""
    found = SIZE.search(formula_svg(latex, size))
    if found is None:
        raise ValueError(f"a formula without a size: {latex!r}")
    width, height, top = (float(number) for number in found.groups())
    return math.ceil(width), math.ceil(height), round(-top)
