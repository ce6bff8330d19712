"""Nested stacks: parameters go in, outputs come out, and methods join the API that they name."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.definitions.definitions import loaded, message, write
from vtlharness.gateway.model import RestApi

METHOD = "Type: AWS::ApiGateway::Method, Properties: {{RestApiId: {}, ResourceId: {}, HttpMethod: {}, {}}}"
MOCK = "Integration: {Type: MOCK}"


def method(
    api: str = "!Ref Api", resource: str = "!GetAtt Api.RootResourceId", verb: str = "GET", more: str = MOCK
) -> str:
    return "{" + METHOD.format(api, resource, verb, more) + "}"


def stack(url: str = "child.yaml", parameters: str = "{}", more: str = "") -> str:
    properties = f"{{TemplateURL: {url}, Parameters: {parameters}}}"
    return f"{{Type: AWS::CloudFormation::Stack, Properties: {properties}{more}}}"


API = "{Type: AWS::ApiGateway::RestApi, Properties: {Name: a}}"


def paths(api: RestApi) -> list[str]:
    return sorted(f"{one.http_method} {one.resource_path}" for one in api.methods)


def test_methods_of_children_belong_to_the_api_of_the_parent() -> None:
    write(
        "stacks/orders.yaml",
        f"""\
        Parameters: {{ApiId: {{Type: String}}, Root: {{Type: String}}, Verbs: {{Type: CommaDelimitedList}}}}
        Resources:
          Orders:
            Type: AWS::ApiGateway::Resource
            Properties: {{RestApiId: !Ref ApiId, ParentId: !Ref Root, PathPart: o}}
          Get: {method("!Ref ApiId", "!Ref Orders", "!Select [0, !Ref Verbs]")}
          Post: {method("!Ref ApiId", "!Ref Orders", "!Select [1, !Ref Verbs]")}
        """,
    )
    given = "{ApiId: !Ref Api, Root: !GetAtt Api.RootResourceId, Verbs: [GET, POST]}"
    text = f"Resources:\n  Api: {API}\n  Own: {method()}\n  Orders: {stack('stacks/orders.yaml', given)}\n"
    assert paths(loaded(text)) == ["GET /", "GET /o", "POST /o"]


CHILD = f"""\
Parameters: {{Name: {{Type: String, Default: none}}}}
Resources:
  Api: {API}
  Get: {method()}
Outputs:
  Id: {{Value: !Ref Api}}
  Root: {{Value: !GetAtt Api.RootResourceId}}
  Text: {{Value: !Sub '${{Name}}-${{AWS::Region}}-${{AWS::StackName}}'}}
"""


def test_the_api_of_a_child_and_what_the_parent_adds_to_it() -> None:
    write("child.yaml", CHILD)
    text = f"""\
        Resources:
          Child: {stack(parameters="{Name: !Ref AWS::AccountId}")}
          Post: {method("!GetAtt Child.Outputs.Id", "!GetAtt Child.Outputs.Root", "POST")}
          Stage:
            Type: AWS::ApiGateway::Stage
            Properties:
              RestApiId: !GetAtt [Child, Outputs.Id]
              StageName: live
              Variables: {{text: !Sub '${{Child.Outputs.Text}}'}}
        """
    api = loaded(text, parameters={"AWS::Region": "eu-west-1"})
    assert paths(api) == ["GET /", "POST /"]
    assert (api.stage.stage_name, api.stage.variables) == ("live", {"text": "123456789012-eu-west-1-stack-Child"})


def test_a_child_passes_on_what_another_makes() -> None:
    write("api.child.yaml", CHILD)
    write(
        "child.yaml",
        f"""\
        Parameters: {{Id: {{Type: String}}, Root: {{Type: String}}}}
        Resources:
          Put: {method("!Ref Id", "!Ref Root", "PUT")}
          Inner: {stack("inner.yaml", "{Id: !Ref Id, Root: !Ref Root}")}
        """,
    )
    write(
        "inner.yaml",
        f"Parameters: {{Id: {{Type: String}}, Root: {{Type: String}}}}\n"
        f"Resources:\n  Put: {method('!Ref Id', '!Ref Root', 'PATCH')}\n",
    )
    given = "{Id: !GetAtt Api.Outputs.Id, Root: !GetAtt Api.Outputs.Root}"
    text = f"Resources:\n  Methods: {stack(parameters=given)}\n  Api: {stack('api.child.yaml')}\n"
    assert paths(loaded(text)) == ["GET /", "PATCH /", "PUT /"]


def test_one_template_twice_makes_two_apis() -> None:
    write("child.yaml", CHILD)
    put = method("!GetAtt B.Outputs.Id", "!GetAtt B.Outputs.Root", "PUT")
    text = f"Resources:\n  A: {stack()}\n  B: {stack()}\n  Put: {put}\n"
    assert "the template defines 2 REST APIs: A.Api, B.Api" in message(text)
    assert paths(loaded(text, api="A.Api")) == ["GET /"]
    assert paths(loaded(text, api="B.Api")) == ["GET /", "PUT /"]
    assert "the template has no REST API `C.Api`" in message(text, api="C.Api")


def test_an_api_of_a_child_may_be_named_without_the_child() -> None:
    write(
        "child.yaml", CHILD.replace("Api:", "Inner:").replace("Ref Api", "Ref Inner").replace("Att Api.", "Att Inner.")
    )
    text = f"Resources:\n  Child: {stack()}\n  Api: {API}\n  Own: {method(verb='PUT')}\n"
    assert paths(loaded(text, api="Inner")) == ["GET /"]
    assert paths(loaded(text, api="Api")) == ["PUT /"]


def test_a_condition_of_a_child_decides_by_the_parents_value() -> None:
    conditional = method().replace("{Type", "{Condition: More, Type", 1).replace("GET", "DELETE")
    write(
        "child.yaml",
        f"Parameters: {{Stage: {{Type: String}}}}\nConditions: {{More: !Equals [!Ref Stage, prod]}}\n"
        f"Resources:\n  Api: {API}\n  Get: {method()}\n  Delete: {conditional}\n",
    )
    text = f"Parameters: {{Stage: {{Type: String}}}}\nResources:\n  Child: {stack(parameters='{Stage: !Ref Stage}')}\n"
    assert paths(loaded(text, parameters={"Stage": "prod"})) == ["DELETE /", "GET /"]
    assert paths(loaded(text, parameters={"Stage": "test"})) == ["GET /"]
    assert message(text).splitlines()[0].startswith("api.yaml:3:")
    assert "the parameter `Stage` has no value" in message(text)


def test_a_stack_whose_condition_is_false_is_not_made() -> None:
    write("child.yaml", CHILD)
    text = "Conditions: {No: !Equals [a, b]}\nResources:\n"
    text += f"  Api: {API}\n  Own: {method(verb='PUT')}\n  Child: {stack(more=', Condition: No')}\n"
    assert paths(loaded(text)) == ["PUT /"]


def test_an_application_of_sam() -> None:
    write("child/app.yaml", "Transform: AWS::Serverless-2016-10-31\n" + CHILD)
    text = f"""\
        Transform: AWS::Serverless-2016-10-31
        Resources:
          App:
            Type: AWS::Serverless::Application
            Properties: {{Location: child/app.yaml, Parameters: {{Name: n}}}}
          Post: {method("!GetAtt App.Outputs.Id", "!GetAtt App.Outputs.Root", "POST")}
        """
    assert paths(loaded(text)) == ["GET /", "POST /"]


def test_functions_of_a_nested_application_have_their_own_api() -> None:
    write(
        "child.yaml",
        """\
        Transform: AWS::Serverless-2016-10-31
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties: {Events: {E: {Type: Api, Properties: {Path: /x, Method: get}}}}
        """,
    )
    assert paths(loaded(f"Resources:\n  Child: {stack()}\n")) == ["GET /x"]


@pytest.mark.parametrize(
    "url", ["https://s3.amazonaws.com/b/k.yaml", "missing.yaml", "!Sub 'https://${B}.test/k'", "/k.yaml", '"a\\0b"']
)
def test_a_template_that_is_not_at_hand_matters_only_where_it_is_needed(url: str) -> None:
    text = f"Parameters: {{B: {{Type: String}}}}\nResources:\n  Child: {stack(url)}\n"
    assert "the nested stack `Child` is not read: " in message(text)
    http = "Integration: {Type: HTTP, IntegrationHttpMethod: GET, Uri: !GetAtt Child.Outputs.U}"
    own = f"  Api: {API}\n  Own: {method(more=http)}\n"
    assert loaded(text + own).methods[0].integration.uri == "<Child.Outputs.U>"
    given = loaded(text + own, parameters={"Child.Outputs.U": "https://u.test"})
    assert given.methods[0].integration.uri == "https://u.test"


def test_an_address_whose_file_lies_beside_the_template() -> None:
    write("orders-stack.json", '{"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi"}}}')
    url = "!Sub 'https://s3.amazonaws.com/${B}/key/orders-stack.json'"
    text = f"Resources:\n  Child: {stack(url)}\n"
    assert loaded("Parameters: {B: {Type: String}}\n" + text).methods == ()


@pytest.mark.parametrize(
    ("child", "parameters", "sentence", "hint"),
    [
        (CHILD, "{Nam: x}", "the nested stack's template has no parameter `Nam`", "did you mean `Name`?"),
        (
            CHILD.replace("Default: none", "AllowedValues: [a, b], Default: a"),
            "{Name: c}",
            "`c` is not among the allowed values of the parameter `Name`",
            "known here: a, b",
        ),
        ("Outputs: {}\n", "{}", "the template of the nested stack `Child` has no `Resources`", None),
        (f"Resources:\n  Parent: {stack('api.yaml')}\n", "{}", "the nested stacks contain one another", None),
        (
            CHILD.replace("Default: none", "NoEcho: false").replace("HttpMethod: GET", "HttpMethod: !Ref Name"),
            "{}",
            "the parameter `Name` has no value",
            "give it one: `Parameters` of the nested stack `Child`",
        ),
    ],
)
def test_stacks_that_cloudformation_refuses(child: str, parameters: str, sentence: str, hint: str | None) -> None:
    write("child.yaml", child)
    first, _, _, *last = message(f"Resources:\n  Child: {stack(parameters=parameters)}\n").splitlines()
    assert first.partition(": ")[2] == sentence
    assert last == ([f"hint: {hint}"] if hint else [])


def test_a_child_that_cannot_be_parsed() -> None:
    write("child.yaml", "Resources: [\n")
    assert message(f"Resources:\n  Child: {stack()}\n").startswith("child.yaml:2:1: ")


def test_a_child_has_only_the_parameters_that_its_stack_gives() -> None:
    write("child.yaml", CHILD.replace("Name: a}", "Name: !Ref Name}"))
    text = f"Parameters: {{Name: {{Type: String}}}}\nResources:\n  Child: {stack()}\n"
    assert loaded(text, parameters={"Name": "x"}, api="Child.Api").name == "none"


def test_an_output_whose_condition_is_false_has_no_value() -> None:
    child = CHILD.replace("Text: {", "Text: {Condition: C, ")
    text = f"Resources:\n  Child: {stack()}\n  Api: {API.replace('a}', '!GetAtt Child.Outputs.Text}')}\n"
    for other, name in ("b", "<Child.Outputs.Text>"), ("a", "none-us-east-1-stack-Child"):
        write("child.yaml", f"Conditions: {{C: !Equals [a, {other}]}}\n{child}")
        assert loaded(text, api="Api").name == name


def test_a_stack_without_a_template() -> None:
    write("child.yaml", CHILD)
    resource = "{Type: AWS::CloudFormation::Stack, Metadata: {aws:asset:path: child.yaml}, Properties: {Tags: []}}"
    assert [one.rule for one in loaded(f"Resources:\n  Api: {API}\n  Child: {resource}\n").findings] == ["API475"]


def test_an_output_that_the_child_does_not_have() -> None:
    write("child.yaml", CHILD)
    text = (
        f"Resources:\n  Child: {stack()}\n  Post: {method('!GetAtt Child.Outputs.Ids', '!GetAtt Child.Outputs.Root')}\n"
    )
    assert "the nested stack `Child` has no output `Ids`\n" in message(text)
    assert "did you mean `Id`?" in message(text)


def test_outputs_in_a_circle() -> None:
    write("child.yaml", CHILD)
    text = "Resources:\n"
    text += f"  A: {stack(parameters='{Name: !GetAtt B.Outputs.Text}')}\n"
    text += f"  B: {stack(parameters='{Name: !GetAtt A.Outputs.Text}')}\n"
    assert "the nested stack `A` needs its own outputs" in message(text)


def test_stacks_that_multiply() -> None:
    for number in range(9):
        inner = "".join(f"  S{one}: {stack(f's{number + 1}.yaml')}\n" for one in range(3))
        write(f"s{number}.yaml", "Resources:\n" + inner)
    write("s9.yaml", CHILD)
    assert "the template nests more than 200 stacks, or 16 deep" in message(
        f"Resources:\n  Child: {stack('s0.yaml')}\n"
    )


def test_a_child_outside_of_the_project_is_not_read() -> None:
    write("project/pyproject.toml", "")
    write("child.yaml", CHILD)
    text = message(dedent(f"Resources:\n  Child: {stack('../child.yaml')}\n"), "project/api.yaml")
    assert "lies outside of the project's root" in text


def test_a_stack_that_is_not_read_but_gets_the_api() -> None:
    remote = stack("https://s3.test/b/k.yaml", "{ApiId: !Ref Api}")
    other = stack("https://s3.test/b/k.yaml", "{Table: orders}")
    (finding,) = loaded(f"Resources:\n  Api: {API}\n  Own: {method()}\n  A: {remote}\n  B: {other}\n").findings
    assert (finding.rule, finding.line) == ("API476", 4)
    assert finding.message == (
        "the nested stack `A` gets the API `Api` as `ApiId`, but its template is not a file that is at hand"
    )


def test_findings_of_a_nested_stack() -> None:
    write("child.yaml", CHILD + "Outputs: {}\n")
    (finding,) = loaded(f"Resources:\n  Child: {stack()}\n").findings
    assert (finding.rule, finding.file) == ("API474", "child.yaml")


def test_a_type_that_is_not_known_beside_methods_for_the_api_of_another_stack() -> None:
    own = method().replace("!Ref Api", "!ImportValue api").replace("!GetAtt Api.RootResourceId", "!ImportValue root")
    (finding,) = loaded(f"Resources:\n  Own: {own}\n  Odd: {{Type: AWS::ApiGateway::Methods}}\n").findings
    assert (finding.rule, finding.line) == ("API476", 3)


def test_a_stack_that_is_not_read_but_makes_the_api() -> None:
    own = method().replace("!Ref Api", "!GetAtt Core.Outputs.Api").replace("Api.Root", "Core.Outputs.Root")
    core = stack("https://s3.test/b/k.yaml")
    api = loaded(f"Resources:\n  Own: {own}\n  Core: {core}\n  Other: {core}\n")
    (finding,) = api.findings
    assert (paths(api), finding.rule, finding.line) == (["GET /"], "API476", 3)
    assert finding.message == "the nested stack `Core` makes the API, but its template is not a file that is at hand"
    assert finding.hint == "name its template by a path relative to this one"
