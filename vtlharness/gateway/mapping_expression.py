"""Mapping expressions: the sources and targets of `requestParameters` and `responseParameters`.

Comes in: a target and a source as text, and the rules for their place. Goes out: frozen records, or a MappingError in
the service's words. `gateway.model` keeps the records beside the text, so that no call parses;
`gateway.stages.parameter_mapping` and `gateway.stages.gateway_responses` evaluate them; `definitions` uses this module
to find the expressions that the service refuses. Evidence: docs/fidelity.md#request-parameters,
docs/fidelity.md#response-parameters and docs/fidelity.md#parameters-of-gateway-responses. Names are case-sensitive,
also those of headers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias

from vtlharness.records import Record, field

if TYPE_CHECKING:
    from vtlharness.jsonpath import Query

Origin: TypeAlias = Literal[
    "static",
    "context",
    "stageVariables",
    "method.request.header",
    "method.request.multivalueheader",
    "method.request.querystring",
    "method.request.multivaluequerystring",
    "method.request.path",
    "method.request.body",
    "integration.response.header",
    "integration.response.multivalueheader",
    "integration.response.body",
]
"""The origin of a value; `static` is the fixed text between single quotes."""

Place: TypeAlias = Literal["header", "querystring", "path"]
"""The part of a message that a mapping writes to."""


class MappingExpression(NamedTuple):
    """A source, parsed.

    `name` is the text after the origin: a parameter, a variable or a path. For a static value it is the value itself.
    `steps` are the names in the path of a `context` variable; `query` reads the part of a body at a path; None means
    the whole body.
    """

    origin: Origin
    name: str = ""
    steps: tuple[str, ...] = ()
    query: Query | None = None


class MappingTarget(NamedTuple):
    """A target, parsed: `integration.request.querystring.page` is `page` in `querystring`."""

    place: Place
    name: str


class ParameterMapping(NamedTuple):
    """A target with its source; `source` is None for a mapping that never gives a value."""

    target: MappingTarget
    source: MappingExpression | None


class ParsedParameters(dict[str, str]):
    """The parameters of a record as text, which a definition has parsed when it was read: `mappings` holds the result.

    A copy made by `pickle` or `copy` is a plain dict.
    """

    __slots__ = ("mappings",)
    mappings: tuple[ParameterMapping, ...]

    def __reduce__(self) -> tuple[type[dict[str, str]], tuple[dict[str, str]]]:
        return dict, (dict(self),)


class MappingRules(NamedTuple):
    """Which targets and sources may stand in one kind of mapping.

    The service also accepts the `unread` ones, which have no effect. Hints show the first target and source.
    """

    message: str
    targets: tuple[Place, ...]
    sources: tuple[Origin, ...]
    unread_targets: tuple[Place, ...] = ()
    unread_sources: tuple[Origin, ...] = ()


REQUEST_PARAMETERS = MappingRules(
    "integration.request",
    targets=("header", "querystring", "path"),
    sources=(
        "method.request.header",
        "method.request.multivalueheader",
        "method.request.querystring",
        "method.request.multivaluequerystring",
        "method.request.path",
        "method.request.body",
        "context",
        "stageVariables",
    ),
)
"""`requestParameters` of an integration."""

RESPONSE_PARAMETERS = MappingRules(
    "method.response",
    targets=("header",),
    sources=(
        "integration.response.header",
        "integration.response.multivalueheader",
        "integration.response.body",
        "context",
        "stageVariables",
    ),
)
"""`responseParameters` of an integration response."""

GATEWAY_RESPONSE_PARAMETERS = MappingRules(
    "gatewayresponse",
    targets=("header",),
    sources=("method.request.header", "method.request.querystring", "method.request.path", "context", "stageVariables"),
    unread_targets=("querystring", "path"),
    unread_sources=("method.request.body",),
)
"""`responseParameters` of a gateway response."""

_BODIES: tuple[Origin, ...] = ("method.request.body", "integration.response.body")


class MappingError(Exception):
    """A text that the service refuses as a target or source: `message` says why, `hint` what to write instead."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def parse_target(text: str, rules: MappingRules) -> MappingTarget | None:
    """The target that a text names; None for a target that the service accepts and never reads. Raises MappingError."""
    for place in (*rules.targets, *rules.unread_targets):
        prefix = f"{rules.message}.{place}."
        if text.startswith(prefix) and len(text) > len(prefix):
            return MappingTarget(place, text[len(prefix) :]) if place in rules.targets else None
    hint = f"such as {rules.message}.{rules.targets[0]}.{{name}}"
    raise MappingError(f"`{text}` is not a valid mapping target", hint)


def parse_source(text: str, rules: MappingRules) -> MappingExpression | None:
    """The source that a text names; None for a source that the service accepts and that never gives a value.

    A placeholder such as `<parameter>` also gives None: it stands for an unknown text. Raises MappingError.
    """
    if text.startswith("<"):
        return None
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return MappingExpression("static", text[1:-1])
    for origin in (*rules.sources, *rules.unread_sources):
        rest = text[len(origin) :]
        if not text.startswith(origin) or not _fits(origin, rest):
            continue
        found = _body(origin, rest, text) if origin in _BODIES else _parameter(origin, rest[1:])
        return found if origin in rules.sources else None
    hint = f"such as {rules.sources[0]}.{{name}}, or a fixed value in single quotes inside the text: \"'{text}'\""
    raise MappingError(f"Invalid mapping expression specified: {text}", hint)


def parse_mappings(parameters: Mapping[str, str], rules: MappingRules) -> tuple[ParameterMapping, ...]:
    """The mappings of a record that nobody has checked: a refused target is left out, a refused source becomes None."""
    found = []
    for target_text, source_text in parameters.items():
        try:
            target = parse_target(target_text, rules)
        except MappingError:
            continue
        if target is not None:
            found.append(ParameterMapping(target, _source_or_none(source_text, rules)))
    return tuple(found)


def _source_or_none(text: str, rules: MappingRules) -> MappingExpression | None:
    try:
        return parse_source(text, rules)
    except MappingError:
        return None


def _fits(origin: Origin, rest: str) -> bool:
    """Whether the text after an origin belongs to it: a dot and a name; after a body, nothing or a path."""
    if origin in _BODIES:
        return not rest or rest[0] in ".["
    return len(rest) > 1 and rest[0] == "."


def _parameter(origin: Origin, name: str) -> MappingExpression:
    return MappingExpression(origin, name, tuple(name.split(".")) if origin == "context" else ())


def _body(origin: Origin, rest: str, text: str) -> MappingExpression | None:
    """A body, or a part of it. A path that begins with a bracket is accepted and gives nothing. Raises MappingError."""
    if not rest:
        return MappingExpression(origin)
    if rest[0] == "[":
        return None
    from vtlharness.jsonpath import JsonPathError, compile_path  # most mappings read no body

    try:
        return MappingExpression(origin, rest[1:], query=compile_path(f"${rest}"))
    except JsonPathError as error:
        raise MappingError(f"`{text}` does not contain a valid JSONPath: {error.message}", error.hint) from None


# What every mapping may read besides its message


class Around(Protocol):
    """Whatever has the values that every mapping may read besides the message."""

    @property
    def context(self) -> Mapping[str, object]:
        """`$context`."""

    @property
    def stage_variables(self) -> Mapping[str, str]:
        """The stage variables."""


class Surroundings(Record):
    """The values that every mapping may read besides the message: `$context` and the stage variables."""

    context: Mapping[str, object] = field(default_factory=dict)
    stage_variables: Mapping[str, str] = field(default_factory=dict)


def context_value(steps: Sequence[str], context: Mapping[str, object]) -> object:
    """The value of `context.a.b`, from its names; None if it is missing."""
    value: object = context
    for name in steps:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def value_without_message(expression: MappingExpression, surroundings: Around) -> str | None:
    """The value of a static text, a `context` variable (texts only) or a stage variable; None for anything else."""
    origin = expression.origin
    if origin == "static":
        return expression.name
    if origin == "context":
        value = context_value(expression.steps, surroundings.context)
        return value if isinstance(value, str) else None
    return surroundings.stage_variables.get(expression.name) if origin == "stageVariables" else None
