"""Random inputs of every kind that a stranger can send: `python -m tests.fuzz`."""
