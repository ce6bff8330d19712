"""The format of a stage's access log, wherever a template writes it."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import loaded

BODY = "{openapi: 3.0.1, paths: {/a: {get: {x-amazon-apigateway-integration: {type: mock}}}}}"
REST_API = f"""\
Parameters: {{Which: {{Type: String}}, Given: {{Type: String, Default: $context.status}}}}
Conditions: {{Logs: !Equals [!Ref Which, "yes"]}}
Resources:
  Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: shop, Body: {BODY}}}}}
"""
STAGE = (
    "  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: prod,\n"
    "    AccessLogSetting: %s}}\n"
)
SERVERLESS = (
    "Transform: AWS::Serverless-2016-10-31\n%sResources:\n"
    f"  Api: {{Type: AWS::Serverless::Api, Properties: {{StageName: prod, DefinitionBody: {BODY}%s}}}}\n"
)


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        (
            "{DestinationArn: !GetAtt Logs.Arn, Format: $context.status $context.stage}",
            "$context.status $context.stage",
        ),
        ('{Format: !Sub "$context.stage ${AWS::Region}"}', "$context.stage us-east-1"),
        ('{Format: !Join [" ", [$context.stage, $context.status]]}', "$context.stage $context.status"),
        ("{Format: !Ref Given}", "$context.status"),
        ("{DestinationArn: !GetAtt Logs.Arn}", None),
        ("!Ref AWS::NoValue", None),
    ],
)
def test_a_stage(setting: str, expected: str | None) -> None:
    api = loaded(REST_API + STAGE % setting, parameters={"Which": "yes"})
    assert api.stage.access_log_format == expected


def test_a_condition_without_a_value() -> None:
    loaded(REST_API + STAGE % "!If [Logs, {Format: $context.status}, !Ref AWS::NoValue]", parameters={"Which": "no"})


def test_the_stage_of_a_deployment() -> None:
    api = loaded(
        REST_API + "  Made: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api, StageName: v1,\n"
        "    StageDescription: {AccessLogSetting: {Format: $context.requestId}}}}\n",
        parameters={"Which": "yes"},
    )
    assert (api.stage.stage_name, api.stage.access_log_format) == ("v1", "$context.requestId")


def test_sam() -> None:
    own = ", AccessLogSetting: {Format: own}"
    shared = "Globals: {Api: {AccessLogSetting: {Format: shared}}}\n"
    assert loaded(SERVERLESS % ("", "")).stage.access_log_format is None
    assert loaded(SERVERLESS % ("", own)).stage.access_log_format == "own"
    assert loaded(SERVERLESS % (shared, "")).stage.access_log_format == "shared"
    assert loaded(SERVERLESS % (shared, own)).stage.access_log_format == "own"
