"""Cases that the command line names, `FILE::CASE`: exactly these run, as with `vtl-run`.

Comes in: what pytest has collected. Goes out: the same without cases that nobody named. pytest takes the parts of an id
for nodes inside each other, so for `FILE::a` it also collects `a::b` and `a[b]`. Imported only where an argument
has `::`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from vtlharness.pytest_plugin.items import VtlCase
from vtlharness.running.selection import is_named
from vtlharness.visible import one_line


def keep_named_cases(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Takes cases out of `items` that the command line does not name, in files of which it names some.

    Raises UsageError for a name that no case has, where pytest found others that begin with it.
    """
    folder = config.invocation_params.dir
    names: dict[Path, dict[str, str]] = {}
    others: list[Path] = []
    for argument in config.args:
        file, mark, name = argument.partition("::")
        path = _real(folder / file)
        if mark:
            names.setdefault(path, {})[name] = argument
        else:
            others.append(path)
    found: set[tuple[Path, str]] = set()
    kept: list[pytest.Item] = []
    for item in items:
        path = _real(item.path)
        if isinstance(item, VtlCase) and path in names:
            own = [name for name in names[path] if is_named(item.case, [name])]
            found.update((path, name) for name in own)
            if not (own or _covered(path, others)):
                continue
        kept.append(item)
    for path in {_real(item.path) for item in items if isinstance(item, VtlCase)} & names.keys():
        for name, argument in names[path].items():
            if (path, name) not in found and not hasattr(config, "workerinput"):  # xdist's workers end as for any name
                raise pytest.UsageError(f"not found: {one_line(argument)}\n(the file has no case of this name)")
    items[:] = kept


def _covered(path: Path, others: Iterable[Path]) -> bool:
    """Whether an argument without a name stands for a file: the file, a folder above, or what only pytest knows."""
    return any(other == path or other in path.parents or not other.exists() for other in others)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
