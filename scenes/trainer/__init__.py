"""The trainer: a small network that learns to part points while its decision field bends."""
