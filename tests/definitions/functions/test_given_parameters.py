"""Values from outside: for places of an OpenAPI file, and for what only a deployed stack knows."""

from __future__ import annotations

import pytest

from tests.definitions.definitions import integration, loaded, message, only_method, shown
from vtlharness.definitions import WrongOptionError

HTTP = "type: http\nhttpMethod: GET\nuri: "

# places of an OpenAPI file

FILLED = [
    ("${base_url}/v1", {"base_url": "https://a.example.com"}, "https://a.example.com/v1"),
    ("https://${host}/${stage}", {"host": "a", "stage": "b"}, "https://a/b"),
    ("https://${host}/${stageVariables.tail}", {"host": "a"}, "https://a/${stageVariables.tail}"),
    ("https://${host}/$${stageVariables.tail}", {"host": "a"}, "https://a/${stageVariables.tail}"),
    ("https://$${host}/${host}", {"host": "a"}, "https://${host}/a"),
    ("https://${other}/${host}", {"host": "a"}, "https://${other}/a"),
    ("{Ref: Url}", {"Url": "https://a"}, "https://a"),
    ("{Fn::Sub: 'https://${Lb.DNSName}'}", {"Lb.DNSName": "a"}, "https://a"),
]


@pytest.mark.parametrize(("written", "given", "uri"), FILLED)
def test_parameters_fill_the_places_of_an_openapi_file(written: str, given: dict[str, str], uri: str) -> None:
    assert only_method(integration(HTTP + written), parameters=given).integration.uri == uri


def test_places_inside_lists_are_filled() -> None:
    text = integration("type: mock\ncacheKeyParameters: ['method.request.path.${name}', plain, '$${name}']")
    text += "x-amazon-apigateway-binary-media-types: ['${kind}/*']\n"
    api = loaded(text, parameters={"name": "id", "kind": "image"})
    assert api.binary_media_types == ("image/*",)
    assert api.methods[0].integration.cache_key_parameters == ("method.request.path.id", "plain", "${name}")


def test_nothing_is_filled_without_parameters() -> None:
    uri = "https://${host}/$${stageVariables.tail}"
    assert only_method(integration(HTTP + uri)).integration.uri == uri


def test_a_filled_template_keeps_its_place() -> None:
    text = integration("type: mock\nrequestTemplates:\n  a/b: |\n    ${region} $x\n    $y\n")
    source = only_method(text, parameters={"region": "eu-west-1"}).integration.request_templates["a/b"]
    assert source.text == "eu-west-1 $x\n$y\n"
    assert (source.name, source.position(source.text.index("$y")).line) == ("api.yaml", 10)


def test_what_is_no_text_may_be_filled() -> None:
    text = integration("type: mock\ntimeoutInMillis: ${timeout}")
    assert only_method(text, parameters={"timeout": "500"}).integration.timeout_in_millis == 500


def test_a_parameter_that_an_openapi_file_does_not_use() -> None:
    said = message(integration(HTTP + "https://${host}/"), parameters={"hots": "a"})
    sentence = "a value is given for the parameter `hots`, but the file has no `${hots}`"
    assert said == shown(1, 1, sentence, "openapi: 3.0.3", 1, "did you mean `host`?")
    said = message(integration("type: mock"), parameters={"host": "a"})
    assert said == shown(1, 1, sentence.replace("hots", "host"), "openapi: 3.0.3", 1)


def test_a_parameter_for_what_the_cli_prints() -> None:
    said = message("{type: MOCK, requestTemplates: {}}", parameters={"host": "a"})
    sentence = "a value is given for the parameter `host`, but the output of the AWS CLI has no parameters"
    assert said == shown(1, 1, sentence, "{type: MOCK, requestTemplates: {}}", 1)


def test_a_base_path_handling_that_there_is_not() -> None:
    said = message(integration("type: mock"), base_path="prepent")
    assert said == shown(1, 1, "`prepent` is not a base path option", "openapi: 3.0.3", 1, "did you mean `prepend`?")
    said = message(TEMPLATE.format(value="a"), base_path="prepend")
    assert said == shown(
        1, 1, "only an OpenAPI file has a base path, but this is a CloudFormation template", "Parameters:", 1
    )


# what only a stack knows

TEMPLATE = """\
Parameters:
  Stage: {{Type: String, Default: test}}
Resources:
  Api: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: {value}}}}}
  Lb: {{Type: AWS::ElasticLoadBalancingV2::LoadBalancer}}
  Nested: {{Type: AWS::CloudFormation::Stack}}
  Table: {{Type: AWS::DynamoDB::Table}}
"""

SUPPLIED = [
    ("!GetAtt Lb.DNSName", "Lb.DNSName"),
    ("!GetAtt [Lb, DNSName]", "Lb.DNSName"),
    ("!GetAtt Nested.Outputs.Url", "Nested.Outputs.Url"),
    ("!Sub '${Lb.DNSName}'", "Lb.DNSName"),
    ("!Ref Lb", "Lb"),
    ("!ImportValue base-url", "base-url"),
    ("!ImportValue {'Fn::Sub': '${Stage}-url'}", "test-url"),
    ("!Select [0, !GetAtt Nested.Outputs.Urls]", "Nested.Outputs.Urls[0]"),
    ("!GetAtt Table.StreamArn", "Table.StreamArn"),
]


@pytest.mark.parametrize(("value", "name"), SUPPLIED)
def test_what_a_stack_knows_may_be_given(value: str, name: str) -> None:
    assert loaded(TEMPLATE.format(value=value), parameters={name: "a"}).name == "a"


WRONG = [
    ("!GetAtt Lb.DNSName", "Lb.DnsNam", "did you mean `Lb.DNSName`?"),
    ("!GetAtt Lb.DNSName", "zzz", "known here: Stage, Lb.DNSName"),
    ("!ImportValue {'Fn::Sub': '${Stage}-url'}", "prod", "known here: Stage, test-url"),
    ("!Ref Lb", "Api", "known here: Stage, Lb"),
    ("!Ref Lb", "AWS::Regio", "did you mean `AWS::Region`?"),
]


@pytest.mark.parametrize(("value", "name", "hint"), WRONG)
def test_names_that_nothing_asks_for(value: str, name: str, hint: str) -> None:
    said = message(TEMPLATE.format(value=value), parameters={name: "a"})
    sentence = f"a value is given for the parameter `{name}`, but the template has no such parameter"
    assert said == shown(1, 1, sentence, "Parameters:", 10, hint)
    with pytest.raises(WrongOptionError) as caught:
        loaded(TEMPLATE.format(value=value), parameters={name: "a"})
    assert (caught.value.option, caught.value.at_key) == (("parameters", name), True)
