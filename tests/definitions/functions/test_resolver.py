"""CloudFormation's functions: what each gives, and what stands for that which only a stack knows."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import pytest

from tests.definitions.definitions import loaded, message, told

TEMPLATE = """\
Parameters:
  Stage: {{Type: String, Default: test}}
  Size: {{Type: Number, Default: 5}}
  Zones: {{Type: CommaDelimitedList, Default: "a, b"}}
  Secret: {{Type: String}}
  Image: {{Type: 'AWS::SSM::Parameter::Value<String>', Default: /images/latest}}
Mappings:
  Regions: {{us-east-1: {{Table: east, Zones: [x, y]}}}}
Conditions:
  IsTest: !Equals [!Ref Stage, test]
Resources:
  Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: {name}}}}}
  Function: {{Type: AWS::Lambda::Function, Properties: {{FunctionName: !Sub 'orders-${{Stage}}'}}}}
  Plain: {{Type: AWS::Serverless::Function}}
  Table: {{Type: AWS::DynamoDB::Table, Properties: {{TableName: orders}}}}
  Queue: {{Type: AWS::SQS::Queue, Properties: {{QueueName: orders}}}}
  Topic: {{Type: AWS::SNS::Topic}}
  Role: {{Type: AWS::IAM::Role}}
  Machine: {{Type: AWS::StepFunctions::StateMachine}}
  Nested: {{Type: AWS::CloudFormation::Stack}}
  Circle: {{Type: AWS::S3::Bucket, Properties: {{BucketName: !Ref Circle}}}}
"""

ROWS = [
    ("!Ref Stage", "test"),
    ("!Ref Size", "5"),
    ("!Ref Secret", "<Secret>"),
    ("!Ref Image", "<Image>"),
    ("!Ref AWS::Region", "us-east-1"),
    ("!Ref AWS::AccountId", "123456789012"),
    ("!Ref AWS::NoValue", ""),
    ("!Ref Function", "orders-test"),
    ("!Ref Plain", "Plain"),
    ("!Ref Queue", "https://sqs.us-east-1.amazonaws.com/123456789012/orders"),
    ("!Ref Topic", "arn:aws:sns:us-east-1:123456789012:Topic"),
    ("!Ref Circle", "Circle"),
    ("!GetAtt Function.Arn", "arn:aws:lambda:us-east-1:123456789012:function:orders-test"),
    ("!GetAtt [Plain, Arn]", "arn:aws:lambda:us-east-1:123456789012:function:Plain"),
    ("!GetAtt Table.Arn", "arn:aws:dynamodb:us-east-1:123456789012:table/orders"),
    ("!GetAtt Queue.QueueName", "orders"),
    ("!GetAtt Queue.QueueUrl", "https://sqs.us-east-1.amazonaws.com/123456789012/orders"),
    ("!GetAtt Role.Arn", "arn:aws:iam::123456789012:role/Role"),
    ("!GetAtt Machine.Arn", "arn:aws:states:us-east-1:123456789012:stateMachine:Machine"),
    ("!GetAtt Topic.TopicArn", "arn:aws:sns:us-east-1:123456789012:Topic"),
    ("!GetAtt Table.StreamArn", "<Table.StreamArn>"),
    ("!GetAtt Nested.Outputs.Host", "<Nested.Outputs.Host>"),
    ("!Sub 'x-${Stage}-${Function.Arn}-${!Stage}-${Nested.Host}-$x-${ Size }'", "x-test-arn:aws:lambda:us-east-1:123456789012:function:orders-test-${Stage}-<Nested.Host>-$x-5"),
    ("!Sub ['${a}/${Stage}', {a: !Ref Size}]", "5/test"),
    ("!Sub '${Zones}'", "a,b"),
    ("!Join ['-', [a, !Ref Stage, 5, true]]", "a-test-5-true"),
    ("!Join ['-', !Ref Zones]", "a-b"),
    ("!Join ['-', !Split ['/', 'a/b/c']]", "a-b-c"),
    ("!Join ['-', !GetAtt Nested.Outputs.List]", "<Nested.Outputs.List>"),
    ("!Select [1, [a, b]]", "b"),
    ("!Select ['0', !Ref Zones]", "a"),
    ("!Select [1, !Split [':', !GetAtt Table.Arn]]", "aws"),
    ("!Select [0, !GetAtt Nested.Outputs.List]", "<Nested.Outputs.List[0]>"),
    ("!Select [1, !GetAZs '']", "us-east-1b"),
    ("!If [IsTest, yes, !Ref Secret]", "yes"),
    ("!FindInMap [Regions, !Ref AWS::Region, Table]", "east"),
    ("!FindInMap [Regions, !Ref Stage, Table, {DefaultValue: none}]", "none"),
    ("!Join ['-', !FindInMap [Regions, us-east-1, Zones]]", "x-y"),
    ("!ImportValue vpc-id", "<vpc-id>"),
    ("!ImportValue {'Fn::Sub': '${Stage}-vpc'}", "<test-vpc>"),
    ("{'Fn::ImportValue': !Sub '${Stage}-vpc'}", "<test-vpc>"),
    ("!Base64 {Ref: Stage}", "dGVzdA=="),
    ("!Cidr [10.0.0.0/16, 1, 8]", "<Fn::Cidr>"),
    ("{'Fn::Length': !Ref Zones}", "2"),
    ("!ToJsonString {a: !Ref Stage, b: [1, !Ref AWS::NoValue]}", '{"a":"test","b":[1]}'),
    ("!Join ['', [!If [IsTest, !Sub '${Stage}', b], !Select [0, [c]]]]", "testc"),
    ("'{{{{resolve:ssm:/a}}}}'", "{{resolve:ssm:/a}}"),
    ("2012-10-17", "2012-10-17"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_functions(written: str, expected: str) -> None:
    name = written.replace("{{{{", "{{").replace("}}}}", "}}")
    assert loaded(TEMPLATE.format(name=name)).name == expected


def test_given_values_come_first() -> None:
    text = TEMPLATE.format(name="!Sub '${Stage}-${Secret}-${AWS::Region}-${Table.Arn}-${Zones}'")
    given = {"Stage": "prod", "Secret": "s", "AWS::Region": "eu-west-1", "AWS::AccountId": "1", "Zones": "c,d"}
    assert loaded(text, parameters=given).name == "prod-s-eu-west-1-arn:aws:dynamodb:eu-west-1:1:table/orders-c,d"


def test_other_parameters_make_another_api() -> None:
    text = TEMPLATE.format(name="!Ref Stage")
    assert [loaded(text, parameters={"Stage": stage}).name for stage in ("a", "b", "a")] == ["a", "b", "a"]


def test_what_decides_nothing_needs_no_values() -> None:
    (method,) = loaded(
        """\
        Parameters: {Stage: {Type: String}}
        Conditions: {IsProd: !Equals [!Ref Stage, prod]}
        Resources:
          Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !Sub 'orders-${Stage}'}}
          Alarm: {Type: AWS::CloudWatch::Alarm, Condition: IsProd, Properties: {AlarmName: !Ref Stage}}
          Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: !Sub 'orders-${Stage}'}}
          Get:
            Type: AWS::ApiGateway::Method
            Properties:
              RestApiId: !Ref Api
              ResourceId: !GetAtt Api.RootResourceId
              HttpMethod: GET
              AuthorizationType: !If [IsProd, AWS_IAM, NONE]
              Integration:
                Type: AWS
                IntegrationHttpMethod: POST
                Credentials: !Sub 'arn:aws:iam::1:role/${Stage}'
                Uri: !Sub arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Function.Arn}/invocations
        """
    ).methods
    assert method.integration.credentials == "arn:aws:iam::1:role/<Stage>"
    assert "function:orders-<Stage>/invocations" in str(method.integration.uri)


@pytest.mark.parametrize(
    ("transform", "name"),
    [
        ("Transform: AWS::Serverless-2016-10-31", "ServerlessRestApiProdStage"),
        ("Transform: [AWS::Serverless-2016-10-31]", "PlainRole"),
        *(
            ("Transform: [AWS::Serverless-2016-10-31, AWS::CodeDeployBlueGreen]", name)
            for name in (
                "ServerlessHttpApi",
                "ServerlessHttpApiApiGatewayDefaultStage",
                "ServerlessDeploymentApplication",
                "ServerlessUsagePlan",
                "ServerlessApiKey",
                "CodeDeployServiceRole",
            )
        ),
        ("Transform: [AWS::Serverless-2016-10-31]", "Plain.Version"),
        ("Transform: [Mine]", "Elsewhere"),
    ],
)
def test_what_a_transform_makes_is_known_to_a_stack_only(transform: str, name: str) -> None:
    assert loaded(f"{transform}\n" + TEMPLATE.format(name=f"!Ref {name}")).name == f"<{name}>"


def test_no_value_has_no_json_text() -> None:
    text = "Resources:\n  A: {Type: AWS::ApiGateway::RestApi, Properties: {Name: !ToJsonString {Ref: AWS::NoValue}}}\n"
    assert "Fn::ToJsonString needs a value, but this is AWS::NoValue" in message(text)


def test_no_value_is_not_a_name() -> None:
    text = (
        "Resources:\n  A: {Type: AWS::ApiGateway::RestApi, Properties: {Name: {'Fn::GetAtt': {Ref: AWS::NoValue}}}}\n"
    )
    assert "`Ref` must be text, but this is AWS::NoValue" in message(text)


@pytest.mark.parametrize(
    "transform", ["", "Transform: AWS::CodeDeployBlueGreen\n", "Transform: AWS::LanguageExtensions\n"]
)
def test_transforms_that_make_no_other_names(transform: str) -> None:
    assert "the template has no parameter and no resource `Elsewhere`" in message(
        transform + TEMPLATE.format(name="!Ref Elsewhere")
    )


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("AWS::Lambda::Function", "FnRole"),
        ("AWS::Lambda::Function", "ServerlessRestApi"),
        ("AWS::Serverless::Function", "RoleOfFn"),
    ],
)
def test_names_that_sam_does_not_make(kind: str, name: str) -> None:
    text = f"Transform: AWS::Serverless-2016-10-31\nResources:\n  Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: !Ref {name}}}}}\n  Fn: {{Type: {kind}}}\n"
    assert f"the template has no parameter and no resource `{name}`" in message(text)


SAM = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: !Ref {name}}}}}
  Shop: {{Type: AWS::Serverless::Api, Properties: {{StageName: v1}}}}
  Plain: {{Type: AWS::Serverless::Function}}
  Orders: {{Type: AWS::Serverless::Function, Properties: {{AutoPublishAlias: live{events}}}}}
"""
IMPLICIT = ", Events: {E: {Type: Api, Properties: {Path: /, Method: get}}}"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:Orders"


@pytest.mark.parametrize(
    ("name", "events", "value"),
    [
        ("Orders.Alias", "", f"{ARN}:live"),
        ("OrdersAliaslive", "", f"{ARN}:live"),
        ("OrdersAliasdead", "", "<OrdersAliasdead>"),
        ("Orders.Version", "", f"{ARN}:1"),
        ("OrdersVersion", "", "<OrdersVersion>"),
        ("OrdersRole", "", "<OrdersRole>"),
        ("Plain.Alias", "", "<Plain.Alias>"),
        ("Plain.Version", "", "<Plain.Version>"),
        ("Shop.Stage", "", "v1"),
        ("Shopv1Stage", "", "v1"),
        ("Shopv2Stage", "", "<Shopv2Stage>"),
        ("ShopDeployment", "", "<ShopDeployment>"),
        ("Orders.Stage", "", "<Orders.Stage>"),
        ("Shop.Alias", "", "<Shop.Alias>"),
        ("ServerlessRestApi.Stage", IMPLICIT, "Prod"),
        ("ServerlessRestApiProdStage", IMPLICIT, "Prod"),
        ("ServerlessRestApiProdStage", "", "<ServerlessRestApiProdStage>"),
        ("ServerlessRestApiProdStage", IMPLICIT.replace("Type: Api", "Type: HttpApi"), "<ServerlessRestApiProdStage>"),
        (
            "ServerlessRestApiProdStage",
            IMPLICIT.replace("Path", "RestApiId: !Ref Shop, Path"),
            "<ServerlessRestApiProdStage>",
        ),
        ("ServerlessRestApiProdStage", IMPLICIT.replace("Path", "RestApiId: !Ref ServerlessRestApi, Path"), "Prod"),
        ("ServerlessRestApiProdStage", IMPLICIT.replace("Path", "RestApiId: ServerlessRestApi, Path"), "Prod"),
    ],
)
def test_values_of_what_sam_makes(name: str, events: str, value: str) -> None:
    assert loaded(SAM.format(name=name, events=events), api="Api").name == value


# A function with the place at fault between two `^`, the sentence, the hint

FAULTS = [
    ("!Select [3, [a]]", "Fn::Select asks for item 3 of a list of 1", None),
    ("!Split [^''^, a]", "`Fn::Split` needs a separator, but this text is empty", None),
    ("!Join [a]", "Fn::Join takes a list of 2, but this has 1", None),
    ("!Split [a]", "Fn::Split takes a list of 2, but this has 1", None),
    ("!Select [a]", "Fn::Select takes a list of 2, but this has 1", None),
    ("!Sub [a]", "Fn::Sub takes a list of 2, but this has 1", None),
    ("!If [C, a]", "Fn::If takes a list of 3, but this has 2", None),
    ("!If [^D^, a, b]", "the template has no condition `D`", "known here: C"),
    ("!If [^Ce^, a, b]", "the template has no condition `Ce`", "did you mean `C`?"),
    *((f"!Sub 'a ^${{{name}}}^'", f"Fn::Sub would look for a resource `{name.partition('.')[0]}` in `${{{name}}}`", f"write `${{!{name}}}`") for name in ("context.x", "foreach.count", "input", "stageVariables.a", "util", "velocityCount")),
    ("!Sub '^${Ap}^'", "the template has no parameter and no resource `Ap`", "did you mean `Api`?"),
    ("!Sub '^${zzzzzz}^'", "the template has no parameter and no resource `zzzzzz`", "write `${!zzzzzz}` where it is the mapping template's own"),
    ("!Sub '^${zzzzzz.Arn}^'", "the template has no resource `zzzzzz`", "write `${!zzzzzz.Arn}` where it is the mapping template's own"),
    ("^!GetAtt Zzzz.Arn^", "the template has no resource `Zzzz`", "known here: Api"),
    ("^!Ref Ap^", "the template has no parameter and no resource `Ap`", "did you mean `Api`?"),
    ("{'Fn::ToJsonString': ^!Ref AWS::NoValue^}", "Fn::ToJsonString needs a value, but this is AWS::NoValue", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sentence", "hint"), FAULTS, ids=[row[0] for row in FAULTS])
def test_functions_that_are_refused(name: str, sentence: str, hint: str | None) -> None:
    marked = name if "^" in name else f"^{name[0]}^{name[1:]}"
    text, expected = told(f"Conditions: {{C: !Equals [a, a]}}\nResources:\n  Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: {marked}}}}}\n", sentence, hint)  # fmt: skip
    assert message(text) == expected


YES, NO = "!Equals [a, a]", "!Equals [a, b]"


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (YES, True),
        (NO, False),
        (f"!Not [{YES}]", False),
        (f"!Not [{NO}]", True),
        *((f"!And [{one}, {other}]", one == other == YES) for one in (YES, NO) for other in (YES, NO)),
        *((f"!Or [{one}, {other}]", YES in (one, other)) for one in (YES, NO) for other in (YES, NO)),
        (f"!And [{YES}, {YES}, {NO}]", False),
        (f"!Or [{NO}, {NO}, {YES}]", True),
        ("!Condition Yes", True),
        ("!Not [!Condition Yes]", False),
        ("!Equals [!Ref AWS::NoValue, '']", True),
        ("!Equals [!Ref AWS::Region, us-east-1]", True),
        ("!Equals [1, '1']", True),
    ],
)
def test_conditions(condition: str, holds: bool) -> None:
    name = "!If [C, 'yes', 'no']"
    text = f"Conditions: {{C: {condition}, Yes: {YES}}}\nResources:\n  Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: {name}}}}}\n"
    assert loaded(text).name == ("yes" if holds else "no")


CONDITION = "a condition is Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition"

CONDITIONS = [
    ("^!Equals a^", "`Fn::Equals` must be a list, but this is the text 'a'", None),
    ("^{^Condition: [a]}", "this is not a condition", CONDITION),
    ("^{^'Fn::If': [a]}", "this is not a condition", CONDITION),
    ("^{^'Fn::Equals': [a, a], 'Fn::Not': []}", "this is not a condition", CONDITION),
    ("^[^a]", "this is not a condition", CONDITION),
    ("^!^Equals [a]", "Fn::Equals takes a list of 2, but this has 1", None),
    ("^!^Not [!Equals [a, b], a]", "Fn::Not takes a list of 1, but this has 2", None),
    ("!And [!Equals [a, a], ^a^]", "this is not a condition", CONDITION),
    ("^!Condition D^", "the template has no condition `D`", "known here: C"),
    ("^!Condition C^", "the condition `C` depends on itself", None),
]


@pytest.mark.parametrize(("condition", "sentence", "hint"), CONDITIONS, ids=[row[0] for row in CONDITIONS])
def test_conditions_that_are_refused(condition: str, sentence: str, hint: str | None) -> None:
    text, expected = told(f"Conditions: {{C: {condition}}}\nResources:\n  Api: {{Type: AWS::ApiGateway::RestApi, Condition: C}}\n", sentence, hint)  # fmt: skip
    assert message(text) == expected
