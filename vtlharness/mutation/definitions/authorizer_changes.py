"""The changes of an authorizer: identity sources, the validation expression, whether answers are cached.

Comes in: an `Authorizer`, and the cases that ask it. Goes out: `DefinitionChange`s. Next: `found_changes`. Evidence of
what each setting decides: docs/fidelity.md#identity-sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vtlharness.gateway.model import Authorizer, Method
from vtlharness.mutation.change import Operator
from vtlharness.mutation.definitions.change import ANY_TEXT, DefinitionChange, Keys
from vtlharness.mutation.text_changes import ADDED

_NO_TEXT = "(?!)"
_CACHED_S = 300
_SOURCE: Keys = ("identitySource",)
_EXPRESSION: Keys = ("identityValidationExpression",)
SCOPES: Keys = ("authorizationScopes",)
"""Where the scopes of a method stand."""
_LIFETIME: Keys = ("authorizerResultTtlInSeconds",)


def authorizer_changes(authorizer: Authorizer, cases: tuple[int, ...]) -> Iterator[DefinitionChange]:
    """The changes of an authorizer that some cases ask; none of one that the definition names and does not hold."""

    def change(operator: Operator, keys: Keys, before: str, after: str, to: Authorizer, needs: str) -> DefinitionChange:
        return DefinitionChange(operator, keys, before, after, authorizer, to, cases, needs=needs)

    if authorizer.type is None:
        return
    sources, lifetime = authorizer.identity_sources, authorizer.result_ttl_in_seconds
    is_request = authorizer.type == "REQUEST"
    if not (is_request and lifetime == 0):  # which is asked whatever its sources have
        for number, source in enumerate(sources):
            others = sources[:number], sources[number + 1 :]
            other = replace(authorizer, identity_sources=(*others[0], source + ADDED, *others[1]))
            yield change("path changed", _SOURCE, source, source + ADDED, other, "it needs a value of this source")
            if len(sources) > 1:
                fewer = replace(authorizer, identity_sources=(*others[0], *others[1]))
                yield change(
                    "mapping dropped", _SOURCE, source, "", fewer, "it needs a call that lacks this source alone"
                )
    expression = authorizer.identity_validation_expression
    if expression and not is_request:  # whose expression does not count
        value = "value" if authorizer.type == "TOKEN" else "audience"
        for pattern, needs in ((_NO_TEXT, "matches"), (ANY_TEXT, "does not match")):
            to = replace(authorizer, identity_validation_expression=pattern)
            text = f"it needs a call with {'a' if value == 'value' else 'an'} {value} that the expression {needs}"
            yield change("pattern changed", _EXPRESSION, expression, pattern, to, text)
    if is_request and sources:
        other_s = 0 if lifetime else _CACHED_S
        to = replace(authorizer, result_ttl_in_seconds=other_s)
        yield change(
            "literal changed", _LIFETIME, str(lifetime), str(other_s), to, "it needs a call without an identity source"
        )


def scope_changes(method: Method, cases: tuple[int, ...]) -> Iterator[DefinitionChange]:
    """The changes of the scopes that a method asks of a user pool's token."""
    scopes = method.authorization_scopes
    for number, scope in enumerate(scopes):
        other = scope + ADDED
        to = replace(method, authorization_scopes=(*scopes[:number], other, *scopes[number + 1 :]))
        needs = "it needs a call whose token has no other scope of the method"
        yield DefinitionChange("literal changed", SCOPES, scope, other, method, to, cases, needs=needs)
