"""All that a snapshot holds as one mark, to compare states of scenes to the last bit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import numpy as np


def mark(state: object) -> str:
    """Returns a sum over a snapshot that differs where any number, word or array in it differs."""
    found = hashlib.sha256()
    for part in _parts(state):
        found.update(part)
    return found.hexdigest()


def _parts(value: object) -> Iterator[bytes]:
    if isinstance(value, np.ndarray):
        yield f"{value.dtype} {value.shape}".encode() + np.ascontiguousarray(value).tobytes()
    elif isinstance(value, bool | int | float | str | bytes | np.generic) or value is None:
        yield f"{type(value).__name__} {value!r}".encode()
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield f"key {key!r}".encode()
            yield from _parts(item)
    elif isinstance(value, set | frozenset):
        yield repr(sorted(value)).encode()
    elif isinstance(value, list | tuple):
        yield f"{len(value)} of".encode()
        for item in value:
            yield from _parts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield field.name.encode()
            yield from _parts(getattr(value, field.name))
    elif callable(value):
        yield repr(getattr(value, "__qualname__", type(value))).encode()
    else:
        for name, item in sorted(vars(value).items()):
            yield name.encode()
            yield from _parts(item)
