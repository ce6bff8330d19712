"""`vtl-call --save`: the call becomes a case that passes at once, and the file stays as it is otherwise."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.backends.raw_server import raw_server
from tests.cli.call.test_call import _API
from tests.commands import Command

Write = Callable[[Mapping[str, "str | bytes"]], Path]

_PROXY = """
openapi: 3.0.1
info: {title: pictures, version: "1"}
x-amazon-apigateway-binary-media-types: ["*/*"]
paths:
  /any:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: "https://example.com/any"}
"""

_AUTHORIZER = """
components:
  securitySchemes:
    agents:
      type: apiKey
      in: header
      name: Authorization
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer:
        type: token
        authorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:agents/invocations
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write({"api.yaml": _API, "other.yaml": _API, "proxy.yaml": _PROXY})


def text(name: str) -> str:
    return Path(name).read_bytes().decode()


def saved(command: Command, name: str, *arguments: str) -> str:
    """The text of the file after the call was saved; all its cases pass."""
    done = command("vtl-call", *arguments, "--save", name)
    assert done.code == 0, done.err
    assert f" in {name}\n" in done.err
    ran = command("vtl-run", name)
    assert ran.code == 0, ran.out
    return text(name)


def test_a_new_file(command: Command) -> None:
    call = ("api.yaml", "post", "/orders/7?when=1%3A2", "-d", '{"n":1}', "-H", "X-A: 5", "-H", "X-A: b")
    reply = ("--response-body", '{"ok":true}', "--response-header", "X: 1", "--response-status", "201")
    assert saved(command, "new.vtl.yaml", *call, *reply) == (
        "api: api.yaml\n"
        "cases:\n"
        "  - name: POST /orders/7\n"
        "    methodRequest:\n"
        "      httpMethod: POST\n"
        "      path: /orders/7\n"
        '      queryStringParameters: {when: "1:2"}\n'
        '      headers: {X-A: ["5", b]}\n'
        '      body: {"n": 1}\n'
        '    backend: {statusCode: 201, headers: {X: "1"}, body: {ok: true}}\n'
        "    expect:\n      response: {statusCode: 200, headers: {Content-Type: application/json}, body: {ok: true}}\n"
    )


def test_the_body_is_printed_as_before(command: Command) -> None:
    done = command("vtl-call", "api.yaml", "GET", "/mock?q=a", "--save", "new.vtl.yaml")
    assert (done.out, done.err) == ("a", "saved as 'GET /mock' in new.vtl.yaml\n")


def test_a_new_json_file_in_a_new_folder(command: Command, write: Write) -> None:
    write({"pyproject.toml": ""})
    saved(command, "cases/deep/new.vtl.json", "api.yaml", "GET", "/mock?q=a")
    data = json.loads(saved(command, "cases/deep/new.vtl.json", "api.yaml", "GET", "/mock?q=b"))
    assert data["api"] == "../../api.yaml"
    assert [case["name"] for case in data["cases"]] == ["GET /mock", "GET /mock (2)"]


def test_stage_and_parameters_are_kept(command: Command) -> None:
    call = ("api.yaml", "GET", "/mock?q=a", "--stage", "prod")
    assert saved(command, "new.vtl.yaml", *call).startswith("api: {file: api.yaml, stage: prod}\ncases:\n")
    assert saved(command, "new.vtl.yaml", *call).count("- name:") == 2
    done = command("vtl-call", "api.yaml", "GET", "/mock", "--save", "new.vtl.yaml")
    assert done.code == 4
    assert "its `api` names another stage than the call" in done.err


_CASE = "  - name: GET /mock\n    methodRequest: {httpMethod: GET, path: /mock, queryStringParameters: {q: a}}\n    expect: {response: {statusCode: 200, headers: {Content-Type: application/json}, body: a}}\n"

EXISTING: dict[str, tuple[str, str]] = {
    "comments": (
        "# top\napi: api.yaml   # the API\ncases:\n  # first\n  - name: one   # its name\n    methodRequest: {path: /mock}   # last\n# end\n",
        "# top\napi: api.yaml   # the API\ncases:\n  # first\n  - name: one   # its name\n    methodRequest: {path: /mock}   # last\n" + _CASE + "# end\n",
    ),
    "no line end": ("api: api.yaml\ncases:\n  - {name: one, methodRequest: {path: /mock}}", "api: api.yaml\ncases:\n  - {name: one, methodRequest: {path: /mock}}\n" + _CASE),
    "keys behind": (
        "api: api.yaml\ncases:\n- name: one\n  methodRequest: {path: /mock}\n\nstrict: false\n",
        "api: api.yaml\ncases:\n- name: one\n  methodRequest: {path: /mock}\n" + _CASE.replace("\n  ", "\n")[2:] + "\nstrict: false\n",
    ),
    "a block at the end": (
        "api: api.yaml\ncases:\n  - name: one\n    methodRequest:\n      path: /mock\n      body: |\n        a\n\n        b\n",
        "api: api.yaml\ncases:\n  - name: one\n    methodRequest:\n      path: /mock\n      body: |\n        a\n\n        b\n" + _CASE,
    ),
    "a block that keeps its line ends": (
        "api: api.yaml\ncases:\n  - name: one\n    methodRequest:\n      path: /mock\n      body: |+\n        a\n\n\n",
        "api: api.yaml\ncases:\n  - name: one\n    methodRequest:\n      path: /mock\n      body: |+\n        a\n\n\n" + _CASE,
    ),
    "CRLF": (
        "api: api.yaml\r\ncases:\r\n  - name: one\r\n    methodRequest: {path: /mock}\r\n",
        "api: api.yaml\r\ncases:\r\n  - name: one\r\n    methodRequest: {path: /mock}\r\n" + _CASE.replace("\n", "\r\n"),
    ),
    "a byte order mark": (
        "\ufeffapi: api.yaml\ncases:\n  - {name: one, methodRequest: {path: /mock}}\n",
        "\ufeffapi: api.yaml\ncases:\n  - {name: one, methodRequest: {path: /mock}}\n" + _CASE,
    ),
    "braces": (
        "{api: api.yaml, cases: [{name: one, methodRequest: {path: /mock}}]}   # all\n",
        "{api: api.yaml, cases: [{name: one, methodRequest: {path: /mock}}, {name: GET /mock, methodRequest: {httpMethod: GET, path: /mock, queryStringParameters: {q: a}}, "
        "expect: {response: {statusCode: 200, headers: {Content-Type: application/json}, body: a}}}]}   # all\n",
    ),
    "an empty file": ("", "api: api.yaml\ncases:\n" + _CASE),
}  # fmt: skip


@pytest.mark.parametrize("name", EXISTING)
def test_an_existing_file(name: str, command: Command, write: Write) -> None:
    before, after = EXISTING[name]
    write({"old.vtl.yaml": before.encode()})
    assert saved(command, "old.vtl.yaml", "api.yaml", "GET", "/mock?q=a") == after


@pytest.mark.parametrize(
    "before",
    [
        '{"api": "api.yaml", "cases": [{"name": "one", "methodRequest": {"path": "/mock"}}]}',
        '{\n\t"api": "api.yaml",\n\t"cases": [\n\t\t{"name": "one", "methodRequest": {"path": "/mock"}}\n\t]\n}\n',
    ],
)
def test_an_existing_json_file(before: str, command: Command, write: Write) -> None:
    write({"old.vtl.json": before})
    after = saved(command, "old.vtl.json", "api.yaml", "GET", "/mock?q=a")
    at = before.index("}}") + 2
    assert after.startswith(before[:at])
    assert after.endswith(before[at:])


def test_defaults_do_not_change_the_call(command: Command, write: Write) -> None:
    defaults = (
        "methodRequest: {httpMethod: PUT, headers: {accept: text/csv, x-a: b}, queryStringParameters: {q: b, when: c}, body: {a: 1}}\n"
        "  backend: {statusCode: 500}\n  stageVariables: {a: b}\n  context: {stage: x}\n  authorizer: deny"
    )
    write(
        {
            "old.vtl.yaml": f"api: api.yaml\ndefaults:\n  {defaults}\ncases:\n- {{name: one, methodRequest: {{path: /mock, httpMethod: GET, body: null}}, refused: THROTTLED, expect: {{gatewayResponse: THROTTLED}}}}\n"
        }
    )
    after = saved(command, "old.vtl.yaml", "api.yaml", "GET", "/mock?q=a", "-H", "Accept: application/json")
    assert (
        "    queryStringParameters: {q: a, when: null}\n    headers: {Accept: application/json, x-a: null}\n    body: null\n"
        "  authorizer: null\n  context: null\n  stageVariables: null\n  backend: null\n  expect: "
    ) in after


def test_context_and_stage_variables(command: Command, write: Write) -> None:
    secured = _PROXY.replace("post:\n", "post:\n      security: [{agents: []}]\n").replace(
        "example.com", "${stageVariables.host}"
    )
    write({"proxy.yaml": secured + _AUTHORIZER})
    call = ("proxy.yaml", "POST", "/any", "-H", "Authorization: x", "--stage-variable", "host=example.com")
    refused = command("vtl-call", *call)
    assert "POST /any asks a Lambda authorizer, `agents`, and nothing says what it answers" in refused.err
    assert "hint: `--context authorizer.principalId=user` says it" in refused.err
    found = saved(
        command, "new.vtl.yaml", *call, "--context", "authorizer.principalId=u", "--context", '{"stage": "s"}'
    )
    assert "    context: {authorizer: {principalId: u}, stage: s}\n    stageVariables: {host: example.com}\n" in found


def test_what_the_gateway_itself_answers(command: Command) -> None:
    after = saved(command, "new.vtl.yaml", "api.yaml", "GET", "/none")
    assert "gatewayResponse: MISSING_AUTHENTICATION_TOKEN" in after
    assert "backend" not in after


def test_data_that_looks_like_a_matcher(command: Command) -> None:
    call = ("api.yaml", "POST", "/orders/7", "-d", '{"any":"string"}', "--response-body", '{"file":"x"}')
    after = saved(command, "new.vtl.yaml", *call)
    assert "body: {any: string}" in after
    assert "body: {equals: {file: x}}" in after


@pytest.mark.parametrize(
    "body", ["", " ", "a\nb\n", "007", "null", '{"n": 1.0}', "yes", "ünï\t", "[1,2]", "'\"\\", "a: b", "# x"]
)
def test_any_text(body: str, command: Command) -> None:
    for name in ("new.vtl.yaml", "new.vtl.json"):
        saved(command, name, "proxy.yaml", "POST", "/any", "-d", body, "--response-body", body)


def test_a_live_call(command: Command, write: Write) -> None:
    answer = b"HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: image/png\r\nContent-Length: 3\r\n\r\n\xff\x00a"
    with raw_server(answer) as server:
        write({"backends.yaml": f"http: {{'https://example.com': '{server.address}'}}"})
        after = saved(command, "new.vtl.yaml", "proxy.yaml", "POST", "/any", "-d", "x", "--live", "--json")
    assert after.endswith(
        "    expect: {response: {statusCode: 200, headers: {Content-Type: image/png}, body: {base64: /wBh}}}\n"
    )
    assert "body: {base64: /wBh}" in after


def test_a_backend_that_does_not_answer(command: Command, write: Write) -> None:
    write({"backends.yaml": "http: {'https://warehouse.example.com': 'http://127.0.0.1:9'}"})
    after = saved(command, "new.vtl.yaml", "api.yaml", "POST", "/orders/7", "-d", "1", "--live")
    assert "backend: {failure: unreachable}" in after


_OK = "cases:\n- {name: one, methodRequest: {path: /mock}}\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("old.yaml", None, "hint: case file names end in .vtl.yaml, .vtl.yml, .vtl.json: write old.vtl.yaml"),
        ("old.vtl.yaml", f"api: other.yaml\n{_OK}", "its cases are about other.yaml, not about api.yaml"),
        ("old.vtl.yaml", "inline: x\ncases:\n- name: a\n", "its cases are about a template, not about the API in api.yaml"),
        ("old.vtl.yaml", "integration: {type: MOCK}\ncases:\n- name: a\n", "its cases are about an integration alone, not about the API in api.yaml"),
        ("old.vtl.yaml", f"api: {{file: api.yaml, stage: dev}}\n{_OK}", "its `api` names another stage than the call"),
        ("old.vtl.yaml", "api: [", "old.vtl.yaml:1:7: this is not YAML"),
        ("old.vtl.json", "api: api.yaml", "this is not JSON"),
        ("old.vtl.yaml", "api: api.yaml\ncases: []\n", "has no cases"),
        ("old.vtl.yaml", "api: api.yaml\ncases:\n- {name: a, expct: 1}\n", "a case has no key `expct`"),
        ("old.vtl.yaml", b"\xff\xfe\xff", "old.vtl.yaml"),
        ("api.yaml/x.vtl.yaml", None, "api.yaml is not a folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved(
    name: str, content: str | bytes | None, message: str, command: Command, write: Write
) -> None:
    if content is not None:
        write({name: content})
    done = command("vtl-call", "api.yaml", "GET", "/mock?q=a", "--save", name)
    assert message in done.err
    assert "Traceback" not in done.err
    assert (done.code, done.out) == (4, "")  # before the call
    if content is not None:
        assert Path(name).read_bytes() == (content.encode() if isinstance(content, str) else content)


def test_a_file_that_cannot_be_written(command: Command, write: Write) -> None:
    write({"old.vtl.yaml": f"api: api.yaml\n{_OK}"})
    Path("old.vtl.yaml").chmod(0o444)
    done = command("vtl-call", "api.yaml", "GET", "/mock?q=a", "--save", "old.vtl.yaml")
    assert (done.code, done.out) == (4, "")
    assert "old.vtl.yaml is read-only" in done.err
    os.link("other.yaml", "linked.vtl.yaml")
    done = command("vtl-call", "api.yaml", "GET", "/mock?q=a", "--save", "linked.vtl.yaml")
    assert "hard links" in done.err


def test_a_folder_in_the_place_of_the_file(command: Command) -> None:
    Path("a.vtl.yaml").mkdir()
    done = command("vtl-call", "api.yaml", "GET", "/mock?q=a", "--save", "a.vtl.yaml")
    assert done.code == 4
    assert "a.vtl.yaml is a folder" in done.err


def test_a_definition_of_another_project(command: Command, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "a.vtl.yaml"
    done = command("vtl-call", "api.yaml", "GET", "/mock?q=a", "--save", str(elsewhere))
    assert done.code == 4
    assert "lies outside" in done.err
    assert "hint: `--allow-outside DIR`" in done.err
    assert done.out == ""
    assert not elsewhere.exists()


def test_a_template_that_fails_is_not_saved_half(command: Command) -> None:
    done = command("vtl-call", "api.yaml", "GET", "/broken", "--save", "new.vtl.yaml")
    assert done.code == 1
    assert not Path("new.vtl.yaml").exists()


def test_no_file_is_left_behind(command: Command, folder: Path) -> None:
    saved(command, "new.vtl.yaml", "api.yaml", "GET", "/mock?q=a")
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) in ([], [".git"])
