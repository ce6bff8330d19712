"""What the service said of definitions that it refused (integrations.jsonl, topic control-plane)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.observations import check_rows, needs_recordings, rows
from vtlharness.definitions import integration_from_data
from vtlharness.errors import DefinitionError
from vtlharness.source import Source

LAMBDA = (
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations"
)

# What was put where a row only names it; the rows without `integration` say it in their ids.
PUT: dict[str, dict[str, Any]] = {
    **{
        f"aws-put-integration-required-integration-method-{kind}": {"type": kind, "uri": uri}
        for kind, uri in (("HTTP", "http://a.b"), ("HTTP_PROXY", "http://a.b"), ("AWS", LAMBDA))
    },
    "aws-put-integration-no-s3-support-AWS_PROXY": {
        "type": "AWS_PROXY",
        "httpMethod": "POST",
        "uri": "arn:aws:apigateway:us-east-1:s3:path/bucket/key",
    },
    "aws-put-integration-invalid-uri-HTTP": {"type": "HTTP", "httpMethod": "POST", "uri": "not-an-address"},
    "aws-put-integration-invalid-uri-HTTP_PROXY": {"type": "HTTP_PROXY", "httpMethod": "POST", "uri": "not-an-address"},
    "aws-put-integration-invalid-uri-not-an-arn": {"type": "AWS", "httpMethod": "POST", "uri": "not-an-arn"},
    "aws-put-integration-invalid-uri-invalid-arn": {
        "type": "AWS",
        "httpMethod": "POST",
        "uri": "arn:aws:iam::0000000000:role/test",
    },
}


def refused() -> list[dict[str, Any]]:
    return [
        row
        for row in rows("integrations")
        if {"control-plane", "error"} <= set(row["topic"]) and "test-invoke" not in row["topic"]
    ]


def _check_row(row: dict[str, Any]) -> None:
    data = {"httpMethod": "POST", **row["integration"]} if "integration" in row else PUT[row["id"]]
    with pytest.raises(DefinitionError) as caught:
        integration_from_data(data, Source(json.dumps(data), "integration.json"))
    assert row["expect"]["error"]["Message"] in caught.value.message


@needs_recordings
def test_they_are_refused_with_the_sentence_of_the_service() -> None:
    check_rows(refused(), _check_row)


@needs_recordings
def test_there_are_rows() -> None:
    assert len(refused()) >= 14


@pytest.mark.parametrize(
    "uri",
    [
        LAMBDA,
        LAMBDA.replace("path/2015", "path//2015"),
        LAMBDA.replace("function:f", "function:${stageVariables.f}"),
        "arn:aws-cn:apigateway:cn-north-1:firehose:action/PutRecord",
    ],
)
def test_it_is_taken(uri: str) -> None:
    data = {"type": "AWS_PROXY", "httpMethod": "POST", "uri": uri}
    assert integration_from_data(data, Source("{}", "integration.json")).uri == uri
