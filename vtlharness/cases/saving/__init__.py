"""Saves a call as a case: appends it to a case file, which stays as it is otherwise, or makes the file."""
