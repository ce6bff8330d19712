"""The HTML report: one page with a run's cases as data, and the script and the style that show them."""
