"""The window, the clock, the files and the command line: the only reader of the outside world."""
