"""Our emitted LaTeX read back to SymPy: the grammar of the subset that symcoh prints, and nothing else."""
