"""Resolves CloudFormation's functions (`Ref`, `Fn::Sub` and the others) as far as the template alone allows.

Comes in: a template (or an OpenAPI file with functions) and the values of its parameters. Goes out: cursors at the
values of the functions. A value that only a deployed stack knows becomes a placeholder such as `<Network.VpcId>`.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from vtlharness.definitions.functions import made_by_sam
from vtlharness.definitions.functions.arguments import count_items, expect_items
from vtlharness.definitions.functions.conditions import Conditions
from vtlharness.definitions.functions.import_variables import with_variables
from vtlharness.definitions.functions.include import included_document
from vtlharness.definitions.functions.mappings import find_in_map
from vtlharness.definitions.functions.nested_outputs import NestedOutputs
from vtlharness.definitions.functions.parameters import Parameters
from vtlharness.definitions.functions.referenced_names import ReferencedNames
from vtlharness.definitions.functions.return_values import attribute, name_property, reference
from vtlharness.definitions.functions.sample_values import PSEUDO_PARAMETERS, placeholder
from vtlharness.definitions.functions.transforms import EXTENSIONS, has_macros, transforms
from vtlharness.definitions.functions.unknown_name import UnknownNameError
from vtlharness.definitions.read_files import ReadFiles
from vtlharness.definitions.reading.cursor import NO_VALUE, Cursor
from vtlharness.definitions.reading.definition_findings import DefinitionFindings
from vtlharness.definitions.reading.document import Document
from vtlharness.documents.readable_files import ReadableFiles, ReadingRule
from vtlharness.errors import DefinitionError
from vtlharness.limits.budget import made, room_for, spend_items
from vtlharness.nearest import nearest_hint, nearest_name

_SUBSTITUTION = re.compile(r"\$\{(!?)([^{}]*)\}")
_VELOCITY = frozenset(("context", "foreach", "input", "stageVariables", "util", "velocityCount"))
"""Names that are a template's own wherever no resource has them."""

_OWN_PARTS = ("AWS::ApiGateway::", "AWS::Serverless::Api")
"""Types of the parts of an API, whose names only connect them."""

_MOST_STEPS = 100


class Resolver:
    """The functions of one definition. It is the `Scope` of the definition's cursors."""

    def __init__(
        self,
        document: Document,
        given: Mapping[str, str],
        files: list[str] | None = None,
        readable: ReadableFiles | None = None,
        *,
        owed: Mapping[str, DefinitionError] | None = None,
        stack: str = "",
    ) -> None:
        """`given`: values for parameters, by name. The names of the files that it reads are added to `files`.

        `readable`: the files that the definition may name, by default those of its project. For a nested stack, `stack`
        begins the ids of its parts of APIs, and `owed` has the errors of parameters whose values are not known.
        """
        self.files: list[str] = [] if files is None else files
        self.readable = readable or ReadingRule().beside(document.source.name)
        self.root = Cursor(document, document.data, (), self)
        template = document.data if isinstance(document.data, dict) else {}
        self._template: dict[str, Any] = template if isinstance(template.get("Resources"), dict) else {}
        self._given = dict(given)
        self._owed = owed or {}
        self._stack = stack
        self._nested: NestedOutputs | None = None
        self._parameters = Parameters(document, self._section("Parameters"), self._given)
        self._busy: set[str] = set()
        self._references: dict[str, str] = {}
        self._attributes: dict[str, str] = {}
        self._lenient: Resolver | None = None
        self._importing: Resolver | None = None
        self.imports = False
        self.findings = DefinitionFindings()
        self._met: dict[str, None] = {}
        self._tolerated: set[str] = set()
        self._extended = EXTENSIONS in transforms(self._template)
        if "Fn::ForEach" in document.source.text:
            self._run_loops(document)
        self._conditions = Conditions(self.root, self._text)

    def _run_loops(self, document: Document) -> None:
        """Puts the results of the template's loops in their places. Raises DefinitionError."""
        from vtlharness.definitions.functions.loops import without_loops

        self._conditions = Conditions(self.root, self._text)
        self._template, document.moved = without_loops(self.root, self._template, may_run=self._extended)
        self._forget()
        if self._template:
            self.root = Cursor(document, self._template, (), self)

    def _forget(self) -> None:
        self._references.clear()
        self._attributes.clear()

    def tolerate(self, names: Iterable[str]) -> None:
        """From now on, parameters with these names need no value: a placeholder stands for a missing one."""
        self._tolerated.update(names)

    def check_parameters(self) -> None:
        """Before a template is read: raises DefinitionError for a value that its parameters do not allow."""
        if self._template:
            self._check_given(deferred=False)
            self._parameters.check()

    def check_all_used(self) -> None:
        """After a template is read: raises WrongOptionError for a given value that nothing in it uses."""
        if self._template:
            self._check_given(deferred=True)

    def _check_given(self, *, deferred: bool) -> None:
        names = [name for name in self._given if name not in self._parameters and name not in PSEUDO_PARAMETERS]
        if not names:
            return
        asked = ReferencedNames(self._template)
        found = [name for name in (*asked.names, *self._met) if self._may_be_given(name)]
        for name in names:
            if name in asked and self._may_be_given(name):
                continue
            if name not in self._met and (deferred or asked.are_all):
                known = PSEUDO_PARAMETERS if name.startswith("AWS::") else (*self._parameters.names(), *found)
                raise self._parameters.no_such(name, known)

    def _may_be_given(self, name: str) -> bool:
        """Whether the user may give a value for a name; the API's own parts have only names."""
        logical_id = name.partition(".")[0]
        kind = self.resource_type(logical_id) or ""
        return logical_id not in self._parameters and not kind.startswith(_OWN_PARTS) and "::" not in name

    def connect(self, nested: NestedOutputs) -> None:
        """From now on, the outputs of nested stacks are known."""
        self._forget()
        for resolver in (self, self.lenient):
            resolver._nested = nested

    @property
    def given(self) -> Mapping[str, str]:
        """The values from the user or, in a nested stack, from the stack above."""
        return self._given

    @property
    def parameters(self) -> Parameters:
        """The parameters of the template."""
        return self._parameters

    @property
    def lenient(self) -> Resolver:
        """The same functions, with placeholders for parameters without values: for parts that decide nothing here."""
        if self._lenient is None:
            self._lenient = copy.copy(self)
            self._lenient.root = Cursor(self.root.document, self.root.value, (), self._lenient)
            self._lenient._conditions = Conditions(self._lenient.root, self._lenient._text)
            self._lenient._lenient = self._lenient
            self._lenient._importing = self._lenient if self.imports else None
        return self._lenient

    @property
    def importing(self) -> Resolver:
        """The same functions, for a document that the service imports."""
        if self.imports:
            return self
        if self._importing is None:
            self._importing = copy.copy(self)
            self._importing.imports = True
            self._importing.root = Cursor(self.root.document, self.root.value, (), self._importing)
            self._importing._lenient = self._importing if self._lenient is self else None
        return self._importing

    def with_variables(self, value: Any) -> Any:
        """A value with the variables of an import in its texts, such as `${AWS::Region}`, resolved."""
        return with_variables(value, self.place())

    def _section(self, name: str) -> dict[str, Any]:
        section = self._template.get(name)
        return section if isinstance(section, dict) else {}

    def resolve(self, cursor: Cursor) -> Cursor:
        """The value of a function, resolved until it is not a function any more. Raises DefinitionError."""
        for _ in range(_MOST_STEPS):
            value = cursor.value
            if type(value) is not dict or len(value) != 1:
                return cursor
            (name,) = value
            function = _FUNCTIONS.get(name)
            if function is None or (name == "Ref" and type(value[name]) is not str and not self._extended):
                return cursor
            try:
                cursor = function(self, cursor.raw(name))
            except RecursionError:
                break
            if type(cursor.value) is str:
                made(cursor.value)
                if self.imports:
                    cursor = cursor.with_value(self.with_variables(cursor.value))
        raise cursor.error("this function never ends: it leads back to itself")

    # The values of names

    def named(self, name: str) -> Any:
        """The value of `Ref` for a name: text, a list for a list parameter, or a placeholder."""
        if name in self._parameters:
            return self._parameter(name)
        if name in self._given:
            return self._given[name]
        if name in PSEUDO_PARAMETERS:
            return PSEUDO_PARAMETERS[name]
        if name in self._references:
            return self._references[name]
        kind = self.resource_type(name)
        if kind is not None:
            texts = partial(self._property_text, name)
            value = reference(kind, self._physical_name(name, kind), self.place(), texts)
            return self._remembered(self._references, name, value)
        found = self._made_by_sam(name)
        if found is not None:
            return found
        self._expect_made_later(name, "parameter and no resource", (*self._parameters.names(), *self._resources()))
        return self._unknown(name)

    def _remembered(self, values: dict[str, str], name: str, value: str) -> str:
        """The value of a resource's name; not remembered while a property is read, which may leave out another."""
        if not self._busy:
            values[name] = value
        return value

    def _made_by_sam(self, name: str) -> str | None:
        """The value of `Ref` for a resource that SAM adds, None for any other name."""
        arn = self.attribute_of
        return made_by_sam.value_of(name, self._resources(), self.lenient.root, lambda one: arn(f"{one}.Arn"))

    def _unknown(self, name: str) -> str:
        """The value that the user gives for a name that only a deployed stack knows, or a placeholder."""
        self._met[name] = None
        return self._given.get(name, placeholder(name))

    def _parameter(self, name: str) -> Any:
        value = self._parameters.value(name)
        if self._parameters.is_secret(name) and isinstance(self.files, ReadFiles):
            self.files.may_be_kept = False
        strict = self._lenient is not self and name not in self._tolerated
        if strict and name in self._owed:
            raise self._owed[name]
        if strict and value is None:
            hint = "give it one: `parameters` in a case file's `api`, `parameters=` in Python"
            if self._stack:
                hint = f"give it one: `Parameters` of the nested stack `{self._stack[:-1]}`"
            raise UnknownNameError(f"the parameter `{name}` has no value", hint, is_near=True)
        return placeholder(name) if value is None or self._parameters.is_stored(name) else value

    def _resources(self) -> dict[str, Any]:
        return self._section("Resources")

    def _expect_made_later(self, name: str, what: str, known: Iterable[str]) -> None:
        """Raises UnknownNameError for an unknown name, unless a transform may add it."""
        if not self._template or has_macros(self._template):
            return
        resources = self._resources()
        if name.partition(".")[0] in resources:
            return
        if made_by_sam.may_be_made(name, resources):
            return
        names = [one for one in known if not one.startswith("Fn::")]
        is_near = nearest_name(name, names) is not None
        raise UnknownNameError(f"the template has no {what} `{name}`", nearest_hint(name, names), is_near=is_near)

    def resource_type(self, logical_id: str) -> str | None:
        """The type of a resource of the template; None for an unknown name."""
        resources = self._resources()
        if logical_id == made_by_sam.IMPLICIT_API and made_by_sam.has_implicit_api(resources):
            return "AWS::ApiGateway::RestApi"
        resource = resources.get(logical_id)
        kind = resource.get("Type") if isinstance(resource, dict) else None
        return kind if isinstance(kind, str) else None

    def place(self) -> dict[str, str]:
        """Where resources are, for their ARNs."""
        return {
            "region": self._given.get("AWS::Region", "us-east-1"),
            "account": self._given.get("AWS::AccountId", "123456789012"),
            "partition": self._given.get("AWS::Partition", "aws"),
            "suffix": self._given.get("AWS::URLSuffix", "amazonaws.com"),
        }

    def _physical_name(self, logical_id: str, kind: str) -> str:
        named_by = name_property(kind)
        if kind.startswith(_OWN_PARTS) and named_by is None:
            return f"{self._stack}{logical_id}"
        name = None if named_by is None else self._property_text(logical_id, named_by)
        return logical_id if name is None else name

    def _property_text(self, logical_id: str, *path: str | int) -> str | None:
        """The text of a property of a resource, which decides nothing by itself; None where there is none."""
        if logical_id in self._busy:
            return None
        self._busy.add(logical_id)
        try:
            found = self.lenient.root.at("Resources", logical_id, "Properties", *path)
            return None if found is None else found.text()
        finally:
            self._busy.discard(logical_id)

    def attribute_of(self, name: str) -> str:
        """The value of `Fn::GetAtt` for `LogicalId.Attribute`."""
        if name in self._attributes:
            return self._attributes[name]
        logical_id, _, wanted = name.partition(".")
        kind = self.resource_type(logical_id)
        if name in self._given and self._may_be_given(name):
            return self._given[name]
        if kind is None:
            self._expect_made_later(logical_id, "resource", self._resources())
            return self._unknown(name)
        if self._nested is not None and wanted.startswith("Outputs."):
            output = self._nested.output(logical_id, wanted.removeprefix("Outputs."))
            return self._unknown(name) if output is None else output
        texts = partial(self._property_text, logical_id)
        found = attribute(kind, self._physical_name(logical_id, kind), wanted, self.place(), texts)
        if found is not None:
            return self._remembered(self._attributes, name, found)
        found = self._made_by_sam(name)
        return self._unknown(name) if found is None else found

    def holds(self, name: str, cursor: Cursor) -> bool:
        """Whether a condition of the template is true. Raises DefinitionError, at the cursor for an unknown one."""
        return self._conditions.holds(name, cursor)

    # The functions

    def _ref(self, argument: Cursor) -> Cursor:
        argument = argument.resolved()  # with language extensions, the name may be a function
        try:
            return argument.with_value(self.named(argument.text()))
        except UnknownNameError as unknown:
            raise argument.error(unknown.message, hint=unknown.hint) from None

    def _get_att(self, argument: Cursor) -> Cursor:
        argument = argument.resolved()
        is_list = type(argument.value) is list
        name = ".".join(item.text() for item in argument.elements()) if is_list else argument.text()
        try:
            return argument.with_value(self.attribute_of(name))
        except UnknownNameError as unknown:
            raise argument.error(unknown.message, hint=unknown.hint) from None

    def _sub(self, argument: Cursor) -> Cursor:
        names: dict[str, str] = {}
        template = argument
        if type(argument.value) is list:
            expect_items(argument, 2)
            template = argument.raw(0)
            names = {key: self._text(item) for key, item in argument.raw(1).resolved().items()}
        text = template.text()
        length = len(text)

        def substitute(match: re.Match[str]) -> str:
            nonlocal length
            name = match[2].strip()
            if match[1]:
                return f"${{{name}}}"
            value = names[name] if name in names else self._substituted(name, match[0], template)
            length += len(value) - len(match[0])
            room_for(length)
            return value

        substituted = _SUBSTITUTION.sub(substitute, text)
        return template if substituted == text else template.with_value(substituted)

    def _substituted(self, name: str, written: str, template: Cursor) -> str:
        """The text that replaces `${name}`."""
        root = name.partition(".")[0]
        if root in _VELOCITY and self.resource_type(root) is None and root not in self._parameters:
            raise template.error(
                f"Fn::Sub would look for a resource `{root}` in `{written}`",
                hint=f"write `${{!{name}}}`",
                inside=written,
            )
        try:
            return self.attribute_of(name) if "." in name else self._as_text(template.with_value(self.named(name)))
        except UnknownNameError as unknown:
            hint = unknown.hint if unknown.is_near else f"write `${{!{name}}}` where it is the mapping template's own"
            raise template.error(unknown.message, hint=hint, inside=written) from None

    def _join(self, argument: Cursor) -> Cursor:
        expect_items(argument, 2)
        separator, texts = argument.raw(0).text(), self._texts(argument.raw(1))
        room_for(len(separator) * len(texts) + sum(map(len, texts)))
        return argument.with_value(separator.join(texts))

    def _split(self, argument: Cursor) -> Cursor:
        expect_items(argument, 2)
        separator, text = argument.raw(0).text(), self._text(argument.raw(1))
        if not separator:
            raise argument.raw(0).error("`Fn::Split` needs a separator, but this text is empty")
        spend_items(text.count(separator) + 1)
        return argument.with_value(text.split(separator))

    def _select(self, argument: Cursor) -> Cursor:
        expect_items(argument, 2)
        index = argument.raw(0).resolved()
        items = argument.raw(1).resolved()
        if type(items.value) is str:  # a placeholder for a list that is not known
            return argument.with_value(self._unknown(f"{items.value.strip('<>')}[{index.value}]"))
        at = index.whole()
        if at >= count_items(items):
            raise argument.error(f"Fn::Select asks for item {at} of a list of {len(items.value)}")
        return items.raw(at)

    def _if(self, argument: Cursor) -> Cursor:
        expect_items(argument, 3)
        condition = argument.raw(0)
        return argument.raw(1 if self.holds(condition.text(), condition) else 2)

    def _find_in_map(self, argument: Cursor) -> Cursor:
        return find_in_map(
            argument,
            Cursor(self.root.document, self._template, (), self),
            self._text,
            complete=bool(self._template) and not has_macros(self._template),
            sample_region=None if "AWS::Region" in self._given else self.place()["region"],
        )

    def _import_value(self, argument: Cursor) -> Cursor:
        return argument.with_value(self._unknown(self._text(argument)))

    def _base64(self, argument: Cursor) -> Cursor:
        return argument.with_value(base64.b64encode(self._text(argument).encode("utf-8", "surrogatepass")).decode())

    def _get_azs(self, argument: Cursor) -> Cursor:
        region = self._text(argument) or self.place()["region"]
        return argument.with_value([f"{region}{letter}" for letter in "abc"])

    def _cidr(self, argument: Cursor) -> Cursor:
        return argument.with_value(placeholder("Fn::Cidr"))

    def _length(self, argument: Cursor) -> Cursor:
        items = argument.resolved()
        return argument.with_value(len(items.value) if type(items.value) is list else placeholder("Fn::Length"))

    def _to_json_string(self, argument: Cursor) -> Cursor:
        value = argument.resolved()
        if value.value is NO_VALUE:
            raise argument.error("Fn::ToJsonString needs a value, but this is AWS::NoValue")
        return argument.with_value(json.dumps(value.data(), ensure_ascii=False, separators=(",", ":")))

    # Their arguments

    def text_of(self, cursor: Cursor) -> str:
        """The text of a value: that of a list's items with commas between them. Raises DefinitionError."""
        return self._text(cursor)

    def _text(self, cursor: Cursor) -> str:
        return self._as_text(cursor.resolved())

    def _as_text(self, cursor: Cursor) -> str:
        value = cursor.value
        if value is NO_VALUE or value is None:
            return ""
        if type(value) is list:
            return ",".join(self._texts(cursor))
        return cursor.text()

    def _texts(self, cursor: Cursor) -> list[str]:
        items = cursor.resolved()
        if type(items.value) is str:
            return [items.value]
        return [self._as_text(item) for item in items.elements()]


_FUNCTIONS: dict[str, Callable[[Resolver, Cursor], Cursor]] = {
    "Ref": Resolver._ref,
    "Fn::Base64": Resolver._base64,
    "Fn::Cidr": Resolver._cidr,
    "Fn::FindInMap": Resolver._find_in_map,
    "Fn::GetAtt": Resolver._get_att,
    "Fn::GetAZs": Resolver._get_azs,
    "Fn::If": Resolver._if,
    "Fn::ImportValue": Resolver._import_value,
    "Fn::Join": Resolver._join,
    "Fn::Length": Resolver._length,
    "Fn::Select": Resolver._select,
    "Fn::Split": Resolver._split,
    "Fn::Sub": Resolver._sub,
    "Fn::ToJsonString": Resolver._to_json_string,
    "Fn::Transform": lambda _, argument: included_document(argument),
}
