"""The OPTIONS methods that SAM adds for `Cors`.

Comes in: the document of a SAM API and the cursor at `Cors`. Goes out: the document with an OPTIONS operation on each
path that has none, or one DefinitionError with SAM's own words. A value is an expression of API Gateway, so a text has
quotes inside (`"'*'"`): the OpenAPI reader refuses another one as the service does.
"""

from __future__ import annotations

from typing import Any

from vtlharness.definitions.cloudformation.sam.api_document import ApiDocument
from vtlharness.definitions.openapi import ANY_METHOD, INTEGRATION
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.gateway.model import HTTP_METHODS
from vtlharness.nearest import nearest_hint

_KEYS = ("AllowMethods", "AllowHeaders", "AllowOrigin", "MaxAge", "AllowCredentials")
_ANY_ORIGIN = "'*'"
_HEADER = "Access-Control-"


def add_cors(document: ApiDocument, cors: Cursor) -> None:
    """Adds the OPTIONS operations. Raises DefinitionError."""
    origin: Any = cors
    headers: dict[str, Any] = {}
    methods: Cursor | None = None
    if type(cors.value) is dict:
        _check_keys(cors)
        written = cors.get("AllowOrigin")
        origin = written or ("" if "AllowOrigin" in cors.value else _ANY_ORIGIN)
        methods = cors.get("AllowMethods")
        headers = _other_headers(cors)
        credentials = cors.get("AllowCredentials")
        if credentials is not None and credentials.value is True:
            if written is None or written.value == _ANY_ORIGIN:
                raise cors.error(
                    "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is "
                    "\"'*'\" or not set",
                    key="AllowCredentials",
                    hint="name the origin: `AllowOrigin: \"'https://example.com'\"`",
                )
            headers["Allow-Credentials"] = "'true'"
    elif type(cors.value) is not str:
        cors.wrong("text or a mapping")
    done: set[str] = set()
    for path, keys in document.paths.items():
        normal = path.rstrip("/") if path != "/" else path
        if normal in done:
            continue
        done.add(normal)
        if "options" not in keys:
            if origin == "" or (isinstance(origin, Cursor) and not origin.value):
                at = cors.get("AllowOrigin") if type(cors.value) is dict else None
                raise (at or cors).error("Invalid input. Value for AllowedOrigins is required")
            allowed = f"'{_verbs(keys)}'" if methods is None or not methods.value else methods
            found = {"Allow-Origin": origin, "Allow-Methods": allowed, **headers}
            keys["options"] = cors.with_value(_operation(found))


def _check_keys(cors: Cursor) -> None:
    for key in cors.value:
        if key not in _KEYS:
            raise cors.error(f"Invalid key '{key}' for 'Cors' property.", key=key, hint=nearest_hint(key, _KEYS))


def _other_headers(cors: Cursor) -> dict[str, Any]:
    allowed, age = cors.get("AllowHeaders"), cors.get("MaxAge")
    found: dict[str, Any] = {} if allowed is None or not allowed.value else {"Allow-Headers": allowed}
    return found if age is None else {**found, "Max-Age": age}


def _verbs(keys: dict[str, Any]) -> str:
    """The verbs of a path. SAM takes every key for one, even `parameters`, unless a method of the path is for all."""
    verbs = HTTP_METHODS if ANY_METHOD in keys else [key.upper() for key in keys]
    return ",".join(sorted({"OPTIONS", *verbs}))


def _operation(headers: dict[str, Any]) -> dict[str, Any]:
    mapped = {f"method.response.header.{_HEADER}{name}": value for name, value in headers.items()}
    return {
        "consumes": ["application/json"],
        "produces": ["application/json"],
        INTEGRATION: {
            "type": "mock",
            "requestTemplates": {"application/json": '{\n  "statusCode" : 200\n}\n'},
            "responses": {
                "default": {
                    "statusCode": "200",
                    "responseParameters": mapped,
                    "responseTemplates": {"application/json": "{}\n"},
                }
            },
        },
        "responses": {"200": {"headers": {f"{_HEADER}{name}": {"type": "string"} for name in headers}}},
    }
