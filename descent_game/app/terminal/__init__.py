"""The terminal that the program was started from: arguments, one-line errors, progress, interruption, streams."""
