"""The settings of a run: what the project says where the command line says nothing.

Comes in: the project's table of settings. Goes out: values for the options of `vtl-run` and of the pytest plugin,
checked, and the paths that a run without paths searches. A project can't set what opens files outside, calls backends
or writes: a checkout would decide that for the user. A run in a project without settings does not import this module.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from vtlharness.cases.rule_prefixes import rule_prefixes
from vtlharness.documents.settings_table import Settings
from vtlharness.errors import VtlHarnessError
from vtlharness.limits.written import written_limits
from vtlharness.nearest import nearest_hint
from vtlharness.options import ALL_RULES, ENGINE_NAMES, LOG_KINDS

_Reader = Callable[[Settings, str, Any], Any]


def _wrong(settings: Settings, key: str, what: str) -> VtlHarnessError:
    return settings.error(key, f"{key} must be {what}, but this is {_as_written(settings.table[key])}")


def _as_written(value: Any) -> str:
    """A value as TOML writes it, as far as that differs from Python: `true`, and a date as 2026-01-01."""
    if type(value) is bool:
        return "true" if value else "false"
    if isinstance(value, (date, time)):
        return value.isoformat()
    if type(value) is list:
        return f"[{', '.join(map(_as_written, value))}]"
    if type(value) is dict:
        return f"{{{', '.join(f'{key} = {_as_written(one)}' for key, one in value.items())}}}"
    return repr(value)


def _boolean(settings: Settings, key: str, value: Any) -> bool:
    if type(value) is not bool:
        raise _wrong(settings, key, "true or false")
    return value


def _number(settings: Settings, key: str, value: Any) -> int:
    if type(value) is not int or value < 0:
        raise _wrong(settings, key, "a whole number from 0")
    return value


def _text(settings: Settings, key: str, value: Any) -> str:
    if type(value) is not str:
        raise _wrong(settings, key, "a text")
    return value


def _texts(settings: Settings, key: str, value: Any) -> tuple[str, ...]:
    if type(value) is str:
        return (value,)
    if type(value) is not list or not all(type(one) is str for one in value):
        raise _wrong(settings, key, "a text or a list of texts")
    return tuple(value)


def _one_of(*words: str) -> _Reader:
    def read(settings: Settings, key: str, value: Any) -> str:
        if value not in words:
            hint = nearest_hint(value, words) if type(value) is str else None
            raise settings.error(
                key, f"{key} must be one of {', '.join(words)}, but this is {_as_written(value)}", hint
            )
        return str(value)

    return read


def _strict(settings: Settings, key: str, value: Any) -> tuple[str, ...]:
    if type(value) is bool:
        return (ALL_RULES,) if value else ()
    found = _texts(settings, key, value)
    _check(settings, key, lambda: rule_prefixes(key, found))
    return found


def _limits(settings: Settings, key: str, value: Any) -> tuple[str, ...]:
    found = _texts(settings, key, value)
    _check(settings, key, lambda: written_limits(found))
    return found


def _check(settings: Settings, key: str, reading: Callable[[], object]) -> None:
    """Reads a value as its option does, so that an error names the line of the setting."""
    try:
        reading()
    except VtlHarnessError as problem:
        raise settings.error(key, problem.message, problem.hint) from None


def _processes(settings: Settings, key: str, value: Any) -> str:
    if value == "auto" or (type(value) is int and value > 0):
        return str(value)
    raise _wrong(settings, key, "a whole number from 1, or 'auto'")


def _paths(settings: Settings, key: str, value: Any) -> tuple[str, ...]:
    """The paths below the project's folder: a checkout can't name the user's other files."""
    found = _texts(settings, key, value)
    root = os.path.realpath(settings.folder)
    for path in found:
        real = os.path.realpath(os.path.join(root, path))
        if os.path.commonpath([root, real]) != root:
            raise settings.error(key, f"{path} lies outside of the project, where {key} can't lead")
    return found


SETTINGS: Mapping[str, _Reader] = {
    "paths": _paths,
    "strict": _strict,
    "xfail_strict": _boolean,
    "keyword": _text,
    "tags": _text,
    "exitfirst": _boolean,
    "maxfail": _number,
    "verbose": _number,
    "quiet": _number,
    "color": _one_of("auto", "always", "never"),
    "processes": _processes,
    "durations": _number,
    "engine": _one_of(*ENGINE_NAMES),
    "cache": _boolean,
    "limit": _limits,
    "hostile": _boolean,
    "log": _one_of(*LOG_KINDS),
    "allow_empty": _boolean,
    "check": _boolean,
}
"""The settings, by the names of the parameters of the command, and how the value of each is read."""

_TABLES = ("lint",)
"""Tables for other commands."""

_DECIDED_BY_USER = "a checkout must not decide it; give it on the command line"
_FOR_ONE_RUN = "it is for one run; give it on the command line"
_ELSEWHERE = {
    **dict.fromkeys(
        ("allow_outside", "cache_dir", "report", "junitxml", "live", "backends", "allow_aws", "assume_role"),
        _DECIDED_BY_USER,
    ),
    **dict.fromkeys(
        (
            "update",
            "diff",
            "dry_run",
            "record",
            "save",
            "watch",
            "collect_only",
            "last_failed",
            "lf",
            "failed_first",
            "ff",
            "stepwise",
            "sw",
            "mutate",
            "mutate_since",
            "mutate_seconds",
            "cov",
            "cov_report",
            "cov_fail_under",
            "show_config",
            "debug",
        ),
        _FOR_ONE_RUN,
    ),
}


def read_settings(settings: Settings) -> dict[str, Any]:
    """The values of the settings, by the names of the command's parameters; a key may be written with `-`.

    Raises VtlHarnessError, with file and line, for a key that is not known and for a value that does not fit.
    """
    found: dict[str, Any] = {}
    for key, value in settings.table.items():
        name = key.replace("-", "_")
        if name in found:
            raise settings.error(key, f"{name} is set twice: write it once, with _ or with -")
        if name in SETTINGS:
            found[name] = SETTINGS[name](settings, key, value)
        elif name in _ELSEWHERE:
            raise settings.error(key, f"{key} can't be a setting: {_ELSEWHERE[name]}")
        elif key not in _TABLES:
            raise settings.error(key, f"there is no setting {key}", nearest_hint(key, (*SETTINGS, *_TABLES)))
    return found
