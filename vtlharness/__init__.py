"""Test Amazon API Gateway mapping templates offline, and trust the result.

    from vtlharness import MappingTemplate, MethodRequest, render_request

    template = MappingTemplate.from_text("Hello $input.params('name')")
    rendering = render_request(template, MethodRequest(query_string={"name": "World"}))
    rendering.text                # 'Hello World'
    rendering.request_override    # {'header': {}, 'path': {}, 'querystring': {}}

`render_response` takes the backend's `BackendReply` too. A whole integration, from request to response:

    from vtlharness import BackendReply, CannedBackend, MethodRequest, invoke, load_definition

    api = load_definition("openapi.yaml", stage="prod")
    backend = CannedBackend(BackendReply(200, {}, '{"sum": 12.5}'))
    invocation = invoke(api, MethodRequest("POST", "/quotes", body="{}"), backend)
    invocation.integration_request.body_text    # what the backend received
    invocation.response.status                  # what the client gets: status, headers, body_text
    invocation.log                              # the execution log, line by line

Cases in case files, as `vtl-run` runs them:

    from vtlharness import run_cases

    for record in run_cases("tests"):
        record.id, record.outcome, record.differences    # plain data, the same from any number of processes

A template that the service would refuse raises `VtlSyntaxError`, one that fails while it renders `VtlRenderError`, and
one that exceeds its `Limits` `LimitError`. All are `VtlHarnessError`s with file, line, column.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vtlharness._version import __version__ as __version__
    from vtlharness.backends.aws_service import AwsService
    from vtlharness.backends.cached_authorizers import CachedAuthorizers
    from vtlharness.backends.canned import CannedBackend
    from vtlharness.backends.http_endpoint import HttpEndpoint
    from vtlharness.backends.lambda_function import LambdaFunction
    from vtlharness.backends.lambda_reply import lambda_error, lambda_result
    from vtlharness.backends.live import LiveBackend, live_backend
    from vtlharness.backends.settings import BackendSettings
    from vtlharness.cases.integration.gateway_answer import GatewayAnswer
    from vtlharness.cases.results import (
        DataChange,
        DataDifference,
        Difference,
        ErrorRecord,
        HostileFinding,
        NoExpectedFile,
        NotJson,
        RenderFailed,
        RenderSucceeded,
        StrictFinding,
        TemplateLine,
        TextDifference,
        UnmetMatcher,
    )
    from vtlharness.definitions import load_definition, load_integration
    from vtlharness.definitions.reading.wrong_option import WrongOptionError
    from vtlharness.errors import (
        CaseFileError,
        DefinitionError,
        LimitError,
        VtlHarnessError,
        VtlRenderError,
        VtlSyntaxError,
    )
    from vtlharness.findings import Finding
    from vtlharness.gateway.access import (
        Access,
        AccessError,
        AuthorizerAnswer,
        CognitoClaims,
        IamIdentity,
        LambdaOutput,
    )
    from vtlharness.gateway.backend import AuthorizerBackend, Backend, BackendTimeout, BackendUnreachable
    from vtlharness.gateway.backend_reply import BackendReply
    from vtlharness.gateway.call import Call
    from vtlharness.gateway.execution_log import ExecutionLog
    from vtlharness.gateway.integration_request import IntegrationRequest
    from vtlharness.gateway.invocation import Invocation, invoke
    from vtlharness.gateway.invoke_method import invoke_method_alone
    from vtlharness.gateway.method_request import MethodRequest, ParameterValues
    from vtlharness.gateway.model import (
        ApiKey,
        ApiKeySource,
        Authorizer,
        AuthorizerType,
        CanarySettings,
        ContentHandling,
        EndpointType,
        GatewayResponse,
        Integration,
        IntegrationResponse,
        IntegrationType,
        Method,
        MethodResponse,
        PassthroughBehavior,
        RequestValidator,
        RestApi,
        Stage,
    )
    from vtlharness.gateway.service_arn import ServiceArn
    from vtlharness.gateway.stages.exchange import TemplateCompiler
    from vtlharness.gateway.stages.responses.method_response import MethodResponseMessage
    from vtlharness.gateway.stages.responses.selection_account import OtherPattern, SelectionAccount
    from vtlharness.gateway.templates.mapping_template import MappingTemplate
    from vtlharness.gateway.templates.render import render_request, render_response
    from vtlharness.gateway.templates.rendering import Rendering, TemplateRun
    from vtlharness.limits.budget import Limits
    from vtlharness.report.record import CaseRecord, RecordOutcome, TemplateText
    from vtlharness.running.run_cases import run_cases
    from vtlharness.source import Position, Source

_HOME = {
    "__version__": "_version",
    "Access": "gateway.access",
    "AccessError": "gateway.access",
    "ApiKey": "gateway.model",
    "ApiKeySource": "gateway.model",
    "Authorizer": "gateway.model",
    "AuthorizerAnswer": "gateway.access",
    "AuthorizerBackend": "gateway.backend",
    "AuthorizerType": "gateway.model",
    "AwsService": "backends.aws_service",
    "Backend": "gateway.backend",
    "BackendReply": "gateway.backend_reply",
    "BackendSettings": "backends.settings",
    "BackendTimeout": "gateway.backend",
    "BackendUnreachable": "gateway.backend",
    "Call": "gateway.call",
    "CanarySettings": "gateway.model",
    "CachedAuthorizers": "backends.cached_authorizers",
    "CannedBackend": "backends.canned",
    "CaseFileError": "errors",
    "CaseRecord": "report.record",
    "CognitoClaims": "gateway.access",
    "ContentHandling": "gateway.model",
    "DataChange": "cases.results",
    "DataDifference": "cases.results",
    "DefinitionError": "errors",
    "Difference": "cases.results",
    "EndpointType": "gateway.model",
    "ErrorRecord": "cases.results",
    "ExecutionLog": "gateway.execution_log",
    "Finding": "findings",
    "GatewayAnswer": "cases.integration.gateway_answer",
    "GatewayResponse": "gateway.model",
    "HostileFinding": "cases.results",
    "HttpEndpoint": "backends.http_endpoint",
    "IamIdentity": "gateway.access",
    "Integration": "gateway.model",
    "IntegrationRequest": "gateway.integration_request",
    "IntegrationResponse": "gateway.model",
    "IntegrationType": "gateway.model",
    "Invocation": "gateway.invocation",
    "LambdaFunction": "backends.lambda_function",
    "LambdaOutput": "gateway.access",
    "LimitError": "errors",
    "Limits": "limits.budget",
    "LiveBackend": "backends.live",
    "MappingTemplate": "gateway.templates.mapping_template",
    "Method": "gateway.model",
    "MethodRequest": "gateway.method_request",
    "MethodResponse": "gateway.model",
    "MethodResponseMessage": "gateway.stages.responses.method_response",
    "NoExpectedFile": "cases.results",
    "NotJson": "cases.results",
    "OtherPattern": "gateway.stages.responses.selection_account",
    "ParameterValues": "gateway.method_request",
    "PassthroughBehavior": "gateway.model",
    "Position": "source",
    "RecordOutcome": "report.record",
    "RenderFailed": "cases.results",
    "RenderSucceeded": "cases.results",
    "Rendering": "gateway.templates.rendering",
    "RequestValidator": "gateway.model",
    "RestApi": "gateway.model",
    "SelectionAccount": "gateway.stages.responses.selection_account",
    "ServiceArn": "gateway.service_arn",
    "Source": "source",
    "Stage": "gateway.model",
    "StrictFinding": "cases.results",
    "TemplateCompiler": "gateway.stages.exchange",
    "TemplateLine": "cases.results",
    "TemplateText": "report.record",
    "TemplateRun": "gateway.templates.rendering",
    "TextDifference": "cases.results",
    "UnmetMatcher": "cases.results",
    "VtlHarnessError": "errors",
    "VtlRenderError": "errors",
    "VtlSyntaxError": "errors",
    "WrongOptionError": "definitions.reading.wrong_option",
    "invoke": "gateway.invocation",
    "invoke_method_alone": "gateway.invoke_method",
    "lambda_error": "backends.lambda_reply",
    "lambda_result": "backends.lambda_reply",
    "live_backend": "backends.live",
    "load_definition": "definitions",
    "load_integration": "definitions",
    "render_request": "gateway.templates.render",
    "render_response": "gateway.templates.render",
    "run_cases": "running.run_cases",
}
__all__ = [
    "Access",
    "AccessError",
    "ApiKey",
    "ApiKeySource",
    "Authorizer",
    "AuthorizerAnswer",
    "AuthorizerBackend",
    "AuthorizerType",
    "AwsService",
    "Backend",
    "BackendReply",
    "BackendSettings",
    "BackendTimeout",
    "BackendUnreachable",
    "CachedAuthorizers",
    "Call",
    "CanarySettings",
    "CannedBackend",
    "CaseFileError",
    "CaseRecord",
    "CognitoClaims",
    "ContentHandling",
    "DataChange",
    "DataDifference",
    "DefinitionError",
    "Difference",
    "EndpointType",
    "ErrorRecord",
    "ExecutionLog",
    "Finding",
    "GatewayAnswer",
    "GatewayResponse",
    "HostileFinding",
    "HttpEndpoint",
    "IamIdentity",
    "Integration",
    "IntegrationRequest",
    "IntegrationResponse",
    "IntegrationType",
    "Invocation",
    "LambdaFunction",
    "LambdaOutput",
    "LimitError",
    "Limits",
    "LiveBackend",
    "MappingTemplate",
    "Method",
    "MethodRequest",
    "MethodResponse",
    "MethodResponseMessage",
    "NoExpectedFile",
    "NotJson",
    "OtherPattern",
    "ParameterValues",
    "PassthroughBehavior",
    "Position",
    "RecordOutcome",
    "RenderFailed",
    "RenderSucceeded",
    "Rendering",
    "RequestValidator",
    "RestApi",
    "SelectionAccount",
    "ServiceArn",
    "Source",
    "Stage",
    "StrictFinding",
    "TemplateCompiler",
    "TemplateLine",
    "TemplateRun",
    "TemplateText",
    "TextDifference",
    "UnmetMatcher",
    "VtlHarnessError",
    "VtlRenderError",
    "VtlSyntaxError",
    "WrongOptionError",
    "invoke",
    "invoke_method_alone",
    "lambda_error",
    "lambda_result",
    "live_backend",
    "load_definition",
    "load_integration",
    "render_request",
    "render_response",
    "run_cases",
]


def __getattr__(name: str) -> object:
    """Imports what is asked for: a command that only prints its help needs none of it."""
    if name not in _HOME:
        raise AttributeError(f"module 'vtlharness' has no attribute {name!r}")
    value = getattr(import_module(f"vtlharness.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Every public name, loaded or not, and no other."""
    return sorted(_HOME)
