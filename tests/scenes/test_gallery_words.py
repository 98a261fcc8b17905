"""Every caption of the gallery, held against the numbers: what it claims is so wherever it is said."""

from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest

from descent_game.app.settings import languages
from descent_game.sim.network.activations import ACTIVATIONS, LAYERS, leaky_relu, surviving
from descent_game.sim.network.layers import INITIALISATIONS, measure
from descent_game.ui.messages import Messages
from scenes.caption import Caption, CaptionValue
from scenes.gallery.state import NAMES
from scenes.gallery.words import WEIGHTED, ShownFunction, caption, caption_text, figure, real_caption, rounded, share

ENGLISH = Messages.parse((files("descent_game.scenes.text") / "en.toml").read_text("utf-8"))
PLACES = np.unique(np.r_[np.linspace(-6.0, 6.0, 121), -0.01, 0.01]).round(2)
SHARES = ("sigmoid", "sigmoid_best", "tanh_best", *WEIGHTED)
"""What speaks of a share of the gradient, and so of a weight that is not 1."""
WEIGHTS = (0.5, 0.75, 1.0, 1.25, 2.0)


def seen(name: str, z: float, weight: float = 1.0, leak: float = 0.01) -> ShownFunction:
    activation = leaky_relu(leak) if name == "leaky_relu" else ACTIVATIONS[name]
    return ShownFunction(activation, z, weight, surviving(activation, z, weight))


def said(name: str, z: float, weight: float = 1.0, leak: float = 0.01) -> str:
    return caption(seen(name, z, weight, leak)).key


def test_what_is_said_at_the_places_everyone_goes_to() -> None:
    assert said("sigmoid", 0.0) == "sigmoid_best"
    assert said("sigmoid", 1.1) == "sigmoid"
    assert said("sigmoid", -5.9) == "flat"
    assert said("tanh", 0.0) == "tanh_best"
    assert said("relu", -1.0) == "dead"
    assert said("relu", -0.01) == "dead"
    assert said("relu", 0.0) == said("leaky_relu", 0.0, 2.0) == "corner"
    assert said("relu", 1.0) == "open"
    assert said("leaky_relu", -1.0) == "trickle"
    assert said("leaky_relu", -1.0, leak=0.0) == "dead"
    assert said("leaky_relu", -1.0, leak=0.5) == "trickle"
    assert said("leaky_relu", -1.0, 2.0, leak=0.5) == said("gelu", 0.0, 2.0) == "whole"
    assert said("gelu", 6.0) == said("gelu", 4.5) == "kept"
    assert said("linear", 3.0) == "linear"
    assert said("linear", 3.0, 2.0) == "explodes"
    assert said("linear", 3.0, 0.5) == "light"
    assert said("gelu", -1.5) == "downhill"
    assert said("gelu", 1.4) == "steeper"
    assert said("relu", 1.0, 1.25) == "grows"


CLAIMS: dict[str, Callable[[ShownFunction], object]] = {
    "sigmoid": lambda s: s.activation.largest_slope == 0.25 and abs(s.last) < 1e-3,
    "sigmoid_best": lambda s: 0.2498 < s.slope <= 0.25,
    "tanh_best": lambda s: 0.997 < s.slope <= 1.0 and s.activation.steepest_at == 0.0,
    "flat": lambda s: 0.0 <= s.slope < 0.02,
    "dead": lambda s: s.z < 0.0 and s.slope == 0.0 and s.activation.slope(-1e9) == 0.0 and not s.bars.any(),
    "lost": lambda s: not s.bars.any(),
    "open": lambda s: s.slope == 1.0 and s.weight == 1.0 and (s.bars == 1.0).all(),
    "trickle": lambda s: s.z <= 0.0 and s.slope > 0.0 and 0.0 < abs(s.last) < 0.01,
    "downhill": lambda s: s.slope < 0.0 and s.bars[0] * s.bars[1] < 0.0,
    "steeper": lambda s: s.slope > 1.0 and s.weight == 1.0 and s.last > 1.0,
    "linear": lambda s: (s.bars == 1.0).all() and s.activation.kinks == () and s.activation.least_slope == 1.0,
    "grows": lambda s: s.factor > 1.0 and s.last > 1.0,
    "explodes": lambda s: s.factor > 1.0 and s.last >= 100.0,
    "light": lambda s: s.slope == 1.0 and s.weight < 1.0 and s.last < 1.0,
    "vanishes": lambda s: abs(s.last) < 1e-3 and s.slope >= 0.02,
    "shrinks": lambda s: 1e-3 <= abs(s.last) < 0.995 and 0.0 < s.factor < 1.0,
    "kept": lambda s: 0.995 <= s.last <= 1.005 and s.last != 1.0,
    "whole": lambda s: s.factor == 1.0 and (s.bars == 1.0).all(),
    "corner": lambda s: s.activation.slope(1e-9) != s.activation.slope(-1e-9) == s.slope and s.z == 0.0,
}


def test_each_caption_is_true_wherever_it_is_said() -> None:
    heard = set()
    for name in NAMES:
        for weight in WEIGHTS:
            for z in PLACES.tolist():
                for leak in (0.0, 0.01, 0.2, 0.5) if name == "leaky_relu" else (0.01,):
                    shown = seen(name, z, weight, leak)
                    key = caption(shown).key
                    claim = key.removesuffix("_weighted")
                    assert CLAIMS[claim](shown), (key, name, z, weight, leak)
                    assert key.endswith("_weighted") == (weight != 1.0 and claim in SHARES)
                    heard.add(key)
    assert heard == {*CLAIMS, *(f"{key}_weighted" for key in SHARES)} - {"lost", "kept_weighted"}
    assert said("linear", 1.0, 1.0003) == "kept_weighted"


@pytest.mark.parametrize("language", languages())
def test_a_share_of_the_gradient_is_told_with_the_weight_where_that_is_not_one(language: str) -> None:
    words = Messages.parse((files("descent_game.scenes.text") / f"{language}.toml").read_text("utf-8"))
    for key in CLAIMS:
        shares = {"last", "factor"} & words.placeholders(f"gallery.caption.{key}")
        alone = key in ("steeper", *SHARES)
        assert not shares or alone or "weight" in words.placeholders(f"gallery.caption.{key}"), key
    for key in SHARES:
        assert {"weight", "last"} <= words.placeholders(f"gallery.caption.{key}_weighted")


def test_of_a_function_that_nobody_has_written_about_it_is_said_otherwise_and_true() -> None:
    gentle = replace(
        ACTIVATIONS["sigmoid"],
        name="gentle",
        curve=lambda z: 0.5 * z / (1.0 + np.abs(z)),
        derivative=lambda z: 0.5 / (1.0 + np.abs(z)) ** 2,
        largest_slope=0.5,
    )
    for z, weight, own, otherwise in (
        (0.0, 1.0, "gentle_best", "shrinks"),
        (0.0, 0.75, "gentle_best_weighted", "vanishes_weighted"),
        (1.0, 1.0, "gentle", "vanishes"),
    ):
        shown = ShownFunction(gentle, z, weight, surviving(gentle, z, weight))
        told = caption(shown)
        assert (told.key, told.otherwise) == (own, otherwise)
        assert CLAIMS[otherwise.removesuffix("_weighted")](shown)
        assert caption_text(ENGLISH, told) == caption_text(ENGLISH, Caption(otherwise, told.values))


def test_lost_is_only_said_where_a_number_has_run_out() -> None:
    gone = ShownFunction(ACTIVATIONS["tanh"], 5.0, 1.0, np.zeros(LAYERS))
    assert caption(gone).key == "lost"


def test_lines_in_a_row_are_one_line() -> None:
    generator = np.random.default_rng(0)
    x, z = generator.standard_normal((2, 64, 4))
    linear = ACTIVATIONS["linear"]
    weights = generator.standard_normal((LAYERS, 4, 4))

    def deep(signal: np.ndarray) -> np.ndarray:
        for matrix in weights:
            signal = linear.value(signal @ matrix)
        return signal

    np.testing.assert_allclose(deep(x + 2.0 * z), deep(x) + 2.0 * deep(z), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("initialisation", list(INITIALISATIONS))
def test_what_is_said_of_real_layers_is_what_was_measured(initialisation: str) -> None:
    for name in NAMES:
        found = measure(ACTIVATIONS[name], initialisation, 3)
        key = real_caption(ACTIVATIONS[name], initialisation, found.gradients, found.dead).key
        last = found.gradients[-1]
        truth = {
            "real_explodes": last >= 100.0,
            "real_vanishes": last < 1e-3,
            "real_holds": 0.1 <= last <= 10.0,
            "real_drifts": 1e-3 <= last < 0.1,
            "real_swells": 10.0 < last < 100.0,
        }
        assert [name for name, so in truth.items() if so] == [key]
    nothing = real_caption(ACTIVATIONS["relu"], initialisation, np.zeros(LAYERS), np.ones(LAYERS))
    assert nothing.key == "real_silent"


def test_small_large_xavier_and_he_do_what_their_names_say() -> None:
    relu = ACTIVATIONS["relu"]
    last = {name: measure(relu, name, 1).gradients[-1] for name in INITIALISATIONS}
    assert last["small"] < 1e-3 < last["xavier"] < 0.3 < last["he"] < 3.0 < 100.0 < last["large"]


def test_every_caption_has_a_sentence_and_fills_it() -> None:
    weighted = [f"{key}_weighted" for key in SHARES]
    for key in (
        *CLAIMS,
        *weighted,
        "real_silent",
        "real_explodes",
        "real_vanishes",
        "real_holds",
        "real_drifts",
        "real_swells",
    ):
        assert ENGLISH.has(f"gallery.caption.{key}")
        values: dict[str, CaptionValue] = {"name": "relu", "slope": 0.25, "factor": 0.5, "weight": 2.0, "last": 1e-5}
        values |= {"initialisation": "he", "dead": 0.5}
        text = caption_text(ENGLISH, Caption(key, values))
        assert "{" not in text, text
        assert "gallery." not in text, text


def test_sizes_are_said_in_words() -> None:
    assert share(ENGLISH, 4.0**-8) == "one part in 65\u202f536"
    assert share(ENGLISH, 0.01**8) == "less than a millionth of a millionth"
    assert share(ENGLISH, 0.0607) == "0.0607"
    assert share(ENGLISH, 675.3) == "680"
    assert rounded(65536.0) == 65536.0
    assert rounded(1234567.8) == 1200000.0
    assert figure(ENGLISH, 1.5e-6) == "1.5 · 10^−6"
    assert figure(ENGLISH, -9.96e-9) == "−1.0 · 10^−8"
    assert figure(ENGLISH, 0.187) == "0.187"


def test_nothing_but_one_is_called_one() -> None:
    assert figure(ENGLISH, 1.0) == figure(ENGLISH, 1) == "1"
    assert figure(ENGLISH, 1.0024) == "1.002"
    assert figure(ENGLISH, 0.9996) == "0.9996"
    assert figure(ENGLISH, 0.99999996) == "0.99999996"
    steep = seen("silu", 6.0, 0.99)
    assert caption(steep).key == "grows"
    assert "make 1.002 a layer" in caption_text(ENGLISH, caption(steep))
