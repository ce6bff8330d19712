"""The parts of a REST API: its methods, their integrations, the stage. Names and values are the REST API's own.

Made by `definitions`, or by a test. Read by the stages. All records are frozen. Field names are the API's in snake_case
(`passthroughBehavior` is `passthrough_behavior`), values are spelled as `aws apigateway get-integration` prints them,
status codes therefore as text. Next: `gateway.invocation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from vtlharness.findings import Finding
from vtlharness.gateway.mapping_expression import (
    GATEWAY_RESPONSE_PARAMETERS,
    REQUEST_PARAMETERS,
    RESPONSE_PARAMETERS,
    MappingRules,
    ParameterMapping,
    parse_mappings,
)
from vtlharness.records import Record, field
from vtlharness.source import Source

IntegrationType: TypeAlias = Literal["MOCK", "HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY"]
PassthroughBehavior: TypeAlias = Literal["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]
ContentHandling: TypeAlias = Literal["CONVERT_TO_TEXT", "CONVERT_TO_BINARY"]
EndpointType: TypeAlias = Literal["EDGE", "REGIONAL", "PRIVATE"]
ApiKeySource: TypeAlias = Literal["HEADER", "AUTHORIZER"]
AuthorizerType: TypeAlias = Literal["TOKEN", "REQUEST", "COGNITO_USER_POOLS"]
Templates: TypeAlias = Mapping[str, Source]
"""Content type to template. A template of empty text, or null in a definition, counts (docs/fidelity.md#null-template).
"""

INTEGRATION_TYPES: tuple[IntegrationType, ...] = ("MOCK", "HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY")
PASSTHROUGH_BEHAVIORS: tuple[PassthroughBehavior, ...] = ("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")
HTTP_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
ENDPOINT_TYPES: tuple[EndpointType, ...] = ("EDGE", "REGIONAL", "PRIVATE")
API_KEY_SOURCES: tuple[ApiKeySource, ...] = ("HEADER", "AUTHORIZER")
METHOD_VERBS = (*HTTP_METHODS, "ANY")
"""The possible verbs of a method; ANY stands for all of them."""
CONTENT_HANDLINGS: tuple[ContentHandling, ...] = ("CONVERT_TO_TEXT", "CONVERT_TO_BINARY")


class _WithMappings:
    """Keeps its parsed parameters beside its fields, so that no call parses them again.

    It is not compared, printed or pickled, and a changed copy makes its own.
    """

    __slots__ = ("_mappings",)
    _mappings: tuple[ParameterMapping, ...]


class IntegrationResponse(_WithMappings, Record):
    """How one kind of answer from the backend becomes a method response.

    A `selection_pattern` of None or "" makes it the default. `response_parameters` maps `method.response.header.{name}`
    to its source.
    """

    status_code: str
    selection_pattern: str | None = None
    response_parameters: Mapping[str, str] = field(default_factory=dict)
    response_templates: Templates = field(default_factory=dict)
    content_handling: ContentHandling | None = None


class Integration(_WithMappings, Record):
    """The integration of a method.

    `http_method` is the verb of the integration, `uri` its address or ARN (None for MOCK). `request_parameters` maps
    `integration.request.{header,querystring,path}.{name}` to its source.
    """

    type: IntegrationType
    http_method: str | None = None
    uri: str | None = None
    request_parameters: Mapping[str, str] = field(default_factory=dict)
    request_templates: Templates = field(default_factory=dict)
    passthrough_behavior: PassthroughBehavior = "WHEN_NO_MATCH"
    content_handling: ContentHandling | None = None
    timeout_in_millis: int = 29000
    connection_type: Literal["INTERNET", "VPC_LINK"] = "INTERNET"
    connection_id: str | None = None
    credentials: str | None = None
    cache_namespace: str | None = None
    cache_key_parameters: tuple[str, ...] = ()
    integration_responses: tuple[IntegrationResponse, ...] = ()


class MethodResponse(Record):
    """A response that a method declares; `response_models` maps a content type to a model's name."""

    status_code: str
    response_parameters: Mapping[str, bool] = field(default_factory=dict)
    response_models: Mapping[str, str] = field(default_factory=dict)


class RequestValidator(Record):
    """What is checked before the integration is called."""

    validate_request_body: bool = False
    validate_request_parameters: bool = False
    name: str | None = None


class Authorizer(Record):
    """An authorizer of an API.

    `identity_sources` are expressions such as `method.request.header.Authorization`. `type` is None if the definition
    names an authorizer and does not hold it. With a `result_ttl_in_seconds` of 0 its answers are not cached.
    """

    name: str
    type: AuthorizerType | None = None
    identity_sources: tuple[str, ...] = ()
    identity_validation_expression: str | None = None
    result_ttl_in_seconds: int = 300
    uri: str | None = None


class ApiKey(Record):
    """An API key of a definition, without its value.

    `names` are the names by which a test may mean it. `stages` are the stages of the API that usage plans open to it;
    None if no usage plan speaks of it.
    """

    names: tuple[str, ...]
    enabled: bool = True
    stages: tuple[str, ...] | None = None


class Method(Record):
    """A verb (or `ANY`) of a resource.

    `request_parameters` maps `method.request.{header,querystring,path}.{name}` to whether it is required,
    `request_models` a content type to the name of a model in `RestApi.models`. `method_responses` is None if the
    declared responses are not known. `authorizer` is the authorizer of a method whose `authorization_type` is `CUSTOM`
    or `COGNITO_USER_POOLS`, None if it is not known.
    """

    http_method: str
    resource_path: str
    integration: Integration
    request_parameters: Mapping[str, bool] = field(default_factory=dict)
    request_models: Mapping[str, str] = field(default_factory=dict)
    request_validator: RequestValidator | None = None
    method_responses: tuple[MethodResponse, ...] | None = None
    api_key_required: bool = False
    authorization_type: str = "NONE"
    operation_name: str | None = None
    authorizer: Authorizer | None = None
    authorization_scopes: tuple[str, ...] = ()


class GatewayResponse(_WithMappings, Record):
    """A customized answer of the gateway itself.

    `response_parameters` maps `gatewayresponse.header.{name}` to its source; None for `status_code` and an empty map of
    templates keep the defaults of the type.
    """

    response_type: str
    status_code: str | None = None
    response_parameters: Mapping[str, str] = field(default_factory=dict)
    response_templates: Templates = field(default_factory=dict)


class CanarySettings(Record):
    """A canary deployment: the share of traffic it takes (0 to 100) and its own stage variables."""

    percent_traffic: float = 0.0
    stage_variable_overrides: Mapping[str, str] = field(default_factory=dict)


class Stage(Record):
    """A stage to which an API is deployed; `canary_settings` is None for a stage without a canary.

    `access_log_format` is the format of its access log, None if it has none.
    """

    stage_name: str = "test"
    variables: Mapping[str, str] = field(default_factory=dict)
    canary_settings: CanarySettings | None = None
    access_log_format: str | None = None


class RestApi(Record):
    """A REST API as deployed to one stage.

    `models` maps a model's name to its JSON schema (draft 4, as data), `gateway_responses` a response type such as
    `DEFAULT_4XX` to its customization. `endpoint_type` is None for an API whose type is not known, which then adds no
    headers of its own (docs/fidelity.md#edge-headers). `usage_plan_stages` are its stages that some usage plan names,
    None if no plan names any. `findings` say what its definition has without effect.
    """

    methods: tuple[Method, ...] = ()
    name: str = ""
    id: str = "abcdef1234"
    stage: Stage = Stage()
    binary_media_types: tuple[str, ...] = ()
    models: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    gateway_responses: Mapping[str, GatewayResponse] = field(default_factory=dict)
    minimum_compression_size: int | None = None
    endpoint_type: EndpointType | None = None
    api_key_source: ApiKeySource = "HEADER"
    api_keys: tuple[ApiKey, ...] = ()
    usage_plan_stages: tuple[str, ...] | None = None
    findings: tuple[Finding, ...] = field(default=(), compare=False)


# Parameters: parsed when a definition was read, or, of a model made in Python, when they are first asked for


def request_mappings(integration: Integration) -> tuple[ParameterMapping, ...]:
    """The `request_parameters` of an integration, parsed."""
    return _kept(integration, integration.request_parameters, REQUEST_PARAMETERS)


def response_mappings(response: IntegrationResponse) -> tuple[ParameterMapping, ...]:
    """The `response_parameters` of an integration response, parsed."""
    return _kept(response, response.response_parameters, RESPONSE_PARAMETERS)


def gateway_response_mappings(response: GatewayResponse) -> tuple[ParameterMapping, ...]:
    """The `response_parameters` of a gateway response, parsed."""
    return _kept(response, response.response_parameters, GATEWAY_RESPONSE_PARAMETERS)


def _kept(record: _WithMappings, parameters: Mapping[str, str], rules: MappingRules) -> tuple[ParameterMapping, ...]:
    try:
        return record._mappings
    except AttributeError:
        read: tuple[ParameterMapping, ...] | None = getattr(parameters, "mappings", None)
        mappings = parse_mappings(parameters, rules) if read is None else read
        object.__setattr__(record, "_mappings", mappings)
        return mappings
