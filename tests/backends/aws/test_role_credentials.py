"""Roles that the caller assumes: moto's STS gives their keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

pytest.importorskip("botocore", reason="needs the extra `aws`")

from tests.backends.aws.moto_server import moto_server
from tests.backends.raw_server import raw_server
from vtlharness import (
    AwsService,
    Integration,
    IntegrationRequest,
    IntegrationResponse,
    Method,
    MethodRequest,
    MethodResponse,
    RestApi,
    VtlHarnessError,
    invoke,
    live_backend,
)
from vtlharness.backends.aws import role_credentials as module
from vtlharness.backends.aws.credentials import SAMPLE_CREDENTIALS
from vtlharness.backends.aws.role_credentials import role_credentials
from vtlharness.gateway.service_arn import parse_service_arn

_ROLE = "arn:aws:iam::123456789012:role/gateway"
_REQUEST = IntegrationRequest(
    "AWS",
    "POST",
    "https://sts.us-east-1.amazonaws.com/",
    {"Accept": ["application/json"]},
    {"Action": ["GetCallerIdentity"]},
    service=parse_service_arn("arn:aws:apigateway:us-east-1:sts:action/GetCallerIdentity"),
)


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    with moto_server() as address:
        yield address


def _caller(endpoint: str, assume_role: str | None, credentials: str | None = None) -> str:
    reply = AwsService(endpoint, assume_role=assume_role)(replace(_REQUEST, credentials=credentials))
    found = json.loads(reply.raw_body or b"")["GetCallerIdentityResponse"]["GetCallerIdentityResult"]["Arn"]
    assert isinstance(found, str)
    return found


def test_a_role_signs(moto: str) -> None:
    assert _caller(moto, None, _ROLE).endswith("user/moto")
    assert _caller(moto, _ROLE).endswith("assumed-role/gateway/vtlharness")
    other = _ROLE.replace("gateway", "other")
    assert _caller(moto, _ROLE, other).endswith("assumed-role/gateway/vtlharness")
    assert _caller(moto, "credentials", other).endswith("assumed-role/other/vtlharness")


@pytest.mark.parametrize("credentials", [None, "arn:aws:iam::*:user/*"])
def test_an_integration_that_names_no_role(moto: str, credentials: str | None) -> None:
    assert _caller(moto, "credentials", credentials).endswith("user/moto")


@pytest.mark.parametrize("role", ["", "gateway", "arn:aws:iam::1:role/x", "arn:aws:iam::123456789012:role/a\nb"])
def test_texts_that_are_no_roles(role: str) -> None:
    with pytest.raises(VtlHarnessError, match="is not the ARN of a role"):
        AwsService("http://127.0.0.1:1", assume_role=role)
    with pytest.raises(VtlHarnessError, match="is not the ARN of a role"):
        live_backend("template.yaml", {}, assume_role=role)
    with pytest.raises(VtlHarnessError, match="is not the ARN of a role"):
        AwsService("http://127.0.0.1:1", assume_role="credentials")(replace(_REQUEST, credentials=role))


def test_a_whole_api_assumes_a_role(moto: str, tmp_path: Path) -> None:
    """A stage variable in the role has its value."""
    integration = Integration(
        "AWS",
        "POST",
        "arn:aws:apigateway:us-east-1:sts:action/GetCallerIdentity",
        credentials="arn:aws:iam::123456789012:role/${stageVariables.role}",
        integration_responses=(IntegrationResponse("200"),),
    )
    api = RestApi(methods=(Method("POST", "/", integration, method_responses=(MethodResponse("200"),)),))
    backend = live_backend(tmp_path / "template.yaml", {"aws": {"endpoint": moto}}, assume_role="credentials")
    made = invoke(api, MethodRequest("POST", "/"), backend, stage_variables={"role": "staged"})
    assert "assumed-role/staged/vtlharness" in made.response.body_text
    assert "ASIA" not in "".join(made.log)


def test_a_role_without_a_backend_for_services() -> None:
    assert live_backend("template.yaml", {}, assume_role=_ROLE).settings.aws is None


def test_a_role_that_is_refused() -> None:
    error = b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
    answer = b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s" % (len(error), error)
    with raw_server(answer) as server, pytest.raises(VtlHarnessError) as raised:
        AwsService(server.address, assume_role=_ROLE)(_REQUEST)
    assert raised.value.message == f"the role {_ROLE} cannot be assumed: AccessDenied: no"


def test_a_long_refusal_is_cut() -> None:
    error = b"<ErrorResponse><Error><Code>A</Code><Message>%s</Message></Error></ErrorResponse>" % (b"no " * 100_000)
    answer = b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s" % (len(error), error)
    with raw_server(answer) as server, pytest.raises(VtlHarnessError) as raised:
        AwsService(server.address, assume_role=_ROLE)(_REQUEST)
    assert len(raised.value.message) < 700


def test_an_endpoint_that_is_not_there() -> None:
    with pytest.raises(VtlHarnessError, match="cannot be assumed: EndpointConnectionError"):
        role_credentials(_ROLE, SAMPLE_CREDENTIALS, "us-east-1", "http://127.0.0.1:1")


def test_keys_are_kept_until_shortly_before_they_end(moto: str, monkeypatch: pytest.MonkeyPatch) -> None:
    role = f"{_ROLE}-kept"
    first = role_credentials(role, SAMPLE_CREDENTIALS, "us-east-1", moto)
    assert role_credentials(role, SAMPLE_CREDENTIALS, "us-east-1", moto) is first
    assert first.secret_key not in repr(first)

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime.now(timezone.utc) + timedelta(minutes=56)

    monkeypatch.setattr(module, "datetime", Later)
    assert role_credentials(role, SAMPLE_CREDENTIALS, "us-east-1", moto) != first
