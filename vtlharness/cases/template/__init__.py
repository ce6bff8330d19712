"""Cases of one template: how they are read."""
