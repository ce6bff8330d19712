"""A second opinion on what a rendering reaches: written templates, and a slow interpreter that counts.

Neither uses the parser, the compiler or the counters of the package: a template is written from its own tree, so that
the place of each part is known, and the interpreter goes through that tree by the rules of docs/coverage.md.
"""
