"""Source systems in balls: the weights of their sectors, and their partition functions in a field."""
