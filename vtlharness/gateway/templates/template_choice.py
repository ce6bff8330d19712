"""The choice of the mapping template.

Comes in: templates by content type, and the content type or Accept header at hand. Goes out: a template, or None for
passthrough. Next: `gateway.stages.template_run`. Evidence: docs/fidelity.md#passthrough,
docs/fidelity.md#order-of-response-templates.
"""

from __future__ import annotations

from vtlharness.findings import Finding
from vtlharness.gateway.codecs.media_types import DEFAULT_CONTENT_TYPE
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.model import PassthroughBehavior, Templates
from vtlharness.source import Source

_ANY = "$default"


def request_template(templates: Templates, content_type: str, passthrough: PassthroughBehavior) -> Source | None:
    """The request template for a content type; None if the body passes unchanged.

    The whole content type must match, its parameters too; `$default` stands for any other. A matching template without
    text lets the body pass. Raises GatewayFailure (415) if `passthroughBehavior` lets nothing pass.
    """
    chosen = templates.get(content_type)
    if chosen is None:
        chosen = templates.get(_ANY)
    if chosen is not None:
        return chosen if chosen.text else None
    if passthrough == "NEVER" or (passthrough == "WHEN_NO_TEMPLATES" and templates):
        raise GatewayFailure("UNSUPPORTED_MEDIA_TYPE")
    return None


def choice_findings(templates: Templates, content_type: str) -> tuple[Finding, ...]:
    """A finding if only the parameters of the content type keep it from a template, which no recording shows."""
    media_type = content_type.partition(";")[0].strip()
    if media_type == content_type or content_type in templates or media_type not in templates:
        return ()
    message = (
        f"the request template for {media_type} does not run for {content_type}: "
        "as far as is known, the service compares the whole value"
    )
    return (Finding("API401", message, hint=f"give the integration a request template for {content_type} too"),)


def response_template(templates: Templates, accept: str | None) -> Source | None:
    """The response template: the one for Accept, that for application/json, or the first; None if there is none."""
    defined = {media_type: template for media_type, template in templates.items() if template.text}
    for media_type in (accept, DEFAULT_CONTENT_TYPE):
        if media_type in defined:
            return defined[media_type]
    return next(iter(defined.values()), None)
