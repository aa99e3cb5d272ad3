"""What the derivations share: steps and series as data, parameters, truncated series, the free ring, levels, likelihood ratios."""
