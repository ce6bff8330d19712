"""The changes of definitions: patterns, statuses, parameter mappings, and the lines where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation.searches import searched, shown

_API = """\
openapi: 3.0.1
info: {title: a, version: "1"}
paths:
  /orders:
    get:
      parameters: [{name: page, in: query}]
      responses:
        "200": {description: ok, headers: {X-Kind: {schema: {type: string}}}}
        "404": {description: none}
      x-amazon-apigateway-integration:
        type: HTTP
        httpMethod: GET
        uri: https://backend.example.com/orders
        requestParameters:
          integration.request.querystring.page: method.request.querystring.page
        responses:
          default:
            statusCode: "200"
            responseParameters:
              method.response.header.X-Kind: "'list'"
          "4\\\\d{2}":
            statusCode: "404"
"""
_CASES = """\
api: api.yaml
cases:
"""
_LIST = """\
- name: list
  methodRequest: {httpMethod: GET, path: /orders, queryStringParameters: {page: "2"}}
  backend: {statusCode: 200, body: []}
  expect: %s
"""
_NONE = """\
- name: none
  methodRequest: {httpMethod: GET, path: /orders}
  backend: {statusCode: 404, body: {}}
  expect: %s
"""
_ALL = (
    "{response: {statusCode: 200, headers: {X-Kind: list}}, integrationRequest: {queryStringParameters: {page: '2'}}}"
)


def _unnoticed(folder: Path, cases: str, api: str = _API) -> list[str]:
    (folder / "api.yaml").write_text(api, "utf-8")
    file = folder / "own.vtl.yaml"
    file.write_text(_CASES + cases, "utf-8")
    return [shown(change) for change in searched(file).unnoticed]


def test_all_is_noticed(tmp_path: Path) -> None:
    assert _unnoticed(tmp_path, _LIST % _ALL + _NONE % "{response: {statusCode: 404}}") == []


@pytest.mark.parametrize(
    ("expected", "unnoticed"),
    [
        (
            "{response: {statusCode: 200, headers: {X-Kind: list}}}",
            [
                "15:11 mapping dropped: integration.request.querystring.page: method.request.querystring.page > , "
                "list | its integrationRequest.queryStringParameters $.page changes, and it does not look there"
            ],
        ),
        (
            "{response: {statusCode: 200}, integrationRequest: {queryStringParameters: {page: '2'}}}",
            [
                "20:15 mapping dropped: method.response.header.X-Kind: 'list' > , "
                "list | its response.headers $.X-Kind changes, and it does not look there"
            ],
        ),
        (
            "{response: {headers: {X-Kind: list}}, integrationRequest: {queryStringParameters: {page: '2'}}}",
            ["18:13 status changed: 200 > 201, list | its response.statusCode changes, and it does not look there"],
        ),
    ],
    ids=["request mapping", "response mapping", "status"],
)
def test_what_a_case_does_not_look_at(expected: str, unnoticed: list[str], tmp_path: Path) -> None:
    assert _unnoticed(tmp_path, _LIST % expected) == unnoticed


def test_a_pattern_that_nobody_looks_at(tmp_path: Path) -> None:
    found = _unnoticed(tmp_path, _LIST % _ALL + _NONE % "{response: {body: {}}}")
    assert found == [
        r"21:11 pattern changed: 4\d{2} > (?:4\d{2})X, "
        "none | its response.statusCode changes, and it does not look there",
        "22:13 status changed: 404 > 405, none | its response.statusCode changes, and it does not look there",
    ]


def test_a_pattern_that_takes_more_is_noticed_by_the_other_case(tmp_path: Path) -> None:
    api = _API.replace('statusCode: "404"', 'statusCode: "404"').replace("default:", '"200":')
    found = _unnoticed(tmp_path, _LIST % "{response: {body: []}}" + _NONE % "{response: {statusCode: 404}}", api)
    assert [one.partition(",")[0] for one in found if "pattern" in one] == []


def test_a_response_that_no_case_gets_is_not_changed(tmp_path: Path) -> None:
    assert [one for one in _unnoticed(tmp_path, _LIST % "{response: {body: []}}") if "404" in one] == []


def test_a_mapping_of_a_value_that_is_sent_anyway(tmp_path: Path) -> None:
    api = _API.replace("integration.request.querystring.page: method.request.querystring.page",
                       "integration.request.header.Accept: \"'application/json'\"")  # fmt: skip
    whole = "{response: {statusCode: 200, headers: {X-Kind: list}}, integrationRequest: {headers: {}}}"
    assert _unnoticed(tmp_path, _LIST % whole, api) == []


def test_the_body_of_a_mock_goes_nowhere(tmp_path: Path) -> None:
    api = """\
openapi: 3.0.1
info: {title: a, version: "1"}
paths:
  /orders:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 200, "other": "x"}'}
        responses:
          default: {statusCode: "200", responseTemplates: {application/json: '{"a": 1}'}}
"""
    case = "- {name: own, methodRequest: {path: /orders}, expect: {response: {statusCode: 200, body: {a: 1}}}}\n"
    assert _unnoticed(tmp_path, case, api) == []


def test_an_integration_alone(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(
        """\
integration:
  type: HTTP
  httpMethod: GET
  uri: https://backend.example.com
  responses:
    default:
      statusCode: 200
      responseTemplates: {application/json: '{"a": $input.json("$.a")}'}
cases:
- name: own
  backend: {statusCode: 200, body: {a: 1}}
  expect: {response: {body: {a: 1}}}
""",
        "utf-8",
    )
    (change,) = searched(file).unnoticed
    assert (change.operator, change.before, change.after) == ("status changed", "200", "201")
    assert change.file == file.as_posix()
    assert change.look == "its response.statusCode changes, and it does not look there"


def test_a_template_of_a_definition_has_the_line_of_the_definition(tmp_path: Path) -> None:
    api = _API.replace(
        "            responseParameters:\n              method.response.header.X-Kind: \"'list'\"\n",
        "            responseTemplates:\n"
        "              application/json: |\n                #set($a = 1)\n                $a\n",
    )
    case = _LIST % "{response: {statusCode: 200}, integrationRequest: {queryStringParameters: {page: '2'}}}"
    assert _unnoticed(tmp_path, case, api) == [
        "21:27 literal changed: 1 > 2, list | its response.body changes, and it does not look there"
    ]
