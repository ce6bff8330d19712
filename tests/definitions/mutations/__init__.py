"""Definitions in which any node is dropped, retyped or duplicated: `python -m tests.definitions.mutations`."""
