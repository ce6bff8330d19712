"""Functions that a definition has itself run without being named, and what the user says of them counts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.commands import Command
from vtlharness import (
    Invocation,
    LambdaFunction,
    LiveBackend,
    MethodRequest,
    VtlHarnessError,
    invoke,
    live_backend,
    load_definition,
)

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")

_TEMPLATE = """
Transform: AWS::Serverless-2016-10-31
Parameters: {Secret: {Type: String, Default: none}, Open: {Type: String}}
Globals: {Function: {Timeout: 3, Runtime: python3.12, Environment: {Variables: {TABLE: !Ref Table, MODE: all}}}}
Resources:
  Table: {Type: AWS::Serverless::SimpleTable}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub "${AWS::StackName}-orders"
      CodeUri: orders/
      Handler: app.handler
      AutoPublishAlias: live
      Environment: {Variables: {MODE: own, SECRET: !Ref Secret, OPEN: !Ref Open}}
      Events: {Get: {Type: Api, Properties: {Path: /orders, Method: get}}}
  Users:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: users/
      Runtime: nodejs20.x
      Handler: app.handler
      Events: {Get: {Type: Api, Properties: {Path: /users, Method: get}}}
  Inline:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: "def f(event, context): return {'statusCode': 203, 'body': context.function_name}"
      Handler: index.f
      Events: {Get: {Type: Api, Properties: {Path: /inline, Method: get}}}
  Image:
    Type: AWS::Serverless::Function
    Properties:
      PackageType: Image
      Events: {Get: {Type: Api, Properties: {Path: /image, Method: get}}}
"""
_PYTHON = """
import json, os
def handler(event, context):
    print("asked", event["path"])
    names = ("TABLE", "MODE", "SECRET", "OPEN")
    found = {name: os.environ.get(name) for name in names}
    return {"statusCode": 200, "body": json.dumps([found, context.function_name, os.path.basename(os.getcwd())])}
"""
_HANDLER = "such as `handler: src/orders/app.handler`"
_NODE = "exports.handler = async event => ({ statusCode: 201, body: event.path })"


@pytest.fixture
def definition(tmp_path: Path) -> Path:
    for name, text in {"template.yaml": _TEMPLATE, "orders/app.py": _PYTHON, "users/app.js": _NODE}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "template.yaml"


def _get(definition: Path, path: str, backend: LiveBackend) -> Invocation:
    try:
        return invoke(load_definition(definition), MethodRequest("GET", path), backend)
    finally:
        backend.close()


def _orders(definition: Path, backend: LiveBackend) -> tuple[dict[str, str | None], str, str]:
    made = _get(definition, "/orders", backend)
    found, name, folder = json.loads(made.response.body_text)
    return found, name, folder


def test_sam_functions_need_no_settings(definition: Path) -> None:
    made = _get(definition, "/orders", live_backend(definition))
    known = {"TABLE": "Table", "MODE": "own", "SECRET": "none", "OPEN": None}
    assert json.loads(made.response.body_text) == [known, "stack-orders", "orders"]
    assert made.function_output == ("asked /orders",)
    assert "(vtlharness: the function stack-orders runs without OPEN: their values are not known)" in "\n".join(
        made.log
    )


def test_parameters_count(definition: Path) -> None:
    found, _, _ = _orders(definition, live_backend(definition, parameters={"Open": "x", "Secret": "y"}))
    assert (found["OPEN"], found["SECRET"]) == ("x", "y")


@needs_node
def test_a_node_function_of_sam(definition: Path) -> None:
    made = _get(definition, "/users", live_backend(definition))
    assert (made.response.status, made.response.body_text) == (201, "/users")


@needs_node
def test_what_sam_has_built_runs_where_the_source_cannot(definition: Path) -> None:
    (definition.parent / "users" / "app.js").rename(definition.parent / "users" / "app.ts")
    with pytest.raises(VtlHarnessError) as caught:
        _get(definition, "/users", live_backend(definition))
    assert caught.value.message == "the handler of the function Users is TypeScript, which Lambda does not run"
    built = definition.parent / ".aws-sam" / "build" / "Users"
    built.mkdir(parents=True)
    (built / "app.js").write_text(_NODE.replace("201", "202"), encoding="utf-8")
    assert _get(definition, "/users", live_backend(definition)).response.status == 202


def test_inline_code_runs_in_a_folder_that_goes(definition: Path) -> None:
    backend = live_backend(definition)
    made = invoke(load_definition(definition), MethodRequest("GET", "/inline"), backend)
    assert (made.response.status, made.response.body_text) == (203, "Inline")
    folder = Path(backend.settings.functions["Inline"]._local._inline.folder)  # type: ignore[attr-defined]
    assert folder.exists()
    backend.close()
    assert not folder.exists()


def test_an_image_has_no_backend(definition: Path) -> None:
    with pytest.raises(VtlHarnessError) as caught:
        _get(definition, "/image", live_backend(definition))
    assert caught.value.message == "the function Image has no backend: it is a container's image"
    assert caught.value.hint == "name it under `functions`, such as `Image: http://127.0.0.1:9001`"


@pytest.mark.parametrize("key", ["Orders", "stack-orders"])
def test_what_the_user_says_counts_key_by_key(definition: Path, key: str) -> None:
    backends = {"functions": {key: {"environment": {"MODE": "mine", "OPEN": 1}}}}
    found, name, folder = _orders(definition, live_backend(definition, backends))
    assert (found["MODE"], found["OPEN"], found["TABLE"]) == ("mine", "1", "Table")
    assert (name, folder) == ("stack-orders", "orders")


def test_settings_of_the_user_over_the_definitions(definition: Path) -> None:
    folder = str(definition.parent)
    backends = {
        "functions": {
            "Orders": {"timeout": 7, "environment": {"MODE": "mine", "OPEN": 1}},
            "Users": {"handler": "mine.f", "runtime": "nodejs22.x"},
            "Inline": {"handler": "inline.f", "timeout": 0.5},
        }
    }
    functions = live_backend(definition, backends).settings.functions
    orders = {"TABLE": "Table", "MODE": "mine", "SECRET": "none", "OPEN": "1"}
    shared = {"TABLE": "Table", "MODE": "all"}
    assert functions == {
        "stack-orders": LambdaFunction(
            name="stack-orders",
            handler="app.handler",
            folder=f"{folder}/orders",
            timeout=7,
            environment=orders,
            runtime="python3.12",
        ),
        "Users": LambdaFunction(
            name="Users", handler="mine.f", folder=folder, timeout=3, environment=shared, runtime="nodejs22.x"
        ),
        "Inline": LambdaFunction(
            name="Inline", handler="inline.f", folder=folder, timeout=0.5, environment=shared, runtime="python3.12"
        ),
    }
    settings = {name: made._local.settings for name, made in functions.items()}  # type: ignore[attr-defined]
    assert [made.unresolved for made in settings.values()] == [(), (), ()]
    assert [(made.inline_code, made.built_folder) for made in settings.values()][1:] == [(None, None), (None, None)]


def test_a_function_of_a_definition_without_settings(tmp_path: Path) -> None:
    text = """
Transform: AWS::Serverless-2016-10-31
Resources: {A: {Type: AWS::Serverless::Function, Properties: {CodeUri: ., Handler: app.handler, MemorySize: 512}},
  B: {Type: AWS::Serverless::Function, Properties: {CodeUri: ., Handler: app.handler}}}
"""
    (tmp_path / "template.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "app.py").write_text(_PYTHON, encoding="utf-8")
    functions = live_backend(tmp_path / "template.yaml").settings.functions
    assert functions["A"] == LambdaFunction(name="A", handler="app.handler", folder=str(tmp_path), timeout=3)
    assert [functions[name]._local.settings.memory for name in "AB"] == [512, 128]  # type: ignore[attr-defined]


def test_a_handler_of_the_user_is_below_the_settings(definition: Path) -> None:
    backends = {"functions": {"Orders": {"handler": "orders/app.handler", "timeout": 1}}}
    found, _, folder = _orders(definition, live_backend(definition, backends))
    assert (found["MODE"], folder) == ("own", definition.parent.name)


@pytest.mark.parametrize(
    ("functions", "message", "hint"),
    [
        ({"Image": {"timeout": 3}}, "`functions.Image` needs a `handler`: it is a container's image", _HANDLER),
        ({"Other": {"timeout": 3}}, "`functions.Other` needs a `handler`", _HANDLER),
        ({"Orders": {"timeout": "3"}}, "`functions.Orders.timeout` must be a number of seconds, up to 900", None),
    ],
)
def test_wrong_settings(definition: Path, functions: object, message: str, hint: str | None) -> None:
    with pytest.raises(VtlHarnessError) as caught:
        live_backend(definition, {"functions": functions})
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_vtl_call_runs_them(definition: Path, command: Command) -> None:
    done = command("vtl-call", str(definition), "GET", "/orders", "--live", "--parameter", "Open=x")
    assert json.loads(done.out)[0]["OPEN"] == "x"
    assert (done.err, done.code) == ("asked /orders\n", 0)
    done = command("vtl-call", str(definition), "GET", "/orders", "--live", "--json", "--parameter", "Open=x")
    assert json.loads(done.out)["functionOutput"] == ["asked /orders"]


def test_vtl_call_with_a_file_of_backends(definition: Path, command: Command, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("functions: {Orders: {environment: {MODE: mine}}}", encoding="utf-8")
    options = ("--live", "--parameter", "Open=x", "--backends", "mine.yaml")
    done = command("vtl-call", str(definition), "GET", "/orders", *options)
    assert json.loads(done.out)[0]["MODE"] == "mine"
