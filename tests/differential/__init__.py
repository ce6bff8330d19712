"""Templates written from the grammar, rendered by us and by the oracle: the outputs are equal, and where one fails both do."""
