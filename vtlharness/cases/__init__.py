"""The case file: found, read, run, compared, updated.

Comes in: paths. Goes out: `CaseFile`s with their `Case`s, then `CaseResult`s. Stages: `discovery` → `loading` →
`running` (→ `comparing`) → `updating`; what they hand on is in `model`. `session` is all of them for one run.
"""
