"""The launcher, tried on machines of paper: their Python, `id` and `apt-get` only write down what they are asked.

The real thing, in a fresh environment, is what runs these tests.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "cat", "cksum", "cp", "dirname", "mkdir", "readlink", "rm", "sed", "sleep", "uname")

PYTHON = f"""#!/bin/sh
printf '%s\\n' "$*" >>"$PAPER/calls"
case "$1 $2" in
"-c "*version_info*) [ ! -e "$PAPER/old" ] ;;
"-c "*ensurepip*) [ ! -e "$PAPER/no-venv" ] ;;
"-c "*ctypes*) [ ! -e "$PAPER/no-gl" ] ;;
"-c "*) exec {quote(sys.executable)} "$@" ;;
"-m venv") sleep 0.1 && mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip") [ "$3" = --version ] || [ ! -e "$PAPER/no-network" ] || {{ cat "$PAPER/no-network" && exit 1; }} ;;
*) printf '<%s>' "$@" && exit "${{STATUS:-0}}" ;;
esac
"""
APT = """#!/bin/sh
printf 'apt-get %s\\n' "$*" >>"$PAPER/calls"
[ ! -e "$PAPER/no-network" ] && rm -f "$PAPER/no-gl" "$PAPER/no-venv"
"""


@dataclass(frozen=True)
class Paper:
    """A machine of paper: `folder` holds its commands, calls and, as files, what it lacks; `checkout` the launcher."""

    folder: Path
    checkout: Path

    def lacks(self, *names: str) -> None:
        for name in names:
            (self.folder / name).touch()

    def command(self, name: str, text: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def environment(self, status: int = 0) -> dict[str, str]:
        return {"PATH": str(self.folder / "bin"), "PAPER": str(self.folder), "STATUS": str(status), "HOME": "/nowhere"}

    def start(
        self, *arguments: str, status: int = 0, launcher: Sequence[str] = (), cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*(launcher or [str(self.checkout / "descent")]), *arguments],
            env=self.environment(status),
            cwd=cwd or self.folder,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )

    def calls(self, *beginnings: str) -> list[str]:
        """What was asked since the last look, where it begins with one of these."""
        path = self.folder / "calls"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return [line for line in lines if line.startswith(beginnings)]


SET_UP = ("-m venv", "-m pip install", "apt-get")


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """A machine with a good Python and GL, of someone who is not root, and a checkout in a folder with a space."""
    machine = Paper(tmp_path, tmp_path / "The Descent")
    machine.checkout.mkdir()
    for name in ("descent", "pyproject.toml"):
        shutil.copy(ROOT / name, machine.checkout)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / "bin" / tool).symlink_to(found)
    machine.command("python3", PYTHON)
    machine.command("id", "#!/bin/sh\necho 1000\n")
    return machine


def debian(paper: Paper, root: bool) -> None:
    paper.command("apt-get", APT)
    paper.command("id", f"#!/bin/sh\necho {0 if root else 1000}\n")


def test_it_is_plain_sh_and_executable() -> None:
    assert os.access(ROOT / "descent", os.X_OK)
    assert subprocess.run(["sh", "-n", ROOT / "descent"], check=False).returncode == 0


def test_the_first_start_sets_up_and_the_second_only_runs(paper: Paper) -> None:
    first = paper.start("still", "race", "-o", "a picture.png")
    assert first.returncode == 0
    assert first.stdout == "<-P><-m><descent_game><still><race><-o><a picture.png>"
    assert [line.split(":")[0] for line in first.stderr.splitlines()] == ["Setting up (once)"] * 2
    venv = paper.checkout / ".venv"
    assert paper.calls(*SET_UP) == [f"-m venv {venv}", "-m pip install --quiet --editable ."]
    second = paper.start()
    assert (second.returncode, second.stdout, second.stderr) == (0, "<-P><-m><descent_game>", "")
    assert paper.calls("-m", "apt-get") == []


def test_it_passes_on_the_status_of_the_program(paper: Paper) -> None:
    assert paper.start("record", status=2).returncode == 2
    assert paper.start("record", status=130).returncode == 130


def test_the_tests_are_installed_once_and_serve_both(paper: Paper) -> None:
    first = paper.start("test", "-k", "layers and not paper")
    assert first.stdout == "<-m><pytest><-n><auto><--maxprocesses><2><-k><layers and not paper>"
    assert paper.calls("-m pip install") == ["-m pip install --quiet --editable .[test]"]
    paper.start("test")
    paper.start()
    assert paper.calls(*SET_UP) == []


def test_the_tests_are_added_to_an_environment_that_stands(paper: Paper) -> None:
    paper.start()
    paper.calls()
    paper.start("test")
    assert paper.calls(*SET_UP) == ["-m pip install --quiet --editable .[test]"]


def test_a_changed_project_file_installs_again(paper: Paper) -> None:
    paper.start()
    paper.calls()
    with (paper.checkout / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n")
    paper.start()
    assert paper.calls(*SET_UP) == ["-m pip install --quiet --editable ."]


def test_an_interrupted_set_up_begins_anew(paper: Paper) -> None:
    paper.lacks("no-network")
    assert paper.start().returncode == 3
    (paper.checkout / ".venv" / "half").touch()
    (paper.folder / "no-network").unlink()
    paper.calls()
    assert paper.start().returncode == 0
    assert len(paper.calls(*SET_UP)) == 2
    assert not (paper.checkout / ".venv" / "half").exists()


def test_a_moved_environment_is_made_anew(paper: Paper) -> None:
    paper.start()
    paper.calls()
    moved = Paper(paper.folder, paper.folder / "elsewhere")
    paper.checkout.rename(moved.checkout)
    assert moved.start().returncode == 0
    assert moved.calls("-m venv") == [f"-m venv {moved.checkout / '.venv'}"]


def test_an_environment_whose_python_is_gone_is_made_anew(paper: Paper) -> None:
    paper.start()
    paper.calls()
    (paper.checkout / ".venv" / "bin" / "python").unlink()
    assert paper.start().returncode == 0
    assert len(paper.calls(*SET_UP)) == 2


def test_an_environment_made_by_hand_is_kept(paper: Paper) -> None:
    binaries = paper.checkout / ".venv" / "bin"
    binaries.mkdir(parents=True)
    shutil.copy(paper.folder / "bin" / "python3", binaries / "python")
    assert paper.start().returncode == 0
    assert paper.calls(*SET_UP) == ["-m pip install --quiet --editable ."]


def test_starts_at_once_wait_for_one_another_and_set_up_once(paper: Paper) -> None:
    command = [str(paper.checkout / "descent"), "list"]
    with (paper.checkout / "pyproject.toml").open("r+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        starts = [subprocess.Popen(command, env=paper.environment(), stderr=subprocess.PIPE, text=True) for _ in "ab"]
        waiting = [start.stderr.readline() for start in starts if start.stderr is not None]
    assert waiting == ["Another start is setting up; waiting for it ...\n"] * 2
    rest = sorted(len(start.communicate(timeout=60)[1].splitlines()) for start in starts)
    assert [start.returncode for start in starts] == [0, 0]
    assert rest == [0, 2]
    assert len(paper.calls(*SET_UP)) == 2


def test_it_is_found_through_a_link_and_keeps_the_current_folder(paper: Paper) -> None:
    links = paper.folder / "links"
    links.mkdir()
    (links / "first").symlink_to("../The Descent/descent")
    (links / "second").symlink_to(links / "first")
    assert paper.start("list", launcher=[str(links / "second")], cwd=links).returncode == 0
    assert (paper.checkout / ".venv" / ".installed-play").is_file()
    assert sorted(path.name for path in links.iterdir()) == ["first", "second"]


def one_line(result: subprocess.CompletedProcess[str]) -> str:
    """The one line that a start ended with, after checking that it is one and that the status is 3."""
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def test_no_python_recent_enough(paper: Paper) -> None:
    paper.lacks("old")
    assert "Python 3.11 or newer" in one_line(paper.start())
    debian(paper, root=False)
    assert one_line(paper.start("list")).endswith("Run: sudo apt-get install python3 python3-venv")
    assert not (paper.checkout / ".venv").exists()


def test_no_python_at_all(paper: Paper) -> None:
    (paper.folder / "bin" / "python3").unlink()
    assert "Python 3.11 or newer" in one_line(paper.start())


def test_a_python_under_another_name(paper: Paper) -> None:
    (paper.folder / "bin" / "python3").rename(paper.folder / "bin" / "python3.12")
    assert paper.start().returncode == 0


@pytest.mark.parametrize(
    ("lacking", "packages"),
    [
        (("no-gl",), "libegl1 libgl1"),
        (("no-venv",), "python3-venv"),
        (("no-gl", "no-venv"), "python3-venv libegl1 libgl1"),
    ],
)
def test_what_the_system_lacks(paper: Paper, lacking: tuple[str, ...], packages: str) -> None:
    paper.lacks(*lacking)
    debian(paper, root=False)
    assert one_line(paper.start()).endswith(f"Run: sudo apt-get install {packages}")
    assert paper.calls(*SET_UP) == []
    debian(paper, root=True)
    result = paper.start()
    assert (result.returncode, result.stderr.splitlines()[0]) == (0, f"Installing {packages} ...")
    assert paper.calls("apt-get") == [f"apt-get install -y --no-install-recommends {packages}"]


def test_apt_that_fails(paper: Paper) -> None:
    paper.lacks("no-gl", "no-network")
    debian(paper, root=True)
    result = paper.start()
    assert result.returncode == 3
    assert result.stderr.splitlines()[1:] == [
        f"The Descent could not install libegl1 libgl1. What apt-get said is in {paper.checkout}/.venv/setup.log"
    ]
    assert [line.split()[1] for line in paper.calls("apt-get")] == ["install", "update"]


def test_elsewhere_than_on_debian_nothing_is_installed(paper: Paper) -> None:
    paper.lacks("no-gl")
    paper.command("id", "#!/bin/sh\necho 0\n")
    assert "GL libraries" in one_line(paper.start())


@pytest.mark.parametrize("command", ["trace", "list", "check", "doctor", "--help", "record --help"])
def test_what_draws_nothing_needs_no_gl(paper: Paper, command: str) -> None:
    paper.lacks("no-gl")
    debian(paper, root=False)
    assert paper.start(*command.split()).returncode == 0


BROKEN = "WARNING: Retrying (Retry(total=4)) after connection broken by '{}': /simple/setuptools/"
TLS = "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate'))"
PROXY = "ProxyError('Unable to connect to proxy', OSError('Tunnel connection failed: 407'))"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("ERROR: no way to the index", "no way to the index"),
        (f"{BROKEN.format(TLS)}\nERROR: No matching distribution found", TLS),
        (f"  {BROKEN.format(PROXY)}\n  ERROR: No matching distribution found", PROXY),
        ("", "nothing"),
    ],
)
def test_pip_that_fails_says_why_in_one_line(paper: Paper, said: str, reason: str) -> None:
    (paper.folder / "no-network").write_text(said, encoding="utf-8")
    result = paper.start()
    assert result.returncode == 3
    assert result.stderr.splitlines()[-1] == (
        f"The Descent could not install what it needs; pip said: {reason}. More in {paper.checkout}/.venv/setup.log"
    )
    assert len(result.stderr.splitlines()) == 3
