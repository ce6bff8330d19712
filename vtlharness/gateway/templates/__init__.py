"""Mapping templates: a Velocity template compiled for its roots, and its rendering on a message."""
