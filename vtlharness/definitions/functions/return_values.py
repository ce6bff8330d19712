"""The values of `Ref` and `Fn::GetAtt` for a resource of a CloudFormation template once it exists.

Comes in: a resource's type and name. Goes out: sample names and ARNs in the shape that the service gives them, so that
URIs that contain them are complete; None when the shape is not known.
"""

from __future__ import annotations

from collections.abc import Mapping

NAME_PROPERTIES = {
    "AWS::ApiGateway::Model": "Name",
    "AWS::ApiGateway::Stage": "StageName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::Events::EventBus": "Name",
    "AWS::IAM::Role": "RoleName",
    "AWS::Kinesis::Stream": "Name",
    "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName",
    "AWS::Lambda::Alias": "Name",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Lambda::Version": "Version",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Serverless::Function": "FunctionName",
    "AWS::Serverless::SimpleTable": "TableName",
    "AWS::Serverless::StateMachine": "Name",
    "AWS::StepFunctions::StateMachine": "StateMachineName",
}
"""The property that names a resource; without it, the logical id is the name."""

_ARNS = {
    "AWS::DynamoDB::Table": "dynamodb:{region}:{account}:table/{name}",
    "AWS::Events::EventBus": "events:{region}:{account}:event-bus/{name}",
    "AWS::IAM::Role": "iam::{account}:role/{name}",
    "AWS::Kinesis::Stream": "kinesis:{region}:{account}:stream/{name}",
    "AWS::KinesisFirehose::DeliveryStream": "firehose:{region}:{account}:deliverystream/{name}",
    "AWS::Lambda::Alias": "lambda:{region}:{account}:function:{name}",
    "AWS::Lambda::Function": "lambda:{region}:{account}:function:{name}",
    "AWS::Lambda::Version": "lambda:{region}:{account}:function:{name}",
    "AWS::S3::Bucket": "s3:::{name}",
    "AWS::SNS::Topic": "sns:{region}:{account}:{name}",
    "AWS::SQS::Queue": "sqs:{region}:{account}:{name}",
    "AWS::Serverless::Function": "lambda:{region}:{account}:function:{name}",
    "AWS::Serverless::SimpleTable": "dynamodb:{region}:{account}:table/{name}",
    "AWS::Serverless::StateMachine": "states:{region}:{account}:stateMachine:{name}",
    "AWS::StepFunctions::StateMachine": "states:{region}:{account}:stateMachine:{name}",
}
_REF_IS_ARN = (
    "AWS::Lambda::Alias",
    "AWS::Lambda::Version",
    "AWS::SNS::Topic",
    "AWS::Serverless::StateMachine",
    "AWS::StepFunctions::StateMachine",
)
_NAME_ATTRIBUTES = {
    "AWS::Events::EventBus": "Name",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Serverless::StateMachine": "Name",
    "AWS::StepFunctions::StateMachine": "Name",
}


def reference(kind: str, name: str, place: Mapping[str, str]) -> str:
    """The value of `Ref` for a resource of a type; `place` has `region`, `account`, `partition` and `suffix`."""
    if kind in _REF_IS_ARN:
        return _arn(kind, name, place)
    if kind == "AWS::SQS::Queue":
        return f"https://sqs.{place['region']}.{place['suffix']}/{place['account']}/{name}"
    return name


def attribute(kind: str, name: str, wanted: str, place: Mapping[str, str]) -> str | None:
    """The value of `Fn::GetAtt` for an attribute; None when it is not known."""
    if kind in ("AWS::ApiGateway::RestApi", "AWS::Serverless::Api") and wanted == "RootResourceId":
        return root_resource_id(name)
    if kind == "AWS::Lambda::Version" and wanted == "Version":
        return name.rpartition(":")[2]
    if wanted == "Arn" and kind in _ARNS:
        return _arn(kind, name, place)
    if wanted == "TopicArn" and kind == "AWS::SNS::Topic":
        return _arn(kind, name, place)
    if wanted == "QueueUrl" and kind == "AWS::SQS::Queue":
        return reference(kind, name, place)
    return name if _NAME_ATTRIBUTES.get(kind) == wanted else None


def qualified(kind: str, name: str, function: str | None) -> str:
    """The name of a function's alias or version behind its function's name or ARN; any other name as it is.

    A version's own name is a sample: a function that was published once has version 1.
    """
    if kind == "AWS::Lambda::Version":
        name = "1"
    elif kind != "AWS::Lambda::Alias":
        return name
    return name if function is None else f"{function if function[:4] == 'arn:' else function.rpartition(':')[2]}:{name}"


def root_resource_id(api: str) -> str:
    """The placeholder for the id of an API's root resource."""
    return f"{api}.RootResourceId"


def _arn(kind: str, name: str, place: Mapping[str, str]) -> str:
    if name.startswith("arn:"):  # a function may be named by its ARN
        return name
    return f"arn:{place['partition']}:{_ARNS[kind].format(name=name, **place)}"
