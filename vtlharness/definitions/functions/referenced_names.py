"""The names that the functions of a definition refer to: parameters, resources and their attributes, exports.

Comes in: a definition's data. Goes out: the names. A user may give values for those that only a deployed stack knows
(`LB.DNSName`, the name of an export).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_SUBSTITUTION = re.compile(r"\$\{([^!{}][^{}]*)\}")
_ELSEWHERE = ("Fn::Transform", "BodyS3Location", "DefinitionUri")
"""Keys that lead to another file, whose functions refer to names as well."""


class ReferencedNames:
    """The names that the functions of some data refer to; `are_all` is false if a file or a function may add more."""

    def __init__(self, data: object) -> None:
        self.are_all = True
        self.names: dict[str, None] = {}
        for name in self._of(data):
            self.names[name] = None

    def __contains__(self, name: str) -> bool:
        return name in self.names or name.partition("[")[0] in self.names

    def _of(self, data: object) -> Iterator[str]:
        values = data.values() if type(data) is dict else data if type(data) is list else ()
        if type(data) is dict:
            self.are_all &= not any(key in data for key in _ELSEWHERE)
            yield from self._of_function(data)
        for value in values:
            yield from self._of(value)

    def _of_function(self, data: dict[str, Any]) -> Iterator[str]:
        for name in ("Ref", "Fn::GetAtt", "Fn::ImportValue", "Fn::Sub"):
            if name not in data:
                continue
            argument = data[name]
            if name == "Fn::Sub":
                text, own = (*argument, {}, {})[:2] if type(argument) is list else (argument, {})
                found = _SUBSTITUTION.findall(text) if type(text) is str and type(own) is dict else []
                yield from (one.strip() for one in found if one.strip() not in own)
            elif name == "Fn::GetAtt" and type(argument) is list:
                yield ".".join(map(str, argument))
            elif type(argument) is str:
                yield argument
            else:
                self.are_all = False
