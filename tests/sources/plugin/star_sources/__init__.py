"""An example of a source system of one's own: a star of Ising spins."""
