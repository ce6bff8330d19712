"""The choice of the mapping template.

Comes in: templates by content type, and the content type or Accept header at hand. Goes out: a template, or None for
passthrough. Next: `gateway.stages.template_run`. Evidence: docs/fidelity.md#passthrough,
docs/fidelity.md#order-of-response-templates.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.findings import Finding
from vtlharness.gateway.codecs.media_types import key_of_type, without_parameters
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.model import PassthroughBehavior, Templates
from vtlharness.source import Source

_ANY = "$default"


def request_template(templates: Templates, content_type: str, passthrough: PassthroughBehavior) -> Source | None:
    """The request template for a content type; None if the body passes unchanged.

    Only the type counts, in its own casing: its parameters are ignored. `$default` stands for any other type. A
    matching template without text lets the body pass. Raises GatewayFailure (415) if `passthroughBehavior` lets nothing
    pass.
    """
    chosen = key_of_type(templates, content_type) or (_ANY if _ANY in templates else None)
    if chosen is not None:
        return _with_text(templates[chosen])
    if passthrough == "NEVER" or (passthrough == "WHEN_NO_TEMPLATES" and templates):
        raise GatewayFailure("UNSUPPORTED_MEDIA_TYPE")
    return None


def choice_findings(templates: Templates, content_type: str) -> tuple[Finding, ...]:
    """A finding if only the casing of the content type keeps it from a template, which no report shows."""
    media_type = without_parameters(content_type)
    if key_of_type(templates, media_type) is not None:
        return ()
    lower = media_type.lower()
    near = next((name for name in templates if without_parameters(name).lower() == lower), None)
    if near is None:
        return ()
    message = (
        f"the request template for {near} does not run for {media_type}: "
        "whether the service ignores the casing of a content type is not known"
    )
    return (Finding("API401", message, hint=f"send the content type as {near}, or add a template for {media_type}"),)


def response_template(templates: Templates, accepted: str) -> Source | None:
    """The response template for the type that the client accepts, or the first one if there is none for it.

    None if the body passes unchanged: without any template, and if the chosen one has no text.
    """
    chosen = response_template_type(templates, accepted)
    return None if chosen is None else _with_text(templates[chosen])


def response_template_type(types: Mapping[str, object], accepted: str) -> str | None:
    """The type whose response template answers a client: the accepted one, or the first one if there is none for it."""
    chosen = key_of_type(types, accepted)
    return next(iter(types), None) if chosen is None else chosen


def _with_text(template: Source) -> Source | None:
    return template if template.text else None
