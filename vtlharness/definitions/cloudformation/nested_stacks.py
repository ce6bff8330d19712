"""The stacks that a template nests: `AWS::CloudFormation::Stack` and `AWS::Serverless::Application`.

Comes in: a `StackTemplate`. Goes out: the tree of all stacks, each a `StackTemplate` with parameters from the one above
it; their outputs are the attributes of their resources. A template that is not at hand is left out: its outputs are
names that only a deployed stack knows. Evidence:
docs/fidelity.md#nested-stacks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import copy

from vtlharness.definitions.cloudformation.local_files import local_file
from vtlharness.definitions.cloudformation.template import APPLICATION, STACK, Resource, StackTemplate
from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.functions.sample_values import is_placeholder
from vtlharness.definitions.reading.cursor import MOST_FILES_DEEP, NO_VALUE, Cursor
from vtlharness.definitions.reading.document import Document, named_source, parsed_document
from vtlharness.definitions.reading.wrong_option import WrongOptionError
from vtlharness.documents.reading import UnreadableFileError
from vtlharness.errors import DefinitionError
from vtlharness.nearest import nearest_hint
from vtlharness.visible import one_line

MOST_STACKS = 200
"""The number of nested stacks of one definition; CloudFormation's own quota is far higher, but not for one API."""

_LOCATIONS = {STACK: "TemplateURL", APPLICATION: "Location"}


def with_nested_stacks(template: StackTemplate) -> StackTemplate:
    """The template, with all stacks below it in its tree. Raises DefinitionError for one that cannot be created."""
    _NestedStacks(template, _Tree(), (os.path.realpath(template.root.document.source.name),)).open_all()
    return template


class _Tree:
    """What all stacks share: the texts of the templates that were read, and the number of stacks."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.count = 0


class _NestedStacks:
    """The nested stacks of one template, each opened when its outputs or its resources are asked for."""

    def __init__(self, template: StackTemplate, tree: _Tree, above: tuple[str, ...]) -> None:
        """`above`: the paths of the templates that lead here, this one's last."""
        self._template = template
        self._tree = tree
        self._above = above
        self._resources = template.nested()
        self._opened: dict[str, StackTemplate | None] = {}
        self._busy: set[str] = set()
        template.resolver.connect(self)

    def open_all(self) -> None:
        """Puts all stacks below into the tree of the template."""
        for name in self._resources:
            self._open(name)

    def output(self, logical_id: str, name: str) -> str | None:
        """The value of an output; None if it is not known. Raises DefinitionError."""
        stack = self._open(logical_id)
        if stack is None:
            return None
        outputs = stack.root.get("Outputs")
        found = None if outputs is None else outputs.get(name)
        resource = self._resources[logical_id]
        if found is None:
            known = () if outputs is None else outputs.value
            raise resource.cursor.error(
                f"the nested stack `{logical_id}` has no output `{name}`", hint=nearest_hint(name, known)
            )
        condition = found.mapping().get("Condition")
        if condition is not None and not stack.resolver.holds(condition.text(), condition):
            return None
        return stack.resolver.text_of(found.need("Value", of=f"the output `{name}`"))

    def _open(self, name: str) -> StackTemplate | None:
        if name in self._opened or name not in self._resources:
            return self._opened.get(name)
        resource = self._resources[name]
        if name in self._busy:
            raise resource.cursor.error(f"the nested stack `{name}` needs its own outputs")
        self._busy.add(name)
        self._opened[name] = self._made(resource)
        return self._opened[name]

    def _made(self, resource: Resource) -> StackTemplate | None:
        name = _LOCATIONS[resource.kind]
        path = local_file(resource, name) if resource.properties.value.get(name) is not None else None
        if path is None:
            self._template.unread[resource.logical_id] = "its template is not a file that is at hand"
            return None
        location = resource.properties.raw(name)
        try:
            document = self._document(path)
        except UnreadableFileError as problem:
            self._template.unread[resource.logical_id] = f"{one_line(path)} {problem.reason}"
            return None
        if os.path.realpath(path) in self._above:
            raise location.error("the nested stacks contain one another")
        if len(self._above) > MOST_FILES_DEEP or self._tree.count >= MOST_STACKS:
            raise location.error(f"the template nests more than {MOST_STACKS} stacks, or {MOST_FILES_DEEP} deep")
        self._tree.count += 1
        stack = self._stack(resource, document)
        self._template.add_stack(stack)
        _NestedStacks(stack, self._tree, (*self._above, os.path.realpath(path))).open_all()
        return stack

    def _document(self, path: str) -> Document:
        """The template at a path. Raises UnreadableFileError, DefinitionError."""
        resolver = self._template.resolver
        if path not in self._tree.documents:
            resolver.files.append(path)
            self._tree.documents[path] = parsed_document(named_source(path, resolver.readable))
        return copy(self._tree.documents[path])

    def _stack(self, resource: Resource, document: Document) -> StackTemplate:
        """The stack of a template with the parameters of its resource. Raises DefinitionError."""
        above = self._template.resolver
        given = {name: value for name, value in above.given.items() if name.startswith("AWS::")}
        given["AWS::StackName"] = f"{above.named('AWS::StackName')}-{resource.logical_id}"
        owed: dict[str, DefinitionError] = {}
        places = dict(_parameters(resource))
        for name, at in places.items():
            try:
                given[name] = above.text_of(at)
            except DefinitionError as error:
                owed[name] = error
                given[name] = above.lenient.text_of(at.leniently())
        stack = f"{self._template.name}{resource.logical_id}."
        resolver = Resolver(document, given, above.files, above.readable, owed=owed, stack=stack)
        resolver.findings = above.findings
        root = resolver.root.mapping()
        root.check_keys(last_key_counts=True)
        if type(root.value.get("Resources")) is not dict:
            raise root.error(f"the template of the nested stack `{resource.logical_id}` has no `Resources`")
        for name, at in places.items():
            if name not in resolver.parameters:
                hint = nearest_hint(name, resolver.parameters.names())
                raise at.error(f"the nested stack's template has no parameter `{name}`", hint=hint)
            if not is_placeholder(given[name]):
                _check(resolver, name, at)
        return StackTemplate(root, resolver, stack)


def _parameters(resource: Resource) -> Iterator[tuple[str, Cursor]]:
    """The parameters that a resource gives to its stack, with functions unresolved."""
    parameters = resource.properties.get("Parameters")
    for name in () if parameters is None else parameters.mapping().value:
        assert parameters is not None
        at = parameters.raw(name)
        if at.value is not None and at.leniently().resolved().value is not NO_VALUE:
            yield name, at


def _check(resolver: Resolver, name: str, at: Cursor) -> None:
    """Raises DefinitionError, where the value is given, for one that its parameter does not allow."""
    try:
        resolver.parameters.check_value(name)
    except WrongOptionError as error:
        raise at.error(error.message, hint=error.hint) from None
