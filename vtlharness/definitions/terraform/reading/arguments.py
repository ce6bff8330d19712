"""The arguments of a resource, as far as a plan or a state knows them.

Comes in: a resource and an argument's name. Goes out: a cursor at its value; None where it is not set. `''`, `{}` and
`[]` mean not set, as in a state; entries of a map may be empty texts. What is unknown or sensitive is filled by the
user's `parameters`, or becomes a placeholder where any text will do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.terraform.reading.assembled import list_of, mapping_of
from vtlharness.definitions.terraform.reading.configuration import Configuration
from vtlharness.definitions.terraform.reading.places import Places, not_known
from vtlharness.definitions.terraform.reading.resources import Resource, masked
from vtlharness.definitions.terraform.reading.shown_document import ShownDocument
from vtlharness.errors import DefinitionError

_OWN = frozenset(
    (
        "api_key_source",
        "binary_media_types",
        "cache_namespace",
        "endpoint_configuration",
        "minimum_compression_size",
        "passthrough_behavior",
    )
)
"""Arguments that the service sets where the configuration does not, for a plan without its configuration."""


class Arguments:
    """The arguments of all resources of one file."""

    def __init__(self, document: ShownDocument, configuration: Configuration, places: Places, *, is_plan: bool) -> None:
        self._document = document
        self._configuration = configuration
        self._places = places
        self._is_plan = is_plan

    def hidden(self, resource: Resource, name: str) -> bool | None:
        """Whether a whole argument is sensitive (true) or unknown until apply (false); None for any other.

        What is unknown and not written is set by the service, and so counts as not set.
        """
        if masked(resource.sensitive, name) is True and not _is_unset(resource.values.value.get(name)):
            return True
        if name in resource.values.value or not self._is_plan:
            return None
        is_written = self._configuration.is_written(resource, name)
        if type(resource.unknown) is dict:
            counts = name not in _OWN if is_written is None else is_written
            return False if resource.unknown.get(name) is True and counts else None
        return False if is_written else None

    def text(self, resource: Resource, name: str, *, matters: bool = True) -> Cursor | None:
        """An argument that may be any text: a placeholder stands for a value that is not known.

        What `matters` to a call is said in the definition's findings.
        """
        sensitive = self.hidden(resource, name)
        if sensitive is None:
            return self._known(resource, name)
        place = f"{resource.address}.{name}"
        if matters:
            self._say(resource, name, place, sensitive)
        return resource.values.with_value(self._places.text(place))

    def needed(self, resource: Resource, name: str) -> Cursor | None:
        """An argument that decides something. Raises DefinitionError where it is not known and not given."""
        sensitive = self.hidden(resource, name)
        if sensitive is None:
            return self._known(resource, name)
        place = f"{resource.address}.{name}"
        given = self._places.given(place)
        if given is not None:
            return resource.values.with_value(given)
        raise self._not_known(resource, name, place, sensitive)

    def blocks(self, resource: Resource, name: str, *arguments: str) -> Iterator[Cursor]:
        """Blocks of which only these arguments count: where others are not known, nothing is said."""
        found = self.collection(resource, name, counting=arguments)
        return iter(()) if found is None else (block.mapping() for block in found.elements())

    def collection(
        self, resource: Resource, name: str, usual: str | None = None, *, counting: tuple[str, ...] = ()
    ) -> Cursor | None:
        """A map, a list or blocks, with placeholders for entries that are not known.

        Of a map or of blocks, only the entries that are `counting` matter to a call; all of them without it.

        Where nothing of it is known, it has the entries that the user gives; else one under the `usual` key, if there
        is one. Providers up to version 5 do not know a map if they do not know one of its entries.
        """
        sensitive = self.hidden(resource, name)
        place = f"{resource.address}.{name}"
        if sensitive is not None:
            keys = self._places.entries(place)
            if not keys:
                keys = [] if usual is None else [usual]
                self._say(resource, name, place if usual is None else _inside(place, usual), sensitive)
            at = resource.values
            filled = {key: at.with_value(self._places.text(_inside(place, key))) for key in keys}
            return mapping_of(at, filled) if filled else None
        unknown, hidden = masked(resource.unknown, name), masked(resource.sensitive, name)
        if resource.values.value.get(name) is None and not _marks(unknown):
            return None
        at = resource.values
        inside = at.raw(name) if name in at.value else at.with_value({})
        found = self._completed(inside, _Inside(resource, name, place, counting), unknown, hidden)
        return None if _is_unset(found.value) else found

    def flag(self, resource: Resource, name: str) -> bool:
        """A boolean; false where it is not set. Raises DefinitionError."""
        found = self.needed(resource, name)
        return found is not None and found.boolean()

    def _known(self, resource: Resource, name: str) -> Cursor | None:
        if _is_unset(resource.values.value.get(name)):
            return None
        return resource.values.raw(name)

    def _completed(self, at: Cursor, of: _Inside, unknown: Any, sensitive: Any) -> Cursor:
        """The value here with the entries that are not known."""
        if not _marks(unknown) and not _marks(sensitive):
            return at
        if type(at.value) is dict and isinstance(unknown, (dict, type(None))):
            keys = dict.fromkeys((*at.value, *(key for key, mark in _pairs(unknown) if _marks(mark))))
            return mapping_of(at, {key: self._entry(at, of, key, unknown, sensitive) for key in keys})
        if type(at.value) is list:
            return list_of(at, [self._entry(at, of, index, unknown, sensitive) for index in range(len(at.value))])
        return at

    def _entry(self, at: Cursor, of: _Inside, step: Any, unknown: Any, sensitive: Any) -> Cursor:
        unknown, sensitive = masked(unknown, step), masked(sensitive, step)
        is_name = type(step) is str
        inside = of._replace(place=_inside(of.place, step), counting=() if is_name else of.counting)
        if unknown is True or sensitive is True:
            if not (is_name and of.counting) or step in of.counting:
                self._say(of.resource, of.argument, inside.place, sensitive is True)
            return at.with_value(self._places.text(inside.place))
        if type(at.value) is dict and step not in at.value:
            return self._completed(at.with_value({}), inside, unknown, None)
        return self._completed(at.raw(step), inside, unknown, sensitive)

    def _say(self, resource: Resource, name: str, place: str, sensitive: bool) -> None:
        """Notes that a place has no value, unless the user gives one."""
        if self._places.is_open(place):
            self._places.say(place, partial(self._quietly, resource, name, place, sensitive))

    def _quietly(self, resource: Resource, name: str, place: str, sensitive: bool) -> DefinitionError:
        message, hint = self._sentence(resource, name, place, sensitive)
        return self._document.error_at_address(resource, message, hint)

    def _not_known(self, resource: Resource, name: str, place: str, sensitive: bool) -> DefinitionError:
        message, hint = self._sentence(resource, name, place, sensitive)
        return resource.values.error(message, hint=hint)

    def _sentence(self, resource: Resource, name: str, place: str, sensitive: bool) -> tuple[str, str]:
        references = self._configuration.references(resource, name)
        return not_known(place, sensitive=sensitive, references=references)


class _Inside(NamedTuple):
    """A place inside an argument of a resource, and the names that count here; all do without any."""

    resource: Resource
    argument: str
    place: str
    counting: tuple[str, ...]


def _inside(place: str, step: str | int) -> str:
    return f"{place}[{json.dumps(step, ensure_ascii=False)}]"


def _is_unset(value: Any) -> bool:
    return value is None or value == "" or value == {} or value == []


def _pairs(mask: Any) -> list[tuple[Any, Any]]:
    return list(mask.items()) if isinstance(mask, Mapping) else []


def _marks(mask: Any) -> bool:
    """Whether a mask marks anything."""
    waiting = [mask]
    while waiting:
        one = waiting.pop()
        if one is True:
            return True
        waiting.extend(one.values() if type(one) is dict else one if type(one) is list else ())
    return False
