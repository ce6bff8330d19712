"""Reports for people: lines of text, painted only where they are printed."""
