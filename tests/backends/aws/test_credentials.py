"""Where the keys come from that sign requests, and what is said where there are none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("botocore", reason="needs the extra `aws`")

from vtlharness import AwsService, BackendReply, IntegrationRequest, VtlHarnessError
from vtlharness.backends.aws.botocore_session import botocore_session
from vtlharness.backends.aws.credentials import SigningCredentials, callers_credentials
from vtlharness.backends.wire.request import WireRequest
from vtlharness.gateway.service_arn import parse_service_arn

_KEYS = "aws_access_key_id = AKIA{0}\naws_secret_access_key = secret-{0}\n"
_FILE = (
    f"[default]\n{_KEYS.format('ONE')}\n[dev]\n{_KEYS.format('TWO')}aws_session_token = token\n"
    "[half]\naws_access_key_id = AKIAHALF\n[empty]\naws_access_key_id =\naws_secret_access_key =\n"
)


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The file of credentials of a user who has nothing else."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "BOTO_CONFIG"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    botocore_session.cache_clear()
    yield tmp_path / "AWS_SHARED_CREDENTIALS_FILE"
    botocore_session.cache_clear()


@pytest.mark.parametrize(
    ("profile", "keys"),
    [(None, ("AKIAONE", "secret-ONE", None)), ("dev", ("AKIATWO", "secret-TWO", "token"))],
)
def test_the_keys_of_a_profile(credentials: Path, profile: str | None, keys: tuple[str, str, str | None]) -> None:
    credentials.write_text(_FILE, encoding="utf-8")
    assert callers_credentials(profile) == SigningCredentials(*keys)


def test_the_environment_counts_before_the_default_profile(credentials: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials.write_text(_FILE, encoding="utf-8")
    for name, value in {"ACCESS_KEY_ID": "AKIAENV", "SECRET_ACCESS_KEY": "env", "SESSION_TOKEN": "of-env"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    assert callers_credentials(None) == SigningCredentials("AKIAENV", "env", "of-env")


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        (None, "no AWS credentials of this user were found"),
        ("empty", "no AWS credentials of the profile empty were found"),
        ("half", "the AWS credentials of the profile half cannot be read: PartialCredentialsError"),
        ("none", "the AWS credentials of the profile none cannot be read: ProfileNotFound"),
    ],
)
def test_keys_that_are_missing(credentials: Path, profile: str | None, message: str) -> None:
    credentials.write_text(_FILE.replace("[default]", "[other]"), encoding="utf-8")
    with pytest.raises(VtlHarnessError) as raised:
        callers_credentials(profile)
    assert raised.value.message == message
    assert (raised.value.hint is None) == ("cannot be read" in message)
    assert raised.value.hint in (None, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile")


def test_without_botocore_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "botocore.session", None)
    with pytest.raises(VtlHarnessError) as raised:
        callers_credentials(None)
    assert raised.value.message == "requests to AWS services are signed with botocore, which is not installed"
    assert raised.value.hint == "pip install 'vtlharness[aws]'"


@pytest.mark.parametrize(("profile", "key"), [(None, "AKIAONE"), ("dev", "AKIATWO")])
def test_a_request_to_aws_itself_is_signed_and_sent_as_it_is(
    credentials: Path, monkeypatch: pytest.MonkeyPatch, profile: str | None, key: str
) -> None:
    """Nothing is adapted: AWS knows the actions of its services without a media type of their protocols."""
    credentials.write_text(_FILE, encoding="utf-8")
    sent: list[tuple[WireRequest, int]] = []

    def send(request: WireRequest, milliseconds: int) -> BackendReply:
        sent.append((request, milliseconds))
        return BackendReply(201)

    monkeypatch.setattr("vtlharness.backends.wire.sending.send", send)
    arn = "arn:aws:apigateway:eu-west-1:sqs:action/SendMessage"
    request = IntegrationRequest(
        "AWS", "POST", "https://sqs.eu-west-1.amazonaws.com/", {"Content-Type": ["application/json"]}, body="{}",
        service=parse_service_arn(arn), timeout_in_millis=77,
    )  # fmt: skip
    service = AwsService(profile=profile, allow_aws=True)
    assert service(request) == BackendReply(201)
    ((made, milliseconds),) = sent
    headers = dict(made.headers)
    assert (made.endpoint.netloc, made.endpoint.secure, milliseconds) == ("sqs.eu-west-1.amazonaws.com", True, 77)
    assert (headers["Content-Type"], "X-Amz-Target" in headers) == ("application/json", False)
    assert f"Credential={key}/" in headers["Authorization"]
    assert "/eu-west-1/sqs/aws4_request" in headers["Authorization"]
    replace(service, region="us-east-2")(request)
    assert sent[1][0].endpoint.netloc == "sqs.us-east-2.amazonaws.com"
