"""The numbers: pure numpy, no picture, no clock, no files."""
