"""The interface as data: rectangles, curves and runs of text, and where they stand."""
