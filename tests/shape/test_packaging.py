"""The packaging tells the truth about the folders: packages, data files and version."""

import importlib.metadata
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

import descent_game

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOPS = ("descent_game", "scenes", "shaders")


def package_name(folder: Path) -> str:
    """The package a folder is installed as: `scenes/text` is `descent_game.scenes.text`."""
    parts = folder.relative_to(ROOT).parts
    return ".".join(parts if parts[0] == "descent_game" else ("descent_game", *parts))


def files() -> list[Path]:
    """Every file of the program on disk, but for what Python and the tools leave behind."""
    return [
        path
        for top in TOPS
        for path in sorted((ROOT / top).rglob("*"))
        if path.is_file() and not {"__pycache__", ".mypy_cache", ".ruff_cache"} & set(path.parts)
    ]


def test_every_folder_is_a_listed_package() -> None:
    on_disk = {package_name(path.parent) for path in files()}
    assert on_disk == set(PROJECT["tool"]["setuptools"]["packages"])


def test_every_listed_package_has_an_init_file() -> None:
    with_init = {package_name(path.parent) for path in files() if path.name == "__init__.py"}
    assert with_init == set(PROJECT["tool"]["setuptools"]["packages"])


def test_every_data_file_is_packed() -> None:
    globs: dict[str, list[str]] = PROJECT["tool"]["setuptools"]["package-data"]
    left_out = [
        str(path.relative_to(ROOT))
        for path in files()
        if path.suffix != ".py"
        and not any(fnmatch(path.name, glob) for glob in globs.get(package_name(path.parent), []))
    ]
    assert left_out == []


def test_the_folders_beside_the_package_are_mapped_into_it() -> None:
    mapped = PROJECT["tool"]["setuptools"]["package-dir"]
    assert mapped == {"descent_game.scenes": "scenes", "descent_game.shaders": "shaders"}


def test_the_version_is_the_same_everywhere() -> None:
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first is not None
    assert first.group(1) == descent_game.__version__
    assert PROJECT["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "descent_game.version.VERSION"}
    assert importlib.metadata.version("the-descent") == descent_game.__version__


def test_the_files_that_the_project_names_are_there() -> None:
    named = [PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]]
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("name", ["scenes", "shaders"])
def test_scenes_and_shaders_are_found_inside_the_package(name: str) -> None:
    package = importlib.import_module(f"descent_game.{name}")
    assert package.__file__ is not None
    assert Path(package.__file__).is_relative_to(ROOT / name)
