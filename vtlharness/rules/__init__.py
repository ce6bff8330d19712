"""The rules behind findings: for each id what it finds, why that matters, and what to write instead.

`registry` has them all by id, `page` writes docs/rules.md. A rendering or a run names rules by their ids alone and
loads nothing of this: the rules are for readers.
"""
