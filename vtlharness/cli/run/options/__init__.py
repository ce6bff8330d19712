"""The options of `vtl-run` by subject, each with what it alone does, and the settings of a project for them."""
