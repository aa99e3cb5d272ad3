"""Source systems: each gives its sector degeneracies and weights, exactly."""
