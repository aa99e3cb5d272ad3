"""The mpmath backend: two precisions that agree."""
