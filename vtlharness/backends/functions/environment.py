"""The environment of a function's process: Lambda's variables, and the function's own.

None of the caller's variables is in it, credentials above all, except for those that find programs and libraries.
Evidence: docs/fidelity.md#local-functions.
"""

from __future__ import annotations

import os

from vtlharness.backends.functions.program import Program
from vtlharness.backends.functions.settings import FunctionSettings

_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT")


def environment(settings: FunctionSettings, program: Program, runtime_api: str) -> dict[str, str]:
    """The variables of a process whose Runtime API is at this address."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    named = {} if program.every_file else {"AWS_EXECUTION_ENV": f"AWS_Lambda_{settings.runtime}"}
    return {
        **kept,
        **(named if settings.runtime else {}),
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "_HANDLER": program.handler,
        "LAMBDA_TASK_ROOT": program.folder,
        "AWS_REGION": settings.region,
        "AWS_DEFAULT_REGION": settings.region,
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_LAMBDA_FUNCTION_NAME": settings.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(settings.memory),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{settings.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "2024/01/01/[$LATEST]0123456789abcdef0123456789abcdef",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONUNBUFFERED": "1",
        **settings.environment,
    }
