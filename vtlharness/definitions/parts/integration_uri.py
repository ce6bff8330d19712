"""Checks the URI of an integration as the service does when an integration is put.

Comes in: an integration's type and URI. Goes out: nothing, or the sentence of the service and what to write instead
(docs/fidelity.md#refused-definitions).
"""

from __future__ import annotations

import re

_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.[^}]*\}")
_HTTP = re.compile(r"https?://.+", re.IGNORECASE | re.DOTALL)
_LAMBDA = re.compile(r"path/+\d{4}-\d\d-\d\d/functions/.+/(?:response-streaming-)?invocations", re.DOTALL)

INVALID_HTTP = "Invalid HTTP endpoint specified for URI"
INVALID_ARN = "Invalid ARN specified in the request"
NO_PATH_OR_ACTION = "AWS ARN for integration must contain path or action"
NOT_FOR_PROXY = (
    "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations."
)
_ARN_HINT = "arn:aws:apigateway:{region}:{service}:action/{name} or arn:aws:apigateway:{region}:{service}:path/{path}"
_LAMBDA_HINT = "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations"


def uri_problem(kind: str, uri: str) -> tuple[str, str] | None:
    """The service's sentence about a URI, and a hint; None for a valid URI.

    A URI that begins with a placeholder or a stage variable is not checked.
    """
    if kind == "MOCK" or uri.startswith(("<", "${")):
        return None
    if kind in ("HTTP", "HTTP_PROXY"):
        return None if _HTTP.fullmatch(uri) else (INVALID_HTTP, "begin it with http:// or https://")
    known = _STAGE_VARIABLE.sub("x", uri)
    parts = known.split(":", 5)
    if parts[0] != "arn" or len(parts) < 6:
        return INVALID_ARN, _ARN_HINT
    target = parts[5]
    if not target.startswith(("path/", "action/")) or target in ("path/", "action/"):
        is_function = parts[2] == "lambda" or parts[4] == "lambda"
        return NO_PATH_OR_ACTION, _LAMBDA_HINT if is_function else _ARN_HINT
    if kind == "AWS_PROXY":
        service = parts[4].rpartition(".")[2]
        fits = _LAMBDA.fullmatch(target) if service == "lambda" else service == "firehose" and target[:7] == "action/"
        if not fits:
            return NOT_FOR_PROXY, _LAMBDA_HINT
    return None
