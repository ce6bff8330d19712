"""Reads a definition file as data with positions: the document, a cursor in it, and its embedded templates."""
