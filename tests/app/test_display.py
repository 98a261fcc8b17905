"""A display that never answers: the program ends by itself with one line."""

from __future__ import annotations

from pathlib import Path

from windows import in_a_window, passes

HUNG = """
import time
from descent_game.app.input import display
display.PATIENCE = 0.2
window = open_window()
pygame.display.set_mode = lambda *_, **__: [time.sleep(0.01) for _ in range(3000)]
window.toggle_fullscreen()
"""


def test_a_display_that_never_answers_is_given_up_with_one_line(tmp_path: Path) -> None:
    done = in_a_window(HUNG, tmp_path)
    assert done.returncode == 3
    assert done.stderr == "the display does not answer: start its compositor or X server again, then this\n"
    (log,) = tmp_path.rglob("descent.log")
    assert "given up" in log.read_text()


WELL = """
import threading
window = open_window()
for _ in range(20):
    window.toggle_fullscreen()
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join(5.0)
assert threading.active_count() == 1
window.close()
"""


def test_a_display_that_answers_is_not_noticed(tmp_path: Path) -> None:
    passes(WELL, tmp_path)
