"""Every sentence a visitor reads, by key, in one language, and numbers as that language writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from descent_game.engine import toml_values

PLACEHOLDER = re.compile(r"\{(\w+)\}")
MINUS = "\u2212"
THIN = "\u202f"
RAISED = str.maketrans("-0123456789", "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")
LEAST_PLAIN = 1e-4
"""Smaller numbers are written in powers of ten."""


class MessageError(ValueError):
    """A catalogue that cannot be read; the message says where and what was expected."""


def _flat(table: Mapping[str, object], path: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, Mapping):
            yield from _flat(value, key)
        elif isinstance(value, str):
            yield key, value
        else:
            raise MessageError(f"{key}: expected a text in quotes, found {toml_values.shown(value)}")


class Messages:
    """A catalogue: texts by dotted key, with named placeholders `{name}`; what it lacks is looked up in `fallback`.

    The keys `language.decimal` and `language.group` are the signs within numbers.
    """

    def __init__(self, texts: Mapping[str, str], fallback: Messages | None = None) -> None:
        self.texts = dict(texts)
        self.fallback = fallback
        self.decimal = self("language.decimal") if self.has("language.decimal") else "."
        self.group = self("language.group") if self.has("language.group") else THIN

    @classmethod
    def parse(cls, toml_text: str, fallback: Messages | None = None) -> Messages:
        """Returns the catalogue written in TOML, its tables joined into dotted keys; raises MessageError."""
        try:
            table = toml_values.table(toml_text)
        except ValueError as error:
            raise MessageError(str(error)) from error
        return cls(dict(_flat(table, "")), fallback)

    def has(self, key: str) -> bool:
        """Returns whether there is a text of that key, here or in the fallback."""
        return key in self.texts or (self.fallback is not None and self.fallback.has(key))

    def raw(self, key: str) -> str:
        """Returns the text of that key as written; the key itself where there is none."""
        if key in self.texts:
            return self.texts[key]
        return self.fallback.raw(key) if self.fallback is not None else key

    def __call__(self, key: str, **values: object) -> str:
        """Returns the text of that key with its placeholders filled; one that has no value stays as written."""
        text = self.raw(key)
        if "{" not in text:
            return text
        return PLACEHOLDER.sub(lambda found: self._shown(values[found[1]]) if found[1] in values else found[0], text)

    def _shown(self, value: object) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        if isinstance(value, float):
            return self.plain(value)
        return str(value)

    def number(self, value: float, digits: int = 0) -> str:
        """Returns a number with `digits` decimals, grouped by thousands; a dash for what is not a number."""
        if math.isnan(value):
            return "\u2013"
        if math.isinf(value):
            return "\u221e" if value > 0 else MINUS + "\u221e"
        whole, _, part = f"{abs(value):,.{digits}f}".partition(".")
        text = whole.replace(",", self.group) + (self.decimal + part if part else "")
        return MINUS + text if value < 0 and any(c in "123456789" for c in text) else text

    def powers(self, value: float, digits: int = 0) -> str:
        """Returns a number as a mantissa with so many decimals and a power of ten: `1.5 · 10⁻⁷`."""
        mantissa, exponent = f"{value:.{digits}e}".split("e")
        return f"{self.number(float(mantissa), digits)} · 10{str(int(exponent)).translate(RAISED)}"

    def plain(self, value: float, figures: int = 3) -> str:
        """Returns a number to that many significant figures, without trailing zeros: a learning rate, a weight.

        One below `LEAST_PLAIN` is written in powers of ten.
        """
        if not math.isfinite(value) or value == 0.0:
            return self.number(value)
        if abs(value) < LEAST_PLAIN:
            return self.powers(value, max(figures - 2, 0))
        digits = max(figures - 1 - math.floor(math.log10(abs(value))), 0)
        text = self.number(value, digits)
        return text.rstrip("0").removesuffix(self.decimal) if digits else text

    def keys(self) -> tuple[str, ...]:
        """Returns the keys of this catalogue itself, as written."""
        return tuple(self.texts)

    def placeholders(self, key: str) -> frozenset[str]:
        """Returns the names that the text of a key leaves to be filled."""
        return frozenset(PLACEHOLDER.findall(self.raw(key)))
