"""Make the reference pictures of tests/long/test_pictures.py again: run it after a change that is meant to be seen.

    python tests/tools/renew_pictures.py

It says which pictures have changed, so that one can look at them before they are kept.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1] / "long")]

from reference_pictures import COPIES, KEPT, REFERENCES, SUMS, drawn, driver, exact, small, sums  # noqa: E402

from descent_game.app.show.compositor import offscreen  # noqa: E402
from descent_game.app.storage import png  # noqa: E402


def main() -> None:
    """Draws every picture, writes the sums and the small copies, and prints what has changed."""
    context = offscreen()
    before = sums()["pictures"] if SUMS.exists() else {}
    COPIES.mkdir(exist_ok=True)
    for old in COPIES.glob("*.png"):
        if old.stem not in KEPT:
            old.unlink()
    found = {}
    for name in REFERENCES:
        picture = drawn(name, context)
        found[name] = exact(picture)
        if name in KEPT:
            (COPIES / f"{name}.png").write_bytes(png.encoded(small(picture), {}, level=9))
        if before.get(name) != found[name]:
            print(f"{name}: {'changed' if name in before else 'new'}")
    SUMS.write_text(json.dumps({"driver": driver(context), "pictures": found}, indent=1) + "\n", "utf-8")
    size = sum(copy.stat().st_size for copy in COPIES.glob("*.png"))
    print(f"{len(found)} pictures, {len(KEPT)} copies of {size / 1e3:.0f} kB together; {driver(context)}")


if __name__ == "__main__":
    main()
