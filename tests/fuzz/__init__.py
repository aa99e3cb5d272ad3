"""Random command lines against every command: `python -m fuzz` runs as many as asked (see `soak.py`)."""
