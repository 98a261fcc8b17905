"""The ways a command can end other than well, each with its exit status; the message is the one line shown."""

DONE, FAULT, BAD_INPUT, CANNOT, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit statuses: done; a fault of ours; input not understood; this machine cannot; interrupted."""


class InputError(Exception):
    """What was asked is not understood: names the key, what was expected and what was found."""


class MachineError(Exception):
    """This machine lacks something: says what, and the line that mends it."""
