"""`vtl-init`: the cases that it writes run at once and pass, for every kind of definition and for templates."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from vtlharness import run_cases
from vtlharness.cli import vtl_init, vtl_run
from vtlharness.coverage import counting

GALLERY = Path(__file__).resolve().parents[2] / "fixtures"
APIS = sorted(path for path in (GALLERY / "apis").iterdir() if path.is_dir())
API = """\
openapi: 3.0.1
info: {title: orders, version: "1"}
paths:
  /orders/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}, example: o-42}]
      responses: {"200": {description: ok}, "404": {description: none}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations
        requestTemplates: {application/json: '{"id": "$input.params("id")"}'}
        responses:
          default: {statusCode: "200", responseTemplates: {application/json: '{"name": $input.json("$.name")}'}}
          ".*No such order.*": {statusCode: "404", responseTemplates: {application/json: '{"message": "none"}'}}
  /orders:
    post:
      requestBody:
        content: {application/json: {example: {customer: Ada}, schema: {$ref: "#/components/schemas/Order"}}}
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200"}}
components: {schemas: {Order: {type: object}}}
"""  # noqa: E501


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _init(*arguments: str) -> Result:
    return CliRunner().invoke(vtl_init, list(arguments))


def _project(*names: str) -> None:
    Path("pyproject.toml").write_text("", "utf-8")
    for name in names or ("apis", "dynamodb", "lambda", "mock"):
        shutil.copytree(GALLERY / name, name)
    for file in Path(".").rglob("*.vtl.*"):
        if file.name.endswith((".vtl.yaml", ".vtl.json")) or file.name.endswith(".vtl.yml"):
            file.unlink()


def _definition(api: str) -> Path:
    folder = Path("apis") / api
    named = [one for one in folder.iterdir() if one.name in ("openapi.yaml", "template.yaml", "terraform.tfstate")]
    return named[0] if named else folder


@pytest.mark.parametrize("api", [path.name for path in APIS])
def test_the_cases_of_an_api_of_the_gallery_pass(api: str) -> None:
    _project()
    result = _init(str(_definition(api)), "-o", "cases")
    assert result.exit_code == 0, result.output
    records = run_cases("cases", cache=False)
    assert {record.outcome for record in records} == {"passed"}
    assert len(records) == sum(path.read_text("utf-8").count("# not reviewed") for path in Path("cases").iterdir())


def test_the_cases_of_the_gallery_reach_nine_arms_in_ten() -> None:
    """The issue asks for 80 %."""
    _project()
    for api in APIS:
        assert _init(str(_definition(api.name)), "-o", f"cases/{api.name}").exit_code == 0
    with counting() as recorder:
        run_cases("cases", cache=False)
    arms = [arm.times > 0 for counts in recorder.templates.values() for arm in counts.arms()]
    assert len(arms) > 50
    assert sum(arms) >= 0.9 * len(arms)


@pytest.mark.parametrize("template", sorted(str(path.relative_to(GALLERY)) for path in GALLERY.rglob("*.vtl")))
def test_the_cases_of_a_template_of_the_gallery_pass(template: str) -> None:
    path = Path(template)
    path.parent.mkdir(parents=True)
    shutil.copy(GALLERY / template, path)
    result = _init(template)
    assert result.exit_code == 0, result.output
    written = path.with_name(f"{path.stem}.vtl.yaml")
    assert f"{written}: " in result.output
    assert {record.outcome for record in run_cases(written, cache=False)} == {"passed"}


def test_what_is_written() -> None:
    Path("api.yaml").write_text(API, "utf-8")
    result = _init("api.yaml", "-o", "cases")
    assert result.exit_code == 0
    assert result.output == (
        "cases/orders-id.vtl.yaml: 2 cases\n"
        "cases/orders.vtl.yaml: 1 case\n"
        "vtlharness.toml: marks the root of the project, so that the cases may name api.yaml\n"
        "run them: vtl-run cases\n"
    )
    text = Path("cases/orders-id.vtl.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    assert data == {
        "api": "../api.yaml",
        "cases": [
            {
                "name": "GET /orders/{id}",
                "methodRequest": {"httpMethod": "GET", "path": "/orders/o-42"},
                "backend": {"lambdaResult": {"name": "name"}},
                "expect": {
                    "integrationRequest": {"body": {"id": "o-42"}},
                    "response": {
                        "statusCode": 200,
                        "headers": {"Content-Type": "application/json"},
                        "body": {"name": "name"},
                    },
                },
            },
            {
                "name": "GET /orders/{id} answers 404",
                "methodRequest": {"httpMethod": "GET", "path": "/orders/o-42"},
                "backend": {"lambdaError": {"errorMessage": "No such order", "errorType": "Error"}},
                "expect": {
                    "integrationRequest": {"body": {"id": "o-42"}},
                    "response": {
                        "statusCode": 404,
                        "headers": {"Content-Type": "application/json"},
                        "body": {"message": "none"},
                    },
                },
            },
        ],
    }
    assert text.count("expect: # not reviewed") == 2
    assert yaml.safe_load(Path("cases/orders.vtl.yaml").read_text("utf-8"))["cases"][0]["methodRequest"]["body"] == {
        "customer": "Ada"
    }
    run = CliRunner().invoke(vtl_run, ["cases", "--no-cache"])
    assert (run.exit_code, "3 passed" in run.output) == (0, True)


def test_files_that_exist_are_kept() -> None:
    Path("api.yaml").write_text(API, "utf-8")
    Path("orders.vtl.yaml").write_text("mine", "utf-8")
    result = _init("api.yaml")
    assert "orders.vtl.yaml: not written, because it exists" in result.output
    assert "orders-id.vtl.yaml: 2 cases" in result.output
    assert Path("orders.vtl.yaml").read_text("utf-8") == "mine"
    assert _init("api.yaml").exit_code == 0


def test_several_apis_of_a_template() -> None:
    resources = "".join(
        f"""\
  {name}: {{Type: AWS::ApiGateway::RestApi, Properties: {{Name: {name}}}}}
  {name}Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref {name}
      ResourceId: !GetAtt {name}.RootResourceId
      HttpMethod: GET
      Integration:
        Type: MOCK
        RequestTemplates: {{application/json: '{{"statusCode": 200}}'}}
        IntegrationResponses: [{{StatusCode: "200"}}]
      MethodResponses: [{{StatusCode: "200"}}]
"""
        for name in ("One", "Two")
    )
    Path("template.yaml").write_text(f"Parameters: {{Size: {{Type: String}}}}\nResources:\n{resources}", "utf-8")
    result = _init("template.yaml")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in Path(".").glob("*.vtl.yaml")) == ["One.vtl.yaml", "Two.vtl.yaml"]
    assert {record.outcome for record in run_cases(".", cache=False)} == {"passed"}
    assert _init("template.yaml", "--api", "One", "-o", "one").exit_code == 0
    assert [path.name for path in Path("one").iterdir()] == ["root.vtl.yaml"]


def test_a_definition_elsewhere_says_how_to_run_its_cases(tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "api.yaml").write_text(API, "utf-8")
    Path("pyproject.toml").write_text("", "utf-8")
    result = _init(str(elsewhere / "api.yaml"), "-o", "cases")
    assert result.exit_code == 0, result.output
    assert f"run them: vtl-run cases --allow-outside {elsewhere}" in result.output
    run = CliRunner().invoke(vtl_run, ["cases", "--allow-outside", str(elsewhere), "--no-cache"])
    assert "3 passed" in run.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.yaml"], "none.yaml: no such file or folder"),
        (["none.vtl"], "none.vtl: no such file or folder"),
        (["data.yaml"], "this is not the definition of a REST API"),
        (["empty.yaml"], "the API has no methods"),
        (["api.yaml", "-o", "data.yaml"], "-o: data.yaml is not a folder"),
        (["api.yaml", "-o", "data.yaml/x"], "data.yaml/x"),
        (["api.yaml", "--stage", "x", "--api", "y"], "api"),
        (["main.tf"], "main.tf"),
        (["latin.yaml"], "latin.yaml"),
    ],
)
def test_what_cannot_be_used(arguments: list[str], words: str) -> None:
    Path("api.yaml").write_text(API, "utf-8")
    Path("data.yaml").write_text("a: 1\n", "utf-8")
    Path("empty.yaml").write_text("openapi: 3.0.1\ninfo: {title: a, version: '1'}\npaths: {}\n", "utf-8")
    Path("main.tf").write_text('resource "aws_api_gateway_rest_api" "a" { name = "a" }\n', "utf-8")
    Path("latin.yaml").write_bytes(b"openapi: '\xe4'\n")
    result = _init(*arguments)
    assert result.exit_code == 4, result.output
    assert words in result.output
    assert "Traceback" not in result.output
    assert not list(Path(".").glob("*.vtl.yaml"))


def test_a_template_that_does_not_parse() -> None:
    Path("broken.vtl").write_text("#if($x)", "utf-8")
    result = _init("broken.vtl")
    assert (result.exit_code, result.output.splitlines()[0]) == (
        1,
        "broken.vtl:1:1: #if is never closed: the template ends before its #end",
    )


def test_a_template_of_a_definition_that_does_not_parse_is_told_with_its_place() -> None:
    Path("api.yaml").write_text(API.replace('{"statusCode": 200}', "#if($x"), "utf-8")
    result = _init("api.yaml", "-o", "cases")
    assert result.exit_code == 0
    line = next(line for line in result.output.splitlines() if line.startswith("cases/orders.vtl.yaml"))
    assert line.startswith(
        "cases/orders.vtl.yaml: not written, because no case that was made could be run: api.yaml:23:53: "
    )


@pytest.mark.parametrize("depth", [150, 300, 500, 900])
def test_an_example_that_nests_too_deep_is_left_out(depth: int) -> None:
    text = json.dumps(yaml.safe_load(API))
    deep = '{"a": ' * depth + "1" + "}" * depth
    Path("api.json").write_text(text.replace('{"customer": "Ada"}', deep), "utf-8")
    result = _init("api.json", "-o", "cases")
    assert result.exit_code == 0, result.output
    assert {record.outcome for record in run_cases("cases", cache=False)} == {"passed"}
    assert yaml.safe_load(Path("cases/orders.vtl.yaml").read_text("utf-8"))["cases"][0]["methodRequest"]["body"] == {}


def test_a_value_of_several_lines_is_one_line_in_a_name() -> None:
    Path("a.vtl").write_text("#if($input.path('$.a') == 'x\n\ty')1#{elseif}($input.path('$.b') == 'b')2#end", "utf-8")
    assert _init("a.vtl").exit_code == 0
    assert {record.outcome for record in run_cases(".", cache=False)} == {"passed"}
    names = [case["name"] for case in yaml.safe_load(Path("a.vtl.yaml").read_text("utf-8"))["cases"]]
    assert "without a" in names


def test_help_has_examples() -> None:
    assert _init("--help").output.count("  vtl-init ") >= 2
