"""Whole failure messages of cases of whole integrations, as a user reads them."""

# ruff: noqa: E501 (messages as they are printed)

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cases.integration.apis import DEFAULTS, FILES, write
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.cases.update.updating import update_case_files
from vtlharness.engines.native import NativeEngine
from vtlharness.report.record import case_record
from vtlharness.report.text.lines import log_lines, record_lines, update_lines
from vtlharness.report.text.style import ANSI


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(FILES)


def result(case: str) -> CaseResult:
    write({"a.vtl.yaml": f"{DEFAULTS}- {case}\n"})
    (only,) = load_case_file("a.vtl.yaml").cases
    return run_case(only, NativeEngine())


BLOCKS: dict[str, tuple[str, str]] = {
    "passed": ("{name: a, expect: {response: {statusCode: 200}}}", ""),
    "everything": (
        """\
name: a
  expect:
    integrationRequest: {uri: "https://example.com/", headers: {X-Stage: prod, Cookie: [a, b]}, queryStringParameters: {}, body: {id: "43", n: 1}}
    response: {statusCode: 201, headers: {X-Note: null}, body: "{\\n}"}
    gatewayResponse: THROTTLED""",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:12)
  gatewayResponse differs in 1 place
    root
      expected: "THROTTLED"
      actual:   null
  integrationRequest differs in 4 places
    root['headers']['Cookie']
      expected: ["a", "b"]
      actual:   (not there)
    root['headers']['X-Stage']
      expected: "prod"
      actual:   "test"
    root['queryStringParameters']['currency']
      expected: (not there)
      actual:   "EUR"
    root['uri']
      expected: "https://example.com/"
      actual:   "https://example.com/v1/42"
  integrationRequest.body differs in 1 place
    root['id'], written by openapi.yaml:24
      expected: "43"
      actual:   "42"
  response differs in 2 places
    root['headers']['X-Note']
      expected: (not there)
      actual:   "fine"
    root['statusCode']
      expected: 201
      actual:   200
  response.body differs, written by response.vtl:2
    first difference at line 2, column 1
    --- expected
    +++ actual
    @@ -1,2 +1,4 @@
     {
    +  "status": "done",
    +  "got": {"ok":true}
     }
  integration response: 200, the default; patterns were tried on the status '200'""",
    ),
    "nothing must be sent": (
        "{name: a, expect: {integrationRequest: null}}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:12)
  integrationRequest differs in 1 place
    root
      expected: (not there)
      actual:   "PUT https://example.com/v1/42?currency=EUR\"""",
    ),
    "nothing was sent": (
        "{name: a, methodRequest: {queryStringParameters: null}, expect: {integrationRequest: {httpMethod: PUT, body: {id: 1}}, response: {statusCode: 200}}}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:12)
  integrationRequest differs in 1 place
    root
      expected: {"httpMethod": "PUT", "body": {"id": 1}}
      actual:   (not there)
  response differs in 1 place
    root['statusCode']
      expected: 200
      actual:   400
  the gateway itself answered: BAD_REQUEST_PARAMETERS
    Missing required request parameters: [currency]""",
    ),
    "no method": (
        "{name: a, methodRequest: {path: /order}, expect: {gatewayResponse: null}}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:12)
  gatewayResponse differs in 1 place
    root
      expected: null
      actual:   "MISSING_AUTHENTICATION_TOKEN"
  the gateway itself answered: MISSING_AUTHENTICATION_TOKEN
    the API has no method for POST /order
    hint: it has POST /orders/{id}, POST /pictures, DELETE /orders/{id}""",
    ),
    "a template that fails": (
        "{name: a, methodRequest: {body: '{'}, expect: {response: {statusCode: 200}}}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:12)
  response differs in 1 place
    root['statusCode']
      expected: 200
      actual:   400
  the gateway itself answered: BAD_REQUEST_BODY
    openapi.yaml:25:20: RuntimeException: Could not process payloadnet.minidev.json.parser.ParseException: Unexpected End Of File position 0: null
    25 |               "n": $input.json('$.n')
                            ^^^^^^^^^^^^^^^^^^
    hint: the text is '{'; send valid JSON, or take text as it is with $input.body""",
    ),
    "a template that fails, and no answer is spoken of": (
        "{name: a, methodRequest: {body: '{'}}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:12)
  rendering failed
    openapi.yaml:25:20: RuntimeException: Could not process payloadnet.minidev.json.parser.ParseException: Unexpected End Of File position 0: null
    25 |               "n": $input.json('$.n')
                            ^^^^^^^^^^^^^^^^^^
    hint: the text is '{'; send valid JSON, or take text as it is with $input.body
  the gateway itself answered: BAD_REQUEST_BODY""",
    ),
    "a template that does not parse": (
        "{name: a, methodRequest: {httpMethod: DELETE}, expect: {response: {statusCode: 204}}}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:12)
  rendering failed
    openapi.yaml:41:51: expected a value, found the end of the template
    41 |         requestTemplates: {application/json: "#if("}
                                                           ^""",
    ),
    "no JSON": (
        "{name: a, methodRequest: {path: /pictures}, backend: {body: '{a: 1}'}, expect: {response: {body: {a: 1}}}}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:12)
  response.body is not valid JSON: a key must be in double quotes, but this is `a`
  line 1, column 2 of it:
  1 | {a: 1}
       ^""",
    ),
    "no expected file": (
        "{name: a, expect: {response: {body: {file: respons.vtl}}, integrationRequest: {body: {file: new/sent.json}}}}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:12)
  integrationRequest.body: the expected file new/sent.json does not exist
  hint: the folder new does not exist
  hint: `vtl-run --update` or `pytest --vtl-update` writes it
  response.body: the expected file respons.vtl does not exist
  hint: did you mean response.vtl?
  hint: `vtl-run --update` or `pytest --vtl-update` writes it""",
    ),
    "bytes": (
        "{name: a, methodRequest: {path: /pictures, headers: {Accept: image/png}}, backend: {headers: {Content-Type: image/png}, body: {base64: /wA=}}, expect: {response: {body: picture}}}",
        """\
FAILED a.vtl.yaml::a (a.vtl.yaml:12)
  response.body differs in 1 place
    root
      expected: "picture"
      actual:   {"base64": "/wA="}""",
    ),
    "control characters": (
        r'{name: "a\u202Eb", methodRequest: {path: /pictures}, backend: {headers: {X-A: "\e[2J"}, body: "\e[1m"}, expect: {response: {headers: {X-A: b}, body: x}}}',
        """\
FAILED a.vtl.yaml::a\\u202eb (a.vtl.yaml:12)
  response differs in 1 place
    root['headers']['X-A']
      expected: "b"
      actual:   "\\u001b[2J"
  response.body differs
    first difference at line 1, column 1
    --- expected
    +++ actual
    @@ -1 +1 @@
    -x
    +\\u001b[1m""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks(name: str) -> None:
    case, block = BLOCKS[name]
    assert "\n".join(record_lines(case_record(result(case)))) == block


@pytest.mark.parametrize("name", BLOCKS)
def test_colour_changes_no_text(name: str) -> None:
    case, block = BLOCKS[name]
    coloured = "\n".join(record_lines(case_record(result(case)), ANSI))
    assert re.sub("\x1b\\[[0-9]*m", "", coloured) == block


def test_the_nearest_methods_of_a_large_api() -> None:
    paths = "".join(
        f"  /a{number}: {{get: {{x-amazon-apigateway-integration: {{type: mock}}}}}}\n" for number in range(30)
    )
    write({"openapi.yaml": f"openapi: 3.0.3\npaths:\n{paths}"})
    lines = record_lines(
        case_record(
            result("{name: a, methodRequest: {httpMethod: GET, path: /prod/a29}, expect: {gatewayResponse: null}}")
        )
    )
    assert lines[-2] == "    the API has no method for GET /prod/a29"
    assert re.fullmatch(r"    hint: it has GET /a29(, GET /a\d+){3}, … \(30 in all\)", lines[-1])
    assert record_lines(
        case_record(
            result("{name: a, methodRequest: {httpMethod: GET, path: /test/a29}, expect: {gatewayResponse: null}}")
        )
    )[-1] == ("    hint: write the path without the stage")
    write({"openapi.yaml": "openapi: 3.0.3\npaths: {}\n"})
    assert record_lines(case_record(result("{name: a, expect: {gatewayResponse: null}}")))[-3:] == [
        "    the API has no method for POST /orders/42",
        "  warning: openapi.yaml:1:1: API475 the API has no method",
        "  hint: write operations such as `get` under each path",
    ]


def test_the_execution_log() -> None:
    invocation = result("{name: a, methodRequest: {queryStringParameters: null}}").invocation
    assert invocation is not None
    assert log_lines(invocation.log)[1:] == [
        f"Tue May 20 15:07:30 UTC 2025 : {line}"
        for line in (
            "Starting execution for request: c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "HTTP Method: POST, Resource Path: /orders/42",
            "Method request path: {id=42}",
            "Method request query string: {}",
            "Method request headers: {Content-Type=application/json}",
            'Method request body before transformations: {"n":1}',
            "Missing required request parameters: [currency]",
            "Method completed with status: 400",
        )
    ]
    invocation = result('{name: a, backend: {body: "\\e[2J"}}').invocation
    assert invocation is not None
    assert any(line.endswith("body before transformations: \\u001b[2J") for line in log_lines(invocation.log))
    assert all(line.startswith("\x1b[2m") for line in log_lines(invocation.log, ANSI) if line)
    invocation = result("{name: a, methodRequest: {path: /nowhere}}").invocation
    assert invocation is not None
    assert log_lines(invocation.log) == ["(no execution log: the call reaches no method of the API)"]


def test_updates() -> None:
    found = result("{name: a, expect: {response: {statusCode: 201, headers: {X-Note: x}, body: {file: new.json}}}}")
    assert update_lines(update_case_files([found])) == [
        "updated a.vtl.yaml::a: response.statusCode, response.headers.X-Note, response.body"
    ]
    found = result("{name: a, expect: {integrationRequest: null}}")
    assert update_lines(update_case_files([found])) == [
        "not updated a.vtl.yaml::a: no integration request was expected, but one was made; please edit it by hand"
    ]


def test_a_template_that_its_file_writes_escaped_is_found() -> None:
    write(
        {
            "a.vtl.yaml": """\
integration:
  type: HTTP
  httpMethod: POST
  uri: https://example.com/
  requestTemplates: {application/json: "{\\n\\"a\\": 1}"}
cases:
- {name: a, expect: {integrationRequest: {body: {a: 2}}}}
"""
        }
    )
    (only,) = load_case_file("a.vtl.yaml").cases
    assert record_lines(case_record(run_case(only, NativeEngine())))[2].endswith(
        "root['a'], written by a.vtl.yaml integration application/json:2 (the template is at a.vtl.yaml:5)"
    )


def test_a_key_that_is_missing() -> None:
    write(
        {
            "openapi.yaml": "openapi: 3.0.3\n"
            "components: {securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}}\n"
            "paths: {/orders/42: {post: {security: [{key: []}], x-amazon-apigateway-integration: {type: mock}}}}\n"
        }
    )
    lines = record_lines(
        case_record(result("{name: a, methodRequest: {path: /orders/42}, expect: {gatewayResponse: null}}"))
    )
    assert lines[-2:] == [
        "  the gateway itself answered: INVALID_API_KEY",
        "    the method requires an API key: send the header x-api-key",
    ]
