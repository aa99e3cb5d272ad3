"""Independent routes to every number: nothing here may import symcoh.numeric, symcoh.ground or symcoh.exact."""
