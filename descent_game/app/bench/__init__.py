"""Measurements: what pictures, simulation, films and the start cost on this machine."""
