"""First cases: a case file for what has none yet, from its definition, its models and its templates.

`inputs` finds what templates read, `values` makes values for it, `method_cases` and `template_cases` put them into
cases, `choosing` runs these and keeps those that reach something new, `writing` writes the files.
"""
