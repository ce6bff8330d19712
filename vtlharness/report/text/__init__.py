"""Reports for people: lines of text, coloured only where they are printed."""
