"""Findings that `--save` cannot write as a case, why it cannot, and calls that hostile input does not break."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from vtlharness import HostileFinding, run_cases
from vtlharness.cases.session import Session
from vtlharness.cli import vtl_run
from vtlharness.hostile import searching
from vtlharness.hostile.checking import HostileChecks
from vtlharness.hostile.heads import Head, head_faults
from vtlharness.hostile.saving import save_findings
from vtlharness.hostile.texts import ADDED, HARMLESS
from vtlharness.options import SessionOptions

_RAW = """inline: '{"a": "$input.path("$.a")"}'\n"""
_ROWS = """\
- name: own
  parameters: [{a: x, stage: prod}, {a: y, stage: test}]
  methodRequest: {body: {a: <<a>>}}
  context: {stage: <<stage>>}
"""


def _save(path: Path) -> Result:
    return CliRunner().invoke(vtl_run, ["--hostile", "--save", "--no-cache", str(path)])


def _written(folder: Path, text: str) -> Path:
    path = folder / "own.vtl.yaml"
    path.write_text(text, "utf-8")
    return path


def _places(path: Path) -> list[str]:
    records = run_cases(path, cache=False, hostile=True)
    assert {record.outcome for record in records} <= {"passed", "failed"}, [record.error for record in records]
    return [one.place for record in records for one in record.differences if isinstance(one, HostileFinding)]


def test_a_finding_of_a_row_has_the_values_of_the_row(tmp_path: Path) -> None:
    path = _written(tmp_path, f"{_RAW}cases:\n{_ROWS}")
    assert _save(path).output.count("\nsaved ") == 2
    cases = yaml.safe_load(path.read_text("utf-8"))["cases"]
    assert cases[1] == {
        "name": 'hostile: body $.a is "\\"" (not JSON)',
        "methodRequest": {"body": {"a": '"'}},
        "context": {"stage": "prod"},
        "expect": {"output": {"a": '"'}},
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            f"{_RAW}defaults: {{methodRequest: {{headers: {{X-Stage: <<stage>>}}}}}}\ncases:\n{_ROWS}",
            "the defaults of its case name parameters; please add the case by hand",
        ),
        (
            f"{_RAW}defaults: {{parameters: [{{a: x, stage: prod}}]}}\ncases:\n"
            + _ROWS.replace("  parameters: [{a: x, stage: prod}, {a: y, stage: test}]\n", ""),
            "the defaults of its case name parameters; please add the case by hand",
        ),
        (
            f"{_RAW}cases: &all\n- {{name: own, methodRequest: {{body: {{a: x}}}}}}\n",
            "its list of cases is an alias; please write it out",
        ),
    ],
)
def test_why_a_finding_is_not_saved(text: str, why: str, tmp_path: Path) -> None:
    path = _written(tmp_path, text)
    result = _save(path)
    assert why in result.output
    assert "not saved" in result.output
    assert path.read_text("utf-8") == text


def test_defaults_without_parameters_are_no_obstacle(tmp_path: Path) -> None:
    path = _written(tmp_path, f"{_RAW}defaults: {{methodRequest: {{headers: {{X-A: b}}}}}}\ncases:\n{_ROWS}")
    assert _save(path).output.count("\nsaved ") == 2


def test_a_case_that_would_pass_is_not_saved(tmp_path: Path) -> None:
    paths = "[\"root['a']\", \"root['admin']\", \"root['x']\"]"
    text = f"{_RAW}defaults: {{compare: {{exclude_paths: {paths}}}}}\n"
    path = _written(tmp_path, f"{text}cases:\n- {{name: own, methodRequest: {{body: {{a: x}}}}}}\n")
    result = _save(path)
    assert result.output.count("\nsaved ") == 1
    assert "no case that the file can hold fails as the finding says" in result.output


def _checks(path: Path) -> HostileChecks:
    session = Session(SessionOptions(cache=False, hostile=True))
    checks = HostileChecks(session)
    for case in session.load(path).cases:
        checks.checked(session.run(case))
    assert len(checks.found) == 2
    return checks


def test_a_file_that_has_changed_is_left_alone(tmp_path: Path) -> None:
    path = _written(tmp_path, f"{_RAW}cases:\n- {{name: own, methodRequest: {{body: {{a: x}}}}}}\n")
    checks = _checks(path)
    changed = path.read_text("utf-8") + "# another line\n"
    path.write_text(changed, "utf-8")
    saved = save_findings(checks.found, checks.engine)
    assert [one[-1] for one in saved] == ["the file has changed since it was read"] * 2
    assert path.read_text("utf-8") == changed


def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    path = _written(tmp_path, f"{_RAW}cases:\n- {{name: own, methodRequest: {{body: {{a: x}}}}}}\n")
    checks = _checks(path)
    os.rename(path, tmp_path / "other.yaml")
    saved = save_findings(checks.found, checks.engine)
    assert all(str(path) in str(one[-1]) for one in saved)
    assert not path.exists()


def test_a_search_has_a_number_of_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _written(tmp_path, f"{_RAW}cases:\n- {{name: own, methodRequest: {{body: {{b: 1, a: x}}}}}}\n")
    assert set(_places(path)) == {"body $.a"}
    monkeypatch.setattr(searching, "MOST_CALLS", 0)
    assert _places(path) == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (  # a limit of the case stops some hostile calls: they say nothing
            'inline: \'{"a": [#foreach($i in $input.path("$.a"))"$i"#if($foreach.hasNext),#end#end]}\'\n'
            "limits: {rounds: 3}\ncases:\n- {name: own, methodRequest: {body: {a: [x, y]}}}\n",
            ["body $.a[0]"],
        ),
        (  # one more limit, of rounds in all
            'inline: \'{"a": [#foreach($i in [1..$input.path("$.n")])$i#if($foreach.hasNext),#end#end]}\'\n'
            "limits: {rounds: 5}\ncases:\n- {name: own, methodRequest: {body: {n: 2}}}\n",
            [],
        ),
        (  # an override that is not a map of headers
            "inline: |\n  #set($context.requestOverride.header = $input.path('$.a'))\n  {\"a\": 1}\n"
            "cases:\n- {name: own, methodRequest: {body: {a: x}}}\n",
            [],
        ),
        (  # a template of an integration that fails
            "integration:\n  type: AWS\n  httpMethod: POST\n"
            "  uri: arn:aws:apigateway:us-east-1:dynamodb:action/PutItem\n  requestTemplates:\n"
            "    application/json: |\n      #set($int = 0)\n      {\"n\": $int.parseInt($input.path('$.n'))}\n"
            "  responses: {default: {statusCode: 200}}\ncases:\n- name: own\n"
            "  methodRequest: {httpMethod: POST, body: {n: '1'}}\n  backend: {body: {}}\n"
            "  expect: {response: {statusCode: 200}}\n",
            ["body $.n"],
        ),
    ],
)
def test_calls_that_hostile_input_ends(text: str, places: list[str], tmp_path: Path) -> None:
    assert list(dict.fromkeys(_places(_written(tmp_path, text)))) == places


def test_a_call_without_a_route_is_not_searched(tmp_path: Path) -> None:
    (tmp_path / "api.yaml").write_text(
        "openapi: 3.0.1\ninfo: {title: a, version: '1'}\npaths:\n  /a/{id}:\n    get:\n"
        "      responses: {'200': {description: ok}}\n      x-amazon-apigateway-integration:\n        type: mock\n"
        "        requestTemplates: {application/json: '{\"statusCode\": 200}'}\n"
        "        responses: {default: {statusCode: '200'}}\n",
        "utf-8",
    )
    path = _written(
        tmp_path,
        "api: api.yaml\ncases:\n- name: own\n  methodRequest: {httpMethod: GET, path: /b/7}\n"
        "  expect: {response: {statusCode: 403}}\n- name: other\n  methodRequest: {httpMethod: GET, path: /a/7}\n"
        "  expect: {response: {statusCode: 200}}\n",
    )
    assert _places(path) == []


@pytest.mark.parametrize(
    ("head", "harmless", "found"),
    [
        (Head(uri="/a/b"), Head(uri=f"/a/{HARMLESS}"), []),
        (Head(uri="/a/b#c"), Head(uri=f"/a/{HARMLESS}"), ["the address ends at the `#` of the value"]),
        (Head(uri="/a/b#c"), Head(uri=f"/a/{HARMLESS}#"), []),
        (Head(uri="/a/.."), Head(uri=f"/a/{HARMLESS}"), ["the value leaves its place in the path with `..`"]),
        (Head(uri="/a/../b"), Head(uri=f"/a/../{HARMLESS}"), []),
        (Head(uri="/a/b/c"), Head(uri=f"/a/{HARMLESS}"), ["the `/` of the value makes segments of the path"]),
        (Head(uri="/a/b/c"), Head(uri="/a/b"), []),
        (Head(uri=None), Head(uri=f"/a/{HARMLESS}"), []),
        (Head(uri="/a/b/c"), Head(uri=None), []),
        (Head({"A": ["b\nc"]}), Head({"A": ["b"]}), ["the header `A` has a line end"]),
        (Head({"A": ["b\rc"]}), Head(), ["the header `A` has a line end"]),
        (Head({"A": ["b", "\x01"]}), Head({"A": ["b"]}), ["the header `A` has a control character"]),
        (Head({"A": ["b\nc"]}), Head({"A": ["\n"]}), []),
        (Head({"A\n": ["b"]}), Head(), [f"the header `{HARMLESS}` has a line end"]),
        (Head(query={ADDED: ["1"]}), Head(), [f"the value writes the parameter `{ADDED}`"]),
        (Head(query={ADDED: ["1"]}), Head(query={ADDED: ["2"]}), []),
        (Head(path={"id": ["a/b"]}), Head(path={"id": [HARMLESS]}), ["the path parameter `id` has a `/`"]),
        (Head(path={"id": ["a/b"]}), Head(path={"id": ["c"]}), []),
        (Head(path={"id": ["a/b"]}), Head(path={"id": [f"/{HARMLESS}"]}), []),
        (Head(path={"id": ["ab"]}), Head(path={"id": [HARMLESS]}), []),
    ],
)
def test_faults_of_heads(head: Head, harmless: Head, found: list[str]) -> None:
    assert [fault.message for fault in head_faults(head, harmless)] == found
