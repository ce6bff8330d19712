"""Test Amazon API Gateway mapping templates offline.

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

A template that the service would refuse raises
`VtlSyntaxError`, one that fails while it renders `VtlRenderError`; both are `VtlHarnessError`s with file, line, column.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vtlharness.definitions import load_definition, load_integration
    from vtlharness.definitions.options import WrongOptionError
    from vtlharness.errors import CaseFileError, VtlHarnessError, VtlRenderError, VtlSyntaxError
    from vtlharness.gateway.backend import (
        Backend,
        BackendTimeout,
        BackendUnreachable,
        CannedBackend,
        lambda_error,
        lambda_result,
    )
    from vtlharness.gateway.context import Call
    from vtlharness.gateway.integration_request import IntegrationRequest
    from vtlharness.gateway.invocation import Invocation, invoke
    from vtlharness.gateway.lone_method import invoke_method_alone
    from vtlharness.gateway.mapping import render_request, render_response
    from vtlharness.gateway.mapping_template import MappingTemplate
    from vtlharness.gateway.method_response import MethodResponseMessage
    from vtlharness.gateway.model import (
        GatewayResponse,
        Integration,
        IntegrationResponse,
        Method,
        MethodResponse,
        RequestValidator,
        RestApi,
        Stage,
    )
    from vtlharness.gateway.records import BackendReply, MethodRequest, Rendering

__version__ = "0.1.0"

_HOME = {
    "Backend": "gateway.backend",
    "BackendReply": "gateway.records",
    "BackendTimeout": "gateway.backend",
    "BackendUnreachable": "gateway.backend",
    "Call": "gateway.context",
    "CannedBackend": "gateway.backend",
    "CaseFileError": "errors",
    "GatewayResponse": "gateway.model",
    "Integration": "gateway.model",
    "IntegrationRequest": "gateway.integration_request",
    "IntegrationResponse": "gateway.model",
    "Invocation": "gateway.invocation",
    "MappingTemplate": "gateway.mapping_template",
    "Method": "gateway.model",
    "MethodRequest": "gateway.records",
    "MethodResponse": "gateway.model",
    "MethodResponseMessage": "gateway.method_response",
    "Rendering": "gateway.records",
    "RequestValidator": "gateway.model",
    "RestApi": "gateway.model",
    "Stage": "gateway.model",
    "VtlHarnessError": "errors",
    "VtlRenderError": "errors",
    "VtlSyntaxError": "errors",
    "WrongOptionError": "definitions.options",
    "invoke": "gateway.invocation",
    "invoke_method_alone": "gateway.lone_method",
    "lambda_error": "gateway.backend",
    "lambda_result": "gateway.backend",
    "load_definition": "definitions",
    "load_integration": "definitions",
    "render_request": "gateway.mapping",
    "render_response": "gateway.mapping",
}
__all__ = [
    "Backend",
    "BackendReply",
    "BackendTimeout",
    "BackendUnreachable",
    "Call",
    "CannedBackend",
    "CaseFileError",
    "GatewayResponse",
    "Integration",
    "IntegrationRequest",
    "IntegrationResponse",
    "Invocation",
    "MappingTemplate",
    "Method",
    "MethodRequest",
    "MethodResponse",
    "MethodResponseMessage",
    "Rendering",
    "RequestValidator",
    "RestApi",
    "Stage",
    "VtlHarnessError",
    "VtlRenderError",
    "VtlSyntaxError",
    "WrongOptionError",
    "invoke",
    "invoke_method_alone",
    "lambda_error",
    "lambda_result",
    "load_definition",
    "load_integration",
    "render_request",
    "render_response",
]


def __getattr__(name: str) -> object:
    """Imports what is asked for: a command that only prints its help needs none of it."""
    if name not in _HOME:
        raise AttributeError(f"module 'vtlharness' has no attribute {name!r}")
    value = getattr(import_module(f"vtlharness.{_HOME[name]}"), name)
    globals()[name] = value
    return value
