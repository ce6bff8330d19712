"""Signatures agree with an independent verifier."""

from __future__ import annotations

import random
import string

import pytest

from tests.backends.aws.sigv4_verifier import agrees
from vtlharness import IntegrationRequest
from vtlharness.backends.wire.request import WireRequest, wire_request

pytest.importorskip("botocore", reason="needs the extra `aws`")

from vtlharness.backends.aws.credentials import SAMPLE_CREDENTIALS, SigningCredentials
from vtlharness.backends.aws.signing import signed
from vtlharness.backends.aws.signing_names import signing_name

_SERVICES = ("sqs", "sns", "dynamodb", "states", "kinesis", "firehose", "events", "s3", "ssm", "lambda")
_CHARACTERS = string.ascii_letters + ":/, +%&=?#;@!$'()*~-_.\u00e9\u4e2d\U0001f600"
_PIECES = ("a", "b c", "..", ".", "", "%zz", "%2F", "\u00fc", "x:y", "a+b", "~", "(1)")


def _sample(random: random.Random) -> tuple[IntegrationRequest, str]:
    service = random.choice(_SERVICES)
    path = "/".join(random.choice(_PIECES) for _ in range(random.randrange(6)))

    def text() -> str:
        return "".join(random.choice(_CHARACTERS) for _ in range(random.randrange(1, 9)))

    query = {text(): [text() if random.random() < 0.9 else "" for _ in range(random.randrange(1, 3))] for _ in range(3)}
    headers = {"Content-Type": ["application/json"], "X-Custom": [f"  {text()}  {text()} ", "2"], "User-Agent": ["a"]}
    verb = random.choice(("GET", "POST", "PUT", "DELETE"))
    uri = f"https://{service}.eu-central-1.amazonaws.com/{path}"
    body = text() * random.randrange(3)
    return IntegrationRequest("AWS", verb, uri, headers, query if random.random() < 0.8 else {}, body), service


def _wire(request: WireRequest) -> bytes:
    return request.head + request.body


def test_a_thousand_requests_agree() -> None:
    source = random.Random(13)
    wrong = []
    for _ in range(1000):
        sent, service = _sample(source)
        made = _wire(signed(wire_request(sent), SAMPLE_CREDENTIALS, service, "eu-central-1"))
        if not agrees(made, SAMPLE_CREDENTIALS.secret_key, service, "eu-central-1"):
            wrong.append(made)
    assert wrong == []


@pytest.mark.parametrize("changed", [b"POST", b"a%20b", b"X-B: 1", b"payload"])
def test_the_verifier_sees_a_change(changed: bytes) -> None:
    sent = IntegrationRequest("AWS", "POST", "https://sqs.eu-west-1.amazonaws.com/a b", {"X-B": ["1"]}, body="payload")
    made = _wire(signed(wire_request(sent), SAMPLE_CREDENTIALS, "sqs", "eu-west-1"))
    assert agrees(made, SAMPLE_CREDENTIALS.secret_key, "sqs", "eu-west-1")
    assert not agrees(made.replace(changed, changed[:-1] + b"9"), SAMPLE_CREDENTIALS.secret_key, "sqs", "eu-west-1")


def test_headers_stay_and_the_signature_follows() -> None:
    sent = wire_request(IntegrationRequest("AWS", "POST", "https://sqs.eu-west-1.amazonaws.com/", {"x-B": ["1", "2"]}))
    made = signed(sent, SigningCredentials("AKID", "secret", "token"), "sqs", "eu-west-1")
    assert made.headers[: len(sent.headers)] == sent.headers
    assert [name for name, _ in made.headers[len(sent.headers) :]] == [
        "X-Amz-Date",
        "X-Amz-Security-Token",
        "Authorization",
    ]


def test_s3_gets_the_hash_of_the_payload_and_a_canonical_path() -> None:
    sent = wire_request(
        IntegrationRequest("AWS", "PUT", "https://s3.eu-west-1.amazonaws.com//b/(a) %zz/../c", body="x")
    )
    for service in ("bucket.s3", "s3", "s3-outposts", "s3-object-lambda"):
        made = signed(sent, SAMPLE_CREDENTIALS, service, "eu-west-1")
        assert made.target == "//b/%28a%29%20%25zz/../c"
        assert len(dict(made.headers)["X-Amz-Content-SHA256"]) == 64


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("email", "ses"),
        ("states", "states"),
        ("sync-states", "states"),
        ("bedrock-runtime", "bedrock"),
        ("bucket.s3", "s3"),
        ("runtime.sagemaker", "sagemaker"),
        ("new", "new"),
        ("../x", "/x"),
    ],
)
def test_signing_names(service: str, name: str) -> None:
    assert signing_name(service) == name


def test_credentials_are_not_shown() -> None:
    assert repr(SigningCredentials("AKID", "secret", "token")) == "SigningCredentials()"
