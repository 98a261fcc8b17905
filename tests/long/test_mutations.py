"""Wrong on purpose: the tests must see it when a formula or a shader is changed, in a copy of the tree.

`--long` tries the whole table and forty changes by chance; `--length mutations=N` tries so many, those of the table
first, `--length mutation-seed=N` draws others.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

import pytest
from formula_mutations import FORMULAS
from mutation import ROOT, Copy, Fate, Mutation
from random_mutations import PICTURES, known, mutations
from shader_mutations import SHADERS

FIRST = ("no correction of the first moment's bias", "sRGB encoded with a plain power", "how far the next step is")
"""Those that are tried each time: their tests take a moment."""
TABLE = sorted((*FORMULAS, *SHADERS), key=lambda mutation: mutation.breaks not in FIRST)
BY_CHANCE = 40
WORKERS = min(os.cpu_count() or 1, 4)
ALL_PICTURES = ("--length", "pictures=1")

EQUIVALENT = {
    "int panel = int(look.x + 0.467143);": "panels have whole numbers, of which any small part more is cut off",
    "return points / turn[:, np.newaxis]": "turn is 1 or -1, by which to multiply is to divide",
}
"""Lines as changes by chance have left them that mean what they meant, or nothing anybody could see, and why."""


@pytest.fixture
def copies(tmp_path: Path) -> Queue[Copy]:
    """Private copies of the tree, one for each child that runs at a time."""
    queue: Queue[Copy] = Queue()
    for number in range(WORKERS):
        queue.put(Copy(tmp_path / str(number)))
    return queue


def tried(copies: Queue[Copy], mutation: Mutation) -> tuple[Fate, str]:
    """Returns what becomes of a mutation; a shader's that its own tests let pass is shown to the pictures too."""
    copy = copies.get()
    try:
        fate, by = copy.fate(mutation)
        if fate == "survived" and mutation.breaks in KINDS and mutation.file.startswith("shaders/"):
            seen = Mutation(mutation.file, mutation.old, mutation.new, mutation.breaks, PICTURES)
            fate, by = copy.fate(seen, *ALL_PICTURES)
    finally:
        copies.put(copy)
    print(f"{fate:8} {mutation.told()} [{by}]", flush=True)
    return fate, by


KINDS = ("sign", "number", "swizzle", "call")
"""What a change by chance is of."""


def left(copies: Queue[Copy], chosen: Sequence[Mutation]) -> list[str]:
    """Tries mutations and returns, told in a line each, those that no test caught."""
    with ThreadPoolExecutor(WORKERS) as pool:
        fates = list(pool.map(lambda mutation: tried(copies, mutation), chosen))
    pictures = sum(fate == "caught" and PICTURES[0] in by for fate, by in fates)
    caught = sum(fate == "caught" for fate, _ in fates)
    print(f"{caught} of {len(chosen)} caught, {pictures} of them by a picture's sum alone", flush=True)
    return [mutation.told() for mutation, (fate, _) in zip(chosen, fates, strict=True) if fate != "caught"]


def test_each_mutation_of_the_table_has_its_one_place_and_its_tests() -> None:
    assert len(SHADERS) >= 15
    assert len(TABLE) >= 40
    assert {mutation.breaks for mutation in TABLE[: len(FIRST)]} == set(FIRST)
    for mutation in TABLE:
        assert mutation.applied((ROOT / mutation.file).read_text("utf-8"))
        assert all((ROOT / test).is_file() for test in mutation.tests)
    assert len({(mutation.file, mutation.old, mutation.new) for mutation in TABLE}) == len(TABLE)


def test_chance_draws_the_same_from_a_seed_and_from_every_formula_and_shader() -> None:
    drawn = mutations(1, 400)
    assert drawn == mutations(1, 400)
    assert drawn != mutations(2, 400)
    assert {mutation.file for mutation in drawn} <= known()
    assert len({mutation.file for mutation in drawn}) > 0.8 * len(known())
    for mutation in drawn:
        text = (ROOT / mutation.file).read_text("utf-8")
        assert mutation.applied(text) != text
        assert all((ROOT / test).is_file() for test in mutation.tests)
    shaders = {
        f"shaders/{path.name}" for path in (ROOT / "shaders").iterdir() if path.suffix in (".vert", ".frag", ".glsl")
    }
    # these have no sign or number of their own: the table has what may go wrong there
    assert shaders - known() == {f"shaders/{name}" for name in ("fill.vert", "fill.frag", "text.frag", "picture.frag")}


def test_what_nobody_could_see_survives_and_a_broken_file_proves_nothing(copies: Queue[Copy]) -> None:
    clock, tests = "descent_game/engine/clock.py", ("tests/engine/test_clock.py",)
    copy = copies.get()
    text = (copy.folder / clock).read_text("utf-8")
    unseen = Mutation(clock, "STEP = 1.0 / STEPS_A_SECOND", "STEP = 1.0 / float(STEPS_A_SECOND)", "nothing", tests)
    assert copy.fate(unseen) == ("survived", "")
    broken = Mutation(clock, "STEP = 1.0 /", "STEP = = 1.0 /", "everything", tests)
    assert copy.fate(broken)[0] == "broken"
    assert (copy.folder / clock).read_text("utf-8") == text == (ROOT / clock).read_text("utf-8")
    twice = Mutation(clock, "min(", "max(", "two places", tests)
    with pytest.raises(ValueError, match=r"clock\.py: expected 'min\(' once, found it 3 times"):
        copy.fate(twice)


def test_mutations_are_caught(copies: Queue[Copy], length: Callable[..., int]) -> None:
    asked = length("mutations", short=len(FIRST), long=len(TABLE) + BY_CHANCE)
    chosen = TABLE[:asked]
    by_chance = mutations(length("mutation-seed", short=1, long=1), max(asked - len(TABLE), 0))
    files = dict.fromkeys(test for mutation in (*chosen, *by_chance) for test in mutation.tests)
    copy = copies.get()
    status, said = copy.run((*files, *(PICTURES if by_chance else ())))
    copies.put(copy)
    assert status == 0, said[-2000:]
    assert left(copies, chosen) == []
    survivors = left(copies, by_chance)
    reasons = {told: EQUIVALENT.get(told.partition(" -> ")[2]) for told in survivors}
    print(*(f"equivalent: {told}: {reason}" for told, reason in reasons.items() if reason), sep="\n", flush=True)
    assert [told for told, reason in reasons.items() if not reason] == []
