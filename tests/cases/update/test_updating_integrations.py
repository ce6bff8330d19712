"""Expectations of whole integrations rewritten: what stays, what changes, what is refused."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
import os
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies

from tests.cases.integration.apis import DEFAULTS, FILES, write
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.cases.update.updating import Update, update_case_files
from vtlharness.cases.update.yaml_writing import flow_text
from vtlharness.engines.native import NativeEngine


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*names: str) -> list[CaseResult]:
    engine = NativeEngine()
    return [run_case(case, engine) for name in names for case in load_case_file(name).cases]


def updated(name: str, text: str) -> tuple[str, list[Update]]:
    """The text of a case file after an update, which must leave nothing to update but what it refused."""
    path = Path(name)
    path.write_bytes(text.encode())
    updates = update_case_files(run(name))
    after = path.read_bytes().decode()
    refused = [update.case.name for update in updates if update.refusal is not None]
    assert [result.case.name for result in run(name) if result.outcome != "passed"] == refused
    assert all(update.refusal for update in update_case_files(run(name)))
    assert path.read_bytes().decode() == after
    return after, updates


BEFORE = """\
api: openapi.yaml
defaults:
  methodRequest:
    {httpMethod: POST, path: /orders/42, queryStringParameters: {currency: EUR}, headers: {Content-Type: application/json}, body: {n: 1}}
  backend: {headers: {X-Note: fine}, body: {ok: true}}
cases:
  # before the case
  - name: block
    expect:
      integrationRequest:   # what is sent
        # the verb
        httpMethod: GET  # behind the verb
        uri: "https://example.com/v1/43"
        queryStringParameters:
          page: 1   # goes
          currency: USD  # stays
        headers:
          x-stage: prod  # a header
          X-Table: null
          Cookie: 'a=b'  # gone
          Content-Length: 28   # a number
          Host: example.com
        body:  # the body
          n: 2
          id: '42'  # right
      response:
        statusCode: 201  # the status
        headers: {X-Note: [a, b], X-Gone: c}
        body: |  # as text
          {
          }
      gatewayResponse: THROTTLED
  - {name: flow, expect: {integrationRequest: {httpMethod: PUT, headers: {X-STAGE: [test]}, queryStringParameters: {currency: 5}}, response: {body: {status: x, got: {}}}}}
  - name: right
    expect: {integrationRequest: {headers: {content-length: 27}}, response: {statusCode: 200}}
  - name: answered by the gateway
    methodRequest: {queryStringParameters: null}
    expect:
      gatewayResponse:
      response: {statusCode: 200}   # 400
  - name: base64
    expect:
      integrationRequest: {body: {base64: e30=}}
      response:
        body:
          base64: e30=  # as it is
"""
AFTER = """\
api: openapi.yaml
defaults:
  methodRequest:
    {httpMethod: POST, path: /orders/42, queryStringParameters: {currency: EUR}, headers: {Content-Type: application/json}, body: {n: 1}}
  backend: {headers: {X-Note: fine}, body: {ok: true}}
cases:
  # before the case
  - name: block
    expect:
      integrationRequest:   # what is sent
        # the verb
        httpMethod: PUT  # behind the verb
        uri: "https://example.com/v1/42"
        queryStringParameters:
          currency: EUR  # stays
        headers:
          x-stage: test  # a header
          X-Table: null
          Cookie: null  # gone
          Content-Length: "27"   # a number
          Host: example.com
        body:  # the body
          n: 1
          id: '42'  # right
      response:
        statusCode: 200  # the status
        headers: {X-Note: fine, X-Gone: null}
        body: |-  # as text
          {
            "status": "done",
            "got": {"ok":true}
          }
      gatewayResponse: null
  - {name: flow, expect: {integrationRequest: {httpMethod: PUT, headers: {X-STAGE: [test]}, queryStringParameters: {currency: EUR}}, response: {body: {status: done, got: {ok: true}}}}}
  - name: right
    expect: {integrationRequest: {headers: {content-length: 27}}, response: {statusCode: 200}}
  - name: answered by the gateway
    methodRequest: {queryStringParameters: null}
    expect:
      gatewayResponse: BAD_REQUEST_PARAMETERS
      response: {statusCode: 400}   # 400
  - name: base64
    expect:
      integrationRequest: {body: {base64: ewogICJpZCI6ICI0MiIsCiAgIm4iOiAxCn0K}}
      response:
        body:
          base64: ewogICJzdGF0dXMiOiAiZG9uZSIsCiAgImdvdCI6IHsib2siOnRydWV9Cn0=  # as it is
"""


def test_yaml() -> None:
    write(FILES)
    after, updates = updated("a.vtl.yaml", BEFORE)
    assert after == AFTER
    assert [(update.case.name, update.changed, update.refusal) for update in updates] == [
        ("block", (
            "gatewayResponse", "integrationRequest.httpMethod", "integrationRequest.uri",
            "integrationRequest.queryStringParameters", "integrationRequest.headers.x-stage",
            "integrationRequest.headers.Cookie", "integrationRequest.headers.Content-Length", "integrationRequest.body",
            "response.statusCode", "response.headers.X-Note", "response.headers.X-Gone", "response.body"), None),
        ("flow", ("integrationRequest.queryStringParameters", "response.body"), None),
        ("answered by the gateway", ("gatewayResponse", "response.statusCode"), None),
        ("base64", ("integrationRequest.body", "response.body"), None),
    ]  # fmt: skip


def test_yaml_with_crlf_and_a_byte_order_mark() -> None:
    write(FILES)
    assert updated("a.vtl.yaml", "\ufeff" + BEFORE.replace("\n", "\r\n"))[0] == "\ufeff" + AFTER.replace("\n", "\r\n")


def test_json() -> None:
    write(FILES)
    defaults = {
        "methodRequest": {"httpMethod": "POST", "path": "/orders/42", "queryStringParameters": {"currency": "EUR"},
                          "headers": {"Content-Type": "application/json"}, "body": {"n": 1}},
        "backend": {"body": {"ok": True}},
    }  # fmt: skip

    def file(sent: dict[str, Any], response: dict[str, Any]) -> str:
        case = {"name": "a", "expect": {"integrationRequest": sent, "response": response}}
        return json.dumps({"api": "openapi.yaml", "defaults": defaults, "cases": [case]}, indent=4)

    after, _ = updated("a.vtl.json", file(
        {"uri": "https://example.com/", "queryStringParameters": {"currency": 1, "q": ["a", "b"]}, "headers": {"X-Stage": None, "Cookie": "a"}, "body": {"id": 1}},
        {"statusCode": 502, "headers": {"Content-Type": "text/plain"}, "body": "x"},
    ))  # fmt: skip
    assert after == file(
        {"uri": "https://example.com/v1/42", "queryStringParameters": {"currency": "EUR"}, "headers": {"X-Stage": "test", "Cookie": None}, "body": {"id": "42", "n": 1}},
        {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": '{\n  "status": "done",\n  "got": {"ok":true}\n}'},
    )  # fmt: skip


def test_what_looser_comparison_leaves_out_stays() -> None:
    write(FILES)
    text = f"{DEFAULTS}- name: a\n  compare: {{exclude_paths: \"root['got']\"}}\n  expect: {{response: {{body: {{status: x, got: 5}}}}}}\n"
    assert updated("a.vtl.yaml", text)[0] == text.replace("status: x", "status: done")


def proxied(bodies: list[tuple[str, str]]) -> str:
    """Cases of a proxy that hands on what it gets: the backend's body, the expected one."""
    cases = "".join(
        f"- {{name: case {number}, backend: {{body: {body}}}, expect: {{response: {{body: {expected}}}}}}}\n"
        for number, (body, expected) in enumerate(bodies)
    )
    return f"integration: {{type: HTTP_PROXY, httpMethod: ANY, uri: 'https://example.com/'}}\ncases:\n{cases}"


def test_expected_files() -> None:
    write({"sub/data.json": '{\n    "a": 1,\n    "b": [1, 2]\n}\n', "sub/text.txt": b"old\r\n", "sub/bytes": b"\xff"})
    text = proxied([
        ("{a: 2, b: [1, 2]}", "{file: data.json}"),
        ('"new\\r\\né"', "{file: text.txt}"),
        ("new", "{file: bytes}"),
        ("{a: 1}", "{file: made/data.json}"),
        ("as it is", "{file: made.txt}"),
        ("no JSON", "{file: made.json}"),
        ("{a: 3}", "{file: data.json}"),
    ])  # fmt: skip
    write({"sub/a.vtl.yaml": text})
    updates = update_case_files(run("sub/a.vtl.yaml"))
    assert [(update.file.as_posix(), update.changed, update.refusal) for update in updates] == [
        ("sub/data.json", ("response.body",), None),
        ("sub/text.txt", ("response.body",), None),
        ("sub/bytes", ("response.body",), None),
        ("sub/made/data.json", ("response.body",), None),
        ("sub/made.txt", ("response.body",), None),
        ("sub/a.vtl.yaml", (), "the body is not JSON; only a file whose name does not end in .json can hold it"),
        ("sub/a.vtl.yaml", (), "another case expects other content in sub/data.json"),
    ]
    assert Path("sub/data.json").read_text(encoding="utf-8") == '{\n    "a": 2,\n    "b": [1, 2]\n}\n'
    assert Path("sub/text.txt").read_bytes() == "new\r\né".encode()
    assert Path("sub/bytes").read_bytes() == b"new"
    assert Path("sub/made/data.json").read_text(encoding="utf-8") == '{\n  "a": 1\n}\n'
    assert Path("sub/made.txt").read_bytes() == b"as it is"
    assert Path("sub/a.vtl.yaml").read_text(encoding="utf-8") == text
    assert [result.outcome for result in run("sub/a.vtl.yaml")] == ["passed"] * 5 + ["failed"] * 2


def test_bytes() -> None:
    write({**FILES, "old.txt": "old", "old.json": "{}", "old": b"\xfe"})
    head = (
        "api: openapi.yaml\n"
        "defaults: {methodRequest: {httpMethod: POST, path: /pictures, headers: {Accept: image/png}},\n"
        "  backend: {headers: {Content-Type: image/png}, body: {base64: /wA=}}}\ncases:\n"
    )
    expected = ["{base64: AAAA}", "text", "{a: 1}", "{file: old}", "{file: old.txt}", "{file: new}", "{file: old.json}", "{file: new.json}"]  # fmt: skip
    cases = [
        f"- {{name: case {number}, expect: {{response: {{body: {body}}}}}}}\n" for number, body in enumerate(expected)
    ]
    after, updates = updated("a.vtl.yaml", head + "".join(cases))
    assert after == head + "".join(cases).replace("AAAA", "/wA=").replace("body: text", "body: {base64: /wA=}").replace(
        "{a: 1}", "{base64: /wA=}"
    )
    assert [update.refusal for update in updates[-2:]] == [
        "the body is not text; only a file whose name does not end in .json can hold it"
    ] * 2
    assert all(Path(name).read_bytes() == b"\xff\x00" for name in ("old", "old.txt", "new"))
    assert Path("old.json").read_text(encoding="utf-8") == "{}"


def test_what_is_refused() -> None:
    write(FILES)
    text = (
        DEFAULTS
        + """\
- {name: request unwanted, expect: {integrationRequest: null, response: {statusCode: 201}}}
- {name: request missing, methodRequest: {queryStringParameters: null}, expect: {integrationRequest: {body: {}}}}
- {name: template broken, methodRequest: {httpMethod: DELETE}, expect: {response: {statusCode: 200}}}
- {name: not JSON any more, methodRequest: {path: /pictures}, backend: {body: text}, expect: {response: {body: {}}}}
- {name: template fails, methodRequest: {body: '{'}, expect: {integrationRequest: {body: {}}}}
- {name: expects nothing, methodRequest: {path: /nowhere}}
- {name: fine, expect: {response: {statusCode: 201}}}
"""
    )
    after, updates = updated("a.vtl.yaml", text)
    assert after == text.replace(
        "fine, expect: {response: {statusCode: 201}}", "fine, expect: {response: {statusCode: 200}}"
    )
    assert [(update.case.name, update.refusal) for update in updates] == [
        ("request unwanted", "no integration request was expected, but one was made; please edit it by hand"),
        ("request missing", "no integration request was made; fix what stops the gateway from making one"),
        ("template broken", "a template does not parse; fix it"),
        ("not JSON any more", "the body is no longer JSON; fix the template, or expect text"),
        ("template fails", "a template failed; fix it, or expect `gatewayResponse: BAD_REQUEST_BODY`"),
        (
            "expects nothing",
            "the case expects nothing in particular; fix the call, or expect `gatewayResponse: MISSING_AUTHENTICATION_TOKEN`",
        ),
        ("fine", None),
    ]


@pytest.mark.parametrize(
    ("expect", "refusal"),
    [
        ("{<<: *shared}", "the expectation comes from a YAML merge key; please edit it by hand"),
        ("{response: {<<: *response}}", "the expectation comes from a YAML merge key; please edit it by hand"),
        (
            "{response: {headers: {<<: *headers}}}",
            "the expectation comes from a YAML merge key; please edit it by hand",
        ),
        ("{response: *response}", "the new value cannot be written into the file safely; please edit it by hand"),
        ("*shared", "the new value cannot be written into the file safely; please edit it by hand"),
    ],
)
def test_what_cases_share_is_left_alone(expect: str, refusal: str) -> None:
    write(FILES)
    first = "- name: one\n  methodRequest: {path: /pictures}\n  backend: {statusCode: 201, headers: {X-Note: old}}\n  expect: &shared\n    response: &response\n      statusCode: 201\n      headers: &headers {X-Note: old}\n"
    text = f"{DEFAULTS}{first}- name: two\n  expect: {expect}\n- name: three\n  expect: {{response: {{statusCode: 404}}}}\n"
    after, updates = updated("a.vtl.yaml", text)
    assert after == text.replace("404", "200")
    assert [(update.case.name, update.refusal) for update in updates] == [("two", refusal), ("three", None)]


@pytest.mark.parametrize("name", ["openapi.yaml", "response.vtl", "a.vtl.yaml", "sent.txt", "result.json"])
def test_what_cases_are_made_from_is_never_an_expected_file(name: str) -> None:
    write({**FILES, "sent.txt": "sent", "result.json": '"result"'})
    text = (
        f"{DEFAULTS}- name: a\n  expect: {{response: {{body: {{file: {name}}}}}}}\n"
        "- {name: b, methodRequest: {body: {file: sent.txt}}, backend: {lambdaResult: {file: result.json}},"
        " expect: {gatewayResponse: null}}\n"
    )
    write({"a.vtl.yaml": text})
    before = {path: path.read_bytes() for path in Path().iterdir()}
    (update,) = update_case_files(run("a.vtl.yaml"))
    assert update.refusal in (
        "the expected file is a case file, a template or a definition",
        "the expected file is also what a case sends",
    )
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


def test_several_files_and_cases_at_once() -> None:
    write(FILES)
    case = "- name: {0}\n  methodRequest: {{path: /orders/{0}}}\n  expect: {{integrationRequest: {{uri: x, body: {{id: y}}}}}}\n"
    for name in ("a", "b"):
        write({f"{name}.vtl.yaml": DEFAULTS + "".join(case.format(f"{name}{number}") for number in range(5))})
    updates = update_case_files(run("a.vtl.yaml", "b.vtl.yaml"))
    assert [update.case.name for update in updates] == [f"{name}{number}" for name in "ab" for number in range(5)]
    assert all(update.refusal is None for update in updates)
    assert all(result.outcome == "passed" for result in run("a.vtl.yaml", "b.vtl.yaml"))
    assert sorted(os.listdir()) == ["a.vtl.yaml", "b.vtl.yaml", "openapi.yaml", "response.vtl"]


NAMES = strategies.text("abcXYZ-_", min_size=1, max_size=6).filter(lambda name: name.strip("-_"))
VALUES = strategies.text(
    strategies.characters(min_codepoint=32, max_codepoint=0x2030, exclude_categories=("Cs", "Cc")), max_size=12
)
HEADERS = strategies.dictionaries(
    NAMES.map(lambda name: f"X-{name}"), strategies.lists(VALUES, min_size=1, max_size=3).map(lambda all: all[0] if len(all) == 1 else all), max_size=3
)  # fmt: skip
DATA = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.text(max_size=8),
    lambda inner: (
        strategies.lists(inner, max_size=3) | strategies.dictionaries(strategies.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
BODIES = (
    DATA
    | strategies.text(max_size=20)
    | strategies.binary(max_size=6).map(lambda data: {"base64": b64encode(data).decode()})
)
MESSAGES = strategies.fixed_dictionaries(
    {"statusCode": strategies.integers(200, 599), "headers": HEADERS, "body": BODIES}
)


@settings(max_examples=30, deadline=None)
@given(actual=MESSAGES, expected=MESSAGES, flow=strategies.booleans(), suffix=strategies.sampled_from(["yaml", "json"]))
def test_any_answer_in_the_place_of_any_other(
    tmp_path_factory: pytest.TempPathFactory, actual: dict[str, Any], expected: dict[str, Any], flow: bool, suffix: str
) -> None:
    """Random statuses, headers and bodies: updated, and passing afterwards."""
    folder = tmp_path_factory.mktemp("any")
    data = {
        "integration": {"type": "HTTP_PROXY", "httpMethod": "ANY", "uri": "https://example.com/"},
        "cases": [{"name": "a", "backend": actual, "expect": {"response": expected}}, {"name": "b"}],
    }
    path = folder / f"a.vtl.{suffix}"
    if suffix == "json":
        path.write_text(json.dumps(data, indent=2 if flow else None))
    else:
        lines = ["cases:", "- name: a", f"  backend: {flow_text(actual)}", "  expect:"]
        if flow:
            lines.append(f"    response: {flow_text(expected)}")
        else:
            lines += ["    response:", *(f"      {key}: {flow_text(value)} # {key}" for key, value in expected.items())]
        path.write_text("\n".join(["integration: {type: HTTP_PROXY, httpMethod: ANY, uri: 'https://example.com/'}", *lines, "- name: b", ""]), encoding="utf-8")  # fmt: skip
    results = run(str(path))
    updates = update_case_files(results)
    assert [update.refusal for update in updates if update.refusal] == _refusals(results[0])
    assert [result.outcome for result in run(str(path))] == ["failed" if _refusals(results[0]) else "passed", "passed"]
    if suffix == "yaml" and not flow:
        assert all(f"# {key}" in path.read_text(encoding="utf-8") for key in expected)


def _refusals(result: CaseResult) -> list[str]:
    """Only a body that is not JSON, where data is expected, cannot be taken over."""
    from vtlharness.cases.results import NotJson

    if any(isinstance(difference, NotJson) for difference in result.differences):
        return ["the body is no longer JSON; fix the template, or expect text"]
    return []
