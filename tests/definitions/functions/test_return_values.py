"""What `Ref` and `Fn::GetAtt` give for the resources that stand around an API."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import pytest

from tests.definitions.definitions import only_method

ACCOUNT = "123456789012"
LAMBDA = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function"
STATES = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine"

# what the template has besides, what the text asks for, what it gives
VALUES = [
    ("X: {Type: AWS::Lambda::Function}", "${X} ${X.Arn}", f"X {LAMBDA}:X"),
    (
        "F: {Type: AWS::Lambda::Function, Properties: {FunctionName: orders}}\n"
        "  V: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref F}}\n"
        "  X: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref F, FunctionVersion: !GetAtt V.Version, Name: live}}",
        "${V} ${V.Version} ${V.FunctionArn} ${X} ${X.AliasArn}",
        f"{LAMBDA}:orders:1 1 {LAMBDA}:orders:1 {LAMBDA}:orders:live {LAMBDA}:orders:live",
    ),
    (
        "F: {Type: AWS::Lambda::Function}\n"
        "  X: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !GetAtt F.Arn, Name: live}}",
        "${X}",
        f"{LAMBDA}:F:live",
    ),
    ("X: {Type: AWS::Lambda::Alias, Properties: {Name: live}}", "${X}", f"{LAMBDA}:<FunctionName>:live"),
    (
        "X: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !ImportValue F, Name: live}}",
        "${X}",
        f"{LAMBDA}:<F>:live",
    ),
    (
        "X: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref X, Name: live}}",
        "${X}",
        f"{LAMBDA}:X:live",
    ),
    (
        "N: {Type: AWS::StepFunctions::StateMachine, Properties: {StateMachineName: m}}\n"
        "  V: {Type: AWS::StepFunctions::StateMachineVersion, Properties: {StateMachineArn: !Ref N}}\n"
        "  X: {Type: AWS::StepFunctions::StateMachineAlias, Properties: {Name: live, "
        "RoutingConfiguration: [{StateMachineVersionArn: !Ref V, Weight: 100}]}}",
        "${N} ${N.Name} ${V} ${X} ${X.Arn}",
        f"{STATES}:m m {STATES}:m:1 {STATES}:m:live {STATES}:m:live",
    ),
    (
        "N: {Type: AWS::StepFunctions::StateMachine}\n"
        "  V: {Type: AWS::StepFunctions::StateMachineVersion, Properties: {StateMachineArn: !Ref N}}\n"
        "  X: {Type: AWS::StepFunctions::StateMachineAlias, Properties: {Name: live, "
        "DeploymentPreference: {StateMachineVersionArn: !Ref V}}}",
        "${X}",
        f"{STATES}:N:live",
    ),
    ("X: {Type: AWS::StepFunctions::StateMachineAlias}", "${X}", f"{STATES}:X:X"),
    (
        "X: {Type: AWS::SQS::Queue, Properties: {QueueName: q}}",
        "${X} ${X.Arn} ${X.QueueName} ${X.QueueUrl}",
        f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/q arn:aws:sqs:us-east-1:{ACCOUNT}:q q "
        f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/q",
    ),
    (
        "X: {Type: AWS::SNS::Topic}",
        "${X} ${X.TopicArn} ${X.TopicName}",
        f"arn:aws:sns:us-east-1:{ACCOUNT}:X arn:aws:sns:us-east-1:{ACCOUNT}:X X",
    ),
    (
        "X: {Type: AWS::DynamoDB::GlobalTable, Properties: {TableName: t}}",
        "${X} ${X.Arn} ${X.StreamArn}",
        f"t arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/t <X.StreamArn>",
    ),
    (
        "X: {Type: AWS::S3::Bucket, Properties: {BucketName: b}}",
        "${X} ${X.Arn} ${X.DomainName} ${X.RegionalDomainName}",
        "b arn:aws:s3:::b b.s3.amazonaws.com b.s3.us-east-1.amazonaws.com",
    ),
    (
        "X: {Type: AWS::IAM::ManagedPolicy}",
        "${X} ${X.PolicyArn}",
        f"arn:aws:iam::{ACCOUNT}:policy/X arn:aws:iam::{ACCOUNT}:policy/X",
    ),
    ("X: {Type: AWS::IAM::Role}", "${X} ${X.Arn}", f"X arn:aws:iam::{ACCOUNT}:role/X"),
    ("X: {Type: AWS::KMS::Key}", "${X} ${X.KeyId} ${X.Arn}", f"X X arn:aws:kms:us-east-1:{ACCOUNT}:key/X"),
    ("X: {Type: AWS::Events::EventBus}", "${X} ${X.Name} ${X.Arn}", f"X X arn:aws:events:us-east-1:{ACCOUNT}:event-bus/X"),
    (
        "X: {Type: AWS::Cognito::UserPool}",
        "${X} ${X.Arn} ${X.ProviderName}",
        f"X arn:aws:cognito-idp:us-east-1:{ACCOUNT}:userpool/X cognito-idp.us-east-1.amazonaws.com/X",
    ),
    ("X: {Type: AWS::SecretsManager::Secret}", "${X}", f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:X-sample"),
    (
        "X: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: f}}",
        "${X} ${X.FunctionUrl}",
        f"{LAMBDA}:f https://X.lambda-url.us-east-1.on.aws/",
    ),
    ("X: {Type: AWS::ApiGateway::ApiKey}", "${X} ${X.APIKeyId}", "X X"),
    ("X: {Type: AWS::ApiGateway::Authorizer}", "${X} ${X.AuthorizerId}", "X X"),
    ("X: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api}}", "${X} ${X.DeploymentId}", "X X"),
    ("X: {Type: AWS::ApiGateway::UsagePlan}", "${X} ${X.Id}", "X X"),
    ("X: {Type: AWS::ApiGateway::VpcLink}", "${X} ${X.VpcLinkId}", "X X"),
    ("X: {Type: AWS::ApiGateway::DomainName, Properties: {DomainName: a.example}}", "${X} ${X.RegionalDomainName}", "a.example <X.RegionalDomainName>"),
    ("X: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: prod}}", "${X}", "prod"),
    ("X: {Type: AWS::Some::Thing}", "${X} ${X.Arn}", "X <X.Arn>"),
]  # fmt: skip

TEMPLATE = """\
Resources:
  Api: {{Type: AWS::ApiGateway::RestApi}}
  {more}
  M:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !GetAtt Api.RestApiId
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration: {{Type: MOCK, RequestTemplates: {{application/json: !Sub "{text}"}}}}
"""


@pytest.mark.parametrize(("more", "text", "expected"), VALUES, ids=[f"{row[0]} {row[1]}"[:80] for row in VALUES])
def test_the_values_of_a_resource(more: str, text: str, expected: str) -> None:
    method = only_method(TEMPLATE.format(more=more, text=text))
    assert method.integration.request_templates["application/json"].text == expected


def test_the_place_of_resources_may_be_given() -> None:
    text = TEMPLATE.format(more="X: {Type: AWS::S3::Bucket}", text="${X.Arn} ${X.RegionalDomainName}")
    given = {"AWS::Partition": "aws-cn", "AWS::Region": "cn-north-1", "AWS::URLSuffix": "amazonaws.com.cn"}
    method = only_method(text, parameters=given)
    assert method.integration.request_templates["application/json"].text == (
        "arn:aws-cn:s3:::X X.s3.cn-north-1.amazonaws.com.cn"
    )
