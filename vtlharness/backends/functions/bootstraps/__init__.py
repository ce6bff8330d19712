"""Programs that run handlers. They run in the functions' processes and import nothing of this package."""
