"""The Ising ring of sources: its value, its configurations counted, its sector weights."""
