"""`vtl-run` with cases and files that end their process, hang or wait, as their names say.

Run as a program, with the arguments of `vtl-run`.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from vtlharness.cases import session
from vtlharness.cases.model import CaseFile

_run_case, _load = session.run_case, session.Session.load


def _die(name: str) -> None:
    if "SIGKILL" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    elif "abort" in name:
        os.abort()
    elif "os._exit" in name:
        os._exit(3)
    elif "sys.exit" in name:
        sys.exit("enough")
    elif "hang" in name:
        time.sleep(60)


def _run(case: Any, *given: Any, **named: Any) -> Any:
    _die(case.name)
    if "once" in case.name:  # how often a case is begun
        with open("begun.txt", "a", encoding="utf-8") as file:
            file.write(f"{case.name}\n")
    return _run_case(case, *given, **named)


def _read(self: session.Session, path: str | Path) -> CaseFile:
    _die(Path(path).name)
    return _load(self, path)


session.run_case = _run
session.Session.load = _read  # type: ignore[method-assign]

if __name__ == "__main__":
    from vtlharness.cli import vtl_run

    vtl_run(prog_name="vtl-run")
