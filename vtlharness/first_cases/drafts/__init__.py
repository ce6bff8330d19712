"""Calls and answers of backends that are tried as cases."""
