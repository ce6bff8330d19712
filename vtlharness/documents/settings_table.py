"""A table of settings, read from TOML, with the line of each key.

Comes in: the bytes of a file. Goes out: `Settings`. Each command checks its own keys.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from vtlharness.errors import VtlHarnessError
from vtlharness.nearest import nearest_hint

_AT = re.compile(r" \(at line (\d+), column (\d+)\)$")
_HEADER = re.compile(r"\s*\[\[?([^\]]*)\]")


class Settings(NamedTuple):
    """A table of settings: `file` as it is shown, the `folder` that it is in, the table, and the text of the file.

    `within` are the keys above the table, such as `lint`.
    """

    file: str
    folder: str
    table: Mapping[str, Any]
    text: str
    within: tuple[str, ...] = ()

    def error(self, key: str, message: str, hint: str | None = None) -> VtlHarnessError:
        """The error about a key, with the file and the line."""
        return VtlHarnessError(f"{self.file}:{self.line(key)}: {message}", hint=hint)

    def line(self, key: str) -> int:
        """The line, from 1, on which a key is set; that of its table where the key stands in another form."""
        return _line(self.text, (*self.within, key))

    def check_keys(self, known: Iterable[str], elsewhere: Mapping[str, str] | None = None) -> None:
        """Raises VtlHarnessError for the first key that is not known; `elsewhere` says why some can't be settings."""
        names = [*known]
        for key in self.table:
            if key in names:
                continue
            if elsewhere is not None and key in elsewhere:
                raise self.error(key, f"{key} can't be a setting: {elsewhere[key]}")
            dotted = ".".join((*self.within, key))
            raise self.error(key, f"there is no setting {dotted}", nearest_hint(key, names))

    def texts(self, key: str, example: str) -> tuple[str, ...] | None:
        """A setting that is a text or a list of texts; None if it is not set. Raises VtlHarnessError."""
        value = self.table.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        dotted = ".".join((*self.within, key))
        raise self.error(key, f"{dotted} must be a list of texts", f"write {key} = {example}")


def settings_in(data: bytes, path: str, within: tuple[str, ...], *, own_file: bool) -> Settings | None:
    """The settings in a file's bytes; None for a file without such a table. `own_file`: the file is vtlharness.toml.

    Raises VtlHarnessError for a file that is not TOML.
    """
    shown = os.path.relpath(path)
    text, parsed = _toml(data, shown)
    table: Any = _inner(parsed, ("tool", "vtlharness", *within))
    if own_file and within:
        own = _inner(parsed, within)
        table = table if own is None else own
    if own_file and not within:
        table = {**(table if isinstance(table, dict) else {}), **parsed}
        table.pop("tool", None)
    if table is None:
        return None
    if not isinstance(table, dict):
        key = ".".join(("vtlharness", *within) if not own_file else within)
        hint = f"write [{'.'.join(('tool', 'vtlharness', *within))}]"
        raise VtlHarnessError(f"{shown}:{_line(text, within)}: {key} must be a table", hint=hint)
    return Settings(shown, os.path.dirname(path), table, text, within)


def _toml(data: bytes, shown: str) -> tuple[str, Mapping[str, Any]]:
    toml = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        text = data.decode("utf-8")
        return text, toml.loads(text)
    except UnicodeDecodeError:
        raise VtlHarnessError(f"{shown}: this is not UTF-8") from None
    except (ValueError, RecursionError) as problem:
        found = _AT.search(str(problem))
        words = _AT.sub("", str(problem)) or type(problem).__name__
        place = "" if found is None else f":{found[1]}:{found[2]}"
        raise VtlHarnessError(f"{shown}{place}: this is not TOML: {words}") from None


def _inner(table: Any, keys: Iterable[str]) -> Any:
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _line(text: str, path: tuple[str, ...]) -> int:
    """The line on which a key is set, looked for in the text: the reader of TOML does not tell."""
    wanted = [path, ("tool", "vtlharness", *path)]
    header: tuple[str, ...] = ()
    best = 1
    for number, line in enumerate(text.splitlines(), 1):
        found = _HEADER.match(line)
        if found is not None:
            header = _keys(found[1])
            if header in wanted:
                return number
            if any(header and header == one[: len(header)] for one in wanted):
                best = number
            continue
        name, equals, _ = line.partition("=")
        if equals and not name.lstrip().startswith("#") and (*header, *_keys(name)) in wanted:
            return number
    return best


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip().strip("\"'") for key in dotted.split("."))
