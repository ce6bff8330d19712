"""The functions of CloudFormation and SAM templates: where their code is, and their settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from vtlharness import VtlHarnessError
from vtlharness.definitions.defined_function import DefinedFunction
from vtlharness.definitions.defined_functions import defined_functions
from vtlharness.definitions.options import DefinitionOptions

_API = "Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: api}}"


def _functions(
    folder: Path, resources: str, rest: str = "", name: str = "template.yaml", **parameters: str
) -> dict[str, DefinedFunction]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{rest}\nResources:\n  {_API}\n{resources}", encoding="utf-8")
    found = defined_functions(str(path), DefinitionOptions(parameters))
    return {one.logical_id: one for one in found.functions}


_SAM = """
  Orders:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: src/, Handler: app.handler, Timeout: 7, Environment: {Variables: {B: own, N: 5, Y: true}}}
"""


def test_sam_with_globals(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    rest = (
        "Transform: AWS::Serverless-2016-10-31\n"
        "Globals: {Function: {Runtime: nodejs20.x, Timeout: 3, MemorySize: 512, "
        "Environment: {Variables: {A: all, B: all}}}}"
    )
    assert _functions(tmp_path, _SAM, rest) == {
        "Orders": DefinedFunction(
            "Orders",
            "Orders",
            "app.handler",
            str(tmp_path / "src"),
            runtime="nodejs20.x",
            timeout=7.0,
            memory=512,
            environment={"A": "all", "B": "own", "N": "5", "Y": "true"},
        )
    }


def test_code_in_globals_and_ignored_globals(tmp_path: Path) -> None:
    rest = "Globals: {Function: {CodeUri: ., Handler: a.b, Runtime: python3.12}}"
    resources = """
  A: {Type: AWS::Serverless::Function}
  B: {Type: AWS::Serverless::Function, IgnoreGlobals: [Runtime], Properties: {Handler: c.d}}
  C: {Type: AWS::Serverless::Function, IgnoreGlobals: '*', Properties: {Handler: c.d}}
"""
    found = _functions(tmp_path, resources, rest)
    assert [(one.handler, one.runtime, one.folder, one.problem) for one in found.values()] == [
        ("a.b", "python3.12", str(tmp_path), None),
        ("c.d", None, str(tmp_path), None),
        ("c.d", None, None, "it has no `CodeUri`"),
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("orders-fn", "orders-fn"),
        ("!Sub '${Stage}-orders'", "prod-orders"),
        ("arn:aws:lambda:eu-west-1:123456789012:function:mine", "mine"),
    ],
)
def test_names_are_those_of_the_arn(tmp_path: Path, written: str, name: str) -> None:
    resources = f"  F: {{Type: AWS::Lambda::Function, Properties: {{FunctionName: {written}, Handler: a.b, Code: .}}}}"
    found = _functions(tmp_path, resources, "Parameters: {Stage: {Type: String}}", Stage="prod")
    assert found["F"].name == name
    path = str(tmp_path / "template.yaml")
    functions = defined_functions(path, DefinitionOptions({"Stage": "prod"}))
    assert functions.called("F") == functions.called(name) == found["F"]
    assert functions.called("G") is None
    assert functions.keys() == ("F", name)


def test_variables_of_which_the_values_are_known(tmp_path: Path) -> None:
    resources = """
  Table: {Type: AWS::DynamoDB::Table}
  F:
    Type: AWS::Lambda::Function
    Properties:
      Code: .
      Handler: a.b
      Environment:
        Variables:
          TABLE: !Ref Table
          ARN: !GetAtt Table.Arn
          HTML: <b>
          GIVEN: !Ref Given
          DEFAULT: !Ref Default
          MISSING: !Ref Missing
          OTHER: !ImportValue other
          SECRET: "{{resolve:ssm:/x}}"
          STREAM: !GetAtt Table.StreamArn
          WRONG: [1]
          NONE: !Ref AWS::NoValue
          UNKNOWN: !Ref Nothing
"""
    rest = "Parameters: {Given: {Type: String}, Default: {Type: String, Default: d}, Missing: {Type: String}}"
    found = _functions(tmp_path, resources, rest, Given="g")["F"]
    arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Table"
    known = dict(found.environment)
    known.pop("STREAM", None)
    assert known == {"TABLE": "Table", "ARN": arn, "HTML": "<b>", "GIVEN": "g", "DEFAULT": "d"}
    assert set(found.unresolved) - {"STREAM"} == {"MISSING", "OTHER", "SECRET", "WRONG", "NONE", "UNKNOWN"}


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        ("{Handler: a.b}", "it has no `Code`"),
        ("{Handler: a.b, Code: {S3Bucket: b, S3Key: k.zip}}", "its `Code` does not name a local folder"),
        ("{Handler: a.b, Code: 's3://bucket/key'}", "its `Code` does not name a local folder"),
        ("{Handler: a.b, Code: /usr}", "its `Code` does not name a local folder"),
        ("{Handler: a.b, Code: {S3Bucket: !Ref P, S3Key: !Ref P}}", "its `Code` does not name a local folder"),
        ("{Handler: a.b, Code: {ImageUri: i}}", "it is a container's image"),
        ("{PackageType: Image, Code: {ImageUri: i}}", "it is a container's image"),
        ("{Handler: a.b, Code: ./none}", "its `Code` {folder}/none does not exist"),
        ("{Handler: a.b, Code: template.yaml}", "its `Code` {folder}/template.yaml is a file, not a folder"),
        ("{Handler: a.b, Code: ../..}", "lies outside of the project's root {folder}"),
        ("{Handler: a.b, Code: 3}", "its `Code` does not name a local folder"),
        ("{Handler: a.b, Code: [x]}", "its `Code` does not name a local folder"),
        ("{Code: .}", "it has no `Handler`"),
        ("{Code: ., Handler: [x]}", "it has no `Handler`"),
        ("{Handler: a.b, Code: {ZipFile: [x]}}", "`ZipFile` must be text, but this is a list"),
    ],
)
def test_code_that_is_not_here(tmp_path: Path, properties: str, problem: str) -> None:
    resources = f"  F: {{Type: AWS::Lambda::Function, Properties: {properties}}}"
    found = _functions(tmp_path, resources, "Parameters: {P: {Type: String}}")["F"]
    assert (found.inline_code, found.problem) == (None, problem.format(folder=tmp_path))


def test_settings_that_are_not_known(tmp_path: Path) -> None:
    properties = "{Code: ., Handler: a.b, Runtime: !Ref P, Timeout: !Ref P, MemorySize: x, Environment: !Ref P}"
    resources = f"  F: {{Type: AWS::Lambda::Function, Properties: {properties}}}"
    found = _functions(tmp_path, resources, "Parameters: {P: {Type: String}}")["F"]
    assert (found.runtime, found.timeout, found.memory, found.environment, found.problem) == (
        None,
        None,
        None,
        {},
        None,
    )


@pytest.mark.parametrize(
    "properties",
    ["{InlineCode: 'x = 1', Handler: index.f, Runtime: python3.12}", "{Code: {ZipFile: 'x = 1'}, Handler: index.f}"],
)
def test_inline_code(tmp_path: Path, properties: str) -> None:
    kind = "AWS::Serverless::Function" if "InlineCode" in properties else "AWS::Lambda::Function"
    found = _functions(tmp_path, f"  F: {{Type: {kind}, Properties: {properties}}}")["F"]
    assert (found.inline_code, found.folder, found.problem) == ("x = 1", None, None)


def test_the_cdks_assets(tmp_path: Path) -> None:
    (tmp_path / "cdk.out" / "asset.abc").mkdir(parents=True)
    (tmp_path / "cdk.out" / "asset.def").mkdir(parents=True)
    files = {"def": {"source": {"path": "asset.def"}, "destinations": {"here": {"objectKey": "def.zip"}}}}
    (tmp_path / "cdk.out" / "Stack.assets.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    resources = """
  A:
    Type: AWS::Lambda::Function
    Properties: {Handler: index.h, Code: {S3Bucket: {'Fn::Sub': 'cdk-${AWS::Region}'}, S3Key: abc.zip}}
    Metadata: {'aws:asset:path': asset.abc, 'aws:asset:property': Code}
  B:
    Type: AWS::Lambda::Function
    Properties: {Handler: index.h, Code: {S3Bucket: b, S3Key: def.zip}}
"""
    found = _functions(tmp_path, resources, name="cdk.out/Stack.template.json".replace("json", "yaml"))
    folders = [one.folder for one in found.values()]
    assert folders == [str(tmp_path / "cdk.out" / "asset.abc"), str(tmp_path / "cdk.out" / "asset.def")]


def test_serverless_has_its_handlers_below_the_service(tmp_path: Path) -> None:
    code = "{S3Bucket: !Ref Bucket, S3Key: serverless/x/x.zip}"
    resources = (
        "  Bucket: {Type: AWS::S3::Bucket}\n"
        f"  F: {{Type: AWS::Lambda::Function, Properties: {{Handler: src/a.b, Code: {code}}}}}"
    )
    (tmp_path / ".git").mkdir()
    name = ".serverless/cloudformation-template-update-stack.yaml"
    assert _functions(tmp_path, resources, name=name)["F"].folder == str(tmp_path)


def test_nested_stacks(tmp_path: Path) -> None:
    (tmp_path / "nested").mkdir()
    nested = """
Parameters: {Name: {Type: String}}
Resources:
  F: {Type: AWS::Serverless::Function, Properties: {FunctionName: !Sub '${Name}-f', Handler: a.b, CodeUri: .}}
"""
    (tmp_path / "nested" / "t.yaml").write_text(nested, encoding="utf-8")
    built = tmp_path / ".aws-sam" / "build" / "S" / "F"
    built.mkdir(parents=True)
    resources = (
        "  S: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: nested/t.yaml, Parameters: {Name: mine}}}\n"
        "  F: {Type: AWS::Lambda::Function, Properties: {Handler: a.b, Code: .}}"
    )
    found = _functions(tmp_path, resources)
    assert {key: (one.name, one.folder) for key, one in found.items()} == {
        "F": ("F", str(tmp_path)),
        "S.F": ("mine-f", str(tmp_path / "nested")),
    }
    assert (found["F"].built_folder, found["S.F"].built_folder) == (None, str(built))


def test_functions_whose_condition_is_false_do_not_exist(tmp_path: Path) -> None:
    rest = "Conditions: {Never: !Equals [a, b]}"
    resources = "  F: {Type: AWS::Lambda::Function, Condition: Never, Properties: {Handler: a.b, Code: .}}"
    assert _functions(tmp_path, resources, rest) == {}


@pytest.mark.parametrize("text", ["openapi: 3.0.1", "[1]", "AWS::Lambda::Function", "{}", ""])
def test_other_files_have_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    assert defined_functions(str(tmp_path / "other.yaml")).functions == ()
    assert defined_functions(str(tmp_path / "none.yaml")).functions == ()


@pytest.mark.parametrize(
    "text",
    [
        "AWS::Lambda::Function: [",
        "Resources: {F: AWS::Lambda::Function}",
        "Resources: {F: {Type: AWS::Lambda::Function, Properties: 3}}",
        "Resources: {F: {Type: AWS::Lambda::Function, Condition: C}}",
    ],
)
def test_faults_are_those_of_the_definition(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(VtlHarnessError) as caught:
        defined_functions(str(tmp_path / "other.yaml"))
    assert caught.value.file == str(tmp_path / "other.yaml")


def test_an_api_without_functions_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Mapping[str, object]:
        raise AssertionError

    (tmp_path / "other.yaml").write_text("openapi: 3.0.1\npaths: {}", encoding="utf-8")
    monkeypatch.setattr("vtlharness.definitions.reading.document.parsed_document", fails)
    assert defined_functions(str(tmp_path / "other.yaml")).functions == ()
