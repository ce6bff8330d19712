"""Reads YAML and JSON texts as data, and as trees of nodes with positions, for case files and definitions."""
