"""The wheel, built and installed with its dependencies into a fresh environment, records a film from another folder."""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from releases import environment, plain

ROOT = Path(__file__).parents[2]


def run(command: Sequence[str | Path], cwd: Path) -> str:
    """What a command printed; it fails with all that it said."""
    result = subprocess.run(command, cwd=cwd, env=plain(), capture_output=True, text=True, timeout=600, check=False)
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the source archive lies, and the wheel that was built from that archive."""
    folder = tmp_path_factory.mktemp("built")
    run([sys.executable, "-m", "build", "--outdir", folder, ROOT], folder)
    return folder


@pytest.fixture(scope="module", params=["newest", "oldest"])
def fresh(built: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A fresh environment with the wheel and the newest, or the oldest allowed, releases of what it needs."""
    folder = tmp_path_factory.mktemp("a fresh environment")
    (wheel,) = built.glob("*.whl")
    environment(folder, request.param, wheel)
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


READ = """
import av, sys
from fractions import Fraction
for name in sys.argv[1:]:
    with av.open(name) as film:
        stream = film.streams.video[0]
        print(name, Fraction(stream.guessed_rate), len([*film.decode(stream)]), stream.width, stream.height)
"""


def test_it_records_films_from_another_folder(fresh: Path, tmp_path: Path) -> None:
    names = ["x.gif", "x.mkv", "x.mp4", "x.webp"]
    outputs = [word for name in names for word in ("-o", name)]
    run([fresh / "bin" / "descent", "record", "race", "--seconds", "0.5", "-q", "l", "--fps", "10", *outputs], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    read = run([fresh / "bin" / "python", "-c", READ, "x.gif", "x.mkv", "x.mp4"], tmp_path)
    assert read.splitlines() == [f"{name} 10 5 854 480" for name in names[:3]]
