"""Values as Java has them: their texts, arithmetic, equality and methods, in explicit tables."""
