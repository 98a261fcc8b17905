"""The reference pictures: to the bit with the driver that they were made with, nearly so with every other one.

After a change that is meant to be seen: `python tests/tools/renew_pictures.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from reference_pictures import COPIES, KEPT, REFERENCES, copy_of, drawn, driver, exact, small, sums

MEAN, PART = 3.0, 0.03
"""How far a picture may be from its copy: on the mean, of 255, and in how many of its pixels by more than 40."""


def test_every_picture_has_its_sum_and_the_copies_are_small() -> None:
    assert len(REFERENCES) >= 40
    assert set(sums()["pictures"]) == set(REFERENCES)
    assert len(set(sums()["pictures"].values())) == len(REFERENCES), "no two are alike"
    copies = list(COPIES.glob("*.png"))
    assert {copy.stem for copy in copies} == set(KEPT)
    assert sum(copy.stat().st_size for copy in copies) < 150_000


@pytest.mark.parametrize("name", KEPT)
def test_a_picture_is_what_it_was(name: str, lent: Any) -> None:
    picture = drawn(name, lent)
    copy = copy_of(name).astype(np.int16)
    apart = np.abs(small(picture).astype(np.int16) - copy).max(axis=2)
    assert apart.mean() < MEAN
    assert (apart > 40).mean() < PART
    if driver(lent) == sums()["driver"]:
        assert exact(picture) == sums()["pictures"][name], "to the bit; renew the pictures if this was meant"


def test_the_others_are_what_they_were_to_the_bit(lent: Any, length: Callable[..., int]) -> None:
    others = [name for name in REFERENCES if name not in KEPT]
    asked = others[:: length("pictures", short=8, long=1)]
    if driver(lent) == sums()["driver"]:
        changed = [name for name in asked if exact(drawn(name, lent)) != sums()["pictures"][name]]
        assert changed == [], "renew the pictures if this was meant"
    else:
        assert all(np.ptp(drawn(name, lent)) > 100 for name in asked)
