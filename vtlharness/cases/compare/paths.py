"""Paths of values in JSON data, as deepdiff writes them: `root['items'][0]['id']`.

Comes in: keys and indexes, or the paths that a case leaves out, as a person writes them. Goes out: paths in one
spelling, which can be compared as texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_STEP = r"\['([^']*)'\]|\[\"([^\"]*)\"\]|\[(\d+)\]"


def step_text(step: str | int) -> str:
    """One step of a path: `['key']`, `["it's"]` for a key with an apostrophe, `[0]`."""
    if isinstance(step, int):
        return f"[{step}]"
    return f'["{step}"]' if "'" in step else f"['{step}']"


def excluded_paths(paths: Iterable[str]) -> frozenset[str]:
    """The paths that `exclude_paths` leaves out: `root["a"]`, `['a']` and the bare key `a` are `root['a']`."""
    return frozenset(one for path in paths for one in path_meanings(path))


def path_meanings(path: str) -> tuple[str, ...]:
    """The paths that a path of `exclude_paths` stands for: one, but a bare key may be an index as well."""
    steps = path[4:] if path == "root" or path.startswith(("root[", "root.")) else path
    if steps is path and not path.startswith("["):
        return (f"root{step_text(path)}", f"root[{path}]")
    return ("root" + re.sub(_STEP, _step_in_one_spelling, steps),)


def _step_in_one_spelling(step: re.Match[str]) -> str:
    return step[0] if step[3] else step_text(step[1] or step[2] or "")
