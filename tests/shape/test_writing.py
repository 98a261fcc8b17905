"""Files are written in one place, and looked at in ways that never raise: read from the sources themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITING = {
    f"descent_game/app/{name}.py"
    for name in (
        "storage/output_files",
        "log",
        "terminal/streams",
    )
}
"""Where files are opened to be written: `log` and `streams` open none that has a name of ours."""
GUARDED = {("descent_game/__init__.py", "is_dir"), ("descent_game/app/exhibit/exhibit_command.py", "resolve")}
"""Before anything runs, and in a guard of its own."""
RAISING = {"exists", "is_file", "is_dir", "is_symlink", "resolve", "samefile"}
"""What pathlib looks with: it raises for what may not be looked at, while os.path says no."""


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Yields every call in the program: its file, the call, and the last word of what is called."""
    for path in sorted((*(ROOT / "descent_game").rglob("*.py"), *(ROOT / "scenes").rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                yield path.relative_to(ROOT).as_posix(), node, name


def of_os(call: ast.Call) -> bool:
    """Returns whether a function of os or os.path is called."""
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in ("os", "os.path")


def test_files_are_opened_to_be_written_in_one_place() -> None:
    found = set()
    for file, call, name in calls():
        modes = [word.value for word in call.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
        writes = name in ("open", "fdopen") and any(set(mode) & set("wax+") and len(mode) < 4 for mode in modes)
        flags = name == "open" and of_os(call)
        whole = name in ("write_text", "write_bytes", "FileIO")
        if writes and not ast.unparse(call.func).startswith("av.") or flags or whole:
            found.add(file)
    growing = {f"descent_game/app/{name}.py" for name in ("exhibit/lock", "film/recovery", "sessions/recorder")}
    assert found == WRITING | growing, "a lock, and a film and a session as far as they have come"


def test_nothing_is_looked_at_in_a_way_that_raises() -> None:
    found = {(file, name) for file, call, name in calls() if name in RAISING and not of_os(call)}
    assert {(file, name) for file, name in found if (file, name) not in GUARDED} == set()
