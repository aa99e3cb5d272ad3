"""Manuscript LaTeX: documents and tables that need amsmath, amssymb and booktabs only."""
