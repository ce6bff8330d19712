"""The known properties of resource types for which an unknown property would change the result of a test.

Comes in: a cursor at properties. Goes out: nothing, or a DefinitionError for a name that CloudFormation refuses too
(`Encountered unsupported property`). Names are those of CloudFormation's resource reference.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.definitions.reading.cursor import Cursor
from vtlharness.nearest import nearest_hint

PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "AWS::ApiGateway::GatewayResponse": (
        "ResponseParameters",
        "ResponseTemplates",
        "ResponseType",
        "RestApiId",
        "StatusCode",
    ),
    "AWS::ApiGateway::Method": (
        "ApiKeyRequired",
        "AuthorizationScopes",
        "AuthorizationType",
        "AuthorizerId",
        "HttpMethod",
        "Integration",
        "MethodResponses",
        "OperationName",
        "RequestModels",
        "RequestParameters",
        "RequestValidatorId",
        "ResourceId",
        "RestApiId",
    ),
    "AWS::ApiGateway::Method Integration": (
        "CacheKeyParameters",
        "CacheNamespace",
        "ConnectionId",
        "ConnectionType",
        "ContentHandling",
        "Credentials",
        "IntegrationHttpMethod",
        "IntegrationResponses",
        "IntegrationTarget",
        "PassthroughBehavior",
        "RequestParameters",
        "RequestTemplates",
        "ResponseTransferMode",
        "TimeoutInMillis",
        "Type",
        "Uri",
    ),
    "AWS::ApiGateway::Method MethodResponse": ("ResponseModels", "ResponseParameters", "StatusCode"),
    "AWS::ApiGateway::Model": ("ContentType", "Description", "Name", "RestApiId", "Schema"),
    "AWS::ApiGateway::RequestValidator": (
        "Name",
        "RestApiId",
        "ValidateRequestBody",
        "ValidateRequestParameters",
    ),
    "AWS::ApiGateway::Resource": ("ParentId", "PathPart", "RestApiId"),
}


def known_properties(cursor: Cursor, kind: str) -> Cursor:
    """The cursor, if its mapping has only properties of the type. Raises DefinitionError."""
    known = PROPERTIES[kind]
    for key in cursor.mapping().value:
        if key not in known and not key.startswith("Fn::"):
            raise cursor.error(f"{kind} has no property `{key}`", key=key, hint=nearest_hint(key, known))
    return cursor
