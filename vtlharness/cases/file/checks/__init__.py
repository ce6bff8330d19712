"""Checks of a case file before it is read: structure, keys, numbers, and the matchers in the bodies that cases expect."""
