"""Environments with the newest, or the oldest allowed, release of every dependency that a Python can take.

    python tests/shape/releases.py oldest FOLDER [pytest arguments]

makes one in FOLDER, for the Python that runs this, and runs the suite there. With `newest` the newest ones.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
LACKING = re.compile(r"the requirement ([\w-]+)==\S+ \(from versions: (.*)\)")


def allowed() -> dict[str, str]:
    """The oldest release of each dependency that pyproject.toml allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return dict(requirement.split(",")[0].split(">=") for requirement in project["dependencies"])


def environment(folder: Path, which: str, *install: str | Path) -> Path:
    """Makes an environment in a folder, installs what is asked with the `oldest` or `newest` releases; its Python.

    Where the oldest release has no wheel for this Python the next one that has is taken. Raises SystemExit.
    """
    venv.create(folder)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    options = ("--quiet", "--no-compile", "--only-binary=:all:")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", *options, *install]
    pins = allowed() if which == "oldest" else {}
    while True:
        command = [*pip, *(f"{name}=={release}" for name, release in pins.items())]
        done = subprocess.run(command, env=plain(), capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return python
        lacking = LACKING.search(done.stderr)
        if lacking is None or lacking[1] not in pins:
            raise SystemExit(done.stdout + done.stderr)
        offered = [release for release in lacking[2].split(", ") if re.fullmatch(r"[\d.]+", release)]
        pins[lacking[1]] = min((one for one in offered if order(one) > order(pins[lacking[1]])), key=order)


def order(release: str) -> tuple[int, ...]:
    """What releases are sorted by."""
    return tuple(int(part) for part in release.split("."))


def plain() -> dict[str, str]:
    """The variables of this process but for those that would lead a Python to another environment."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}


def main() -> int:
    """Runs the suite in an environment of its own; its exit status."""
    which, folder, *words = sys.argv[1:]
    python = environment(Path(folder), which, "--editable", f"{ROOT}[test]")
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "list"], check=True)
    return subprocess.run([python, "-m", "pytest", *words], cwd=ROOT, env=plain(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
