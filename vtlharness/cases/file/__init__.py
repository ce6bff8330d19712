"""The case file itself: where it is found, its format, its defaults, and the files that it names."""
