"""Values that come from outside for what no parameter of a template stands for.

Comes in: a definition's data and the values by name. Goes out: the names that its functions ask for and only a deployed
stack knows (`LB.DNSName`, an export's name); for an OpenAPI file its data with `${name}` places filled, as Terraform's
`templatefile` fills them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from vtlharness.definitions.reading.document import Document
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.nearest import nearest_hint

_SUBSTITUTION = re.compile(r"\$\{([^!{}][^{}]*)\}")
_PLACE = re.compile(r"(\$?)\$\{([A-Za-z_][\w:-]*)\}")
_ELSEWHERE = ("Fn::Transform", "BodyS3Location", "DefinitionUri")
"""Keys of what leads to another file, whose functions ask for names as well."""


class AskedNames:
    """The names that the functions of some data ask for; `are_all` is false where a file or a function makes more."""

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


def fill_places(document: Document, given: Mapping[str, str]) -> None:
    """Puts given values into the `${name}` places of a document's texts; `$${` becomes `${`, as for `templatefile`.

    Nothing is done without values. Raises WrongOptionError for one that has no place.
    """
    if not given:
        return
    asked = AskedNames(document.data)
    places: dict[str, None] = {}

    def filled(value: Any) -> Any:
        if type(value) is dict:
            for key, item in value.items():
                value[key] = filled(item)
        elif type(value) is list:
            value[:] = map(filled, value)
        elif type(value) is str and "${" in value:
            text = _PLACE.sub(fill, value).replace("$${", "${")
            if text != value:
                document.derive(text, value)
                return text
        return value

    def fill(match: re.Match[str]) -> str:
        escaped, name = match.groups()
        if escaped:
            return match[0]
        places[name] = None
        return given.get(name, match[0])

    document.data = filled(document.data)
    for name in given:
        if name not in places and name not in asked and asked.are_all:
            raise nothing_takes(document, name, (*places, *asked.names), "the file has no `${" + name + "}`")


def nothing_takes(document: Document, name: str, known: Iterable[str], lacks: str, *path: str) -> WrongOptionError:
    """The error for a value that is given for nothing; it stands at the key that `path` leads to."""
    error = document.error(
        path,
        f"a value is given for the parameter `{name}`, and {lacks}",
        at_key=bool(path),
        hint=nearest_hint(name, known),
    )
    return WrongOptionError(error, "parameters", name, at_key=True)
