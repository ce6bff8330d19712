"""Reads YAML 1.2 text as data or as nodes with positions, with clear errors."""
