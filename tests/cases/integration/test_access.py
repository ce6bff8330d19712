"""What a case says about access: its forms, what is wrong with others, and the error that says what to write."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from tests.cases.integration.apis import write
from vtlharness.cases.file.format.access import AUTHORIZER_ANSWER
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import CaseFileError
from vtlharness.gateway.access import Access, CognitoClaims, IamIdentity, LambdaOutput, Verdict

OPENAPI = """\
openapi: 3.0.1
components:
  securitySchemes:
    tokens:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: token}
paths:
  /orders:
    get:
      security: [{tokens: []}]
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200", responseTemplates: {application/json: $context.authorizer.principalId}}}
      responses: {"200": {description: ok}}
"""


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write({"openapi.yaml": OPENAPI})


def access(case: str, file: str = "") -> Access:
    write({"a.vtl.yaml": f"api: openapi.yaml\n{file}cases:\n- {{name: a, {case}}}\n"})
    (found,) = load_case_file("a.vtl.yaml").cases
    return found.access  # type: ignore[attr-defined, no-any-return]


def run(case: str, file: str = "") -> CaseResult:
    write({"a.vtl.yaml": f"api: openapi.yaml\n{file}cases:\n- {{name: a, {case}}}\n"})
    (found,) = load_case_file("a.vtl.yaml").cases
    return run_case(found, NativeEngine())


def test_the_words_of_the_format_are_those_of_the_gateway() -> None:
    assert AUTHORIZER_ANSWER.words == get_args(Verdict)


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        ("authorizer: deny", Access("deny")),
        ("authorizer: unauthorized", Access("unauthorized")),
        ("authorizer: fails", Access("fails")),
        ("authorizer: null", Access()),
        ("authorizer: {}", Access(LambdaOutput({}))),
        (
            "authorizer: {principalId: u, context: {a: 1}}",
            Access(LambdaOutput({"principalId": "u", "context": {"a": 1}})),
        ),
        ("authorizer: {principalId: u, claims: null}", Access(LambdaOutput({"principalId": "u"}))),
        ("authorizer: {claims: {sub: a}}", Access(CognitoClaims({"sub": "a"}))),
        ("authorizer: {claims: {}}", Access(CognitoClaims({}))),
        ("authorizer: {iam: {accountId: '1', user: null}}", Access(IamIdentity({"accountId": "1"}))),
        ("apiKeys: {a: k1, b: 7}", Access(api_keys={"a": "k1", "b": "7"})),
        ("apiKeys: {a: null}", Access(api_keys={})),
        ("apiKeys: null", Access()),
        ("refused: THROTTLED", Access(refused="THROTTLED")),
        ("refused: null", Access()),
    ],
)
def test_forms(case: str, wanted: Access) -> None:
    assert access(case) == wanted


def test_keys_of_the_file_and_of_the_case_count_together() -> None:
    file = "apiKeys: {a: k1, b: k2}\ndefaults: {apiKeys: {c: k3}}\n"
    assert access("apiKeys: {b: other}", file).api_keys == {"a": "k1", "b": "other", "c": "k3"}
    assert access("apiKeys: {a: null}", file).api_keys == {"b": "k2", "c": "k3"}
    assert access("backend: {}", "apiKeys: {}\n").api_keys == {}


def test_an_answer_replaces_the_default() -> None:
    file = "defaults: {authorizer: {principalId: u, context: {a: x}}, refused: THROTTLED}\n"
    assert access("authorizer: {principalId: v}", file) == Access(
        LambdaOutput({"principalId": "v"}), refused="THROTTLED"
    )
    assert access("authorizer: null, refused: null", file) == Access()


@pytest.mark.parametrize(
    ("case", "message", "hint"),
    [
        (
            "authorizer: denied",
            "`cases[0].authorizer` must be a mapping or one of deny, unauthorized, fails, but this is 'denied'",
            "did you mean `deny`?",
        ),
        (
            "authorizer: 7",
            "`cases[0].authorizer` must be a mapping or one of deny, unauthorized, fails, but this is the number 7",
            None,
        ),
        (
            "authorizer: [deny]",
            "`cases[0].authorizer` must be a mapping or one of deny, unauthorized, fails, but this is a list",
            None,
        ),
        ("authorizer: {principal: u}", "authorizer has no key `principal`", "did you mean `principalId`?"),
        ("authorizer: {claims: {a: b}, principalId: u}", "`claims` must be the only key: it is the whole answer", None),
        ("authorizer: {iam: {user: u}, claims: {}}", "must be the only key: it is the whole answer", None),
        ("authorizer: {claims: sub}", "`authorizer.claims` must be a mapping, but this is text", None),
        ("authorizer: {context: [1]}", "`authorizer.context` must be a mapping, but this is a list", None),
        (
            "authorizer: {policyDocument: allow}",
            "`authorizer.policyDocument` must be a mapping, but this is text",
            None,
        ),
        (
            "authorizer: {principalId: {a: b}}",
            "`authorizer.principalId` must be text, a number or a boolean, but this is a mapping",
            None,
        ),
        ("authorizer: {iam: {arn: a}}", "iam has no key `arn`", None),
        ("apiKeys: [k1]", "`cases[0].apiKeys` must be a mapping of names to values, but this is a list", None),
        ("apiKeys: {a: [k1]}", "`apiKeys.a` must be text, a number or a boolean, but this is a list", None),
        (
            "refused: THROTLED",
            "`cases[0].refused` must be a type of gateway response, but 'THROTLED' is not one",
            "did you mean THROTTLED?",
        ),
    ],
)
def test_wrong_forms(case: str, message: str, hint: str | None) -> None:
    with pytest.raises(CaseFileError) as raised:
        access(case)
    assert message in raised.value.message
    assert hint is None or raised.value.hint == hint
    assert raised.value.line == 3


@pytest.mark.parametrize("key", ["authorizer: deny", "apiKeys: {a: b}"])
def test_only_an_api_has_authorizers_and_keys(key: str) -> None:
    write({"a.vtl.yaml": f"integration: {{type: MOCK}}\ncases:\n- {{name: a, {key}}}\n"})
    with pytest.raises(CaseFileError) as raised:
        load_case_file("a.vtl.yaml")
    assert raised.value.message == f"a case has no key `{key.partition(':')[0]}`"
    assert raised.value.hint


def test_an_integration_alone_can_be_refused() -> None:
    write(
        {
            "a.vtl.yaml": "integration: {type: MOCK}\ncases:\n- {name: a, refused: THROTTLED, expect: {gatewayResponse: THROTTLED}}\n"
        }
    )
    (found,) = load_case_file("a.vtl.yaml").cases
    assert run_case(found, NativeEngine()).outcome == "passed"


SENT = "methodRequest: {path: /orders, headers: {Authorization: t}}"


@pytest.mark.parametrize(
    ("case", "expect"),
    [
        ("authorizer: {principalId: u1}", "{gatewayResponse: null, response: {body: u1}}"),
        ("authorizer: deny", "{gatewayResponse: ACCESS_DENIED}"),
        ("context: {authorizer: {principalId: u2}}", "{gatewayResponse: null, response: {body: u2}}"),
        ("refused: QUOTA_EXCEEDED, authorizer: {}", "{gatewayResponse: QUOTA_EXCEEDED, response: {statusCode: 429}}"),
    ],
)
def test_runs(case: str, expect: str) -> None:
    assert run(f"{SENT}, {case}, expect: {expect}").differences == ()


def test_a_case_without_an_answer_says_what_to_write() -> None:
    found = run(SENT)
    assert found.outcome == "error"
    assert str(found.error) == (
        "a.vtl.yaml:3:3: GET /orders asks a Lambda authorizer, `tokens`, and nothing says what it answers\n"
        f"3 | - {{name: a, {SENT}}}\n"
        "      ^\n"
        "hint: write `authorizer: {principalId: user}` or `authorizer: deny`"
    )


def reasons(case: str) -> Any:
    from vtlharness.report.record import case_record

    return case_record(run(case)).gateway_answer


def test_the_reader_learns_why() -> None:
    missing = reasons("methodRequest: {path: /orders}")
    assert missing.reason == "the header Authorization is missing, so the authorizer is not asked"
    assert missing.hints == (
        "send it, and say what the authorizer answers: `authorizer: {principalId: user}`, or `{claims: ...}` for a user "
        "pool; with `context: {authorizer: ...}` nobody is asked",
    )
    refused = reasons("methodRequest: {path: /orders}, refused: WAF_FILTERED")
    assert (refused.response_type, refused.reason, refused.hints) == (
        "WAF_FILTERED",
        "the test has the gateway refuse the call",
        (),
    )
