"""The syntax tree to a Python function: usage, generated code, line table, and the cache on disk."""
