"""Policies of authorizers: wildcards, explicit and implicit denials, documents that are not policies."""

from __future__ import annotations

from typing import Any

import pytest

from vtlharness.gateway.access import AccessError
from vtlharness.gateway.stages.access.access_policy import Decision, PolicyError, decision_of

ARN = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/test/GET/orders/7"
ANY_RESOURCE = {"Resource": "*"}
EFFECT = "the `Effect` of a statement must be `Allow` or `Deny`"
TEXT = "the `{}` of a statement must be text, or a list of texts"
LONG = "the `Resource` of a statement has at most 512 characters"


def statement(effect: str = "Allow", action: Any = "execute-api:Invoke", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, **(more or ANY_RESOURCE)}


@pytest.mark.parametrize(
    ("statements", "wanted"),
    [
        ([], "implicit deny"),
        ([statement()], "allow"),
        (statement(), "allow"),
        ([statement("Deny")], "explicit deny"),
        ([statement("Deny"), statement()], "explicit deny"),
        ([statement(), statement("Deny")], "explicit deny"),
        ([statement(), statement("Deny", Resource="arn:other")], "allow"),
        ([statement(action="EXECUTE-API:invoke")], "allow"),
        ([statement(action="execute-api:*")], "allow"),
        ([statement(action="execute-api:ManageConnections")], "implicit deny"),
        ([statement(action=["s3:Get", "*"])], "allow"),
        ([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}], "allow"),
        ([{"Effect": "Allow", "NotAction": "*", "Resource": "*"}], "implicit deny"),
        ([{"Effect": "Deny", "Action": "*", "NotResource": "arn:*"}], "implicit deny"),
        ([{"Effect": "Deny", "Action": "*", "NotResource": "arn:other"}], "explicit deny"),
    ],
)
def test_statements(statements: object, wanted: Decision) -> None:
    assert decision_of({"Version": "2012-10-17", "Statement": statements}, ARN) == wanted


@pytest.mark.parametrize(
    ("resource", "allowed"),
    [
        (ARN, True),
        (ARN.upper(), False),
        (ARN[:-1], False),
        (ARN + "*", True),
        (ARN + "?", False),
        (ARN[:-1] + "?", True),
        ("arn:aws:execute-api:*:*:*/*/GET/*", True),
        ("arn:aws:execute-api:*:*:*/*/POST/*", False),
        ("arn:aws:execute-api:us-east-1:123456789012:abcdef1234/test/*/orders/*", True),
        ("arn:aws:execute-api:us-east-1:123456789012:abcdef1234/test/*", True),
        ("arn:aws:execute-api:us-east-1:123456789012:abcdef1234/prod/*", False),
        ("**", True),
        ("*7", True),
        ("*8", False),
        ("*/orders/*7*", True),
        ("*.aws*", False),
        ("arn?aws?execute-api:*", True),
        ("arn:aws:execute-api*?/orders*", True),
        ("", False),
        ("*a" * 100, False),
    ],
)
def test_wildcards(resource: str, allowed: bool) -> None:
    wanted = "allow" if allowed else "implicit deny"
    assert decision_of({"Statement": [statement(Resource=resource)]}, ARN) == wanted
    assert decision_of({"Statement": [statement(Resource=["arn:none", resource])]}, ARN) == wanted


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (None, "a policy document needs `Statement`, a list"),
        ("text", "a policy document needs `Statement`, a list"),
        ({}, "a policy document needs `Statement`, a list"),
        ({"statement": []}, "a policy document needs `Statement`, a list"),
        ({"Statement": "x"}, "a policy document needs `Statement`, a list"),
        ({"Statement": ["x"]}, "each statement must be a mapping"),
        ({"Statement": [{"Action": "*", "Resource": "*"}]}, EFFECT),
        ({"Statement": [statement("allow")]}, EFFECT),
        ({"Statement": [{"Effect": "Allow", "Resource": "*"}]}, "each statement needs `Action`"),
        ({"Statement": [{"Effect": "Allow", "Action": "*"}]}, "each statement needs `Resource`"),
        ({"Statement": [statement(NotAction="*", Resource="*")]}, "each statement needs `Action`"),
        ({"Statement": [statement(Resource="*", NotResource="*")]}, "each statement needs `Resource`"),
        ({"Statement": [statement(Resource=7)]}, TEXT.format("Resource")),
        ({"Statement": [statement(Resource=[])]}, TEXT.format("Resource")),
        ({"Statement": [statement(Resource=["a", None])]}, TEXT.format("Resource")),
        ({"Statement": [statement(NotResource=None)]}, TEXT.format("NotResource")),
        ({"Statement": [statement(action={})]}, TEXT.format("Action")),
        ({"Statement": [statement(Resource="a" * 513)]}, LONG),
        ({"Statement": [statement(Resource=["a" * 512, "a" * 513])]}, LONG),
    ],
)
def test_documents_that_are_not_policies(policy: object, said: str) -> None:
    with pytest.raises(PolicyError) as raised:
        decision_of(policy, ARN)
    assert str(raised.value) == said


def test_a_resource_of_512_characters() -> None:
    assert decision_of({"Statement": [statement(Resource="*" * 512)]}, ARN) == "allow"


@pytest.mark.parametrize("condition", [None, {}])
def test_a_condition_without_a_test(condition: object) -> None:
    assert decision_of({"Statement": [{**statement(), "Condition": condition}]}, ARN) == "allow"


def test_a_condition_says_what_to_write() -> None:
    with pytest.raises(AccessError) as raised:
        decision_of({"Statement": [{**statement(), "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]}, ARN)
    message = "the policy of the authorizer has a `Condition`, and conditions are not evaluated"
    hint = "leave the condition out, or the statement if its condition does not hold"
    assert (raised.value.message, raised.value.hint) == (message, hint)
