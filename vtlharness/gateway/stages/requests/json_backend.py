"""The backends that take JSON alone, and the finding for a request to one that is not JSON.

Comes in: an integration request, and the run of its template. Goes out: a `Finding`, or None. The call goes on: the
backend's answer is given by the caller. Evidence: docs/fidelity.md#json-backends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vtlharness.errors import VtlHarnessError
from vtlharness.findings import Finding
from vtlharness.gateway.codecs.headers import header
from vtlharness.gateway.codecs.media_types import content_type
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.integration_request import IntegrationRequest
from vtlharness.gateway.stages.exchange import Exchange
from vtlharness.gateway.stages.requests.custom_request import traced_request_run
from vtlharness.gateway.templates.ignore_comments import kept_findings
from vtlharness.gateway.templates.rendering import TemplateRun

if TYPE_CHECKING:
    from vtlharness.documents.json.values import JsonTextError

# Services that speak AWS's JSON protocol only, with the names that people know them by.
_JSON_SERVICES = {
    "athena": "Athena",
    "cognito-identity": "Cognito",
    "cognito-idp": "Cognito",
    "dynamodb": "DynamoDB",
    "events": "EventBridge",
    "firehose": "Firehose",
    "kinesis": "Kinesis",
    "kms": "KMS",
    "logs": "CloudWatch Logs",
    "secretsmanager": "Secrets Manager",
    "states": "Step Functions",
    "sync-states": "Step Functions",
    "streams.dynamodb": "DynamoDB",
}
# Services with a query protocol too: the headers of a request tell its protocol.
_NAMES = {"sns": "SNS", "sqs": "SQS", "ssm": "Systems Manager"}
_FORM = "application/x-www-form-urlencoded"
_BODILESS = ("GET", "HEAD")


def json_backend(sent: IntegrationRequest) -> str | None:
    """The name of the backend, if it reads the body as JSON; None for any other one, forms of query protocols too."""
    service = sent.service
    if service is None or sent.type != "AWS":
        return None
    if service.function is not None:
        return "Lambda"
    media_type = content_type(sent.headers).partition(";")[0].strip().lower()
    if media_type.startswith("application/x-amz-json"):
        return _name(service.service)
    if media_type.endswith(("/cbor", "/x-amz-cbor-1.1")):
        return None
    known = _JSON_SERVICES.get(service.service)
    if known is None and media_type != _FORM and header(sent.headers, "X-Amz-Target") is not None:
        return _name(service.service)
    return known


def _name(service: str) -> str:
    return _JSON_SERVICES.get(service) or _NAMES.get(service) or service


def body_finding(exchange: Exchange, sent: IntegrationRequest, run: TemplateRun | None) -> Finding | None:
    """The finding for a request to a JSON backend whose body is not JSON; None for any other request.

    `run` is the template's run, None if the client's body passed.
    """
    reader = json_backend(sent)
    if reader is None or sent.http_method in _BODILESS or (reader == "Lambda" and not sent.body):
        return None  # a function gets {} for an empty body
    from vtlharness.documents.json.values import JsonTextError, check_json

    text = sent.body_text
    try:
        check_json(text)
        return None
    except JsonTextError as found:
        problem = found
    if problem.cause == "too much":
        return None
    if run is None or run.rendering.text != text:
        return _passed(content_type(exchange.request.headers), problem, reader)
    return _printed(exchange, run, problem, reader)


def _passed(sent_type: str, problem: Exception, reader: str) -> Finding:
    message = f"no template runs for {sent_type}, and the body that passes is not JSON, because {problem}"
    return Finding(
        "API402",
        f"{message}: {reader} refuses the request",
        hint=f"give the integration a request template for {sent_type}, or set passthroughBehavior to NEVER",
    )


def _printed(exchange: Exchange, run: TemplateRun, problem: JsonTextError, reader: str) -> Finding | None:
    """The finding at the place in the template, which a second, traced run tells."""
    from vtlharness.gateway.templates.json_output import not_json_finding

    try:
        again = run if run.rendering.origins else traced_request_run(exchange, run)
    except (VtlHarnessError, GatewayFailure):  # a limit, for example: tracing takes longer
        again = run
    if again.rendering.text != run.rendering.text:
        again = run
    found = not_json_finding(again, problem, reader)
    told = {(other.rule, other.line) for other in run.rendering.findings}
    if ("VTL111", found.line) in told:
        return None
    return next(iter(kept_findings(run.template, (found,))), None)
