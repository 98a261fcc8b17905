"""Files: read with care, written whole or not at all, and what is kept in them from one start to the next."""
