"""The case format: `table` has a row for each key of a case file; `sections` and the kinds of value are its records."""
