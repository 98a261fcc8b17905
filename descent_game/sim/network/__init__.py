"""A network of one hidden layer: activations, forward and backward passes, training, and gradients through layers."""
