"""Becomes a function's own executable, once the run has told the watcher of this process.

Its arguments are the command. Standard input says when to go on, or ends if the run is gone.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Replaces this program, or reports as Lambda does that the system cannot run the file."""
    if not os.read(0, 1):
        sys.exit(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    command = sys.argv[1:]
    try:
        os.execv(command[0], command)
    except OSError as problem:
        _report(f"fork/exec {command[0]}: {(problem.strerror or str(problem)).lower()}")
    sys.exit(1)


def _report(message: str) -> None:
    import json
    from http.client import HTTPConnection

    told = {"errorType": "Runtime.InvalidEntrypoint", "errorMessage": f"Error: {message}"}
    connection = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    connection.request("POST", "/2018-06-01/runtime/init/error", json.dumps(told).encode())
    connection.getresponse().read()


if __name__ == "__main__":
    main()
