"""The ledger as one self-contained web page: equations as MathML, a filter, proofs, LaTeX and SymPy to copy."""
