"""Hostile input beside the bodies: headers, addresses, query strings, overrides; and parameters that are not sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.hostile_runs.words import hostile_findings
from vtlharness import HostileFinding, run_cases
from vtlharness.cli import vtl_run

_HTTP = """\
integration:
  type: HTTP
  httpMethod: GET
  uri: %s
  requestParameters:
    integration.request.%s: %s
  responses:
    default: {statusCode: 200}
cases:
- name: own
  methodRequest:
    httpMethod: POST
    headers: {Content-Type: application/json, X-Tenant: t}
    queryStringParameters: {q: a}
    pathParameters: {id: "7"}
    body: {id: b}
  expect: {integrationRequest: {httpMethod: GET}}
"""


def _findings(path: Path) -> list[HostileFinding]:
    (record,) = run_cases(path, cache=False, hostile=True)
    return hostile_findings(record)


@pytest.mark.parametrize(
    ("uri", "target", "source", "found"),
    [
        ("https://a.example.com/x", "header.X-Id", "method.request.body.id", [("not a header", "body $.id", "a\\nb")]),
        ("https://a.example.com/x", "header.X-Id", "method.request.querystring.q", [("not a header", "query q", "")]),
        ("https://a.example.com/x", "header.X-Id", "method.request.header.X-Tenant", []),
        ("https://a.example.com/x", "header.X-Id", "method.request.path.id", []),
        ("https://a.example.com/x", "querystring.id", "method.request.body.id", []),
        ("https://a.example.com/x/{id}", "path.id", "method.request.path.id", []),
        (
            "https://a.example.com/x/{id}/y",
            "path.id",
            "method.request.querystring.q",
            [("another path", "query q", "</x>"), ("adds keys", "query q", "")],
        ),
        (
            "https://a.example.com/x/{id}",
            "path.id",
            "method.request.header.X-Tenant",
            [("another path", "header X-Tenant", "</x>"), ("adds keys", "header X-Tenant", "")],
        ),
        (
            "https://a.example.com/x?id={id}",
            "path.id",
            "method.request.body.id",
            [("adds keys", "body $.id", "&admin")],
        ),
        ("https://a.example.com/x?id={id}", "path.id", "method.request.path.id", [("adds keys", "path id", "&admin")]),
    ],
)
def test_what_a_mapping_makes(
    uri: str, target: str, source: str, found: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(_HTTP % (uri, target, source), "utf-8")
    findings = _findings(file)
    assert [(one.kind, one.place) for one in findings] == [(kind, place) for kind, place, _ in found]
    assert all(text in one.input for one, (_, _, text) in zip(findings, found, strict=True))
    assert {one.part for one in findings} <= {"integrationRequest"}
    result = CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(file)])
    assert result.output.count("\nsaved ") == len(found), result.output
    assert [record.outcome for record in run_cases(file, cache=False)] == ["passed"] + ["failed"] * len(found)


_OVERRIDES = """\
inline: |
  #set($value = $input.path('$.id'))
  #set($context.%s = %s)
  {}
cases:
- name: own
  methodRequest: {body: {id: b}}
"""
_NO_CONTROLS = '$value.replaceAll("[\\p{Cntrl}]", "")'


@pytest.mark.parametrize(
    ("place", "value", "kinds"),
    [
        ("requestOverride.header.X-Id", "$value", ["not a header"]),
        ("requestOverride.header['X-Id']", '"a $value"', ["not a header"]),
        ("requestOverride.header.X-Id", _NO_CONTROLS, []),
        ("requestOverride.header.X-Id", "$util.urlEncode($value)", []),
        ("requestOverride.querystring.id", "$value", []),
        ("requestOverride.path.id", "$value", ["another path"]),
        ("requestOverride.path.id", "$util.urlEncode($value)", []),
    ],
)
def test_what_a_template_overrides(place: str, value: str, kinds: list[str], tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(_OVERRIDES % (place, value), "utf-8")
    findings = _findings(file)
    assert [one.kind for one in findings] == kinds
    assert [(one.part, one.written_by and one.written_by.line) for one in findings] == [("requestOverride", 2)] * len(
        kinds
    )
    CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(file)])
    assert [record.outcome for record in run_cases(file, cache=False)] == ["passed"] + ["failed"] * len(kinds)


def test_a_case_saved_for_an_override_passes_when_it_is_mended(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(_OVERRIDES % ("requestOverride.header.X-Id", "$value"), "utf-8")
    CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(file)])
    saved = file.read_text("utf-8").replace("X-Id = $value)", f"X-Id = {_NO_CONTROLS})")
    file.write_text(saved, "utf-8")
    assert [record.outcome for record in run_cases(file, cache=False)] == ["passed", "passed"]


def test_a_header_that_the_backend_writes(tmp_path: Path) -> None:
    (tmp_path / "own.vtl.yaml").write_text(
        """\
integration:
  type: HTTP
  httpMethod: GET
  uri: https://a.example.com/x
  responses:
    default:
      statusCode: 200
      responseParameters: {method.response.header.Location: integration.response.body.url}
cases:
- name: own
  methodRequest: {httpMethod: GET}
  backend: {body: {url: b}}
  expect: {response: {headers: {Location: b}}}
""",
        "utf-8",
    )
    (one,) = _findings(tmp_path)
    assert (one.kind, one.part, one.sender, one.place) == ("not a header", "response", "backend", "backend body $.url")
    assert one.message == "the header `Location` has a line end"


def test_a_path_that_the_template_chooses_is_not_a_finding(tmp_path: Path) -> None:
    (tmp_path / "own.vtl.yaml").write_text(
        """\
inline: |
  #set($context.requestOverride.path.kind = "orders")
  #if($input.path('$.id') == "b")#set($context.requestOverride.path.kind = "vip/orders")#end
  {}
cases:
- name: own
  methodRequest: {body: {id: b}}
""",
        "utf-8",
    )
    assert _findings(tmp_path) == []


@pytest.mark.parametrize(
    ("read", "place"),
    [
        ("$input.params('page')", "query page"),
        ("$input.params().querystring.page", "query page"),
        ("$input.params().querystring.get('page')", "query page"),
        ("$input.params().header['X-Page']", "header X-Page"),
        ("$input.params().path.page", None),  # a path parameter stays encoded: its quote cannot come in
        ("$util.escapeJavaScript($input.params('page')).replaceAll(\"\\\\'\", \"'\")", None),
    ],
)
def test_parameters_that_a_case_does_not_send(read: str, place: str | None, tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    file.write_text(
        f'inline: |\n  {{"page": "{read}"}}\ncases:\n- name: own\n  methodRequest: {{body: {{}}}}\n', "utf-8"
    )
    assert {one.place for one in _findings(file)} == ({place} if place else set())
    CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(file)])
    saved = [record.outcome for record in run_cases(file, cache=False)][1:]
    assert (set(saved) == {"failed"}) if place else saved == []


def test_names_of_a_query_string_that_a_case_does_not_send(tmp_path: Path) -> None:
    (tmp_path / "own.vtl.yaml").write_text(
        """\
inline: |
  {#foreach($name in $input.params().querystring.keySet())"$name": 1#if($foreach.hasNext),#end#end}
cases:
- name: own
  methodRequest: {body: {}}
""",
        "utf-8",
    )
    assert {one.place for one in _findings(tmp_path)} == {"query name"}


def test_declared_and_mapped_parameters(tmp_path: Path) -> None:
    file = tmp_path / "own.vtl.yaml"
    text = _HTTP % ("https://a.example.com/x/{id}", "path.id", "method.request.querystring.other")
    file.write_text(text, "utf-8")
    assert {(one.kind, one.place) for one in _findings(file)} == {
        ("another path", "query other"),
        ("adds keys", "query other"),
    }


_NOTICES = """\
inline: '{"id": "$input.path(''$.id'')"}'
hostile:
  accept:
  - {place: body $.id, reason: a}
  - {place: body $.gone, reason: b}
cases:
- name: own
  methodRequest: {body: {id: x}}
"""


@pytest.mark.parametrize("processes", ["1", "2"])
def test_notices_of_several_processes(processes: str, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.vtl.yaml").write_text(_NOTICES, "utf-8")
    slow = '#foreach($i in [1..900])#foreach($j in [1..900])$input.path("$.id")#end#end'
    (tmp_path / "slow.vtl.yaml").write_text(
        f'limits: {{seconds: 0.2}}\ninline: \'#if($input.path("$.id") != "x"){slow}#end{{}}\'\ncases:\n'
        "- name: own\n  methodRequest: {body: {id: x}}\n",
        "utf-8",
    )
    done = CliRunner().invoke(vtl_run, ["--hostile", "--no-cache", "-n", processes, str(tmp_path)])
    notices = [line for line in done.output.splitlines() if line.startswith("notice:")]
    assert sum("body $.gone" in line for line in notices) == 3
    assert sum("time was over" in line for line in notices) == 1
