"""The limits of a case: how much one rendering may make, and how long a case may run.

`budget` counts what a rendering makes, `deadline` stops what takes too long, `bounded_pattern` runs regular expressions
that could. Nothing here has a counterpart on the service: what exceeds a limit is an error of the case, never a
response.
"""
