"""Reliability figures: the small-N engine against routes that share no code with it."""
