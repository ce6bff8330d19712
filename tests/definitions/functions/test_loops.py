"""`Fn::ForEach` and the other functions of `AWS::LanguageExtensions`."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.definitions.definitions import loaded, message, write
from vtlharness.definitions import load_definition
from vtlharness.errors import LimitError
from vtlharness.gateway.model import RestApi
from vtlharness.limits.budget import Limits

API = "  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a}}\n"
METHOD = """\
Type: AWS::ApiGateway::Method
Properties:
  RestApiId: !Ref Api
  ResourceId: !GetAtt Api.RootResourceId
  HttpMethod: !Ref Verb
  Integration: {Type: MOCK}
"""


def method(indent: int, text: str = METHOD) -> str:
    return "".join(" " * indent + line for line in text.splitlines(keepends=True))


def template(resources: str, more: str = "", transform: str = "AWS::LanguageExtensions") -> str:
    return f"Transform: {transform}\n{more}Resources:\n{API}{resources}"


def one_loop(collection: str, key: str = "M${Verb}", identifier: str = "Verb") -> str:
    return f"  Fn::ForEach::Methods:\n    - {identifier}\n    - {collection}\n    - {key}:\n{method(8)}"


def verbs(api: RestApi) -> list[str]:
    return [one.http_method for one in api.methods]


@pytest.mark.parametrize(
    ("collection", "more"),
    [
        ("[GET, POST]", ""),
        ("!Ref Verbs", "Parameters: {Verbs: {Type: CommaDelimitedList, Default: 'GET, POST'}}\n"),
        ("!FindInMap [Verbs, !Ref AWS::Region, all]", "Mappings: {Verbs: {us-east-1: {all: [GET, POST]}}}\n"),
        ("!FindInMap [Verbs, eu, all, {DefaultValue: [GET, POST]}]", "Mappings: {Verbs: {us: {all: [PUT]}}}\n"),
        ("!Split ['|', 'GET|POST']", ""),
        ("!If [More, [GET, POST], [GET]]", "Conditions: {More: !Equals [a, a]}\n"),
        ("[!Ref First, POST]", "Parameters: {First: {Type: String, Default: GET}}\n"),
    ],
)
def test_collections(collection: str, more: str) -> None:
    assert verbs(loaded(template(one_loop(collection), more))) == ["GET", "POST"]


@pytest.mark.parametrize("transform", ["[AWS::LanguageExtensions]", "{Name: AWS::LanguageExtensions}"])
def test_ways_to_name_the_transform(transform: str) -> None:
    assert verbs(loaded(template(one_loop("[GET]"), transform=transform))) == ["GET"]


def test_a_given_list() -> None:
    text = template(one_loop("!Ref Verbs"), "Parameters: {Verbs: {Type: CommaDelimitedList}}\n")
    assert verbs(loaded(text, parameters={"Verbs": "PUT,PATCH"})) == ["PUT", "PATCH"]


def test_nested_loops_over_resources_methods_and_properties() -> None:
    text = template(
        dedent("""\
          Fn::ForEach::Paths:
            - Path
            - [orders, users]
            - Resource${Path}:
                Type: AWS::ApiGateway::Resource
                Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: !Ref Path}
              Fn::ForEach::Methods:
                - Verb
                - !FindInMap [Verbs, !Ref Path, all]
                - M${Path}${Verb}:
                    Type: AWS::ApiGateway::Method
                    Properties:
                      RestApiId: !Ref Api
                      ResourceId: !Ref
                        Fn::Sub: Resource${Path}
                      HttpMethod: !Ref Verb
                      Integration:
                        Type: HTTP
                        IntegrationHttpMethod: !Ref Verb
                        Uri: !Sub https://${Path}.test/${AWS::Region}
                        RequestParameters:
                          Fn::ForEach::Headers:
                            - Header
                            - [x-a, x-b]
                            - integration.request.header.${Header}: "'${Header}-&{Header}'"
        """)
        .replace("\n", "\n  ")
        .join(["  ", ""]),
        "Mappings: {Verbs: {orders: {all: [GET, POST]}, users: {all: [DELETE]}}}\n",
    )
    api = loaded(text)
    assert [(one.http_method, one.resource_path, one.integration.uri) for one in api.methods] == [
        ("GET", "/orders", "https://orders.test/us-east-1"),
        ("POST", "/orders", "https://orders.test/us-east-1"),
        ("DELETE", "/users", "https://users.test/us-east-1"),
    ]
    for one in api.methods:
        assert one.integration.request_parameters == {
            "integration.request.header.x-a": "'x-a-xa'",
            "integration.request.header.x-b": "'x-b-xb'",
        }


def test_signs_that_a_logical_id_may_not_have() -> None:
    assert verbs(loaded(template(one_loop("[GET]", "M&{Path}X", "Path").replace("!Ref Verb", "!Ref Path")))) == ["GET"]


def test_conditions_and_their_use() -> None:
    more = dedent("""\
        Conditions:
          Fn::ForEach::Flags:
            - Flag
            - [GET, PUT]
            - Is${Flag}: !Equals [!Ref Flag, GET]
        """)
    conditional = METHOD + "Condition: Is${Verb}\n"
    loop = f"  Fn::ForEach::Methods:\n    - Verb\n    - [GET, PUT]\n    - M${{Verb}}:\n{method(8, conditional)}"
    assert verbs(loaded(template(loop, more))) == ["GET"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("!Length [a, b, c]", "3"),
        ("!Length {Ref: List}", "2"),
        ("!ToJsonString {a: [!Ref List, 1]}", '{"a":[["x","y"],1]}'),
        ("!Ref {'Fn::FindInMap': [M, a, b]}", "x,y"),
        ("!FindInMap [M, !Ref AWS::Region, b, {DefaultValue: !Select [1, !Ref List]}]", "y"),
        ("!GetAtt [!Sub '${Name}', Arn]", "arn:aws:sqs:us-east-1:123456789012:Queue"),
    ],
)
def test_values(written: str, value: str) -> None:
    more = dedent("""\
        Parameters: {List: {Type: CommaDelimitedList, Default: 'x,y'}, Name: {Type: String, Default: Queue}}
        Mappings: {M: {a: {b: List}}}
        """)
    resources = "  Queue: {Type: AWS::SQS::Queue}\n  S:\n    Type: AWS::ApiGateway::Stage\n    Properties:\n"
    resources += (
        f"      RestApiId: !Ref Api\n      StageName: s\n      Variables:\n        v: !Join [',', [{written}]]\n"
    )
    if "Ref {" in written:
        resources = resources.replace(f"!Join [',', [{written}]]", f"!Join [',', {written}]")
    assert loaded(template(resources, more)).stage.variables == {"v": value}


def test_outputs() -> None:
    write(
        "child.yaml",
        """\
        Transform: AWS::LanguageExtensions
        Resources:
          Fn::ForEach::Queues:
            - Name
            - [A, B]
            - Queue${Name}: {Type: AWS::SQS::Queue}
        Outputs:
          Fn::ForEach::Arns:
            - Name
            - [A, B]
            - Arn${Name}: {Value: !GetAtt "Queue${Name}.Arn"}
        """,
    )
    stack = "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}"
    variables = "Variables: {b: !GetAtt Child.Outputs.ArnB}"
    stage = f"{{Type: AWS::ApiGateway::Stage, Properties: {{RestApiId: !Ref Api, StageName: s, {variables}}}}}"
    api = loaded(f"Resources:\n{API}  Child: {stack}\n  S: {stage}\n")
    assert api.stage.variables == {"b": "arn:aws:sqs:us-east-1:123456789012:QueueB"}


def test_places_of_faults_are_those_of_the_file() -> None:
    wrong = METHOD.replace("Type: MOCK", "Type: MUCK")
    loop = f"  Fn::ForEach::Methods:\n    - Verb\n    - [GET]\n    - M${{Verb}}:\n{method(8, wrong)}"
    assert message(template(loop)).splitlines()[0].startswith("api.yaml:13:")


def test_a_template_in_a_loop_keeps_its_lines() -> None:
    with_template = METHOD.replace(
        "{Type: MOCK}",
        '\n    Type: MOCK\n    RequestTemplates:\n      application/json: |\n        {"statusCode": 200}',
    )
    loop = f"  Fn::ForEach::Methods:\n    - Verb\n    - [GET]\n    - M${{Verb}}:\n{method(8, with_template)}"
    (one,) = loaded(template(loop)).methods
    source = one.integration.request_templates["application/json"]
    assert (source.name, source.first_line) == ("api.yaml", 17)


@pytest.mark.parametrize(
    ("text", "sentence", "hint"),
    [
        (
            template(one_loop("[GET]"), transform="[]"),
            "api.yaml:4:3: `Fn::ForEach::Methods` needs the transform AWS::LanguageExtensions",
            "add `Transform: AWS::LanguageExtensions` at the top of the template",
        ),
        (
            template(one_loop("[GET, PUT]", "M")),
            "api.yaml:7:7: two rounds of the loop make the same key `M`",
            "the key in the loop needs the identifier, as in `Method${Name}`",
        ),
        (
            template("  M: {Type: A::B::C}\n" + one_loop("[M]", "${Verb}")),
            "api.yaml:8:7: two rounds of the loop make the same key `M`",
            "the key in the loop needs the identifier, as in `Method${Name}`",
        ),
        (
            template(one_loop("[M]", "${Verb}") + "  M: {Type: A::B::C}\n"),
            "api.yaml:14:3: a loop makes the key `M`, too",
            None,
        ),
        (
            template(one_loop("[a/b]", "M${Verb}")),
            "api.yaml:7:7: the loop makes the logical id `Ma/b`, which is not alphanumeric",
            "`&{Name}` instead of `${Name}` leaves out what is neither a letter nor a digit",
        ),
        (
            template("  Fn::ForEach::Methods: [Verb, [GET]]\n"),
            "api.yaml:4:3: `Fn::ForEach::Methods` takes a list of an identifier, a collection and a mapping",
            None,
        ),
        (
            template("  Fn::ForEach::Methods: [[Verb], [GET], {}]\n"),
            "api.yaml:4:26: `Fn::ForEach::Methods` must be text, but this is a list",
            None,
        ),
        (
            template("  Fn::ForEach::Methods: [Verb, [GET], x]\n"),
            "api.yaml:4:39: `Fn::ForEach::Methods` must be a mapping, but this is the text 'x'",
            None,
        ),
        (
            template("  Fn::ForEach::Methods: [Verb, GET, {}]\n"),
            "api.yaml:4:32: the collection of a loop must be a list that is known here",
            "write a list, the Ref of a list parameter with a value, or Fn::FindInMap",
        ),
        (
            template("  Fn::ForEach::Methods: [Verb, !Ref Verbs, {}]\n"),
            "api.yaml:4:32: the template has no parameter and no resource `Verbs`",
            "known here: Api",
        ),
        (
            template(one_loop("!Ref L"), "Parameters: {L: {Type: CommaDelimitedList}}\n"),
            "api.yaml:7:7: the parameter `L` has no value",
            "give it one: `parameters` in a case file's `api`, `parameters=` in Python",
        ),
        (
            template("  Fn::ForEach::A: [V, [x], {'Fn::ForEach::B': [V, [y], {}]}]\n"),
            "api.yaml:4:48: an outer loop has the identifier `V`, too",
            "name it otherwise",
        ),
    ],
)
def test_loops_that_cloudformation_refuses(text: str, sentence: str, hint: str | None) -> None:
    first, _, _, *last = message(text).splitlines()
    assert (first, last) == (sentence, [f"hint: {hint}"] if hint else [])


def test_loops_obey_the_limits() -> None:
    text = "x"
    for number in range(6):
        text = f"{{'Fn::ForEach::L{number}': [V{number}, [{', '.join('abcdefghij')}], {{'K${{V{number}}}': {text}}}]}}"
    path = "api.yaml"
    with pytest.raises(LimitError):
        loaded(template(f"  X: {{Type: A::B::C, Properties: {text}}}\n"), path, limits=Limits(items=10_000))
    with pytest.raises(LimitError):
        load_definition(path, limits=Limits(items=10_000))


# SAM after the transform

EVENTS = """\
Transform: [{transforms}]
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      Runtime: python3.12
      CodeUri: .
      Events:
        Fn::ForEach::Paths:
          - Name
          - [a, b]
          - Event${{Name}}: {{Type: Api, Properties: {{Path: !Sub "/${{Name}}", Method: get}}}}
"""


def test_functions_in_the_paths_of_events_are_resolved_before_sam() -> None:
    api = loaded(EVENTS.format(transforms="AWS::LanguageExtensions, AWS::Serverless-2016-10-31"))
    assert [one.resource_path for one in api.methods] == ["/a", "/b"]


def test_sam_before_the_transform_sees_the_function() -> None:
    text = EVENTS.format(transforms="AWS::Serverless-2016-10-31, AWS::LanguageExtensions")
    assert "Property 'Path' should be a string." in message(text)
