"""Runs the command line: `python -m descent_game`."""

import sys

from descent_game.app.cli import main

if __name__ == "__main__":
    sys.exit(main())
