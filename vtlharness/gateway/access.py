"""What a test says about access to an API: the authorizer's answer, the API keys, a refusal of the gateway itself.

Made by a test. Read by `gateway.stages.authorization`, `gateway.stages.api_keys` and `gateway.stages.refusal`. A
definition says which authorizer a method asks; nothing but the test can say what it answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from vtlharness.errors import VtlHarnessError
from vtlharness.records import Record

Verdict: TypeAlias = Literal["deny", "unauthorized", "fails"]
"""An answer without data: a policy that denies the call, the error `Unauthorized`, any other error."""


class LambdaOutput(Record):
    """The output of a Lambda authorizer: `principalId`, `context`, `policyDocument`, `usageIdentifierKey`.

    Without `policyDocument` the call is allowed.
    """

    output: Mapping[str, object]


class CognitoClaims(Record):
    """The claims of a user pool's token, as they stand in the token."""

    claims: Mapping[str, object]


class IamIdentity(Record):
    """The identity of a signed call: values of `$context.identity`."""

    identity: Mapping[str, object]


AuthorizerAnswer: TypeAlias = LambdaOutput | CognitoClaims | IamIdentity | Verdict


class Access(Record):
    """What a test says about access; None for each part that it does not mention.

    `api_keys` maps the name of each API key to its value: without it, every key is good. `refused` is a type of gateway
    response with which the gateway itself refuses the call.
    """

    authorizer: AuthorizerAnswer | None = None
    api_keys: Mapping[str, str] | None = None
    refused: str | None = None


NOTHING_SAID = Access()


class AccessError(VtlHarnessError):
    """A test that does not say what an authorizer answers, or says something from which nothing can be decided."""
