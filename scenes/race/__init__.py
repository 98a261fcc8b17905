"""The race: optimizers dropped on one hill, with one learning rate."""
