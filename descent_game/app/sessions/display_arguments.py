"""The arguments that every command has that shows something; apart from what checks them, which loads all scenes."""

from __future__ import annotations

from descent_game.app import settings
from descent_game.app.terminal.arguments import OneOf, Parser, seed, setting, size
from descent_game.ui.theme import THEMES


def add_arguments(parser: Parser) -> None:
    """Adds what every command that shows something takes."""
    parser.add_argument("--size", type=size, metavar="WxH", help="width and height in pixels")
    parser.add_argument(
        "--set",
        type=setting,
        action="append",
        default=[],
        dest="values",
        metavar="NAME=VALUE",
        help="give a control of the scene a value; may be repeated (`descent list` has them)",
    )
    parser.add_argument("--state", metavar="FILE", help="begin with what the trainer has kept in a .json file")
    parser.add_argument("--seed", type=seed, metavar="N", help="the seed of all that is random (0)")
    parser.add_argument(
        "--lang",
        type=OneOf(settings.languages()),
        metavar="LANG",
        help=f"one of {', '.join(settings.languages())} (en)",
    )
    parser.add_argument("--theme", type=OneOf(THEMES), help=f"one of {', '.join(THEMES)} (dark)")
