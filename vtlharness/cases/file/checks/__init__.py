"""Checks of a case file before it is read: its structure, keys and numbers, and the matchers in expected bodies."""
