"""Reads OpenAPI 3 and Swagger 2.0 with API Gateway's extensions as a `RestApi`.

Comes in: a cursor at the document's root (a file of its own, or a body inside a CloudFormation template). Goes out: the
API without its stage, or one DefinitionError. Like an import, it reads the parts that concern the service and ignores
the rest of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from vtlharness.definitions.functions.resolver import Resolver
from vtlharness.definitions.parts.api_settings import api_key_source, endpoint_type
from vtlharness.definitions.parts.authorizers import SecurityScheme, security_scheme
from vtlharness.definitions.parts.declared_parameters import check_declared, check_unique, path_parameters
from vtlharness.definitions.parts.gateway_responses import gateway_responses
from vtlharness.definitions.parts.integration import HTTP_API, HTTP_API_HINT, integration
from vtlharness.definitions.parts.minimum_compression import minimum_compression_size
from vtlharness.definitions.parts.models import Models
from vtlharness.definitions.parts.resource_paths import ResourcePaths
from vtlharness.definitions.parts.schema_checking import check_models
from vtlharness.definitions.parts.servers import address, servers
from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.definitions.reading.references import followed
from vtlharness.definitions.source import BasePath, DefinitionOptions, Option, with_stage_name
from vtlharness.definitions.terraform_places import with_places_filled
from vtlharness.gateway.model import (
    HTTP_METHODS,
    Authorizer,
    EndpointType,
    Method,
    MethodResponse,
    RequestValidator,
    RestApi,
    Stage,
)
from vtlharness.nearest import nearest_hint

_ENDPOINT_CONFIGURATION = "x-amazon-apigateway-endpoint-configuration"
INTEGRATION = "x-amazon-apigateway-integration"
ANY_METHOD = "x-amazon-apigateway-any-method"
_VERBS = {**{verb.lower(): verb for verb in HTTP_METHODS}, ANY_METHOD: "ANY"}
_HTTP_API_KEYS = ("x-amazon-apigateway-cors", "x-amazon-apigateway-importexport-version")
"""Extensions that only HTTP APIs have."""

_OTHER_PATH_KEYS = ("parameters", "summary", "description", "servers", "$ref")
_VALIDATOR_KEYS = ("validateRequestBody", "validateRequestParameters")
_LOCATIONS = {"path": "path", "query": "querystring", "header": "header"}
_ENTITY = re.compile(r"[^A-Za-z0-9]+")
_EXECUTE_API = re.compile(r"([a-z0-9]+)\.execute-api\.")


class OpenApi:
    """OpenAPI and Swagger documents of any version, written by hand or exported from a stage."""

    name = "an OpenAPI file"
    formats = "OpenAPI, Swagger"
    options: frozenset[Option] = frozenset(("parameters", "stage", "base_path"))

    def recognises(self, root: Cursor) -> bool:
        """Whether the document names its version of the format."""
        return "openapi" in root.value or "swagger" in root.value

    def read(self, root: Cursor, resolver: Resolver, options: DefinitionOptions) -> RestApi:
        """The API of a document; that of an export has its stage's name and the API's id. Raises DefinitionError."""
        root.check_keys(last_key_counts=False)
        root = with_places_filled(root, options.parameters).imported()
        api = rest_api(root, base_path=options.base_path)
        exported = _exported_from(root)
        if exported is not None:
            api = replace(api, id=exported[0], stage=Stage(exported[1]))
        return with_stage_name(api, options.stage)


def rest_api(root: Cursor, *, base_path: BasePath = "ignore") -> RestApi:
    """The API of a document, read as the service imports it. Raises DefinitionError."""
    return _Document(root if root.scope.imports else root.imported(), base_path).api()


@dataclass(frozen=True, slots=True)
class _Operation:
    """An operation: its place, the parts that its path declares for it, and its name in messages and templates."""

    verb: str
    path: str
    cursor: Cursor
    shared: Cursor | None

    @property
    def where(self) -> str:
        return f"{self.verb} {self.path}"


@dataclass(frozen=True, slots=True)
class _Security:
    """What a method asks of a caller."""

    authorization_type: str = "NONE"
    api_key_required: bool = False
    authorizer: Authorizer | None = None
    scopes: tuple[str, ...] = ()


class _Document:
    def __init__(self, root: Cursor, base_path: BasePath) -> None:
        self._root = root
        self._is_swagger = _check_version(root)
        self._prefix = "" if base_path == "ignore" else self._base_path(base_path)
        self._models = Models(self._schemas())
        self._validators = self._read_validators()
        self._security_schemes = self._read_security_schemes()

    def api(self) -> RestApi:
        root = self._root
        paths = root.need("paths", of="the document").mapping()
        methods = tuple(self._method(operation) for operation in self._operations(paths))
        info = root.get("info")
        responses = root.get("x-amazon-apigateway-gateway-responses")
        api = RestApi(
            methods=methods,
            name=(info and info.mapping().leniently().text_at("title")) or "",
            binary_media_types=tuple(item.text() for item in root.listed("x-amazon-apigateway-binary-media-types")),
            models=self._models.data(),
            gateway_responses={} if responses is None else gateway_responses(responses),
            minimum_compression_size=minimum_compression_size(root.get("x-amazon-apigateway-minimum-compression-size")),
            endpoint_type=self._endpoint_type(),
            api_key_source=api_key_source(root.get("x-amazon-apigateway-api-key-source")) or "HEADER",
        )
        check_models(api, self._models.schemas)
        return api

    # The document's parts

    def _schemas(self) -> dict[str, Cursor]:
        if self._is_swagger:
            return dict(self._root.section("definitions"))
        components = self._root.get("components")
        return {} if components is None else dict(components.mapping().section("schemas"))

    def _endpoint_type(self) -> EndpointType | None:
        """The endpoint type, PRIVATE with VPC endpoints; None without either, because the import decides on it."""
        for holder in (self._root, *servers(self._root)):
            configuration = holder.mapping().get(_ENDPOINT_CONFIGURATION)
            if configuration is None:
                continue
            named = endpoint_type(configuration)
            if named is not None:
                return named
            if type(configuration.value) is dict and [*configuration.listed("vpcEndpointIds")]:
                return "PRIVATE"
        return None

    def _base_path(self, base_path: BasePath) -> str:
        whole = address(self._root)[1].strip("/")
        if base_path == "split":
            whole = whole.partition("/")[2]
        return f"/{whole}" if whole else ""

    def _read_validators(self) -> dict[str, RequestValidator]:
        found = {}
        for name, item in self._root.section("x-amazon-apigateway-request-validators"):
            for key in item.mapping().value:
                if key not in _VALIDATOR_KEYS and not key.startswith("x-"):
                    item.drop_unknown(key, "a request validator", _VALIDATOR_KEYS)
            body, parameters = (item.flag_at(key) for key in _VALIDATOR_KEYS)
            found[name] = RequestValidator(
                validate_request_body=body, validate_request_parameters=parameters, name=name
            )
        return found

    def _read_security_schemes(self) -> dict[str, SecurityScheme | None]:
        components = self._root if self._is_swagger else self._root.get("components")
        section = "securityDefinitions" if self._is_swagger else "securitySchemes"
        return {
            name: security_scheme(name, followed(item, self._root, "#/components/securitySchemes").mapping())
            for name, item in (() if components is None else components.section(section))
        }

    # Operations

    def _operations(self, paths: Cursor) -> Iterator[_Operation]:
        known = ResourcePaths()
        for name, item in paths.items():
            if name.startswith("x-"):
                continue
            path = known.add(self._prefix + name, paths, name)
            inside = followed(item, self._root).mapping()
            shared = inside.get("parameters")
            for key, operation in inside.items():
                if key in _VERBS:
                    yield _Operation(_VERBS[key], path, operation.mapping(), shared)
                elif key not in _OTHER_PATH_KEYS and not key.startswith("x-"):
                    inside.drop_unknown(key, "a path", (*_VERBS, *_OTHER_PATH_KEYS))

    def _method(self, operation: _Operation) -> Method:
        cursor = operation.cursor
        at = cursor.get(INTEGRATION)
        if at is None:
            raise cursor.error(
                f"No integration defined for method: {operation.where}", hint=f"the operation needs an `{INTEGRATION}`"
            )
        at = followed(at, self._root)
        found = integration(at, operation.where)
        parameters, models = self._parameters(operation)
        responses = tuple(self._method_responses(operation))
        check_declared(at, found, parameters, responses, "Swagger" if self._is_swagger else "OpenAPI")
        security = self._security(cursor)
        return Method(
            http_method=operation.verb,
            resource_path=operation.path,
            integration=found,
            request_parameters=parameters,
            request_models=models,
            request_validator=self._validator(cursor),
            method_responses=responses,
            api_key_required=security.api_key_required,
            authorization_type=security.authorization_type,
            operation_name=cursor.leniently().text_at("operationId"),
            authorizer=security.authorizer,
            authorization_scopes=security.scopes,
        )

    def _parameters(self, operation: _Operation) -> tuple[dict[str, bool], dict[str, str]]:
        """The parameters of a method, whether each is required, and the models of its body."""
        found: dict[tuple[str, str], Cursor] = {}
        for section in (operation.shared, operation.cursor.get("parameters")):
            for item in () if section is None else section.elements():
                parameter = followed(item, self._root, self._section("parameters")).mapping()
                found[(_text_of(parameter, "in"), _text_of(parameter, "name"))] = parameter
        parameters = path_parameters(operation.path, found)
        models: dict[str, str] = {}
        for (location, name), parameter in found.items():
            if location in _LOCATIONS:
                parameters[f"method.request.{_LOCATIONS[location]}.{name}"] = parameter.flag_at("required")
            elif location == "body" and self._is_swagger:
                schema = parameter.need("schema", of="a body parameter")
                models.update(self._model(schema, operation, "Request", self._consumes(operation.cursor, "consumes")))
        if not self._is_swagger:
            body = operation.cursor.get("requestBody")
            models.update({} if body is None else self._content(body, operation, "Request"))
        check_unique(parameters, operation.cursor, "parameters")
        return parameters, models

    def _consumes(self, cursor: Cursor, key: str) -> list[str]:
        listed = cursor.get(key) or self._root.get(key)
        return ["application/json"] if listed is None else [item.text() for item in listed.elements()]

    def _content(self, cursor: Cursor, operation: _Operation, role: str) -> dict[str, str]:
        """The models of the content of a body or a response by content type."""
        found = {}
        section = "#/components/requestBodies" if role == "Request" else self._section("responses")
        for content_type, media in followed(cursor, self._root, section).mapping().section("content"):
            schema = media.mapping().get("schema")
            if schema is not None:
                found.update(self._model(schema, operation, role, (content_type,)))
        return found

    def _model(self, schema: Cursor, operation: _Operation, role: str, content_types: Sequence[str]) -> dict[str, str]:
        """The model of a schema by content type; an inline schema gets a name made from its method.

        Empty for a missing model.
        """
        words = _ENTITY.split(f"{operation.verb.lower()} {operation.path}")
        name = self._models.named(schema, "".join(word.capitalize() for word in words) + role)
        return {} if name is None else dict.fromkeys(content_types, name)

    def _section(self, kind: str) -> str:
        """The section of the document for parts of a kind, as a reference."""
        return f"#/{kind}" if self._is_swagger else f"#/components/{kind}"

    def _validator(self, cursor: Cursor) -> RequestValidator | None:
        key = "x-amazon-apigateway-request-validator"
        chosen = cursor.get(key) or self._root.get(key)
        if chosen is None:
            return None
        name = chosen.text()
        if name not in self._validators:
            raise chosen.error(
                f"the API has no request validator `{name}`",
                hint=nearest_hint(name, self._validators) or "define it under x-amazon-apigateway-request-validators",
            )
        return self._validators[name]

    def _security(self, cursor: Cursor) -> _Security:
        section = cursor.get("security") or self._root.get("security")
        own = cursor.get("x-amazon-apigateway-auth")
        found = _Security()
        for requirement in () if section is None else section.elements():
            for name, scopes in requirement.items():
                scheme = self._security_schemes.get(name)
                if scheme is None:
                    if name not in self._security_schemes and name != "NONE":  # which SAM writes for a public method
                        near = nearest_hint(name, self._security_schemes)
                        message = f"the API has no security scheme `{name}`: nobody is asked for it"
                        requirement.found("API471", message, key=name, hint=near)
                    continue
                if scheme.authorization_type == "API_KEY":
                    found = replace(found, api_key_required=True)
                elif found.authorization_type == "NONE":
                    listed = tuple(scope.text() for scope in scopes.elements())
                    found = replace(
                        found,
                        authorization_type=scheme.authorization_type,
                        authorizer=scheme.authorizer,
                        scopes=listed,
                    )
        kind = None if own is None else own.mapping().get("type")
        return found if kind is None else replace(found, authorization_type=kind.text().upper())

    def _method_responses(self, operation: _Operation) -> Iterator[MethodResponse]:
        for code, item in operation.cursor.section("responses"):
            if code.isdigit():  # an import warns that it does not support `default`
                response = followed(item, self._root, self._section("responses")).mapping()
                headers = [name for name, _ in response.section("headers")]
                yield MethodResponse(
                    status_code=code,
                    response_parameters={f"method.response.header.{name}": False for name in headers},
                    response_models=self._response_models(response, operation),
                )

    def _response_models(self, response: Cursor, operation: _Operation) -> Mapping[str, str]:
        if not self._is_swagger:
            return self._content(response, operation, "Response")
        schema = response.get("schema")
        if schema is None:
            return {}
        return self._model(schema, operation, "Response", self._consumes(operation.cursor, "produces"))


def _check_version(root: Cursor) -> bool:
    """Whether the document is Swagger 2.0. Raises DefinitionError for versions that the service does not import."""
    version = root.get("swagger") or root.get("openapi")
    text = "" if version is None else version.text()
    is_swagger = "swagger" in root.value
    if not re.match(r"2\.0$|2$" if is_swagger else r"3\.[01](\.|$)", text):
        raise (version or root).error(
            f"version {text!r} cannot be imported", hint="use OpenAPI 3.0 or 3.1, or Swagger 2.0"
        )
    for key in _HTTP_API_KEYS:
        if key in root.value:
            raise root.error(HTTP_API, key=key, hint=HTTP_API_HINT)
    return is_swagger


def _text_of(cursor: Cursor, key: str) -> str:
    return cursor.need(key, of="a parameter").text()


def _exported_from(root: Cursor) -> tuple[str, str] | None:
    """The API's id and the stage's name if the document is an export of a stage; None for any other document."""
    host, path = address(root)
    match = _EXECUTE_API.match(host)
    stage = path.strip("/")
    return (match[1], stage) if match and stage and "/" not in stage else None
