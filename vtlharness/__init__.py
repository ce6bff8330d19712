"""Test Amazon API Gateway mapping templates offline.

    from vtlharness import MappingTemplate, MethodRequest, render_request

    template = MappingTemplate.from_text("Hello $input.params('name')")
    rendering = render_request(template, MethodRequest(query_string={"name": "World"}))
    rendering.text                # 'Hello World'
    rendering.request_override    # {'header': {}, 'path': {}, 'querystring': {}}

`render_response` takes the backend's `BackendReply` too. A template that the service would refuse raises
`VtlSyntaxError`, one that fails while it renders `VtlRenderError`; both are `VtlHarnessError`s with file, line, column.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vtlharness.errors import CaseFileError, VtlHarnessError, VtlRenderError, VtlSyntaxError
    from vtlharness.gateway.mapping import render_request, render_response
    from vtlharness.gateway.mapping_template import MappingTemplate
    from vtlharness.gateway.records import BackendReply, MethodRequest, Rendering

__version__ = "0.1.0"

_HOME = {
    "CaseFileError": "errors",
    "BackendReply": "gateway.records",
    "MappingTemplate": "gateway.mapping_template",
    "MethodRequest": "gateway.records",
    "Rendering": "gateway.records",
    "VtlHarnessError": "errors",
    "VtlRenderError": "errors",
    "VtlSyntaxError": "errors",
    "render_request": "gateway.mapping",
    "render_response": "gateway.mapping",
}
__all__ = [
    "BackendReply",
    "CaseFileError",
    "MappingTemplate",
    "MethodRequest",
    "Rendering",
    "VtlHarnessError",
    "VtlRenderError",
    "VtlSyntaxError",
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
