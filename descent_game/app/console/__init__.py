"""The command line's own: arguments, lists, checks, the doctor, numbers without pictures."""
