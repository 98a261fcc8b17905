"""The wheel, built and installed with its dependencies into a fresh environment, records a film from another folder."""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(command: Sequence[str | Path], cwd: Path) -> str:
    """What a command printed; it fails with all that it said."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the source archive lies, and the wheel that was built from that archive."""
    folder = tmp_path_factory.mktemp("built")
    run([sys.executable, "-m", "build", "--outdir", folder, ROOT], folder)
    return folder


@pytest.fixture(scope="module")
def fresh(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel and its dependencies in it, and nothing else of ours."""
    folder = tmp_path_factory.mktemp("a fresh environment")
    venv.create(folder, with_pip=True)
    (wheel,) = built.glob("*.whl")
    run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", wheel], folder)
    return folder


def program_files() -> set[str]:
    """Every file of the program, by the name it has inside the wheel."""
    return {
        f"descent_game/{path.relative_to(beside)}"
        for folder, beside in (("descent_game", ROOT / "descent_game"), ("scenes", ROOT), ("shaders", ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_program_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tops = {name.split("/")[0] for name in names}
    assert len(tops) == 2
    assert {name for name in tops if not name.endswith(".dist-info")} == {"descent_game"}
    assert program_files() <= names


def test_the_source_archive_holds_what_builds_it(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.split("/", 1)[1] for name in opened.getnames() if "/" in name}
    assert {"pyproject.toml", "README.md", "LICENSE", "scenes/__init__.py", "shaders/__init__.py"} <= names


def test_only_one_folder_of_ours_is_installed(fresh: Path) -> None:
    (packages,) = fresh.glob("lib/python*/site-packages")
    ours = {path.name for path in packages.iterdir() if path.name in {"scenes", "shaders", "tests", "descent_game"}}
    assert ours == {"descent_game"}


def test_it_records_a_film_from_another_folder(fresh: Path, tmp_path: Path) -> None:
    run([fresh / "bin" / "descent", "record", "race", "--seconds", "0.5", "-o", "x.mp4"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp4"]
    read = "import av; film = av.open('x.mp4'); print(film.streams.video[0].average_rate, len([*film.decode(video=0)]))"
    rate, frames = run([fresh / "bin" / "python", "-c", read], tmp_path).split()
    assert int(frames) == round(0.5 * Fraction(rate))
