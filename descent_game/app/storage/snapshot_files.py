"""Snapshots of scenes as plain data that fits into a JSON file, and back.

Only our own values come back: frozen dataclasses and named tuples of the program, by the name of their class, and what
stands in a catalogue, by its name there. Nothing is imported and nothing is called that is not one of these.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

import numpy as np

from descent_game.sim.network.activations import ACTIVATIONS
from descent_game.sim.optimizers.schedules import SCHEDULES
from descent_game.sim.surfaces.catalogue import LANDSCAPES

CATALOGUES: Final[tuple[Mapping[str, Any], ...]] = (LANDSCAPES, ACTIVATIONS, SCHEDULES)
OURS: Final = "descent_game."
KIND: Final = "kind"


def plain(value: Any) -> Any:
    """Returns a value of a snapshot as JSON can hold it; raises ValueError for what it cannot."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.ndarray):
        data = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode("ascii")
        return {KIND: "array", "type": value.dtype.str, "shape": list(value.shape), "data": data}
    for number, catalogue in enumerate(CATALOGUES):
        if catalogue.get(getattr(value, "name", "")) == value:
            return {KIND: "entry", "catalogue": number, "name": value.name}
    if hasattr(value, "_fields") or is_dataclass(value):
        names = value._fields if hasattr(value, "_fields") else [field.name for field in fields(value)]
        kind = f"{type(value).__module__}:{type(value).__qualname__}"
        return {KIND: kind, "values": {name: plain(getattr(value, name)) for name in names}}
    if isinstance(value, Mapping):
        return {KIND: "mapping", "items": [[plain(key), plain(item)] for key, item in value.items()]}
    if isinstance(value, tuple | frozenset):
        return {KIND: type(value).__name__, "items": [plain(item) for item in value]}
    raise ValueError(f"expected a value of a snapshot, found {type(value).__name__}")


def size(value: Any) -> int:
    """Returns how many bytes the arrays of a snapshot take."""
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, Mapping):
        return sum(map(size, value.values()))
    if isinstance(value, tuple):
        return sum(map(size, value))
    return sum(size(getattr(value, field.name)) for field in fields(value)) if is_dataclass(value) else 0


def value(found: Any) -> Any:
    """Returns what `plain` was given; raises ValueError, KeyError or TypeError for anything else."""
    if not isinstance(found, dict):
        return found
    kind = found[KIND]
    match kind:
        case "array":
            flat = np.frombuffer(base64.b64decode(found["data"], validate=True), np.dtype(str(found["type"])))
            array = flat.reshape(found["shape"])
            if array.dtype.kind not in "biuf":
                raise ValueError(f"expected numbers, found {array.dtype}")
            return array
        case "entry":
            return CATALOGUES[found["catalogue"]][found["name"]]
        case "mapping":
            return {value(key): value(item) for key, item in found["items"]}
        case "tuple":
            return tuple(map(value, found["items"]))
        case "frozenset":
            return frozenset(map(value, found["items"]))
    return _class(kind)(**{name: value(item) for name, item in found["values"].items()})


def _class(kind: str) -> type:
    """Returns the class of one of our values by its name."""
    module, _, name = kind.partition(":")
    found = getattr(sys.modules.get(module), name, None) if module.startswith(OURS) else None
    frozen = getattr(getattr(found, "__dataclass_params__", None), "frozen", False)
    if not isinstance(found, type) or not (frozen or issubclass(found, tuple)):
        raise ValueError(f"expected a value of ours, found {kind!r}")
    return found
