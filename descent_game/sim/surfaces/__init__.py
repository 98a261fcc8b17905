"""Losses over a part of the plane: what a surface is, the landscapes of the catalogue, and how minima are found."""
