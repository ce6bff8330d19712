"""What a template may call on which value: a table for each type, and `table`, which holds them all."""
