"""What the program keeps for itself, spoiled: counters, an operator's choices, settings. The show goes on."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path

import pytest

from descent_game.app import settings
from descent_game.app.exhibit import exhibit_file, startup
from descent_game.app.exhibit.counters import Counters
from descent_game.app.storage import json_files, preferences

ODD: list[object] = [
    None,
    True,
    "x",
    1e308,
    math.inf,
    math.nan,
    -1,
    [],
    {},
    [[]],
    "9**9**9",
    {"a": 1},
    10**400,
    -(10**400),
]
"""What JSON can hold where something else is expected."""


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{odd!r:.12}")
def test_what_was_kept_and_makes_no_sense_any_more_is_passed_over(odd: object, home: Path) -> None:
    exhibit = exhibit_file.shipped()
    for value in (odd, {"race": odd}, {"": odd}):
        json_files.settings_folder().mkdir(parents=True, exist_ok=True)
        for key in ("starts", "visits", "since", "seconds"):
            (json_files.settings_folder() / "any.json").write_text(json.dumps({key: value}))
            counters = Counters(json_files.kept(json_files.settings_folder() / "any.json"), "2026-01-01")
            counters.spend("race", 1.0)
            json.dumps(counters.values(), allow_nan=False)
        for key in ("language", "volume", "idle", "countdown", "moon"):
            chosen = startup.chosen(exhibit, {key: value})
            assert chosen.idle >= 30.0 and 5.0 <= chosen.countdown <= 60.0 and 0.0 <= chosen.volume <= 1.0
            assert sorted(chosen.languages) == sorted(exhibit.languages)
        preferences.path().write_text(json.dumps(dict.fromkeys((*preferences.KEPT, "moon"), value)))
        setup = preferences.begins(preferences.kept())
        settings.checked(setup)
        assert 0.8 <= setup.text_scale <= 1.6 and 0.0 <= setup.volume <= 1.0


@pytest.mark.parametrize("content", [b"", b"[" * 100_000, b"\x00" * 99, b"\xff\xfe{", b"9" * 5000])
def test_what_was_kept_and_cannot_be_read_counts_as_none(content: bytes, home: Path) -> None:
    path = home / "kept.json"
    path.write_bytes(content)
    assert json_files.kept(path) == {}
    path.unlink()
    path.symlink_to("/dev/zero")
    assert json_files.kept(path) == {}
    path.unlink()
    os.mkfifo(path)
    assert json_files.kept(path) == {}
