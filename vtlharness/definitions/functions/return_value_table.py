"""What `Ref` and `Fn::GetAtt` give for a resource, by its type: a table of CloudFormation's resource reference.

A format has `{name}` for the resource's name, `{arn}` for its ARN, `{region}`, `{account}`, `{partition}` and
`{suffix}` for its place, and `{FunctionName}` or the like for the last part of one of its properties. The tests hold
the attributes against AWS's resource schemas. Next: `return_values`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class ReturnValues(NamedTuple):
    """The return values of one type.

    `name` is the property that names a resource (without it, the logical id is the name); `arn` is the format of its
    ARN after the partition; `ref` and `attributes` are the formats of the values.
    """

    name: str | None = None
    arn: str | None = None
    ref: str = "{name}"
    attributes: Mapping[str, str] = _NO_ATTRIBUTES


def _part(attribute: str | None = None, name: str | None = None) -> ReturnValues:
    """A part of an API: `Ref` gives its id or name, and so does this attribute."""
    return ReturnValues(name, attributes={attribute: "{name}"} if attribute else _NO_ATTRIBUTES)


def _named(name: str | None, arn: str, *attributes: str, arn_is: str = "Arn") -> ReturnValues:
    """A resource whose `Ref` is its name; `attributes` give its name too, `arn_is` its ARN."""
    return ReturnValues(name, arn, attributes={**dict.fromkeys(attributes, "{name}"), arn_is: "{arn}"})


def _by_arn(name: str | None, arn: str, *attributes: str, named: str | None = None) -> ReturnValues:
    """A resource whose `Ref` is its ARN; `attributes` give the ARN too, `named` its name."""
    own = {named: "{name}"} if named else {}
    return ReturnValues(name, arn, "{arn}", {**dict.fromkeys(attributes, "{arn}"), **own})


_FUNCTION = "lambda:{region}:{account}:function:{name}"
_STATE_MACHINE = "states:{region}:{account}:stateMachine:{name}"
_TABLE = "dynamodb:{region}:{account}:table/{name}"
_BUCKET = {
    "Arn": "{arn}",
    "DomainName": "{name}.s3.{suffix}",
    "DualStackDomainName": "{name}.s3.dualstack.{region}.{suffix}",
    "RegionalDomainName": "{name}.s3.{region}.{suffix}",
}
_QUEUE_URL = "https://sqs.{region}.{suffix}/{account}/{name}"
_USER_POOL = {
    "Arn": "{arn}",
    "ProviderName": "cognito-idp.{region}.{suffix}/{name}",
    "ProviderURL": "https://cognito-idp.{region}.{suffix}/{name}",
    "UserPoolId": "{name}",
}

_API_GATEWAY = {
    "AWS::ApiGateway::Account": _part("Id"),
    "AWS::ApiGateway::ApiKey": _part("APIKeyId"),
    "AWS::ApiGateway::Authorizer": _part("AuthorizerId"),
    "AWS::ApiGateway::ClientCertificate": _part("ClientCertificateId"),
    "AWS::ApiGateway::Deployment": _part("DeploymentId"),
    "AWS::ApiGateway::DocumentationPart": _part("DocumentationPartId"),
    "AWS::ApiGateway::DocumentationVersion": _part(None, "DocumentationVersion"),
    "AWS::ApiGateway::DomainName": _part(None, "DomainName"),
    "AWS::ApiGateway::GatewayResponse": _part("Id"),
    "AWS::ApiGateway::Model": _part(None, "Name"),
    "AWS::ApiGateway::RequestValidator": _part("RequestValidatorId"),
    "AWS::ApiGateway::Resource": _part("ResourceId"),
    "AWS::ApiGateway::RestApi": ReturnValues(
        attributes={"RestApiId": "{name}", "RootResourceId": "{name}.RootResourceId"}
    ),
    "AWS::ApiGateway::Stage": _part(None, "StageName"),
    "AWS::ApiGateway::UsagePlan": _part("Id"),
    "AWS::ApiGateway::UsagePlanKey": _part("Id"),
    "AWS::ApiGateway::VpcLink": _part("VpcLinkId"),
    "AWS::Serverless::Api": ReturnValues(attributes={"RootResourceId": "{name}.RootResourceId"}),
}

_AROUND = {
    "AWS::Batch::JobQueue": _by_arn("JobQueueName", "batch:{region}:{account}:job-queue/{name}", "JobQueueArn"),
    "AWS::CertificateManager::Certificate": _by_arn(
        None, "acm:{region}:{account}:certificate/{name}", "CertificateArn"
    ),
    "AWS::CloudFront::Distribution": _part("Id"),
    "AWS::Cognito::IdentityPool": _part("Id"),
    "AWS::Cognito::UserPool": ReturnValues(
        None, "cognito-idp:{region}:{account}:userpool/{name}", "{name}", _USER_POOL
    ),
    "AWS::Cognito::UserPoolClient": _part("ClientId"),
    "AWS::DynamoDB::GlobalTable": _named("TableName", _TABLE),
    "AWS::DynamoDB::Table": _named("TableName", _TABLE),
    "AWS::EC2::SecurityGroup": _part("GroupId"),
    "AWS::EC2::Subnet": _part("SubnetId"),
    "AWS::EC2::VPC": _part("VpcId"),
    "AWS::EC2::VPCEndpoint": _part("Id"),
    "AWS::ECR::Repository": ReturnValues(
        "RepositoryName",
        "ecr:{region}:{account}:repository/{name}",
        attributes={"Arn": "{arn}", "RepositoryUri": "{account}.dkr.ecr.{region}.{suffix}/{name}"},
    ),
    "AWS::ECS::Cluster": _named("ClusterName", "ecs:{region}:{account}:cluster/{name}"),
    "AWS::ECS::TaskDefinition": _by_arn(
        "Family", "ecs:{region}:{account}:task-definition/{name}:1", "TaskDefinitionArn"
    ),
    "AWS::Events::ApiDestination": _named("Name", "events:{region}:{account}:api-destination/{name}/sample"),
    "AWS::Events::Connection": _named("Name", "events:{region}:{account}:connection/{name}/sample"),
    "AWS::Events::EventBus": _named("Name", "events:{region}:{account}:event-bus/{name}", "Name"),
    "AWS::Events::Rule": _named("Name", "events:{region}:{account}:rule/{name}"),
    "AWS::IAM::InstanceProfile": _named("InstanceProfileName", "iam::{account}:instance-profile/{name}"),
    "AWS::IAM::ManagedPolicy": _by_arn("ManagedPolicyName", "iam::{account}:policy/{name}", "PolicyArn"),
    "AWS::IAM::Role": _named("RoleName", "iam::{account}:role/{name}"),
    "AWS::IAM::User": _named("UserName", "iam::{account}:user/{name}"),
    "AWS::IoT::TopicRule": _named("RuleName", "iot:{region}:{account}:rule/{name}"),
    "AWS::KMS::Alias": _part(None, "AliasName"),
    "AWS::KMS::Key": _named(None, "kms:{region}:{account}:key/{name}", "KeyId"),
    "AWS::Kinesis::Stream": _named("Name", "kinesis:{region}:{account}:stream/{name}"),
    "AWS::KinesisFirehose::DeliveryStream": _named(
        "DeliveryStreamName", "firehose:{region}:{account}:deliverystream/{name}"
    ),
    "AWS::Lambda::Alias": _by_arn("Name", "lambda:{region}:{account}:function:{FunctionName}:{name}", "AliasArn"),
    "AWS::Lambda::EventSourceMapping": _part("Id"),
    "AWS::Lambda::Function": _named("FunctionName", _FUNCTION),
    "AWS::Lambda::LayerVersion": _by_arn("LayerName", "lambda:{region}:{account}:layer:{name}:1", "LayerVersionArn"),
    "AWS::Lambda::Url": ReturnValues(
        None,
        "lambda:{region}:{account}:function:{TargetFunctionArn}",
        "{arn}",
        {"FunctionArn": "{arn}", "FunctionUrl": "https://{name}.lambda-url.{region}.on.aws/"},
    ),
    "AWS::Lambda::Version": ReturnValues(
        None,
        "lambda:{region}:{account}:function:{FunctionName}:1",
        "{arn}",
        {"FunctionArn": "{arn}", "Version": "1"},
    ),
    "AWS::Logs::LogGroup": _named("LogGroupName", "logs:{region}:{account}:log-group:{name}:*"),
    "AWS::OpenSearchService::Domain": _named("DomainName", "es:{region}:{account}:domain/{name}"),
    "AWS::Pipes::Pipe": _named("Name", "pipes:{region}:{account}:pipe/{name}"),
    "AWS::S3::Bucket": ReturnValues("BucketName", "s3:::{name}", "{name}", _BUCKET),
    "AWS::SNS::Topic": _by_arn("TopicName", "sns:{region}:{account}:{name}", "TopicArn", named="TopicName"),
    "AWS::SQS::Queue": ReturnValues(
        "QueueName",
        "sqs:{region}:{account}:{name}",
        _QUEUE_URL,
        {"Arn": "{arn}", "QueueName": "{name}", "QueueUrl": _QUEUE_URL},
    ),
    "AWS::SSM::Parameter": _part(None, "Name"),
    "AWS::Scheduler::Schedule": _named("Name", "scheduler:{region}:{account}:schedule/default/{name}"),
    "AWS::Scheduler::ScheduleGroup": _named("Name", "scheduler:{region}:{account}:schedule-group/{name}"),
    "AWS::SecretsManager::Secret": _by_arn("Name", "secretsmanager:{region}:{account}:secret:{name}-sample", "Id"),
    "AWS::StepFunctions::Activity": _by_arn("Name", "states:{region}:{account}:activity:{name}", "Arn", named="Name"),
    "AWS::StepFunctions::StateMachine": _by_arn("StateMachineName", _STATE_MACHINE, "Arn", named="Name"),
    "AWS::StepFunctions::StateMachineVersion": _by_arn(
        None, "states:{region}:{account}:stateMachine:{StateMachineArn}:1", "Arn"
    ),
}

_MADE_BY_SAM = {
    "AWS::Serverless::Function": _named("FunctionName", _FUNCTION),
    "AWS::Serverless::LayerVersion": _by_arn("LayerName", "lambda:{region}:{account}:layer:{name}:1"),
    "AWS::Serverless::SimpleTable": _named("TableName", _TABLE),
    "AWS::Serverless::StateMachine": _by_arn("Name", _STATE_MACHINE, "Arn", named="Name"),
}

RETURN_VALUES: Mapping[str, ReturnValues] = MappingProxyType({**_API_GATEWAY, **_AROUND, **_MADE_BY_SAM})
"""The return values of every known type."""
