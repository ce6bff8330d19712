"""Reads the cases of one template."""
