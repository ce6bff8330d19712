"""The case file: found, read, run, compared, updated.

Comes in: paths. Goes out: `CaseFile`s with their `Case`s, then `CaseResult`s. Stages: `discovery` → `loading` →
`running` (→ `comparing`) → `updating`. `model` and `results` hold the records between them; `session` holds all of
them for one run.
"""
