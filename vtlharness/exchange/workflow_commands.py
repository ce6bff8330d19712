"""Workflow commands, which GitHub shows as annotations at the lines of a pull request.

Comes in: sentences and places, perhaps with text of strangers. Goes out: one line a command. What would end the line or
one of its fields is percent-encoded, so that no text begins a command of its own.
See https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from __future__ import annotations

import os
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["notice", "warning", "error"]


def annotation(
    level: Level,
    message: str,
    *,
    file: str | None = None,
    line: int | None = None,
    column: int | None = None,
    title: str | None = None,
) -> str:
    """The command for one annotation. `line` and `column` count from 1."""
    given = {"file": file and in_repository(file), "line": line, "col": column, "title": title}
    written = ",".join(f"{name}={_property(str(value))}" for name, value in given.items() if value is not None)
    return f"::{level}{' ' if written else ''}{written}::{_data(message)}"


def in_repository(file: str) -> str:
    """A file's path from the root of the checkout, where a workflow runs in a folder below it; else as it is."""
    root = os.environ.get("GITHUB_WORKSPACE")
    if not root or os.path.isabs(file):
        return file
    path = os.path.relpath(os.path.abspath(file), os.path.abspath(root)).replace(os.sep, "/")
    return file if path.startswith("../") else path


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
