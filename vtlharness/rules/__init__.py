"""The rules of findings: for each id what it finds, why that matters, and what to write instead.

`registry` has all rules by id, `page` writes docs/rules.md. The rules are for readers: a rendering or a run uses only
their ids and does not import this package.
"""
