"""Fills the `${name}` places of an OpenAPI file as Terraform's `templatefile` does.

Comes in: a cursor at the file's root, and values by name. Goes out: the root with the values in its texts, each text at
its old place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vtlharness.definitions.functions.referenced_names import ReferencedNames
from vtlharness.definitions.reading.cursor import VARIABLE, Cursor
from vtlharness.definitions.reading.wrong_option import unused_parameter

_PLACE = re.compile(r"(\$?)\$\{([A-Za-z_][\w:-]*)\}")


def with_places_filled(root: Cursor, given: Mapping[str, str]) -> Cursor:
    """The root with given values in the `${name}` places of its texts; `$${` becomes `${`, as for `templatefile`.

    Without values, the root stays unchanged. Raises WrongOptionError for a value that has no place.
    """
    if not given:
        return root
    referenced = ReferencedNames(root.value)
    places: dict[str, None] = {}

    def filled(value: Any) -> Any:
        if type(value) is dict:
            for key in value:
                if VARIABLE in key:  # the import resolves the places in a key, not this function
                    places.update(dict.fromkeys(match[2] for match in _PLACE.finditer(key) if not match[1]))
            return {key: filled(item) for key, item in value.items()}
        if type(value) is list:
            return [filled(item) for item in value]
        if type(value) is str and "${" in value:
            return _PLACE.sub(fill, value).replace("$${", "${")
        return value

    def fill(match: re.Match[str]) -> str:
        escaped, name = match.groups()
        if escaped:
            return match[0]
        places[name] = None
        return given.get(name, match[0])

    found = root.with_value(filled(root.value))
    for name in given:
        if name not in places and name not in referenced and referenced.are_all:
            known = (*places, *referenced.names)
            raise unused_parameter(root.document, name, known, "the file has no `${" + name + "}`")
    return found
