"""A plan or a state as resources with their arguments, and the links between them."""
