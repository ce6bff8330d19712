"""Runs many case files and gives their records, in one process or several.

Comes in: paths. Goes out: `CaseRecord`s in the order of the files and of the cases in them. `keyword` selects, `files`
runs file by file, `processes` distributes the files, `run_cases` offers all of it in Python.
"""
