"""Sessions: what is asked to be seen, demo scripts as files, and what people did, kept to be played again."""
