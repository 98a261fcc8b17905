"""The gallery: activation functions, and what each leaves of a gradient."""
