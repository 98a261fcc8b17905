"""Demo scripts: scenes played from a file."""
