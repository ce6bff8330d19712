"""Templates written from the grammar: we and the oracle print the same, and where one fails both do."""
