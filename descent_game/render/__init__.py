"""Data into pixels: the only importer of moderngl."""
