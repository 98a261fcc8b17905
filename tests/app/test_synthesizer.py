"""Sounds as numbers: no clicks, never full scale, the same whenever they are made."""

from __future__ import annotations

import numpy as np
import pytest

from descent_game.app.show import synthesizer
from descent_game.app.show.synthesizer import (
    CEILING,
    GAPS,
    LENGTHS,
    LOUDNESS,
    RATE,
    RateLimit,
    envelope,
    hertz,
    limited,
    mix,
    voice,
)
from descent_game.engine.sounds import Heard, Sound, SoundKind

KINDS: tuple[SoundKind, ...] = ("tick", "tone", "chord")


def steepest(samples: synthesizer.Samples) -> float:
    """The greatest step between two samples next to each other, silence before and after counted in."""
    return float(np.abs(np.diff(np.concatenate(([0.0], samples, [0.0])))).max())


def loudest_frequency(samples: synthesizer.Samples, rate: int) -> float:
    """The strongest frequency, in hertz, to a fraction of one."""
    spectrum = np.abs(np.fft.rfft(samples, 1 << 18))
    return float(np.argmax(spectrum)) * rate / (1 << 18)


@pytest.mark.parametrize("kind", KINDS)
def test_a_voice_has_its_length_its_loudness_and_no_click(kind: SoundKind) -> None:
    samples = voice(Sound(kind, 1.0, 0.6))
    assert samples.dtype == np.float32 and len(samples) == round(LENGTHS[kind] * RATE)
    assert np.abs(samples).max() == pytest.approx(LOUDNESS[kind], rel=1e-5)
    assert abs(samples[0]) < 1e-6 and abs(samples[-1]) < 1e-6
    swing = 2.0 * np.pi * (1870.0 if kind == "tick" else 1600.0) / RATE * LOUDNESS[kind]
    assert steepest(samples) < swing
    assert abs(float(samples.mean())) < 0.01


@pytest.mark.parametrize("kind", KINDS)
def test_strength_scales_a_voice_and_zero_is_silent(kind: SoundKind) -> None:
    full, half = voice(Sound(kind, 1.0)), voice(Sound(kind, 0.5))
    assert np.allclose(half, 0.5 * full)
    assert not voice(Sound(kind, 0.0)).any()
    assert np.array_equal(voice(Sound(kind, 7.0)), full)


def test_an_envelope_rises_from_nothing_and_ends_at_nothing() -> None:
    shape = envelope(4800, 0.03)
    assert shape[0] == 0.0 and abs(shape[-1]) < 1e-12
    top = int(np.argmax(shape))
    assert 0.5 * synthesizer.ATTACK <= top / RATE <= 1.5 * synthesizer.ATTACK
    assert (np.diff(shape[:top]) > 0.0).all() and (np.diff(shape[top:]) < 0.0).all()


def test_a_tone_falls_with_its_pitch_along_a_scale() -> None:
    heights = [hertz(k / 100.0) for k in range(101)]
    assert heights == sorted(heights)
    assert heights[0] == pytest.approx(synthesizer.LOWEST) and heights[-1] == pytest.approx(
        synthesizer.HIGHEST, rel=0.01
    )
    assert 10 <= len(set(heights)) <= 20
    for pitch in (0.0, 0.5, 1.0):
        assert loudest_frequency(voice(Sound("tone", 1.0, pitch)), RATE) == pytest.approx(hertz(pitch), rel=0.01)


def test_a_mix_puts_each_sound_where_it_belongs() -> None:
    stream = mix([Heard(1.0, Sound("tick")), Heard(0.25, Sound("tone"))], 2.0)
    assert stream.dtype == np.float32 and stream.shape == (2 * RATE,)
    assert not stream[: RATE // 4].any()
    assert np.allclose(stream[RATE : RATE + 1000], voice(Sound("tick"))[:1000], atol=1e-6)
    assert not stream[round(1.1 * RATE) :].any()


def test_a_mix_stays_below_full_scale_whatever_sounds() -> None:
    crowd = [Heard(k / 100.0, Sound(kind, 1.0, k / 200.0)) for k in range(200) for kind in KINDS]
    stream = mix(crowd, 2.0)
    assert 0.6 < np.abs(stream).max() <= CEILING
    assert abs(stream[-1]) < 1e-6


def test_what_is_quiet_is_left_as_it_is_by_the_limit() -> None:
    quiet = np.linspace(-0.6, 0.6, 100, dtype=np.float32)
    assert np.array_equal(limited(quiet), quiet)
    loud = limited(np.array([-9.0, -1.0, 0.7, 1.0, 9.0]))
    assert (np.abs(loud) <= CEILING).all() and (np.diff(loud) >= 0.0).all()


def test_a_mix_cuts_what_lies_outside_and_ends_softly() -> None:
    events = [Heard(-0.5, Sound("tick")), Heard(0.9, Sound("chord")), Heard(5.0, Sound("tick"))]
    stream = mix(events, 1.0)
    assert not stream[: round(0.9 * RATE)].any()
    assert steepest(stream) < 0.1 and abs(stream[-1]) < 1e-6
    assert mix([], 0.5).shape == (RATE // 2,) and not mix([], 0.5).any()


def test_more_of_a_kind_than_can_be_told_apart_is_left_out() -> None:
    rattle = [Heard(k / 120.0, Sound("tick")) for k in range(120)]
    played = list(synthesizer.played(rattle))
    assert 1.0 / GAPS["tick"] * 0.7 < len(played) <= 1.0 / GAPS["tick"] + 1.0
    limit = RateLimit()
    assert limit.passes(Heard(1.0, Sound("tick"))) and limit.passes(Heard(1.0, Sound("tone")))
    assert not limit.passes(Heard(1.01, Sound("tick")))
    assert limit.passes(Heard(0.0, Sound("tick")))  # another stage, whose time begins anew


def test_the_same_series_gives_the_same_samples() -> None:
    events = [Heard(k / 7.0, Sound(KINDS[k % 3], 0.7, k / 9.0)) for k in range(9)]
    assert np.array_equal(mix(events, 3.0), mix(list(reversed(events)), 3.0))
