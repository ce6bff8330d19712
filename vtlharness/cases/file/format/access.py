"""The keys of `authorizer` in a case, as rows of the table: what the authorizer of a method answers."""

from __future__ import annotations

from vtlharness.cases.file.format.sections import Key, Section, WordOr
from vtlharness.cases.file.format.value_kinds import MAPPING, SCALAR

IAM_IDENTITY = Section(
    "iam",
    "The identity of a signed call: values of `$context.identity`.",
    Key("accountId", SCALAR, "The account of the caller."),
    Key("accessKey", SCALAR, "The access key that signed the call."),
    Key("caller", SCALAR, "The principal that signed the call."),
    Key("user", SCALAR, "The principal that is authorized."),
    Key("userArn", SCALAR, "The ARN of the user or the role's session."),
    Key("principalOrgId", SCALAR, "The organization of the caller."),
    Key("cognitoIdentityPoolId", SCALAR, "The identity pool, for a caller with credentials from Cognito."),
    Key("cognitoIdentityId", SCALAR, "The identity in that pool."),
    Key("cognitoAuthenticationType", SCALAR, "`authenticated` or `unauthenticated`."),
    Key("cognitoAuthenticationProvider", SCALAR, "The providers with which the caller signed in."),
    nulls=True,
)
AUTHORIZER = Section(
    "authorizer",
    "What the authorizer of the method answers: `deny` (a policy that denies the call), `unauthorized` (the error "
    "`Unauthorized`), `fails` (any other error), or a mapping.",
    Key("principalId", SCALAR, "The principal that a Lambda authorizer names."),
    Key(
        "context",
        MAPPING,
        "The context of a Lambda authorizer. Its values become text; a list or a mapping in it is a 500, as on the "
        "service.",
    ),
    Key(
        "policyDocument",
        MAPPING,
        "The policy of a Lambda authorizer, which is evaluated for the ARN of the method. Without it, the call is "
        "allowed.",
    ),
    Key("usageIdentifierKey", SCALAR, "The API key, for an API whose keys come from its authorizer."),
    Key(
        "claims",
        MAPPING,
        "The claims of a user pool's token, as they stand in the token. It must be the only key.",
        alone="it is the whole answer",
    ),
    Key(
        "iam",
        IAM_IDENTITY,
        "The identity of a signed call. It must be the only key.",
        alone="it is the whole answer",
    ),
    nulls=True,
)
AUTHORIZER_ANSWER = WordOr(AUTHORIZER, ("deny", "unauthorized", "fails"))
