"""Templates inside definitions: a fault in one is shown where it stands in the file, if the file says it so."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import FrameType

import pytest

from tests.definitions.definitions import integration, loaded, write
from tests.disk_cache.folders import opened
from vtlharness.engines.native import NativeEngine
from vtlharness.errors import VtlSyntaxError
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.limits.deadline import stop_watching
from vtlharness.source import Source
from vtlharness.vtl.compile.template_cache import TemplateCache


def template(text: str, **options: object) -> Source:
    (source,) = loaded(text, **options).methods[0].integration.request_templates.values()  # type: ignore[arg-type]
    return source


def fault(source: Source) -> str:
    with pytest.raises(VtlSyntaxError) as caught:
        MappingTemplate(source)
    return str(caught.value).partition("\nhint:")[0]


def test_a_literal_block() -> None:
    whole = integration(
        """\
        type: mock
        requestTemplates:
          application/json: |
            #set($x = 1)

            {"a": #if($x == ) 1}
        """
    )
    assert fault(template(whole)).split("\n")[1:] == [
        '11 |             {"a": #if($x == ) 1}',
        "                                 ^",
    ]
    assert fault(template(whole)).startswith("api.yaml:11:29: ")


@pytest.mark.parametrize("header", ["|", "|-", "|+", "|2-", "| # the template"])
def test_headers_of_a_block(header: str) -> None:
    extra = "  " if "2" in header else ""
    source = template(f"type: mock\nrequestTemplates:\n  a/b: {header}\n    {extra}a\n    $b\n")
    assert source.name == "api.yaml"
    at = source.text.index("$b")
    column = 5
    assert (source.position(at).line, source.position(at).column) == (5, column)
    assert source.excerpt(at, 2) == "5 |     $b\n        ^^"


def test_a_block_with_windows_line_ends() -> None:
    source = template("type: mock\r\nrequestTemplates:\r\n  a/b: |\r\n    a\r\n    $b\r\n")
    assert (source.name, source.text) == ("api.yaml", "a\n$b\n")
    assert source.excerpt(2, 2) == "5 |     $b\n        ^^"


@pytest.mark.parametrize(
    ("written", "column"), [("a $b", 8), ("'a $b'", 9), ('"a $b"', 9), ("&x a $b", 11), ("!!str a $b", 14)]
)
def test_one_line(written: str, column: int) -> None:
    source = template(f"type: mock\nrequestTemplates:\n  a/b: {written}\n")
    assert source.name == "api.yaml"
    place = source.position(0)
    assert (place.line, place.column) == (3, column)


@pytest.mark.parametrize("written", ['"a\\n$b"', '"a\n\n    $b"', ">\n    a\n\n    $b\n", "'it''s'"])
def test_text_that_the_file_writes_otherwise_has_a_name(written: str) -> None:
    source = template(f"type: mock\nrequestTemplates:\n  a/b: {written}\n")
    assert source.name == "api.yaml integration a/b"
    assert source.position(0).line == 1


def test_json() -> None:
    text = json.dumps({"type": "MOCK", "requestTemplates": {"a/b": "a\n#if("}}, indent=0)
    said = fault(template(text, name="api.json"))
    assert said.startswith("api.json integration a/b:2:")
    assert "\nthe template stands at api.json:4" in said


def test_escaped_yaml() -> None:
    said = fault(template('type: mock\nrequestTemplates:\n  a/b: "a\\n#if("\n'))
    assert said.startswith("api.yaml integration a/b:2:")
    assert "\nthe template stands at api.yaml:3" in said


def test_a_file_of_its_own() -> None:
    write("a.vtl", "\n#if(")
    assert fault(template("type: mock\nrequestTemplates: {a/b: {file: a.vtl}}\n")).startswith("a.vtl:2:")


SUB = """\
Parameters: {Table: {Type: String, Default: orders-of-the-shop}, Lines: {Type: String, Default: "a\\nb"}}
Resources:
  Api: {Type: AWS::ApiGateway::RestApi}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      Integration:
        Type: MOCK
        RequestTemplates:
          a/b: %s
            {"a": "x"}
            {"TableName": "${%s}", "b": $input.params('c'), "d": "${AWS::Region}"}
"""


@pytest.mark.parametrize("header", ["!Sub |", "\n            Fn::Sub: |"])
def test_what_a_function_fills_in_keeps_its_line(header: str) -> None:
    text = SUB % (header, "Table")
    if "Fn::" in header:
        text = text.replace("            {", "              {")
    source = template(text)
    assert source.name == "api.yaml"
    for word in ("{", '"TableName"', "orders", '", "b"', "us-east-1", '"}'):
        place = source.position(source.text.rindex(word) if word != "{" else 0)
        line = text.split("\n")[place.line - 1]
        shown = "${" if word in ("orders", "us-east-1") else word
        assert line[place.column - 1 :].startswith(shown), word


def test_what_a_function_fills_in_with_lines_has_a_name() -> None:
    assert template(SUB % ("!Sub |", "Lines")).name == "api.yaml GET / a/b"


BLOCK = """\
  {}: |
    #foreach($x in [1, 2])
    $x
    #end
"""


def test_two_templates_of_one_text_have_lines_of_their_own(tmp_path: Path) -> None:
    text = "type: mock\nrequestTemplates:\n" + BLOCK.format("a/a") + BLOCK.format("b/b")
    templates = loaded(text).methods[0].integration.request_templates
    assert templates["a/a"].text == templates["b/b"].text
    for _ in range(3):  # met for the first time, compiled for the cache, from the cache
        engine = NativeEngine(cache=TemplateCache(opened(tmp_path)))
        assert lines_run(engine, templates["a/a"]) == {4, 5}
        assert lines_run(engine, templates["b/b"]) == {8, 9}


def lines_run(engine: NativeEngine, source: Source) -> set[int]:
    """The lines that a coverage tool sees run, of the file that the template stands in."""
    seen: set[int] = set()

    def trace(frame: FrameType, event: str, _: object) -> object:
        if frame.f_code.co_filename == source.name:
            if event == "line":
                seen.add(frame.f_lineno)
            return trace
        return None

    stop_watching()  # Python 3.11 was seen to stand still where a thread waits while another one is traced
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        engine.render(source, MethodRequest())
    finally:
        sys.settrace(before)
    return seen


def test_a_template_behind_an_anchor_keeps_the_place_of_the_anchor() -> None:
    text = "type: mock\nrequestTemplates:\n  a/b: &same |\n    $a\n    $b\n  c/d: *same\n"
    for source in loaded(text).methods[0].integration.request_templates.values():
        place = source.position(source.text.index("$b"))
        assert (source.name, place.line, place.column) == ("api.yaml", 5, 5)


MERGED = """\
type: mock
x-shared: &shared
  a/b: |
    $a
requestTemplates:
  %s
  c/d: |
    $c
"""


@pytest.mark.parametrize("merge", ["<<: *shared", "<<: [*shared, {e/f: $e}]", "<<: [{e/f: $e}, *shared]"])
def test_merged_templates_keep_their_places(merge: str) -> None:
    templates = loaded(MERGED % merge).methods[0].integration.request_templates
    assert {name: (one.name, one.position(0).line) for name, one in templates.items()} == {
        "a/b": ("api.yaml", 4),
        "c/d": ("api.yaml", 8),
        **({"e/f": ("api.yaml", 6)} if "e/f" in merge else {}),
    }


def test_a_template_that_a_condition_chooses_keeps_its_place() -> None:
    text = SUB % ("!If\n          - Yes\n          - |", "Table")
    text = text.replace("            {", "              {") + '          - "{}"\n'
    text += "Conditions: {Yes: !Equals [a, a]}\n"
    source = template(text)
    assert (source.name, source.position(source.text.index('"TableName"')).line) == ("api.yaml", 17)


def test_text_that_stands_elsewhere_is_not_taken_for_what_stands_here() -> None:
    text = SUB.replace("Default: orders-of-the-shop", "Default: 'Table}'").partition("          a/b")[0]
    source = template(f"{text}          a/b: !Ref Table  # Table}}\n")
    assert (source.text, source.name) == ("Table}", "api.yaml GET / a/b")
    assert source.stands_at == "api.yaml:13"


def test_a_template_of_sams_gateway_responses_keeps_its_place() -> None:
    text = """\
    Resources:
      Api:
        Type: AWS::Serverless::Api
        Properties:
          StageName: prod
          GatewayResponses:
            DEFAULT_4XX:
              ResponseParameters: {Headers: {X-Region: !Sub "'${AWS::Region}'"}}
              ResponseTemplates:
                a/b: !Sub |
                  {"r": "${AWS::Region}",
                   "m": $context.error.messageString}
    """
    found = loaded(text).gateway_responses["DEFAULT_4XX"]
    assert found.response_parameters == {"gatewayresponse.header.X-Region": "'us-east-1'"}
    (source,) = found.response_templates.values()
    place = source.position(source.text.index("$context"))
    assert (source.name, place.line) == ("api.yaml", 12)


def test_places_do_not_depend_on_which_texts_are_one_object() -> None:
    text = "type: mock\nrequestTemplates:\n" + "".join(f"  a/{n}: $x\n" for n in range(3))
    templates = loaded(text).methods[0].integration.request_templates
    assert [source.position(0).line for source in templates.values()] == [3, 4, 5]
