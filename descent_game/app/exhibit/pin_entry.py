"""The lock on the operator's page: a PIN typed digit by digit; five wrong ones and it waits a minute.

Time is given as an argument, in seconds.
"""

from __future__ import annotations

from descent_game.app.exhibit import pin as pins

MOST_WRONG = 5
WAIT = 60.0


class PinPad:
    """State: the digits typed so far, how many PINs were wrong, until when nothing is taken; `length` is the PIN's.

    `pin` is as the exhibit file keeps it; where it is empty there is none, and nothing is taken at all.
    """

    def __init__(self, pin: str) -> None:
        self._pin = pin
        self.length = pins.digits(pin)
        self._wrong = 0
        self._until = 0.0
        self.typed = ""
        self.refused = False

    def waits(self, now: float) -> float:
        """Returns how many seconds the pad takes nothing."""
        return max(self._until - now, 0.0)

    def clear(self) -> None:
        """Forgets the digits typed so far."""
        self.typed, self.refused = "", False

    def digit(self, digit: str, now: float) -> bool:
        """Takes a digit, and returns whether the PIN is complete and right."""
        if self.waits(now) or not self.length:
            return False
        self.refused = False
        self.typed += digit
        if len(self.typed) < self.length:
            return False
        right = pins.opens(self._pin, self.typed)
        self.typed = ""
        if right:
            self._wrong = 0
            return True
        self.refused = True
        self._wrong += 1
        if self._wrong >= MOST_WRONG:
            self._wrong, self._until = 0, now + WAIT
        return False
