"""What certifies a series, an inequality or an expression at given parameters: points, balls and proved remainders."""
