"""Many case files to records, in one process or in several.

Comes in: paths. Goes out: `CaseRecord`s in the order of the files and of the cases in them. `keyword` selects, `files`
runs file by file, `processes` shares the files out, `run_cases` is all of it for users of Python.
"""
