"""Coverage of templates and definitions."""
