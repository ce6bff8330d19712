"""The `configuration` of a plan: which resource an argument refers to, where its value is unknown until apply.

Comes in: the plan's data, and the resources. Goes out: the resources and attributes that an expression leads to,
through variables, outputs, modules, `count` and `for_each`. A reference is a link and never a value: the text around it
is not in a plan. Malformed parts count as absent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from vtlharness.definitions.terraform.reading.addresses import Key, ModulePath, Step, longest, steps_of
from vtlharness.definitions.terraform.reading.resources import Resource
from vtlharness.limits.budget import spend_items

_DEPTH = 60
"""The number of variables and outputs in a chain."""

_ENDS = ("local", "path", "terraform", "self", "count")
"""Names that lead to no resource; what a local holds is not in a plan."""


class Found(NamedTuple):
    """A resource that an expression refers to, and the attribute; None if the plan does not name it."""

    resource: Resource
    attribute: str | None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Where an expression stands: an instance of a module, the key of the instance that has it, and its `for_each`."""

    module: ModulePath
    index: Key | None
    for_each: Any
    depth: int = 0


class Configuration:
    """The expressions of a plan; without any for a state."""

    def __init__(self, root: Any, resources: Iterable[Resource]) -> None:
        """`root`: the data under `configuration`."""
        self._root = _mapping(root).get("root_module")
        self._expressions: dict[ModulePath, dict[str, Any]] = {}
        self._seen: set[tuple[ModulePath, Key | None, str, bool]] = set()
        self._known: dict[tuple[str, str], list[Found]] = {}
        self._instances: dict[tuple[ModulePath, str], list[Resource]] = {}
        self._modules: dict[tuple[ModulePath, str], dict[Key | None, None]] = {}
        for resource in resources:
            self._instances.setdefault((resource.module, resource.reference), []).append(resource)
            for end, step in enumerate(resource.module):
                self._modules.setdefault((resource.module[:end], step.name), {})[step.key] = None

    def expression(self, resource: Resource, argument: str) -> Any:
        """What the configuration says for an argument; None if it says nothing."""
        return _mapping(self._declared(resource).get("expressions")).get(argument)

    def is_written(self, resource: Resource, argument: str) -> bool | None:
        """Whether the configuration sets an argument; None if the plan does not hold it for the resource."""
        declared = self._declared(resource)
        return self.expression(resource, argument) is not None if declared else None

    def references(self, resource: Resource, argument: str) -> list[str]:
        """The references of an argument, the longest only."""
        return longest(_references(self.expression(resource, argument)))

    def found(self, resource: Resource, argument: str) -> list[Found]:
        """The resources that an argument refers to, each attribute once."""
        key = (resource.address, argument)
        if key not in self._known:
            self._known[key] = self._all_found(resource, self.expression(resource, argument))
        return self._known[key]

    def _all_found(self, resource: Resource, expression: Any) -> list[Found]:
        reader = _Reader(resource.module, resource.index, self._declared(resource).get("for_each_expression"))
        self._seen.clear()
        return list(dict.fromkeys(self._found(expression, reader)))

    def found_in_block(self, resource: Resource, blocks: str, index: int, argument: str) -> list[Found]:
        """The resources that an argument of one of a resource's blocks refers to."""
        listed = self.expression(resource, blocks)
        block = listed[index] if type(listed) is list and index < len(listed) else None
        return self._all_found(resource, _mapping(block).get(argument))

    def _declared(self, resource: Resource) -> dict[str, Any]:
        if resource.module not in self._expressions:
            declared = _mapping(self._module(resource.module)).get("resources")
            self._expressions[resource.module] = {
                one["address"]: one
                for one in (declared if type(declared) is list else ())
                if type(one) is dict and type(one.get("address")) is str
            }
        return _mapping(self._expressions[resource.module].get(resource.reference))

    def _module(self, path: ModulePath) -> Any:
        module = self._root
        for step in path:
            module = self._call(module, step.name).get("module")
        return module

    def _call(self, module: Any, name: str) -> dict[str, Any]:
        return _mapping(_mapping(_mapping(module).get("module_calls")).get(name))

    def _found(self, expression: Any, reader: _Reader) -> Iterator[Found]:
        if reader.depth > _DEPTH:
            return
        references = _references(expression)
        spend_items(len(references))
        kept = longest(references)
        computed = any(one.partition(".")[0] in ("each", "count") for one in kept)
        for reference in kept:
            asked = (reader.module, reader.index, reference, computed)
            if asked not in self._seen:  # many variables may lead to one
                self._seen.add(asked)
                yield from self._led_to(steps_of(reference), reader, computed)

    def _led_to(self, steps: list[Step], reader: _Reader, computed: bool) -> Iterator[Found]:
        head = steps[0].name if steps else ""
        if head == "each":
            if len(steps) > 1 and steps[1].name == "value":
                yield from self._each_value(reader, steps[2].name if len(steps) > 2 else None)
        elif head == "var":
            yield from self._variable(steps, reader)
        elif head == "module":
            yield from self._output(steps, reader, computed)
        elif head not in _ENDS:
            if head == "data":
                steps = [Step(f"data.{steps[1].name}"), *steps[2:]] if len(steps) > 1 else []
            if len(steps) > 1:
                attribute = steps[2].name if len(steps) > 2 else None
                instances = self._instances.get((reader.module, f"{steps[0].name}.{steps[1].name}"), [])
                for resource in _chosen(instances, steps[1].key, reader.index if computed else None):
                    yield Found(resource, attribute)

    def _each_value(self, reader: _Reader, attribute: str | None) -> Iterator[Found]:
        """What the values of `for_each` are: where it names resources with keys of their own, the one of this key."""
        for reference in longest(_references(reader.for_each)):
            steps = steps_of(reference)
            outer = _Reader(reader.module, reader.index, None, reader.depth + 1)
            for found in self._led_to(steps, outer, computed=True):
                yield Found(found.resource, found.attribute or attribute)

    def _variable(self, steps: list[Step], reader: _Reader) -> Iterator[Found]:
        """What the caller of the module passes to one of its variables."""
        if not reader.module or len(steps) < 2:
            return
        above, step = reader.module[:-1], reader.module[-1]
        call = self._call(self._module(above), step.name)
        outer = _Reader(above, step.key, call.get("for_each_expression"), reader.depth + 1)
        yield from self._found(_mapping(call.get("expressions")).get(steps[1].name), outer)

    def _output(self, steps: list[Step], reader: _Reader, computed: bool) -> Iterator[Found]:
        """What an output of a called module is; any output where the plan does not name it."""
        if len(steps) < 2:
            return
        name = steps[1].name
        module = self._call(self._module(reader.module), name).get("module")
        outputs = _mapping(_mapping(module).get("outputs"))
        wanted = [steps[2].name] if len(steps) > 2 else list(outputs)
        keys = list(self._modules.get((reader.module, name), {}))
        if steps[1].key is not None:
            keys = [steps[1].key]
        elif computed and reader.index in keys:
            keys = [reader.index]
        for key in keys:
            inner = _Reader((*reader.module, Step(name, key)), None, None, reader.depth + 1)
            for output in wanted:
                yield from self._found(_mapping(outputs.get(output)).get("expression"), inner)


def _mapping(value: Any) -> dict[str, Any]:
    return value if type(value) is dict else {}


def _references(expression: Any) -> list[str]:
    """The references of an expression, of the blocks and of the objects in it."""
    listed = _mapping(expression).get("references")
    return [one for one in listed if type(one) is str] if type(listed) is list else []


def _chosen(instances: list[Resource], key: Key | None, own: Key | None) -> list[Resource]:
    """The instances with a key: the one that is named, else the only one, else that of the reader's own key."""
    if key is not None:
        return [one for one in instances if one.index == key]
    if len(instances) > 1 and own is not None:
        same = [one for one in instances if one.index == own]
        return same or instances
    return instances
