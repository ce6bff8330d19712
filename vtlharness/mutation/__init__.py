"""Changes templates and definitions one place at a time, and finds the changes that no case notices."""
