"""Running cases from Python.

Comes in: paths and options. Goes out: `CaseRecord`s.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Literal

from vtlharness.cases.file.discovery import find_case_files, reading_rule
from vtlharness.limits.budget import Limits
from vtlharness.options import ALL_RULES, LOG_KINDS, SessionOptions
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
    log: bool | Literal["console", "cloudwatch", "access"] = False,
    limits: Limits | None = None,
    allow_outside: Iterable[str | os.PathLike[str]] = (),
    strict: bool | str | Iterable[str] = False,
    hostile: bool = False,
    live: bool = False,
    backends: str | os.PathLike[str] = "",
    allow_aws: bool = False,
    assume_role: str = "",
) -> list[CaseRecord]:
    """Runs the cases in case files and returns a record for each, in the order of the files and of their cases.

        records = run_cases("tests", keyword="orders and not legacy")
        for record in records:
            if record.outcome != "passed":
                print(record.id, record.differences or record.error)

    `paths` are as for `vtl-run`: case files, folders to search, or templates and API definitions, which select the case
    files that use them. `keyword` selects cases by their ids, as `-k` does. `cache` keeps compiled
    templates and the data of case files on disk: in the user's folder for caches or in `cache_dir`, if that is a folder
    of this user that others cannot write; else nothing is kept. `log` keeps the logs of cases that pass, too;
    with `"cloudwatch"`, the execution log is as CloudWatch keeps it, else as the console's test prints it.

    `strict` makes findings failures: all of them, or those of some rules, given by their ids or by how these begin
    (`"VTL1,API401"`, or a list).

    `hostile` also sends hostile input through the cases that pass: one whose templates do not withstand it has failed,
    and has a `HostileFinding` among its differences for each place.

    `live` runs the cases with `backend: live`, which call their real backends, as `backends` says, the path of a file;
    without it, they are skipped. With `allow_aws`, AWS itself may be called; `assume_role` is that of
    `AwsService`.

    What a case file or a definition names is read only below the project's root: the nearest folder above the case file
    with `.git`, `pyproject.toml` or `vtlharness.toml`, else the folder in `paths`. `allow_outside` are more folders to
    read from. `limits` are the most that a case may use, instead of the defaults; a case file can set lower ones.

    Several `processes` give the same records; a case that kills its process becomes an error. Where processes are not
    forked (on macOS and Windows, and in a program with threads) the caller's own module must be safe to import:
    `if __name__ == "__main__":`.

    A case file that cannot be read is a record with the outcome `broken file`. Raises CaseFileError for a path that
    cannot be used, VtlHarnessError for an engine that is not installed, a keyword that does not parse, or an outer
    folder or a rule that does not exist, ValueError for fewer than one process and for an unknown kind of log. An
    interrupted run raises a KeyboardInterrupt that names the running cases. Without case files, or where `keyword`
    selects none, the list is empty.
    """
    if processes < 1:
        raise ValueError(f"processes: expected at least 1, found {processes}")
    kind = "console" if log is True else log or ""
    if kind and kind not in LOG_KINDS:
        raise ValueError(f"log: expected one of {', '.join(LOG_KINDS)}, found {kind!r}")
    given = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    options = SessionOptions(
        engine=engine,
        cache=cache,
        cache_dir=os.fspath(cache_dir),
        allow_outside=tuple(str(Path(folder)) for folder in allow_outside),
        limit=() if limits is None else tuple(f"{name}={value}" for name, value in limits._asdict().items()),
        strict=_strict_rules(strict),
        hostile=hostile,
        live=live,
        backends=os.fspath(backends),
        allow_aws=allow_aws,
        assume_role=assume_role,
    )
    wanted = [Path(path) for path in given]
    rule = reading_rule(wanted, options.allow_outside)
    files = find_case_files(wanted, rule=rule)
    settings = RunSettings(options, keyword, log=kind, complete=True, rule=rule)
    if processes < 2 or not files:
        records = run_files(files, settings)
    else:
        from vtlharness.running.processes import run_in_processes

        records = run_in_processes(files, settings, processes)
    with closing(records):  # an interrupt ends the processes
        return [record for record in records if record.outcome != "deselected"]


def _strict_rules(strict: bool | str | Iterable[str]) -> tuple[str, ...]:
    if isinstance(strict, bool):
        return (ALL_RULES,) if strict else ()
    return (strict,) if isinstance(strict, str) else tuple(strict)
