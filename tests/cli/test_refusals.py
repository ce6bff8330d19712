"""Options that do not go together, and values that are wrong: the whole message of each."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from vtlharness import cli

_CASES = "inline: a\ncases: [{name: a, expect: {output: a}}]\n"
_API = """\
openapi: 3.0.1
info: {title: t, version: "1"}
paths:
  /a:
    get:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: "200"}}
"""
_EXCLUDE = "exclude each other"
_LIVE = "is for --live: without it, no backend is called."
_LINES = "--jsonl takes everything from its input lines: leave out"
_CASE = "--case takes everything from the case: leave out"
_PAIR = "expected name=value, found"
_WHOLE = "needs a whole run: leave out"

ROWS = [
    ("vtl_run --update --record", f"--update and --record {_EXCLUDE}: record first, and update offline."),
    ("vtl_run --record", f"--record {_LIVE}"),
    ("vtl_run --hostile --update", f"--hostile and --update {_EXCLUDE}: update first."),
    ("vtl_run --hostile --record --live", f"--hostile and --record {_EXCLUDE}: record first."),
    ("vtl_run --allow-aws", f"--allow-aws {_LIVE}"),
    ("vtl_run --backends a.vtl.yaml", f"--backends {_LIVE}"),
    ("vtl_run --assume-role arn:aws:iam::123456789012:role/a", f"--assume-role {_LIVE}"),
    ("vtl_run --save new.vtl.yaml", "--save is for runs with --hostile: it writes their findings as cases."),
    (
        "vtl_run --save new.vtl.yaml --hostile --co",
        "--save is for runs with --hostile: it writes their findings as cases.",
    ),
    ("vtl_run --update -x", f"--update {_WHOLE} -x and --maxfail."),
    ("vtl_run --update --maxfail 2", f"--update {_WHOLE} -x and --maxfail."),
    ("vtl_run --update --sw", f"--update {_WHOLE} --sw."),
    ("vtl_run --live --record --sw", f"--record {_WHOLE} --sw."),
    ("vtl_run --update --co", f"--update and --collect-only {_EXCLUDE}."),
    ("vtl_run --live --record --co", f"--record and --collect-only {_EXCLUDE}."),
    ("vtl_run --diff", "--diff is for --update: without it, nothing is written."),
    ("vtl_run --dry-run", "--dry-run is for --update: without it, nothing is written."),
    ("vtl_run --lf --no-cache", "--lf, --ff and --sw need the cache, which --no-cache turns off."),
    ("vtl_run --ff --no-cache", "--lf, --ff and --sw need the cache, which --no-cache turns off."),
    ("vtl_run --sw --no-cache", "--lf, --ff and --sw need the cache, which --no-cache turns off."),
    ("vtl_run --strict --no-strict", f"--strict and --no-strict {_EXCLUDE}."),
    ("vtl_run --log --no-log", f"--log and --no-log {_EXCLUDE}."),
    ("vtl_run --mutate --update", f"--mutate and --update {_EXCLUDE}."),
    ("vtl_run --mutate --record", f"--mutate and --record {_EXCLUDE}."),
    ("vtl_run --mutate --collect-only", f"--mutate and --collect-only {_EXCLUDE}."),
    ("vtl_run --mutate --watch", f"--watch and --mutate {_EXCLUDE}: --mutate needs one run of all cases."),
    ("vtl_run --mutate --engine airspeed", "--mutate changes templates for the native engine: leave out --engine."),
    ("vtl_run --mutate-since ''", "--mutate-since expects a revision of git, such as main or HEAD~1."),
    ("vtl_run --mutate --mutate-seconds 0", "--mutate-seconds expects a number above 0, found 0."),
    ("vtl_run --mutate --mutate-seconds nan", "--mutate-seconds expects a number above 0, found nan."),
    ("vtl_run --mutate --mutate-seconds -1.5", "--mutate-seconds expects a number above 0, found -1.5."),
    ("vtl_run --mutate-seconds 5", "--mutate-seconds is for --mutate: without it, nothing is changed."),
    ("vtl_run --watch --cov", f"--watch and --cov {_EXCLUDE}: --cov measures one run of all cases."),
    ("vtl_run -n many", "Invalid value for '-n': expected a number or 'auto', found 'many'."),
    ("vtl_run -n -1", "Invalid value for '-n': expected a number or 'auto', found '-1'."),
    (
        "vtl_run --log cloudwach",
        "Invalid value for '--log': 'cloudwach' is neither a log nor a path. Did you mean cloudwatch?",
    ),
    ("vtl_lint --explain VTL9", "There is no rule 'VTL9'. Hint: did you mean VTL341? docs/rules.md lists the rules."),
    (
        "vtl_lint --explain VTL21",
        "There is no rule 'VTL21'. Hint: write the whole id of one rule: VTL211, VTL212, VTL213.",
    ),
    ("vtl_render", "Missing argument 'TEMPLATE' (or --jsonl)."),
    ("vtl_render a.vtl --jsonl", f"{_LINES} TEMPLATE."),
    ("vtl_render --explain --jsonl", f"{_LINES} --explain."),
    ("vtl_render --explain --engine airspeed a.vtl", f"--explain and --engine {_EXCLUDE}."),
    ("vtl_render --explain --overrides a.vtl", f"--explain and --overrides {_EXCLUDE}."),
    ("vtl_render --jsonl --body x", f"{_LINES} --body."),
    ("vtl_render a.vtl --case a.vtl.yaml::a", f"{_CASE} TEMPLATE."),
    ("vtl_render --header a:b --case a.vtl.yaml::a", f"{_CASE} --header."),
    (
        "vtl_render --overrides --case c.vtl.yaml::c",
        "--overrides is for a case of one template: a whole integration applies them.",
    ),
    ("vtl_render --body - -", "Standard input (-) can be read only once."),
    ("vtl_render a.vtl --body - --response-body -", "Standard input (-) can be read only once."),
    ("vtl_call api.yaml GET /a --body - --response-body -", "Standard input (-) can be read only once."),
    (
        "vtl_call api.yaml GET /a --live --response-body x",
        "--live calls the real backend: leave out the --response options.",
    ),
    (
        "vtl_call api.yaml GET /a --live --response-status 404",
        "--live calls the real backend: leave out the --response options.",
    ),
    (
        "vtl_call api.yaml GET /a --live --response-header a:b",
        "--live calls the real backend: leave out the --response options.",
    ),
    ("vtl_call api.yaml GET /a --allow-aws", f"--allow-aws {_LIVE}"),
    ("vtl_call api.yaml GET /a --backends b.yaml", f"--backends {_LIVE}"),
    ("vtl_call api.yaml GET /a --assume-role r", f"--assume-role {_LIVE}"),
    ("vtl_init api.yaml -o a.vtl", "-o: a.vtl is not a folder"),
    ("vtl_render none.vtl", "none.vtl does not exist"),
    ("vtl_render cases", "cases is a folder, not a file"),
    ("vtl_render a.vtl --context '[1]'", f"--context: {_PAIR} '[1]'"),
    ("vtl_render a.vtl --context stage", f"--context: {_PAIR} 'stage'"),
    ("vtl_render a.vtl --header a", "--header: expected 'Name: value', found 'a'"),
    ("vtl_render a.vtl --query =a", f"--query: {_PAIR} '=a'"),
    ("vtl_render a.vtl --stage-variable a", f"--stage-variable: {_PAIR} 'a'"),
    ("vtl_render a.vtl --path-param a", f"--path-param: {_PAIR} 'a'"),
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.vtl").write_text("a", "utf-8")
    (tmp_path / "a.vtl.yaml").write_text(_CASES, "utf-8")
    (tmp_path / "cases").mkdir()
    (tmp_path / "api.yaml").write_text(_API, "utf-8")
    (tmp_path / "c.vtl.yaml").write_text("api: api.yaml\ncases: [{name: c, methodRequest: {path: /a}}]\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize(("line", "message"), ROWS, ids=[row[0] for row in ROWS])
def test_the_message_of_a_refusal(line: str, message: str, project: Path) -> None:
    name, *arguments = shlex.split(line)
    result = CliRunner().invoke(getattr(cli, name), arguments)
    assert result.exit_code == 4, result.output
    assert result.stdout == ""
    *usage, told = result.stderr.rstrip("\n").split("\n")
    assert told.removeprefix("Error: ") == message
    assert usage == [] or usage[0].startswith(f"Usage: {name.replace('_', '-')} ")
