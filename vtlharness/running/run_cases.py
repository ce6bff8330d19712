"""Running cases from Python.

Comes in: paths and options. Goes out: `CaseRecord`s.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from vtlharness.cases.file.discovery import find_case_files
from vtlharness.options import SessionOptions
from vtlharness.report.record import CaseRecord
from vtlharness.running.files import RunSettings, run_files


def run_cases(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    engine: str = "native",
    keyword: str = "",
    processes: int = 1,
    cache: bool = True,
    cache_dir: str | os.PathLike[str] = "",
    log: bool = False,
) -> list[CaseRecord]:
    """Runs the cases in case files and returns a record for each, in the order of the files and of their cases.

        records = run_cases("tests", keyword="orders and not legacy")
        for record in records:
            if record.outcome != "passed":
                print(record.id, record.differences or record.error)

    `paths` are as for `vtl-run`: case files, folders to search, or templates and API definitions, which select the case
    files that use them. `keyword` selects cases by their ids, as `-k` does. `cache` keeps compiled
    templates and the data of case files on disk: in the user's folder for caches or in `cache_dir`, if that is a folder
    of this user that others cannot write; else nothing is kept. `log` keeps the execution log of cases that pass, too.

    Several `processes` give the same records. Where processes are not forked (on macOS and Windows, and in a
    program with threads) the caller's own module must be safe to import: `if __name__ == "__main__":`.

    A case file that cannot be read is a record with the outcome `broken file`. Raises CaseFileError for a path that
    cannot be used, VtlHarnessError for an engine that is not installed or a keyword that does not parse, ValueError for
    fewer than one process. Without case files, or where `keyword` selects none, the list is empty.
    """
    if processes < 1:
        raise ValueError(f"processes: expected at least 1, found {processes}")
    given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    files = find_case_files([Path(path) for path in given])
    settings = RunSettings(
        SessionOptions(engine=engine, cache=cache, cache_dir=os.fspath(cache_dir)), keyword, log=log, complete=True
    )
    processes = min(processes, len(files))
    if processes < 2:
        records = run_files(files, settings)
    else:
        from vtlharness.running.processes import run_in_processes

        records = run_in_processes(files, settings, processes)
    return [record for record in records if record.outcome != "deselected"]
