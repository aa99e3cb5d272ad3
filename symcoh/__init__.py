"""symcoh: exact, certified thermodynamics of autonomous quantum coherence."""
