"""A call of the `vtl` fixture through a definition. Imported by the first test that makes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from vtlharness.backends.canned import CannedBackend
from vtlharness.definitions import load_definition
from vtlharness.engines.native import NativeEngine
from vtlharness.gateway.access import NOTHING_SAID, Access
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.invocation import Invocation, invoke
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.stages.requests.integration_uri import split_query

if TYPE_CHECKING:
    from vtlharness.cases.session import Session
    from vtlharness.gateway.backend import Backend


class DefinitionCall(NamedTuple):
    """The API that is called: the definition's path, and what chooses in it."""

    definition: str
    stage: str | None
    parameters: Mapping[str, str]
    api: str | None

    def request(
        self,
        http_method: str,
        path: str,
        query_string: Mapping[str, Any] | None,
        headers: Mapping[str, Any] | None,
        body: str | None,
    ) -> MethodRequest:
        """The client's request; the query string of the path stands before that which is given by itself."""
        address, query = split_query(path)
        for name, value in (query_string or {}).items():
            query.setdefault(name, []).extend(value if isinstance(value, (list, tuple)) else [value])
        return MethodRequest(
            http_method, "/" + address.lstrip("/"), query_string=query, headers=headers or {}, body=body
        )

    def made(
        self,
        session: Session,
        request: MethodRequest,
        backend: Backend | BackendReply | None,
        access: Access | None,
        context: Mapping[str, object] | None,
        stage_variables: Mapping[str, Any] | None,
    ) -> Invocation:
        """The call under the limits of the run. Raises as `load_definition` and `invoke` do."""
        api = load_definition(
            self.definition,
            self.parameters,
            self.stage,
            api=self.api,
            allow_outside=session.options.allow_outside,
            limits=session.limits,
        )
        if backend is None or isinstance(backend, BackendReply):
            backend = CannedBackend(BackendReply() if backend is None else backend)
        engine = session.service or session.engine
        native = engine if isinstance(engine, NativeEngine) else NativeEngine()
        return invoke(
            api,
            request,
            backend,
            context=context,
            stage_variables=stage_variables,
            compile_template=native.template,
            limits=session.limits,
            access=NOTHING_SAID if access is None else access,
        )
