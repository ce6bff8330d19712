"""AWS's own SAM transform as an oracle: templates, what it makes of them, and what the two readers make of both."""
