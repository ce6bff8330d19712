"""The decision of a policy about one call.

Comes in: the `policyDocument` of a Lambda authorizer, and the ARN of the method that is called. Goes out: a `Decision`.
Next: `gateway.stages.authorization`. Evidence: docs/fidelity.md#policy-of-an-authorizer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from vtlharness.gateway.access import AccessError
from vtlharness.limits.bounded_pattern import BoundedPattern

Decision: TypeAlias = Literal["allow", "implicit deny", "explicit deny"]
INVOKE = "execute-api:Invoke"
LONGEST_TEXT = 512
"""The length of the longest resource in the policy of an authorizer, in characters."""


class PolicyError(Exception):
    """A document that is not a policy; the text says what is wrong."""


def decision_of(policy: object, method_arn: str) -> Decision:
    """Whether a policy lets a call through: a statement that denies wins over all that allow.

    `*` stands for any text, slashes included, `?` for one character; actions count in any casing. Raises PolicyError
    for a document that the service cannot parse, AccessError for a condition, which is not evaluated.
    """
    decision: Decision = "implicit deny"
    for statement in _statements(policy):
        effect = statement.get("Effect")
        if effect not in ("Allow", "Deny"):
            raise PolicyError("the `Effect` of a statement must be `Allow` or `Deny`")
        if statement.get("Condition"):
            raise AccessError(
                "the policy of the authorizer has a `Condition`, and conditions are not evaluated",
                hint="leave the condition out, or the statement if its condition does not hold",
            )
        if not _applies(statement, method_arn):
            continue
        if effect == "Deny":
            return "explicit deny"
        decision = "allow"
    return decision


def _statements(policy: object) -> Iterator[Mapping[str, object]]:
    found = policy.get("Statement") if isinstance(policy, Mapping) else None
    if isinstance(found, Mapping):
        found = [found]
    if not isinstance(found, (list, tuple)):
        raise PolicyError("a policy document needs `Statement`, a list")
    for statement in found:
        if not isinstance(statement, Mapping):
            raise PolicyError("each statement must be a mapping")
        yield statement


def _applies(statement: Mapping[str, object], method_arn: str) -> bool:
    actions = _texts(statement, "Action", "NotAction")
    resources = _texts(statement, "Resource", "NotResource")
    acts = any(_matches(action.lower(), INVOKE.lower()) for action in actions)
    holds = any(_matches(resource, method_arn) for resource in resources)
    return acts is ("Action" in statement) and holds is ("Resource" in statement)


def _texts(statement: Mapping[str, object], key: str, opposite: str) -> list[str]:
    given = [name for name in (key, opposite) if name in statement]
    if len(given) != 1:
        raise PolicyError(f"each statement needs `{key}`")
    value = statement[given[0]]
    listed = value if isinstance(value, (list, tuple)) else [value]
    if not listed or not all(isinstance(item, str) for item in listed):
        raise PolicyError(f"the `{given[0]}` of a statement must be text, or a list of texts")
    texts = [str(item) for item in listed]
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise PolicyError(f"the `{given[0]}` of a statement has at most {LONGEST_TEXT} characters")
    return texts


def _matches(pattern: str, text: str) -> bool:
    """Whether a text is as a pattern with `*` and `?` says."""
    parts = (re.escape(part).replace(r"\?", ".") for part in re.split(r"\*+", pattern))
    return BoundedPattern(f"(?s:{'.*'.join(parts)})", plain=True).fullmatch(text) is not None
