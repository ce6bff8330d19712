"""Reads gateway responses from OpenAPI's extension, SAM's `GatewayResponses` and CloudFormation's resource.

Comes in: a cursor. Goes out: `GatewayResponse`s by type, or one DefinitionError.
"""

from __future__ import annotations

from collections.abc import Callable

from vtlharness.definitions.parts.integration import gateway_parameters, spelled, status_code, templates
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.gateway_response_types import RESPONSE_TYPES
from vtlharness.gateway.model import GatewayResponse
from vtlharness.nearest import nearest_hint

_KEYS = ("statusCode", "responseParameters", "responseTemplates")


def gateway_responses(
    section: Cursor, rewritten: Callable[[Cursor], Cursor] | None = None
) -> dict[str, GatewayResponse]:
    """The gateway responses of a mapping of type to response. Raises DefinitionError.

    `rewritten` turns a response of another form into OpenAPI's form.
    """
    found = {}
    for kind, item in section.items():
        _check_type(kind, section, kind)
        found[kind] = gateway_response(item if rewritten is None else rewritten(item), kind)
    return found


def gateway_response(cursor: Cursor, kind: str) -> GatewayResponse:
    """The response at a cursor, of a known type. Raises DefinitionError."""
    fields = spelled(cursor, _KEYS, "a gateway response")
    status = fields.get("statusCode")
    return GatewayResponse(
        response_type=kind,
        status_code=None if status is None else status_code(status),
        response_parameters=gateway_parameters(fields.get("responseParameters")),
        response_templates=templates(fields.get("responseTemplates"), kind),
    )


def response_type(cursor: Cursor) -> str:
    """The type that is named at a cursor. Raises DefinitionError."""
    kind = cursor.text()
    _check_type(kind, cursor, None)
    return kind


def _check_type(kind: str, cursor: Cursor, key: str | None) -> None:
    if kind not in RESPONSE_TYPES:
        raise cursor.error(
            f"`{kind}` is not a gateway response type", key=key, hint=nearest_hint(kind, tuple(RESPONSE_TYPES))
        )
