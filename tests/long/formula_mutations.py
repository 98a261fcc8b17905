"""What may go wrong in a formula, as data: update rules, hills, activations, learning, race, camera."""

from __future__ import annotations

from mutation import Mutation, of

SIM = "descent_game/sim/"
ENGINE = "descent_game/engine/"

OPTIMIZERS = (
    *of(
        SIM + "optimizers/momentum.py",
        "tests/sim/test_optimizers.py",
        ("np.multiply(gradient, -rate", "np.multiply(gradient, rate", "SGD walks uphill"),
        ("setting(0.9, 0.0, 0.999", "setting(0.91, 0.0, 0.999", "momentum forgets less"),
        ("velocity += gradient", "velocity += gradient * 0.1", "momentum as an average, not PyTorch's sum"),
        ("move = velocity * -rate", "move = gradient * -rate", "momentum is SGD"),
        ("2.0 * (1.0 + self.momentum) / s", "2.0 / (1.0 - self.momentum) / s", "momentum's limit of stability"),
    ),
    *of(
        SIM + "optimizers/adam.py",
        "tests/sim/test_optimizers.py",
        ("first_decay: float = setting(0.9,", "first_decay: float = setting(0.89,", "Adam's first decay"),
        ("second_decay: float = setting(0.999,", "second_decay: float = setting(0.998,", "Adam's second decay"),
        ("epsilon: float = setting(1e-8,", "epsilon: float = setting(1e-7,", "Adam's epsilon"),
        ("root /= sqrt(1.0 - self.second_decay**steps)", "pass", "no correction of the second moment's bias"),
        ("-rate / (1.0 - self.first_decay**steps)", "-rate / 1.0", "no correction of the first moment's bias"),
        ("memory.steps + 1, memory.sums", "memory.steps + 2, memory.sums", "Adam's bias corrected one step late"),
        ("root = np.sqrt(second, out=square)", "root = second.copy()", "Adam without its root"),
        ("square *= gradient", "square *= np.abs(gradient) ** 0.9", "Adam's second moment of another power"),
        ("first / (1.0 - self.first_decay**steps)", "first", "a term of the formula that is not the one of the step"),
    ),
    *of(
        SIM + "optimizers/optimizer.py",
        "tests/sim/test_optimizers.py",
        ("each.least <= value <= each.most", "value <= each.most", "a setting below its limit"),
    ),
)

LANDSCAPES = (
    *of(
        SIM + "surfaces/catalogue.py",
        "tests/sim/test_surfaces.py",
        ("0.15 * (x * x) + 19.5", "0.15 * (x * x) + 19.6", "the ravine's height"),
        ("points[..., 0], 0.3,", "points[..., 0], 0.31,", "the ravine's gradient along"),
        ("points[..., 1], 39.0,", "points[..., 1], 38.0,", "the ravine's gradient across"),
        ("0.03 * (well * well)", "0.03 * (well * x)", "the saddle's height"),
        ("0.12 * x * (x * x - 2.0)", "0.12 * x * (x * x - 1.99)", "the saddle's gradient"),
        ("hessian[..., 1, 1] = 39.0", "hessian[..., 1, 1] = 38.0", "a limit of the learning rate that is none"),
        ("0.36 * (x * x) - 0.24", "0.36 * (x * x) - 0.25", "the saddle's curvature"),
    ),
    *of(
        SIM + "surfaces/surface.py",
        "tests/sim/test_surfaces.py",
        (
            "np.log1p(_above(surface, points) / surface.scale)",
            "np.log(_above(surface, points) / surface.scale + 1.01)",
            "the drawn height",
        ),
        (
            "(1.0 / (surface.scale + _above(surface, points)))",
            "(1.0 / (surface.scale + 2.0 * _above(surface, points)))",
            "the drawn slope",
        ),
    ),
    *of(
        SIM + "surfaces/minima.py",
        "tests/sim/test_surfaces.py",
        ("move = -axes", "move = axes", "minima looked for uphill"),
        ("found.curvatures[0] > 0.0 and", "True and", "a saddle told as a minimum"),
    ),
)

BENDS = (
    *of(
        SIM + "network/curves.py",
        "tests/sim/test_activations.py",
        (
            "tail / np.square(1.0 + tail)\n\n\n@quiet\ndef tanh(",
            "tail / (1.0 + tail)\n\n\n@quiet\ndef tanh(",
            "sigmoid'",
        ),
        ("4.0 * tail / np.square", "3.9 * tail / np.square", "tanh'"),
        ("np.where(z > 0.0, 1.0, 0.0)", "np.where(z >= 0.0, 1.0, 0.0)", "ReLU's slope at its kink"),
        ("np.where(z > 0.0, z, slope * z)", "np.where(z > 0.0, z, -slope * z)", "leaky ReLU below zero"),
        ("np.expm1(np.minimum(z, 0.0))", "np.exp(np.minimum(z, 0.0))", "ELU below zero"),
        ("return z * (0.5 * erfc", "return z * (0.505 * erfc", "GELU"),
        ("near * np.exp(-0.5 * near * near)", "near * np.exp(-0.51 * near * near)", "GELU'"),
        ("(1.0 + z * sigmoid(-z))", "(1.0 + z * sigmoid(z))", "SiLU'"),
        ("np.log1p(np.exp(-np.abs(z)))", "np.log1p(np.exp(-np.abs(z)) * 0.99)", "softplus"),
        ("np.where(above, 1.0 + 2.0 * e,", "np.where(above, 1.0 + 2.02 * e,", "Mish"),
        ("(rest * (1.0 + gate) * sigmoid(z))", "(rest * gate * sigmoid(z))", "Mish'"),
    ),
    *of(
        SIM + "network/kernels.py",
        "tests/sim/test_training.py",
        ("np.subtract(1.0, slope, slope)", "np.subtract(1.01, slope, slope)", "the trainer's tanh'"),
        ("np.sign(value, slope)", "np.sign(z, slope)", "the trainer's ReLU lets gradients through below zero"),
        ("1.0 / sqrt(2.0 * pi)", "1.0 / sqrt(2.1 * pi)", "the trainer's GELU'"),
    ),
    *of(
        SIM + "network/layers.py",
        "tests/sim/test_layers.py",
        ('"he": sqrt(2.0)', '"he": 2.0', "He's gain"),
        ("@ weights.T", "@ weights", "a backward pass through the weights as they stand"),
    ),
)

LEARNING = (
    *of(
        SIM + "network/network.py",
        "tests/sim/test_network.py",
        (
            "* self.activation.slope(passed.sums)",
            "* self.activation.slope(passed.hidden)",
            "slope taken at the wrong place",
        ),
        (
            "np.where(labels == 1.0, -logits, logits)",
            "np.where(labels == 1.0, logits, -logits)",
            "the loss of the wrong class",
        ),
        (
            "sign * curves.sigmoid(sign * logits) / max(labels.size, 1)",
            "sign * curves.sigmoid(sign * logits)",
            "the mean",
        ),
        ("[logits.sum()]", "[-logits.sum()]", "the output bias's gradient"),
        ("(logits > 0.0) == (labels", "(logits > 1.0) == (labels", "accuracy's threshold"),
        ("[0.5], [4.0 / sqrt(neurons)]", "[0.5], [4.2 / sqrt(neurons)]", "the range of the output weights"),
        ("[[sqrt(0.5)], [sqrt(0.5)], [0.5]", "[[sqrt(0.5)], [sqrt(0.5)], [0.45]", "the range of the biases"),
    ),
    *of(
        SIM + "network/workspace.py",
        "tests/sim/test_training.py",
        ("np.multiply(self._back, self._slope, self._back)", "pass", "a fast backward pass without slopes"),
        ("self._half_share = 0.5 / max", "self._half_share = 0.49 / max", "the fast gradient's size"),
    ),
    *of(
        SIM + "network/training.py",
        "tests/sim/test_training.py",
        (
            "self._order = self._order[len(chosen) :]",
            "self._order = self._order[len(chosen) + 1 :]",
            "points left out of a pass",
        ),
        (
            "< _LIMIT:\n            self.diverged = True",
            "< 1e300:\n            self.diverged = True",
            "divergence seen too late",
        ),
    ),
    *of(
        SIM + "datasets.py",
        "tests/sim/test_datasets.py",
        ("inner = 0.45 * np.sqrt(share)", "inner = 0.55 * np.sqrt(share)", "the circle's disc"),
        ("2.5 * pi * share + pi * labels", "2.5 * pi * share + 0.9 * pi * labels", "the spiral's arms"),
        ("over = 2.0 * points[:, 1]", "over = 1.9 * points[:, 1]", "the line"),
        (
            "right * np.where(labels == 1.0, 1.0, -1.0)",
            "right * np.where(labels == 1.0, -1.0, 1.0)",
            "the checker's colours",
        ),
        ("np.copysign(2.0, places) - places", "np.copysign(1.9, places) - places", "reflection at the edge"),
    ),
)

RACE = (
    *of(
        SIM + "swarm.py",
        "tests/sim/test_swarm.py",
        ("np.float32 if single else np.float64", "np.float16 if single else np.float64", "the swarm in half precision"),
        ("self.live[rows] &= ~stays", "self.live[rows] &= stays", "who of the swarm has flown off"),
        ("self._outside[stayed] + 1", "self._outside[stayed]", "when one of the contest settled"),
        ("alone = (late == best[:, np.newaxis]).sum(axis=1) == 1", "alone = best >= 0", "a tie that is won"),
        ("cells = (np.arange(side) + 0.5)", "cells = (np.arange(side) + 0.4)", "the grid's cells"),
    ),
    *of(
        SIM + "race.py",
        "tests/sim/test_race.py",
        (
            "(1.0 - alpha) * self._previous + alpha",
            "alpha * self._previous + (1.0 - alpha)",
            "the way between two steps",
        ),
        ("after[i] = current[i]", "after[i] = 0.0", "where one that diverged stays"),
        ("FARTHEST: Final = 20.0", "FARTHEST: Final = 10.0", "diverged too early"),
        (
            "_generator(seed, each.name)) for each",
            '_generator(seed, "all")) for each',
            "a noise that depends on the company",
        ),
    ),
    *of(
        SIM + "referee.py",
        "tests/sim/test_referee.py",
        ("if step - self._entered >= STAY:", "if step - self._entered >= 0:", "settled at the first touch"),
        ("self._entered = self._settled = None", "self._entered = None", "settled for ever, come what may"),
        ("if side * self._side < 0 and", "if side * self._side <= 0 and", "bounces where nothing bounced"),
        ("squared < self._near * self._near)", "squared < self._near)", "how near is near"),
        ("if past > self._overshoot:", "if past < self._overshoot:", "the farthest overshoot"),
    ),
)

PLACE = (
    *of(
        ENGINE + "clock.py",
        "tests/engine/test_clock.py",
        ("self._rest - ready, 0.0", "0.0, 0.0", "the rest of a step is lost"),
        ("MOST_STEPS_A_FRAME = 12", "MOST_STEPS_A_FRAME = 120", "a hang is caught up"),
        ("int(self._rest + 1e-9)", "int(self._rest)", "a whole step lost to rounding"),
        ("self.alpha = min(self._rest,", "self.alpha = min(1.0 - self._rest,", "how far the next step is"),
    ),
    *of(
        ENGINE + "easing.py",
        "tests/engine/test_easing.py",
        ("1.0 - math.exp(-rate * dt)", "min(rate * dt, 1.0)", "easing by the frame, not by time"),
        ("t * t * (3.0 - 2.0 * t)", "t * t * (2.0 - t)", "the cubic ease"),
    ),
    *of(
        ENGINE + "camera.py",
        "tests/engine/test_camera.py",
        (
            "[-sin_yaw * sin_pitch, cos_yaw * sin_pitch, cos_pitch]",
            "[sin_yaw * sin_pitch, cos_yaw * sin_pitch, cos_pitch]",
            "the camera's upward axis",
        ),
        ("place[3, 0], place[3, 1] = self.stage.x", "place[3, 0], place[3, 1] = -self.stage.x", "the stage's place"),
        ("near = max(self.distance * 0.02", "near = max(self.distance * 2.0", "the near plane"),
        ("+ local[:, 2]", "- local[:, 2]", "the distance that frames the object"),
        ("np.array([x, y, 0.5, 1.0])", "np.array([x, -y, 0.5, 1.0])", "a ray through the mirrored point"),
    ),
    *of(
        ENGINE + "ray.py",
        "tests/engine/test_ray.py",
        ("distance[hit].min()", "distance[hit].max()", "the farthest crossing instead of the nearest"),
        ("(u + v <= 1.0 + slack)", "(u + v <= 2.0)", "triangles picked beside themselves"),
        ("& (distance > 0.0)", "", "what lies behind is hit"),
    ),
    *of(
        ENGINE + "controls.py",
        "tests/engine/test_controls.py",
        (
            "self.low * (self.high / self.low) ** place",
            "self.low + (self.high - self.low) * place",
            "a logarithmic slider that is not",
        ),
        (
            "math.log(value / self.low) / math.log(self.high / self.low)",
            "value / self.high",
            "where a logarithmic value lies",
        ),
        (
            "if not self.low <= number <= most:",
            "if number < self.low or number > most:",
            "not a number is let through",
        ),
    ),
    *of(
        "descent_game/ui/theme.py",
        "tests/ui/test_theme.py",
        ("c / 12.92 if c <= 0.04045", "c / 12.92 if c <= 2.0", "luminance of colours as if they were linear"),
        ("0.2126 * red + 0.7152 * green", "0.2126 * green + 0.7152 * red", "which colours are bright"),
    ),
)

FORMULAS: tuple[Mutation, ...] = (*OPTIMIZERS, *LANDSCAPES, *BENDS, *LEARNING, *RACE, *PLACE)
