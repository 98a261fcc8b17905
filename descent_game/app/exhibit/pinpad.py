"""The lock on the operator's page: a PIN typed digit by digit; five wrong ones and it waits a minute.

Time is given as an argument, in seconds.
"""

from __future__ import annotations

import hmac

MOST_WRONG = 5
WAIT = 60.0


class PinPad:
    """State: the digits typed so far, how many PINs were wrong, until when nothing is taken."""

    def __init__(self, pin: str) -> None:
        self._pin = pin
        self._wrong = 0
        self._until = 0.0
        self.typed = ""
        self.refused = False

    @property
    def length(self) -> int:
        """How many digits the PIN has."""
        return len(self._pin)

    def waits(self, now: float) -> float:
        """Returns how many seconds the pad takes nothing."""
        return max(self._until - now, 0.0)

    def clear(self) -> None:
        """Forgets the digits typed so far."""
        self.typed, self.refused = "", False

    def digit(self, digit: str, now: float) -> bool:
        """Takes a digit, and returns whether the PIN is complete and right."""
        if self.waits(now):
            return False
        self.refused = False
        self.typed += digit
        if len(self.typed) < len(self._pin):
            return False
        right = hmac.compare_digest(self.typed, self._pin)
        self.typed = ""
        if right:
            self._wrong = 0
            return True
        self.refused = True
        self._wrong += 1
        if self._wrong >= MOST_WRONG:
            self._wrong, self._until = 0, now + WAIT
        return False
