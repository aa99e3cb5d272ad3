"""Any target with any sources: sums over the sectors of B, exact but for rounding, or one integral over the field of the target."""
