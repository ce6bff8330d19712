"""One change of a definition, and how a case's API has it.

Made by `method_changes`, `authorizer_changes` and `gateway_response_changes`. Next: `trying` makes the call of a case
with the changed API.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, TypeAlias

from vtlharness.cases.integration.case import IntegrationCase
from vtlharness.gateway.model import Authorizer, GatewayResponse, Method, RestApi
from vtlharness.gateway.stages.routing import Route
from vtlharness.mutation.change import Change, Operator

Keys: TypeAlias = tuple[str | int, ...]
"""Where a setting stands: below the integration of a method, the authorizer, the gateway response."""

Part: TypeAlias = Method | Authorizer | GatewayResponse
"""A part of a definition that a change changes."""

ANY_TEXT = ".*"
"""The pattern that every text matches."""


class DefinitionChange(NamedTuple):
    """A change of one setting, at `keys` of a `part`, which is then as `changed`.

    `cases` are the numbers of the cases for which the setting counts. Where the setting is the template of a gateway
    response, `edit` is the change of its text, which `applied` makes: `changed` is the part as it was. `needs` says
    what a case needs that would notice the change, empty where the operator says enough.
    """

    operator: Operator
    keys: Keys
    before: str
    after: str
    part: Part
    changed: Part
    cases: tuple[int, ...]
    edit: Change | None = None
    needs: str = ""

    @property
    def drops_constant(self) -> bool:
        """Whether it drops a mapping from a constant."""
        return self.operator == "mapping dropped" and self.before.endswith("'")

    @property
    def part_name(self) -> str:
        """The name of the changed part."""
        if isinstance(self.part, Method):
            return f"{self.part.http_method} {self.part.resource_path}"
        if isinstance(self.part, Authorizer):
            return f"authorizer {self.part.name}"
        return f"gateway response {self.part.response_type}"

    def applied(self, case: IntegrationCase) -> IntegrationCase:
        """The case with the change in its API."""
        route = case.route
        if route is not None:
            route = Route(self._method(route.method), route.path_parameters)
        return replace(case, api=self._api(case.api), route=route)

    def _api(self, api: RestApi) -> RestApi:
        if isinstance(self.changed, GatewayResponse):
            response = self._gateway_response(self.changed)
            return replace(api, gateway_responses={**api.gateway_responses, response.response_type: response})
        return replace(api, methods=tuple(map(self._method, api.methods)))

    def _gateway_response(self, response: GatewayResponse) -> GatewayResponse:
        if self.edit is None:
            return response
        content_type = str(self.keys[-1])
        edited = self.edit.applied(response.response_templates[content_type])
        return replace(response, response_templates={**response.response_templates, content_type: edited})

    def _method(self, method: Method) -> Method:
        """A method with the change, if the change is of it or of its authorizer."""
        if isinstance(self.changed, Method):
            return self.changed if method == self.part else method
        if isinstance(self.changed, Authorizer) and method.authorizer == self.part:
            return replace(method, authorizer=self.changed)
        return method
