"""What `Ref` and `Fn::GetAtt` give, for every type of CloudFormation's resource reference that is known.

The ARNs are those of AWS's service authorization reference; the attributes those of the resource reference. A resource
that its template names is `my-name`; one that AWS names has its logical id, `X`.
"""

# ruff: noqa: E501 (a table, a row to a line)

from __future__ import annotations

import pytest

from tests.definitions.definitions import only_method

HERE = "us-east-1:123456789012"
LAMBDA = f"arn:aws:lambda:{HERE}"
STATES = f"arn:aws:states:{HERE}"
SQS = "https://sqs.us-east-1.amazonaws.com/123456789012/my-name"

# the type, the properties, what a Ref gives, and the attributes that differ from it or agree with it
ROWS: list[tuple[str, str, str, dict[str, str]]] = [
    ("ApiGateway::Account", "", "X", {"Id": "X"}),
    ("ApiGateway::ApiKey", "Name: my-name", "X", {"APIKeyId": "X"}),
    ("ApiGateway::Authorizer", "Name: my-name", "X", {"AuthorizerId": "X"}),
    ("ApiGateway::ClientCertificate", "", "X", {"ClientCertificateId": "X"}),
    ("ApiGateway::Deployment", "RestApiId: !Ref Api", "X", {"DeploymentId": "X"}),
    ("ApiGateway::DocumentationPart", "", "X", {"DocumentationPartId": "X"}),
    ("ApiGateway::DocumentationVersion", "DocumentationVersion: my-name", "my-name", {}),
    ("ApiGateway::DomainName", "DomainName: my-name", "my-name", {}),
    ("ApiGateway::GatewayResponse", "RestApiId: !Ref Api, ResponseType: THROTTLED", "X", {"Id": "X"}),
    ("ApiGateway::Model", "RestApiId: !Ref Api, ContentType: application/json, Name: my-name", "my-name", {}),
    ("ApiGateway::RequestValidator", "RestApiId: !Ref Api, Name: my-name", "X", {"RequestValidatorId": "X"}),
    ("ApiGateway::Resource", "RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: a", "X", {"ResourceId": "X"}),
    ("ApiGateway::RestApi", "Name: my-name", "X", {"RestApiId": "X", "RootResourceId": "X.RootResourceId"}),
    ("ApiGateway::Stage", "RestApiId: !Ref Api, StageName: my-name", "my-name", {}),
    ("ApiGateway::UsagePlan", "UsagePlanName: my-name", "X", {"Id": "X"}),
    ("ApiGateway::UsagePlanKey", "", "X", {"Id": "X"}),
    ("ApiGateway::VpcLink", "Name: my-name", "X", {"VpcLinkId": "X"}),
    ("Batch::JobQueue", "JobQueueName: my-name", f"arn:aws:batch:{HERE}:job-queue/my-name", {"JobQueueArn": f"arn:aws:batch:{HERE}:job-queue/my-name"}),
    ("CertificateManager::Certificate", "", f"arn:aws:acm:{HERE}:certificate/X", {"CertificateArn": f"arn:aws:acm:{HERE}:certificate/X"}),
    ("CloudFront::Distribution", "", "X", {"Id": "X"}),
    ("Cognito::IdentityPool", "", "X", {"Id": "X"}),
    ("Cognito::UserPool", "", "X", {"Arn": f"arn:aws:cognito-idp:{HERE}:userpool/X", "ProviderName": "cognito-idp.us-east-1.amazonaws.com/X", "ProviderURL": "https://cognito-idp.us-east-1.amazonaws.com/X", "UserPoolId": "X"}),
    ("Cognito::UserPoolClient", "", "X", {"ClientId": "X"}),
    ("DynamoDB::GlobalTable", "TableName: my-name", "my-name", {"Arn": f"arn:aws:dynamodb:{HERE}:table/my-name"}),
    ("DynamoDB::Table", "TableName: my-name", "my-name", {"Arn": f"arn:aws:dynamodb:{HERE}:table/my-name"}),
    ("EC2::SecurityGroup", "", "X", {"GroupId": "X"}),
    ("EC2::Subnet", "", "X", {"SubnetId": "X"}),
    ("EC2::VPC", "", "X", {"VpcId": "X"}),
    ("EC2::VPCEndpoint", "", "X", {"Id": "X"}),
    ("ECR::Repository", "RepositoryName: my-name", "my-name", {"Arn": f"arn:aws:ecr:{HERE}:repository/my-name", "RepositoryUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/my-name"}),
    ("ECS::Cluster", "ClusterName: my-name", "my-name", {"Arn": f"arn:aws:ecs:{HERE}:cluster/my-name"}),
    ("ECS::TaskDefinition", "Family: my-name", f"arn:aws:ecs:{HERE}:task-definition/my-name:1", {"TaskDefinitionArn": f"arn:aws:ecs:{HERE}:task-definition/my-name:1"}),
    ("Events::ApiDestination", "Name: my-name", "my-name", {"Arn": f"arn:aws:events:{HERE}:api-destination/my-name/sample"}),
    ("Events::Connection", "Name: my-name", "my-name", {"Arn": f"arn:aws:events:{HERE}:connection/my-name/sample"}),
    ("Events::EventBus", "Name: my-name", "my-name", {"Arn": f"arn:aws:events:{HERE}:event-bus/my-name", "Name": "my-name"}),
    ("Events::Rule", "Name: my-name", "my-name", {"Arn": f"arn:aws:events:{HERE}:rule/my-name"}),
    ("IAM::InstanceProfile", "InstanceProfileName: my-name", "my-name", {"Arn": "arn:aws:iam::123456789012:instance-profile/my-name"}),
    ("IAM::ManagedPolicy", "ManagedPolicyName: my-name", "arn:aws:iam::123456789012:policy/my-name", {"PolicyArn": "arn:aws:iam::123456789012:policy/my-name"}),
    ("IAM::Role", "RoleName: my-name", "my-name", {"Arn": "arn:aws:iam::123456789012:role/my-name"}),
    ("IAM::User", "UserName: my-name", "my-name", {"Arn": "arn:aws:iam::123456789012:user/my-name"}),
    ("IoT::TopicRule", "RuleName: my-name", "my-name", {"Arn": f"arn:aws:iot:{HERE}:rule/my-name"}),
    ("KMS::Alias", "AliasName: my-name", "my-name", {}),
    ("KMS::Key", "", "X", {"Arn": f"arn:aws:kms:{HERE}:key/X", "KeyId": "X"}),
    ("Kinesis::Stream", "Name: my-name", "my-name", {"Arn": f"arn:aws:kinesis:{HERE}:stream/my-name"}),
    ("KinesisFirehose::DeliveryStream", "DeliveryStreamName: my-name", "my-name", {"Arn": f"arn:aws:firehose:{HERE}:deliverystream/my-name"}),
    ("Lambda::Alias", "FunctionName: f, Name: my-name", f"{LAMBDA}:function:f:my-name", {"AliasArn": f"{LAMBDA}:function:f:my-name"}),
    ("Lambda::EventSourceMapping", "", "X", {"Id": "X"}),
    ("Lambda::Function", "FunctionName: my-name", "my-name", {"Arn": f"{LAMBDA}:function:my-name"}),
    ("Lambda::LayerVersion", "LayerName: my-name", f"{LAMBDA}:layer:my-name:1", {"LayerVersionArn": f"{LAMBDA}:layer:my-name:1"}),
    ("Lambda::Url", "TargetFunctionArn: f", f"{LAMBDA}:function:f", {"FunctionArn": f"{LAMBDA}:function:f", "FunctionUrl": "https://X.lambda-url.us-east-1.on.aws/"}),
    ("Lambda::Version", "FunctionName: f", f"{LAMBDA}:function:f:1", {"FunctionArn": f"{LAMBDA}:function:f:1", "Version": "1"}),
    ("Logs::LogGroup", "LogGroupName: my-name", "my-name", {"Arn": f"arn:aws:logs:{HERE}:log-group:my-name:*"}),
    ("OpenSearchService::Domain", "DomainName: my-name", "my-name", {"Arn": f"arn:aws:es:{HERE}:domain/my-name"}),
    ("Pipes::Pipe", "Name: my-name", "my-name", {"Arn": f"arn:aws:pipes:{HERE}:pipe/my-name"}),
    ("S3::Bucket", "BucketName: my-name", "my-name", {"Arn": "arn:aws:s3:::my-name", "DomainName": "my-name.s3.amazonaws.com", "DualStackDomainName": "my-name.s3.dualstack.us-east-1.amazonaws.com", "RegionalDomainName": "my-name.s3.us-east-1.amazonaws.com"}),
    ("SNS::Topic", "TopicName: my-name", f"arn:aws:sns:{HERE}:my-name", {"TopicArn": f"arn:aws:sns:{HERE}:my-name", "TopicName": "my-name"}),
    ("SQS::Queue", "QueueName: my-name", SQS, {"Arn": f"arn:aws:sqs:{HERE}:my-name", "QueueName": "my-name", "QueueUrl": SQS}),
    ("SSM::Parameter", "Name: my-name", "my-name", {}),
    ("Scheduler::Schedule", "Name: my-name", "my-name", {"Arn": f"arn:aws:scheduler:{HERE}:schedule/default/my-name"}),
    ("Scheduler::ScheduleGroup", "Name: my-name", "my-name", {"Arn": f"arn:aws:scheduler:{HERE}:schedule-group/my-name"}),
    ("SecretsManager::Secret", "Name: my-name", f"arn:aws:secretsmanager:{HERE}:secret:my-name-sample", {"Id": f"arn:aws:secretsmanager:{HERE}:secret:my-name-sample"}),
    ("StepFunctions::Activity", "Name: my-name", f"{STATES}:activity:my-name", {"Arn": f"{STATES}:activity:my-name", "Name": "my-name"}),
    ("StepFunctions::StateMachine", "StateMachineName: my-name", f"{STATES}:stateMachine:my-name", {"Arn": f"{STATES}:stateMachine:my-name", "Name": "my-name"}),
    ("StepFunctions::StateMachineAlias", "Name: my-name", f"{STATES}:stateMachine:my-name:my-name", {"Arn": f"{STATES}:stateMachine:my-name:my-name"}),
    ("StepFunctions::StateMachineVersion", "StateMachineArn: m", f"{STATES}:stateMachine:m:1", {"Arn": f"{STATES}:stateMachine:m:1"}),
    ("Serverless::Api", "Name: my-name, StageName: v1, DefinitionBody: {openapi: 3.0.1, paths: {}}", "X", {"RootResourceId": "X.RootResourceId"}),
    ("Serverless::Function", "FunctionName: my-name", "my-name", {"Arn": f"{LAMBDA}:function:my-name"}),
    ("Serverless::LayerVersion", "LayerName: my-name", f"{LAMBDA}:layer:my-name:1", {}),
    ("Serverless::SimpleTable", "TableName: my-name", "my-name", {"Arn": f"arn:aws:dynamodb:{HERE}:table/my-name"}),
    ("Serverless::StateMachine", "Name: my-name", f"{STATES}:stateMachine:my-name", {"Arn": f"{STATES}:stateMachine:my-name", "Name": "my-name"}),
]  # fmt: skip

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api: {{Type: AWS::ApiGateway::RestApi}}
  X: {{Type: "AWS::{kind}", Properties: {{{properties}}}}}
  M:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration: {{Type: MOCK, RequestTemplates: {{application/json: !Sub "{text}"}}}}
"""


@pytest.mark.parametrize(("kind", "properties", "reference", "attributes"), ROWS, ids=[row[0] for row in ROWS])
def test_the_values_of_a_type(kind: str, properties: str, reference: str, attributes: dict[str, str]) -> None:
    asked = ["${X}", *(f"${{X.{name}}}" for name in attributes), "${X.OfNoType}"]
    text = TEMPLATE.format(kind=kind, properties=properties, text=" ".join(asked))
    method = only_method(text, api="Api")
    given = method.integration.request_templates["application/json"].text
    assert given.split(" ") == [reference, *attributes.values(), "<X.OfNoType>"]
