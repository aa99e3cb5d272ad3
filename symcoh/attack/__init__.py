"""Where formulas meet certified numbers: the only room that may import both sides."""
