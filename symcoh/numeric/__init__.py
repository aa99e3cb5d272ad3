"""Certified numbers in ball arithmetic, and the mpmath backend beside them."""
