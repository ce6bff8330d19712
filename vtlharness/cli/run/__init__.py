"""`vtl-run`: runs cases, prints what failed, writes reports.

`vtl_run` is the command, `case_run` does the run, `watching` repeats it. `plan` says which cases run where the last run
counts. `tally` counts records; `progress`, `case_output` and `durations` print, `reports` writes.
"""
