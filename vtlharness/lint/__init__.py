"""Finds faults of templates and definitions without running them: `vtl-lint`.

`linting` takes files and gives their findings. A template is parsed (`parsing`), and rules look at its tree: those of
names, slips, directives and paths node by node, those of output and conditions along the flow of its values (`flow`).
The rules are described in `vtlharness.rules`.
"""
