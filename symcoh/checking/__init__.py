"""A user's formula against the exact coherence: one zero test, exact expansions, verdicts."""
