"""Checks that a method declares the parameters and headers of its integration: the service refuses others.

Comes in: an integration with its cursor, and the parameters and responses of the method around it. Goes out: nothing,
or a DefinitionError with the service's sentence and the missing declaration. An OpenAPI import declares the
parameters of a path itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.mapping_expression import REQUEST_PARAMETERS, Origin, parse_source
from vtlharness.gateway.model import Integration, MethodResponse

Format: TypeAlias = Literal["OpenAPI", "Swagger", "CloudFormation", "Terraform"]

_LOCATIONS: dict[Origin, str] = {
    "method.request.header": "header",
    "method.request.multivalueheader": "header",
    "method.request.querystring": "querystring",
    "method.request.multivaluequerystring": "querystring",
    "method.request.path": "path",
}
_REQUEST = "method.request."
_HEADER = "method.response.header."
_IN = {"path": "path", "querystring": "query", "header": "header"}
_TYPES = {"OpenAPI": "schema: {type: string}", "Swagger": "type: string"}


def check_declared(
    cursor: Cursor,
    found: Integration,
    parameters: Mapping[str, bool],
    responses: Sequence[MethodResponse],
    written_as: Format,
) -> None:
    """Raises DefinitionError for a parameter or a header that an integration maps but its method does not declare."""
    known = {folded for name in parameters for folded in _names(name)}
    for name, source in found.request_parameters.items():
        expression = parse_source(source, REQUEST_PARAMETERS)
        location = None if expression is None else _LOCATIONS.get(expression.origin)
        if expression is not None and location is not None and known.isdisjoint(_names(source)):
            raise _member(cursor, ("requestParameters",), name).error(
                f"Invalid mapping expression parameter specified: {source}",
                hint=_parameter_hint(location, expression.name, written_as),
            )
    by_status = {response.status_code: response for response in responses}
    for index, response in enumerate(found.integration_responses):
        declared = by_status.get(response.status_code)
        headers = {_folded(name) for name in (() if declared is None else declared.response_parameters)}
        for name in response.response_parameters:
            if _folded(name) not in headers:
                at = _member(_response_at(cursor, index), ("responseParameters",))
                refused = f"Invalid mapping expression parameter specified: {name}"
                raise at.error(
                    "No method response exists for method." if declared is None else refused,
                    key=name,
                    hint=_header_hint(name.removeprefix(_HEADER), response.status_code, declared, written_as),
                )


def path_parameters(path: str, declared: Iterable[tuple[str, str]]) -> dict[str, bool]:
    """The parameters of a path that an import declares itself, because its operation does not.

    `declared` are the location and the name of each parameter of the operation. Evidence:
    docs/fidelity.md#imported-path-parameters.
    """
    known = {name for location, name in declared if location == "path"}
    names = [part[1:-1].removesuffix("+") for part in path.split("/") if part.startswith("{")]
    return {f"{_REQUEST}path.{name}": True for name in names if name not in known}


def check_unique(parameters: Iterable[str], cursor: Cursor, key: str) -> None:
    """Raises DefinitionError for two parameters of one name; `key` of the cursor's mapping declares them.

    Evidence: docs/fidelity.md#refused-imports.
    """
    places: dict[str, str] = {}
    for parameter in parameters:
        location, _, name = parameter.removeprefix(_REQUEST).partition(".")
        other = places.setdefault(name, location)
        if other != location:
            raise (cursor.get(key) or cursor).error(
                "Parameter names must be unique across querystring, header and path",
                hint=f"rename one of the two parameters `{name}` ({other} and {location})",
            )


def _names(parameter: str) -> tuple[str, ...]:
    """The names under which the service finds a parameter: it checks the name, not the place.

    A header is found in any case. Evidence: docs/fidelity.md#declared-parameters.
    """
    location, _, name = parameter.removeprefix(_REQUEST).partition(".")
    return (name, f"header {name.lower()}") if "header" in location else (name,)


def _folded(name: str) -> str:
    """A header's name for comparing, in lower case."""
    return name.lower()


def _member(cursor: Cursor, keys: Iterable[str], name: str | None = None) -> Cursor:
    """The value of a name under the first of the keys that exists, in either spelling."""
    for key in keys:
        for spelling in (key, key[:1].upper() + key[1:]):
            at = cursor.get(spelling)
            if at is not None:
                return at if name is None else at.get(name) or at
    return cursor


def _response_at(cursor: Cursor, index: int) -> Cursor:
    responses = _member(cursor, ("responses", "integrationResponses"))
    if type(responses.value) is list:
        return list(responses.elements())[index]
    return [item for _, item in responses.items()][index]


def _parameter_hint(location: str, name: str, written_as: Format) -> str:
    if written_as == "CloudFormation":
        required = "true" if location == "path" else "false"
        return f"declare it in the method's `RequestParameters`: `method.request.{location}.{name}: {required}`"
    if written_as == "Terraform":
        entry = f'"method.request.{location}.{name}" = {"true" if location == "path" else "false"}'
        return f"declare it in the method's `request_parameters`: `{entry}`"
    required = "required: true, " if location == "path" else ""
    entry = f"{{name: {name}, in: {_IN[location]}, {required}{_TYPES[written_as]}}}"
    return f"declare it in the operation's `parameters`: `{entry}`"


def _header_hint(name: str, status: str, declared: MethodResponse | None, written_as: Format) -> str:
    lack = "" if declared is not None else f"the method has no response {status}; "
    if written_as == "CloudFormation":
        entry = f"ResponseParameters: {{{_HEADER}{name}: false}}"
        return f"{lack}declare it in the `MethodResponses`, for StatusCode {status}: `{entry}`"
    if written_as == "Terraform":
        entry = f'response_parameters = {{"{_HEADER}{name}" = false}}'
        return f'{lack}declare it in the `aws_api_gateway_method_response` with status_code "{status}": `{entry}`'
    entry = f"headers: {{{name}: {{{_TYPES[written_as]}}}}}"
    return f'{lack}declare it in the operation\'s `responses`, under "{status}": `{entry}`'
