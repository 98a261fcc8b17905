"""The tree: world matrices are products, parents first; what is hidden hides what is below it."""

import numpy as np
import pytest

from descent_game.engine.linalg import translation
from descent_game.engine.node import Node


def test_a_point_goes_through_its_own_transform_first() -> None:
    leaf = Node("leaf", transform=translation((1.0, 0.0, 0.0)))
    twice = np.diag((2.0, 2.0, 2.0, 1.0)).astype(np.float32)
    root = Node("root", Node("middle", leaf, transform=twice), transform=translation((0.0, 0.0, 5.0)))
    worlds = {node.name: world for node, world in root.walk()}
    point = np.array([1.0, 1.0, 1.0, 1.0], np.float32) @ worlds["leaf"]
    assert point.tolist() == [4.0, 2.0, 7.0, 1.0]
    assert [node.name for node, _ in root.walk()] == ["root", "middle", "leaf"]


def test_hidden_nodes_hide_their_children_and_can_still_be_found() -> None:
    root = Node("root", Node("shown"), Node("hidden", Node("below"), visible=False))
    assert [node.name for node, _ in root.walk()] == ["root", "shown"]
    assert root.find("below").name == "below"
    with pytest.raises(KeyError):
        root.find("nowhere")
