"""Ways of taking the next step: the contract, the optimizers by family, their catalogue, and schedules."""
