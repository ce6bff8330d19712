"""The API key of a call.

Comes in: an `Exchange`, the keys that a test names, the key that an authorizer named. Goes out: the exchange with the
key in `$context.identity`, or a GatewayFailure (403). Next: `gateway.validation.validation`. Evidence:
docs/fidelity.md#api-key-required, docs/fidelity.md#api-keys-of-a-test.
"""

from __future__ import annotations

from collections.abc import Mapping

from vtlharness.gateway.codecs.headers import header
from vtlharness.gateway.gateway_failure import GatewayFailure
from vtlharness.gateway.model import RestApi
from vtlharness.gateway.stages.exchange import Exchange, with_context


def with_api_key(exchange: Exchange, keys: Mapping[str, str] | None, named_by_authorizer: str | None) -> Exchange:
    """The exchange with its API key, for a method that requires one.

    The key is that of the header `x-api-key`, or of an API with the key source AUTHORIZER the one that the Lambda
    authorizer named. Without `keys`, every key is good. Raises GatewayFailure (403) for a key that is missing, unknown
    or disabled, or that has no usage plan for the stage.
    """
    if not exchange.method.api_key_required:
        return exchange
    api = exchange.api
    if api.api_key_source == "AUTHORIZER":
        value = named_by_authorizer or _given_key(exchange)
        missing = "the method requires an API key: the authorizer must name it as `usageIdentifierKey`"
    else:
        value = header(exchange.request.headers, "x-api-key")
        missing = "the method requires an API key: send the header x-api-key"
    if not value:
        raise _forbidden(missing)
    if keys is None:
        return with_context(exchange, {"identity": {"apiKey": value}})
    name = next((name for name, known in keys.items() if known == value), None)
    if name is None:
        raise _forbidden("the API key is none of those under `apiKeys`")
    _check_usage(api, name)
    return with_context(exchange, {"identity": {"apiKey": value, "apiKeyId": name}})


def _given_key(exchange: Exchange) -> str | None:
    """The key that a test gives as `$context.identity.apiKey`, with which the call counts as authorized."""
    identity = exchange.given.get("identity")
    key = identity.get("apiKey") if isinstance(identity, Mapping) else None
    return key if isinstance(key, str) else None


def _check_usage(api: RestApi, name: str) -> None:
    """Raises GatewayFailure (403) for a key that the definition disables, or keeps from the stage."""
    key = next((key for key in api.api_keys if name in key.names), None)
    if key is not None and not key.enabled:
        raise _forbidden(f"the API key `{name}` is disabled")
    stages = api.usage_plan_stages if key is None or key.stages is None else key.stages
    if stages is not None and api.stage.stage_name not in stages:
        raise _forbidden(f"the API key `{name}` has no usage plan for the stage {api.stage.stage_name}")


def _forbidden(reason: str) -> GatewayFailure:
    return GatewayFailure("INVALID_API_KEY", reason=reason)
