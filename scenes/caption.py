"""What a caption says: a sentence by its key, with the names and numbers in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

CaptionValue: TypeAlias = str | float | tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Caption:
    """A sentence by its key, and the names and numbers in it; the key `otherwise` where there are no words for it."""

    key: str
    values: Mapping[str, CaptionValue] = field(default_factory=dict)
    otherwise: str = field(default="", compare=False)
