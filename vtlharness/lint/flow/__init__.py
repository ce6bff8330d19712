"""The flow of values through a template: what is known of each before the template runs, and who controls it."""
