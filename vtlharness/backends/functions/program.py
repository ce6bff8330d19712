"""Which program runs a function: a bootstrap of this package for Python and Node.js, or the function's own.

Comes in: the settings of a function. Goes out: a `Program`. `runtime` decides, and without it the file that exists.
Evidence: docs/fidelity.md#local-functions.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from vtlharness.backends.functions.settings import FunctionSettings
from vtlharness.errors import VtlHarnessError
from vtlharness.visible import one_line

_BOOTSTRAPS = Path(__file__).with_name("bootstraps")
_OF_NODE = (".js", ".mjs", ".cjs")
_OF_TYPESCRIPT = (".ts", ".mts", ".cts", ".tsx")
_OTHERS_HINT = "a function with an executable `bootstrap` runs here, and an address with Lambda's Invoke API"


@dataclass(frozen=True)
class Program:
    """The command that runs a function in `folder`, which is Lambda's task root, and the handler below it.

    `every_file` says that any file of the folder may be a part of the program.
    """

    command: tuple[str, ...]
    folder: str
    handler: str
    every_file: bool = False


def program_of(settings: FunctionSettings) -> Program:
    """The program of a function: in its folder, else in the one that a tool has built of it.

    Raises VtlHarnessError if there is none.
    """
    try:
        return _program_in_folder(settings)
    except VtlHarnessError as problem:
        if settings.built_folder is None:
            raise
        try:
            return _program_in_folder(replace(settings, folder=settings.built_folder))
        except VtlHarnessError:
            raise problem from None


def _program_in_folder(settings: FunctionSettings) -> Program:
    _check(settings)
    runtime = settings.runtime or _runtime_of_files(settings)
    folder = os.path.abspath(settings.folder)
    if runtime.startswith("python"):
        return Program((sys.executable, str(_BOOTSTRAPS / "python_handler.py")), folder, settings.handler)
    if runtime.startswith("nodejs"):
        _check_compiled(settings)
        return Program((_node(settings), str(_BOOTSTRAPS / "node_handler.mjs")), folder, settings.handler)
    own = _own_bootstrap(settings)
    if own is None:
        raise _no_bootstrap(settings, runtime)
    task_root = os.path.dirname(own)
    handler = settings.handler
    below = os.path.relpath(task_root, folder).replace(os.sep, "/")
    command = (sys.executable, "-I", "-S", str(_BOOTSTRAPS / "executable.py"), own)
    return Program(command, task_root, handler.removeprefix(f"{below}/"), every_file=True)


def _check(settings: FunctionSettings) -> None:
    handler = settings.handler
    if os.path.isabs(handler) or ".." in re.split(r"[/\\]", handler):
        raise VtlHarnessError(
            f"the handler {one_line(handler)} of the function {one_line(settings.name)} leaves its folder",
            hint="write its path below the folder, such as `src/orders/app.handler`",
        )
    if not os.path.isdir(settings.folder):
        raise VtlHarnessError(
            f"the function {one_line(settings.name)} cannot be started: there is no folder {one_line(settings.folder)}",
            hint="build the project first if its tool makes the folder",
        )


def _runtime_of_files(settings: FunctionSettings) -> str:
    """The runtime of the file that exists. Raises VtlHarnessError if none does."""
    base = os.path.join(settings.folder, _module(settings.handler))
    dotted = os.path.join(settings.folder, settings.handler.rpartition(".")[0].replace(".", os.sep))
    for path in (base, dotted):
        if os.path.isfile(f"{path}.py") or os.path.isfile(os.path.join(path, "__init__.py")):
            return "python"
    if any(os.path.isfile(base + ending) for ending in _OF_NODE):
        return "nodejs"
    if _own_bootstrap(settings) is not None:
        return "provided"
    _check_compiled(settings)
    name, module = one_line(settings.name), one_line(_module(settings.handler))
    raise VtlHarnessError(
        f"the function {name} has no code in {one_line(settings.folder)}: "
        f"no {module}.py, {module}.js, {module}.mjs or {module}.cjs, and no executable `bootstrap`",
        hint="a handler is a path below the folder with the name of a function, such as `src/orders/app.handler`",
    )


def _check_compiled(settings: FunctionSettings) -> None:
    """Raises VtlHarnessError where there is only TypeScript."""
    base = os.path.join(settings.folder, _module(settings.handler))
    if any(os.path.isfile(base + ending) for ending in _OF_NODE):
        return
    if any(os.path.isfile(base + ending) for ending in _OF_TYPESCRIPT):
        raise VtlHarnessError(
            f"the handler of the function {one_line(settings.name)} is TypeScript, which Lambda does not run",
            hint="run `sam build`, or name the handler in the folder with the compiled file",
        )


def _module(handler: str) -> str:
    """The path of a handler's file, without its ending: everything before the first dot of its last part."""
    folder, slash, last = handler.rpartition("/")
    return f"{folder}{slash}{last.partition('.')[0]}"


def _own_bootstrap(settings: FunctionSettings) -> str | None:
    """The executable `bootstrap` of a function: where its handler is, or in its folder."""
    folder = os.path.abspath(settings.folder)
    below = os.path.join(folder, settings.handler)
    for found in (below, os.path.dirname(below), folder):
        path = os.path.join(found, "bootstrap")
        if os.path.isfile(path) and os.access(path, os.X_OK):
            return path
    return None


def _node(settings: FunctionSettings) -> str:
    found = shutil.which("node")
    if found is None:
        raise VtlHarnessError(
            f"the function {one_line(settings.name)} needs Node.js, and there is no `node` on the PATH",
            hint="install Node.js, or name an address with Lambda's Invoke API instead of the handler",
        )
    return found


def _no_bootstrap(settings: FunctionSettings, runtime: str) -> VtlHarnessError:
    name, folder = one_line(settings.name), one_line(settings.folder)
    if runtime.startswith("provided"):
        return VtlHarnessError(
            f"the function {name} has no executable file `bootstrap` in {folder}",
            hint="build the project first (`sam build`); `chmod +x` makes a file executable",
        )
    return VtlHarnessError(f"the runtime {one_line(runtime)} of the function {name} cannot run here", hint=_OTHERS_HINT)
