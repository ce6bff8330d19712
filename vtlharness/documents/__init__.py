"""YAML and JSON texts as data, and as trees that know where everything stands: for case files and definitions."""
