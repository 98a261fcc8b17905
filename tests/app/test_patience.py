"""A call that never comes back: the program ends by itself with one line, and at once where a signal says so."""

from __future__ import annotations

from pathlib import Path

from windows import in_a_window, passes

NEVER = """
import os, signal, time
from descent_game.app.input import patience, window as module
from descent_game.app.terminal.interrupt import stopping
module.given_up = lambda words: patience.given_up(words, seconds)
patience.AFTER_SIGNAL = 0.05
"""
HUNG = """
seconds = 0.2
window = open_window()
pygame.display.set_mode = lambda *_, **__: [time.sleep(0.01) for _ in range(3000)]
window.toggle_fullscreen()
"""


def test_a_display_that_never_answers_is_given_up_with_one_line(tmp_path: Path) -> None:
    done = in_a_window(NEVER + HUNG, tmp_path)
    assert done.returncode == 3
    assert done.stderr == "the display does not answer: start its compositor or X server again, then this\n"
    (log,) = tmp_path.rglob("descent.log")
    assert "given up" in log.read_text()


TOLD = """
seconds = 60.0
window = open_window()
def mode(*_, **__):
    os.kill(os.getpid(), signal.SIGTERM)
    for _ in range(3000):
        time.sleep(0.01)
pygame.display.set_mode = mode
with stopping():
    window.toggle_fullscreen()
"""


def test_a_signal_ends_it_while_the_display_does_not_answer(tmp_path: Path) -> None:
    done = in_a_window(NEVER + TOLD, tmp_path)
    assert (done.returncode, done.stderr) == (130, "interrupted\n")


WELL = """
import threading
seconds = 60.0
before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
window = open_window()
for _ in range(20):
    window.toggle_fullscreen()
assert signal.set_wakeup_fd(-1) == -1 and threading.active_count() == 1
with patience.given_up("never said", 60.0):
    pass
assert len(os.listdir("/proc/self/fd")) < before + 40 if before else True
window.close()
"""


def test_a_display_that_answers_is_not_noticed(tmp_path: Path) -> None:
    passes(NEVER + WELL, tmp_path)
