"""What everything is that can be chosen, in half a line each, as `descent list` says it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

SCENES: Final = MappingProxyType(
    {
        "race": "optimizers on one hill, with one learning rate",
        "gallery": "ten activation functions, and what eight layers leave of a gradient",
        "trainer": "a network of two inputs and some hidden neurons, trained live",
    }
)
LANDSCAPES: Final = MappingProxyType(
    {
        "ravine": "a narrow valley, steep across and flat along",
        "saddle": "a ridge between two valleys, flat where it is crossed",
    }
)
OPTIMIZERS: Final = MappingProxyType(
    {
        "sgd": "straight down, as far as the slope says",
        "momentum": "SGD with nine tenths of the last move added",
        "adam": "each direction measured by its own past",
    }
)
SCHEDULES: Final = MappingProxyType({"constant": "the same learning rate at every step"})
ACTIVATIONS: Final = MappingProxyType(
    {
        "linear": "no bend at all: z itself",
        "sigmoid": "an S from 0 to 1",
        "tanh": "an S from -1 to 1",
        "relu": "zero below zero, z above",
        "leaky_relu": "a little of z below zero, z above",
        "elu": "bends to -1 below zero, z above",
        "gelu": "z times the chance that a normal number is less than z",
        "silu": "z times the sigmoid of z",
        "softplus": "a ReLU with a soft corner",
        "mish": "z times the tanh of softplus",
    }
)
DATASETS: Final = MappingProxyType(
    {
        "checker": "four quadrants in two colours, as XOR has them",
        "circle": "a disc within a ring",
        "moons": "two half moons within one another",
        "spiral": "two arms wound around one another",
        "blobs": "two heaps, apart",
        "line": "two halves, parted by a straight line",
    }
)
RATE: Final = "how far a step goes along the slope"
SPEED: Final = "steps a second"
HOME: Final = "frames the view again"
CONTROLS: Final = MappingProxyType(
    {
        "race": {
            "landscape": "the hill that is walked down",
            "learning_rate": f"{RATE}, for all",
            "speed": SPEED,
            "noise": "how far each gradient is off, by chance",
            "view": "seen from the side, or from above as a map",
            "drop_again": "drops the runners where they were dropped last",
            "home": HOME,
            "bar": "which controls are at hand",
            "paint": "what the plate's colours say: height, who settles first, which valley is reached",
            "crowd": "thousands of runners at once",
            "walker": "the optimizer that the thousands walk by",
            "crowd_size": "how many there are",
            "more": "changes between the controls of three and of many",
        },
        "gallery": {
            "activation": "the function that is shown",
            "z": "where the marker stands",
            "weight": "what every layer multiplies the gradient by",
            "leaky_slope": "the slope of leaky_relu below zero",
            "source": "the bars from the slope alone, or from a backward pass through real layers",
            "initialisation": "how the weights of the real layers begin",
            "view": "one function up close, or all of them on one wall",
            "draw_again": "draws the weights of the real layers anew",
            "home": "puts the marker to zero",
            "left": "moves the marker to the left",
            "right": "moves the marker to the right",
            "left_fine": "moves it a tenth as far to the left",
            "right_fine": "moves it a tenth as far to the right",
        },
        "trainer": {
            "dataset": "the points that are to be parted (own: those you put)",
            "hidden": "how many hidden neurons there are",
            "activation": "how each hidden neuron bends",
            "optimizer": "who trains",
            "learning_rate": RATE,
            "speed": SPEED,
            "batch": "how many points a step looks at",
            "noise": "how far the points stray from their places",
            "points": "how many points there are",
            "seed": "which draw of points",
            "weights": "which draw of first weights",
            "class": "the class of the next point you put",
            "relief": "the field flat, or as high as the output",
            "three": "trains the same weights by all three optimizers",
            "drawer": "which further controls are at hand",
            "start_again": "begins anew from the same weights",
            "reroll": "begins anew from other weights",
            "revive": "draws neurons anew that are zero on every point",
            "clear": "takes all points away",
            "home": HOME,
        },
    }
)


def control(scene: str, name: str) -> str:
    """Returns what a control of a scene does; a runner's switch says so by the runner's name."""
    return CONTROLS[scene].get(name) or f"whether {name} takes part"
