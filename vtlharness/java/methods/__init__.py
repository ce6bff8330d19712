"""The methods that a template may call on each value: a table for each type, all of them in `java.methods.table`."""
