"""Policies of authorizers: wildcards, explicit and implicit denials, documents that are not policies."""

from __future__ import annotations

from typing import Any

import pytest

from vtlharness.gateway.stages.access.access_policy import Decision, PolicyError, decision_of

ARN = "arn:aws:execute-api:us-east-1:123456789012:abcdef1234/test/GET/orders/7"
ANY_RESOURCE = {"Resource": "*"}


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
        (None, "needs `Statement`"),
        ("text", "needs `Statement`"),
        ({}, "needs `Statement`"),
        ({"statement": []}, "needs `Statement`"),
        ({"Statement": "x"}, "needs `Statement`"),
        ({"Statement": ["x"]}, "each statement must be a mapping"),
        ({"Statement": [{"Action": "*", "Resource": "*"}]}, "`Effect`"),
        ({"Statement": [{"Effect": "Allow", "Resource": "*"}]}, "needs `Action`"),
        ({"Statement": [{"Effect": "Allow", "Action": "*"}]}, "needs `Resource`"),
        ({"Statement": [{"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"}]}, "needs `Action`"),
        ({"Statement": [statement(Resource=7)]}, "`Resource` of a statement must be text"),
        ({"Statement": [statement(Resource=[])]}, "`Resource` of a statement must be text"),
        ({"Statement": [statement(Resource=["a", None])]}, "`Resource` of a statement must be text"),
        ({"Statement": [statement(Resource="a" * 513)]}, "at most 512 characters"),
        ({"Statement": [statement(action={})]}, "`Action` of a statement must be text"),
    ],
)
def test_documents_that_are_not_policies(policy: object, said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        decision_of(policy, ARN)
