"""Reads JSON text as data or as nodes with positions, and says where it is wrong."""
