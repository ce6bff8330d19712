"""First cases: a case file for what has none yet, from its definition, its models and its templates.

`reading` finds what templates read, `values` makes values for it, `drafts` puts them into calls, `choosing` runs these
and keeps those that reach something new, `writing` writes the files.
"""
