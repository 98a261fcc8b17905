"""What is heard of race and trainer: it follows from the numbers, and is the same at every replay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from descent_game.app.settings import Settings
from descent_game.app.show.stage import Stage, make_scene
from descent_game.engine.actions import Drop, Pause, Press, Set
from descent_game.engine.clock import STEP
from descent_game.engine.sounds import Heard
from descent_game.sim.optimizers.catalogue import OPTIMIZERS
from descent_game.sim.race import Race
from descent_game.sim.surfaces.catalogue import LANDSCAPES
from scenes.race.sounds import RaceSounds


def heard(scene: str, seconds: float, **values: object) -> list[Heard]:
    """Returns what a scene lets be heard in so many seconds, from values set at its beginning."""
    stage = Stage(scene, 640, 360, Settings())
    stage.begin([Set(name, value) for name, value in values.items()])
    found: list[Heard] = []
    for _ in range(round(seconds / STEP)):
        stage.step(STEP)
        found += stage.take_heard()
    return found


def times(series: list[Heard], kind: str) -> list[float]:
    return [one.at for one in series if one.sound.kind == kind]


def test_sgd_ticks_at_every_hop_from_wall_to_wall_and_ever_softer() -> None:
    ravine = heard("race", 20.0, momentum=False, adam=False)
    strengths = [one.sound.strength for one in ravine if one.sound.kind == "tick"]
    assert len(strengths) == 58  # the hops of SGD in the ravine, as the referee counts them
    assert strengths == sorted(strengths, reverse=True)
    assert heard("race", 4.0, sgd=False) and not times(heard("race", 4.0, sgd=False), "tick")


def test_the_tone_falls_with_the_loss() -> None:
    series = [one.sound.pitch for one in heard("race", 5.0, momentum=False, sgd=False) if one.sound.kind == "tone"]
    assert len(series) > 8 and series[0] > 0.9 and min(series) < 0.25
    assert series[:7] == sorted(series[:7], reverse=True)  # later Adam swings about the floor, and so does its tone


def test_a_chord_for_each_who_settles_and_silence_after() -> None:
    series = heard("race", 18.0)
    chords = times(series, "chord")
    assert len(chords) == 3
    assert max(one.at for one in series if one.sound.kind != "chord") <= chords[-1]


def test_a_drop_begins_anew_and_a_pause_is_silent() -> None:
    stage = Stage("race", 640, 360, Settings())
    for _ in range(240):
        stage.step(STEP)
    stage.take_heard()
    stage.act(Pause())
    for _ in range(240):
        stage.step(STEP)
    assert stage.take_heard() == []
    stage.act(Pause())
    stage.act(Drop(-2.0, 1.0))
    for _ in range(60):
        stage.step(STEP)
    tones = [one.sound.pitch for one in stage.take_heard() if one.sound.kind == "tone"]
    assert tones[0] > 0.8


def test_the_trainer_ends_with_a_chord_when_every_point_is_on_its_side() -> None:
    series = heard("trainer", 12.0, dataset="checker", hidden="8", noise=0.0)
    kinds = [one.sound.kind for one in series]
    assert kinds.count("chord") == 1 and kinds[-1] == "chord" and "tone" in kinds
    assert "tick" not in kinds


def test_a_network_that_learns_nothing_is_soon_silent() -> None:
    series = heard("trainer", 6.0, activation="linear")
    assert "chord" not in [one.sound.kind for one in series]
    assert [one for one in series if one.at > 4.0] == []


def test_a_fresh_start_is_heard_again() -> None:
    stage = Stage("trainer", 640, 360, Settings())
    stage.begin([Set("dataset", "checker"), Set("hidden", "8"), Set("noise", 0.0)])
    chords = 0
    for _ in range(2):
        stage.act(Press("start_again"))
        for _ in range(round(10.0 / STEP)):
            stage.step(STEP)
            chords += sum(one.sound.kind == "chord" for one in stage.take_heard())
    assert chords == 2


@pytest.mark.parametrize("scene", ["race", "trainer"])
def test_nothing_piles_up_where_nobody_listens(scene: str) -> None:
    made = make_scene(scene)
    made.resize(Stage(scene, 640, 360, Settings()).page)
    for _ in range(2400):
        made.step(STEP)
        if not _ % 200:
            made.act(Press("drop_again" if scene == "race" else "reroll"))
    assert 0 < len(made.sounds) <= 64


def test_two_replays_sound_alike() -> None:
    assert heard("race", 3.0, noise=0.1) == heard("race", 3.0, noise=0.1)


def test_the_tone_is_of_the_loss_above_the_floor() -> None:
    ravine = LANDSCAPES["ravine"]
    sunk = replace(ravine.surface, loss=lambda points: ravine.surface.loss(points) - 5.0, floor=-5.0)
    pitches = []
    for hill in (ravine, replace(ravine, surface=sunk)):
        race, sounds = Race(hill, (OPTIMIZERS["adam"],), 0.05, 0.0, 0), RaceSounds()
        race.drop(hill.drop, seed=0)
        for _ in range(60):
            race.step()
            sounds.after_step(race, (0,))
        pitches.append([sound.pitch for sound in sounds.sounds if sound.kind == "tone"])
    assert len(pitches[0]) > 8 and pitches[1] == pytest.approx(pitches[0])
