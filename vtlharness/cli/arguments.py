"""The values of options: texts from files or standard input, JSON, `name=value` and `Name: value` pairs.

Comes in: an option's name and its text. Goes out: the value, or a VtlHarnessError that names the option.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from vtlharness.documents.utf8 import utf8_text
from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source


def standard_input(option: str) -> str:
    """All of standard input."""
    return utf8_text(sys.stdin.buffer.read(), f"{option} -", VtlHarnessError)


def file_text(path: str) -> str:
    """The text of a file. Raises VtlHarnessError when it cannot be read."""
    try:
        return utf8_text(Path(path).read_bytes(), path, VtlHarnessError)
    except FileNotFoundError:
        raise VtlHarnessError(f"{path} does not exist") from None
    except IsADirectoryError:
        raise VtlHarnessError(f"{path} is a folder, not a file") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise VtlHarnessError(f"{path} cannot be read: {reason}") from None


def text_value(option: str, value: str) -> str:
    """The text of an option: `@file` reads a file, `-` reads standard input, anything else is the text itself."""
    if value == "-":
        return standard_input(option)
    return file_text(value[1:]) if value.startswith("@") else value


def json_value(text: str, name: str) -> Any:
    """JSON as the template sees it: strict, numbers as json-smart reads them. Raises VtlHarnessError with the place."""
    from json import JSONDecodeError, loads

    from vtlharness import json_smart

    try:
        loads(text, parse_constant=_no_constant)
    except JSONDecodeError as problem:
        raise VtlHarnessError(
            f"this is not JSON: {problem.msg[:1].lower()}{problem.msg[1:]}",
            source=Source(text, name),
            offset=min(problem.pos, len(text)),
        ) from None
    except ValueError as problem:
        raise VtlHarnessError(f"{name}: this is not JSON: {problem}") from None
    except RecursionError:
        raise VtlHarnessError(f"{name}: this JSON is nested too deeply") from None
    return json_smart.parse(text)


def json_object(text: str, name: str) -> dict[str, Any]:
    """JSON that must be an object. Raises VtlHarnessError."""
    value = json_value(text, name)
    if type(value) is not dict:
        raise VtlHarnessError(f'{name}: expected a JSON object, such as {{"stage": "prod"}}')
    return value


def pair(option: str, text: str, separator: str = "=") -> tuple[str, str]:
    """The name and the value on both sides of the first separator. Raises VtlHarnessError when there is none."""
    name, found, value = text.partition(separator)
    if not found or not name.strip():
        example = "'Name: value'" if separator == ":" else "name=value"
        raise VtlHarnessError(f"{option}: expected {example}, found '{text}'")
    return name.strip(), value.strip() if separator == ":" else value


def multi_pairs(option: str, texts: Iterable[str], separator: str = "=") -> dict[str, str | list[str]]:
    """Pairs as a map in which a name that is given several times has a list of its values."""
    values: dict[str, str | list[str]] = {}
    for name, value in (pair(option, text, separator) for text in texts):
        earlier = values.get(name)
        if earlier is None:
            values[name] = value
        elif isinstance(earlier, list):
            earlier.append(value)
        else:
            values[name] = [earlier, value]
    return values


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


def pairs(option: str, texts: tuple[str, ...]) -> dict[str, str]:
    """The names and values of an option that can be repeated."""
    return dict(pair(option, text) for text in texts)


def context_values(texts: tuple[str, ...]) -> dict[str, object]:
    """The values of all --context options, later ones merged over earlier ones."""
    from vtlharness.documents.merging import merged_deeply

    merged: dict[str, object] = {}
    for text in texts:
        if text.startswith("@"):
            given = json_object(file_text(text[1:]), text[1:])
        elif text.lstrip().startswith("{"):
            given = json_object(text, "--context")
        else:
            path, value = pair("--context", text)
            given = {}
            inner = given
            *parents, last = path.split(".")
            for name in parents:
                inner[name] = inner = {}
            inner[last] = value
        merged = merged_deeply(merged, given)
    return merged
