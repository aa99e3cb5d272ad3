"""Results that are derived, one file each: every step is checked, and nothing runs on import."""
