"""Templates written from the grammar: this renderer and the oracle print the same, and if one fails, both do."""
