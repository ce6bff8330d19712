"""Terraform's addresses and references: texts such as `module.m["k"].aws_api_gateway_method.get[0].id`.

Comes in: a text. Goes out: its steps, each a name and perhaps the key of an instance.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple, TypeAlias

Key: TypeAlias = str | int
"""The key of an instance: a text for `for_each`, a number for `count`."""

_STEP = re.compile(r'(?P<name>[^.\[\]"]+)|\[(?P<key>"(?:[^"\\]|\\.)*"|[^\]"]*)\]')


class Step(NamedTuple):
    """One step of an address: a name, and the key after it; None without one."""

    name: str
    key: Key | None = None


ModulePath: TypeAlias = tuple[Step, ...]
"""The modules that lead to an instance of a module, each with its key; empty for the root module."""


def steps_of(address: str) -> list[Step]:
    """The steps of an address or a reference. A name has its first key only."""
    found: list[Step] = []
    for match in _STEP.finditer(address):
        if match["name"] is not None:
            found.append(Step(match["name"]))
        elif found and found[-1].key is None:
            found[-1] = Step(found[-1].name, _key(match["key"]))
    return found


def module_path(address: str) -> ModulePath:
    """The modules at the beginning of an address: `module.a.module.b[0].x.y` gives `a` and `b[0]`."""
    steps = steps_of(address)
    found: list[Step] = []
    while len(steps) >= 2 and steps[0].name == "module":
        found.append(steps[1])
        del steps[:2]
    return tuple(found)


def with_key(address: str, key: Key | None) -> str:
    """The address of an instance."""
    return address if key is None else f"{address}[{json.dumps(key, ensure_ascii=False)}]"


def longest(references: list[str]) -> list[str]:
    """The references without those that only lead to another one: `a.b.id` alone of `a.b.id` and `a.b`."""
    shorter = set()
    for reference in references:
        for end in (match.start() for match in re.finditer(r"[.\[]", reference)):
            shorter.add(reference[:end])
    return [reference for reference in dict.fromkeys(references) if reference not in shorter]


def _key(written: str) -> Key | None:
    if written.isascii() and written.isdigit() and len(written) < 10:
        return int(written)
    if not written.startswith('"'):
        return None
    try:
        found = json.loads(written)
    except ValueError:
        found = written[1:-1]
    return str(found)
