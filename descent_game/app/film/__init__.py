"""Films and pictures: rendered in exact simulated time or while the program is used, encoded, and never lost."""
