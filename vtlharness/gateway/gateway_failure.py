"""A call that the gateway itself answers.

Any stage may raise it; `gateway.invocation` catches it, and `gateway.stages.gateway_responses` turns it into the
client's answer. Evidence: docs/fidelity.md#types-of-gateway-responses.
"""

from __future__ import annotations


class GatewayFailure(Exception):  # noqa: N818 (API Gateway's word for it is a response, not an error)
    """Ends an invocation with a gateway response.

    `response_type` is API Gateway's (`BAD_REQUEST_BODY`); `message` is the client's message, None for the type's own;
    `status`, where given, replaces the type's status; `error_type` is the value of `x-amzn-ErrorType`; `log` is the
    line of the execution log that says what happened, `reason` says it to the reader of a test, if that line does not.
    """

    def __init__(
        self,
        response_type: str,
        message: str | None = None,
        *,
        status: int | None = None,
        error_type: str | None = None,
        log: str | None = None,
        validation_error: str | None = None,
        reason: str | None = None,
    ) -> None:
        super().__init__(message or response_type)
        self.response_type = response_type
        self.message = message
        self.status = status
        self.error_type = error_type
        self.log = log
        self.validation_error = validation_error
        self.reason = reason


def configuration_error(log: str) -> GatewayFailure:
    """The client's answer to any fault in the API's configuration: 500, `Internal server error`."""
    return GatewayFailure("API_CONFIGURATION_ERROR", log=f"Execution failed due to configuration error: {log}")
