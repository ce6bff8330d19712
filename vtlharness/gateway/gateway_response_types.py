"""The types of gateway responses, and the service's answers for an API that customizes none of them.

Used by `gateway.stages.gateway_responses`, and by modules that check the name of a type. Evidence:
docs/fidelity.md#types-of-gateway-responses, where all statuses are recorded,
docs/fidelity.md#authorizer-errors-have-no-message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class GatewayResponseType(NamedTuple):
    """The service's answer: `status` is None if it depends on the failure, `message` if the answer has none."""

    status: int | None
    message: str | None
    error_type: str


_INTERNAL = "InternalServerErrorException"
_BAD = "BadRequestException"
_LIMIT = "LimitExceededException"
_AUTHORIZER = "AuthorizerConfigurationException"

RESPONSE_TYPES: Mapping[str, GatewayResponseType] = {
    name: GatewayResponseType(*row)
    for name, row in {
        "ACCESS_DENIED": (403, "Access Denied", "AccessDeniedException"),
        "API_CONFIGURATION_ERROR": (500, "Internal server error", _INTERNAL),
        "AUTHORIZER_CONFIGURATION_ERROR": (500, None, _AUTHORIZER),
        "AUTHORIZER_FAILURE": (500, None, _AUTHORIZER),
        "BAD_REQUEST_BODY": (400, "Invalid request body", _BAD),
        "BAD_REQUEST_PARAMETERS": (400, "Missing required request parameters", _BAD),
        "DEFAULT_4XX": (None, "Bad Request", _BAD),
        "DEFAULT_5XX": (None, "Internal server error", _INTERNAL),
        "EXPIRED_TOKEN": (403, "The security token included in the request is expired", "ExpiredTokenException"),
        "INTEGRATION_FAILURE": (504, "Network error communicating with endpoint", _INTERNAL),
        "INTEGRATION_TIMEOUT": (504, "Endpoint request timed out", _INTERNAL),
        "INVALID_API_KEY": (403, "Forbidden", "ForbiddenException"),
        "INVALID_SIGNATURE": (
            403,
            "The request signature we calculated does not match the signature you provided.",
            "InvalidSignatureException",
        ),
        "MISSING_AUTHENTICATION_TOKEN": (403, "Missing Authentication Token", "MissingAuthenticationTokenException"),
        "QUOTA_EXCEEDED": (429, "Limit Exceeded", _LIMIT),
        "REQUEST_TOO_LARGE": (413, "Request Too Long", "RequestTooLargeException"),
        "RESOURCE_NOT_FOUND": (404, "Not Found", "NotFoundException"),
        "THROTTLED": (429, "Too Many Requests", "TooManyRequestsException"),
        "UNAUTHORIZED": (401, "Unauthorized", "UnauthorizedException"),
        "UNSUPPORTED_MEDIA_TYPE": (415, "Unsupported Media Type", _BAD),
        "WAF_FILTERED": (403, "Forbidden", "ForbiddenException"),
    }.items()
}
"""By name, as `aws apigateway get-gateway-responses` lists them."""
