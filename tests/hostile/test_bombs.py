"""Templates, patterns, models and documents that ask for more than a machine has: each ends, with our error."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import command_environment, command_line

BOMBS = [json.loads(line) for line in Path(__file__).with_name("bombs.jsonl").read_text(encoding="utf-8").splitlines()]
BODY = {
    "a": "a" * 40 + "b",
    "l": [1],
    "n": 123456789012345678901234567890,
    "o": {"x": [{"a": {"b": {"c": [1, 2, 3] * 20}}}] * 20},
}
MESSAGES = {
    "rounds": "the template's loops run more than ",
    "characters": " characters",
    "items": "the template makes, prints or compares more than ",
    "digits": "a number of the template has more digits than are calculated here",
    "memory": "memory",
}
MEMORY = 2_000_000 * 1024
SMALL = ("--limit", "rounds=300000", "--limit", "items=300000", "--limit", "characters=2000000", "--limit", "seconds=5")


def _little_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def outcomes(folder: Path, *arguments: str) -> dict[str, tuple[str, str]]:
    """The outcome of each case, and its message, of a run with 2 GB of address space."""
    little: Callable[[], None] | None = _little_memory if sys.platform == "linux" else None
    done = subprocess.run(
        command_line("vtl-run", "--no-cache", "--report", "json=r.json", *arguments),
        cwd=folder,
        env=command_environment(),
        capture_output=True,
        text=True,
        preexec_fn=little,
    )
    assert "Traceback" not in done.stderr + done.stdout
    assert "internal error" not in done.stderr + done.stdout
    assert done.returncode in (0, 1, 4)
    cases = json.loads((folder / "r.json").read_text(encoding="utf-8"))["cases"]
    return {
        case.get("name") or case["file"]: (case["outcome"], (case.get("error") or {}).get("message", ""))
        for case in cases
    }


def write_bombs(folder: Path) -> None:
    for bomb in BOMBS:
        template = "".join(text * count for text, count in bomb["template"])
        case = {"name": bomb["name"], "methodRequest": {"body": json.dumps(BODY)}}
        (folder / f"{bomb['name']}.vtl.json").write_text(json.dumps({"inline": template, "cases": [case]}), "utf-8")


@pytest.mark.parametrize(
    "arguments", [pytest.param(SMALL, id="small"), pytest.param((), id="defaults", marks=pytest.mark.slow)]
)
def test_templates(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write_bombs(tmp_path)
    found = outcomes(tmp_path, *arguments)
    wrong = {}
    for bomb in BOMBS:
        outcome, message = found[bomb["name"]]
        limits = list(MESSAGES) if arguments or bomb["limit"] == "ends" else [bomb["limit"], "memory"]
        expected = outcome == "error" and any(MESSAGES[limit] in message for limit in limits)
        if not expected and bomb["limit"] != "ends":
            wrong[bomb["name"]] = outcome, message
    assert wrong == {}


def _model(schema: object, body: object) -> dict[str, Any]:
    return {
        "openapi": "3.0.1",
        "info": {"title": "t", "version": "1"},
        "x-amazon-apigateway-request-validator": "all",
        "x-amazon-apigateway-request-validators": {"all": {"validateRequestBody": True}},
        "paths": {
            "/x": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/M"}}}},
                    "responses": {"200": {"description": "ok"}},
                    "x-amazon-apigateway-integration": {
                        "type": "mock",
                        "requestTemplates": {"application/json": '{"statusCode": 200}'},
                        "responses": {"default": {"statusCode": "200"}},
                    },
                }
            }
        },
        "components": {"schemas": {"M": schema, **_doubling()}},
    }


def _doubling() -> dict[str, object]:
    """Models that each refer to the next twice."""
    models: dict[str, object] = {
        f"D{n}": {"allOf": [{"$ref": f"#/components/schemas/D{n + 1}"}, {"$ref": f"#/components/schemas/D{n + 1}"}]}
        for n in range(40)
    }
    return {**models, "D40": {"type": "object"}}


MODELS: dict[str, tuple[object, object]] = {
    "doubling allOfs": ({"$ref": "#/components/schemas/D0"}, {"a": 1}),
    "a pattern": ({"type": "object", "properties": {"a": {"pattern": "^(a+)+$"}}}, {"a": "a" * 60 + "!"}),
    "a pattern of names": ({"type": "object", "patternProperties": {"^(a|aa)+$": {}}}, {"a" * 60 + "!": 1}),
    "unique items": ({"type": "array", "uniqueItems": True}, [[n] for n in range(3000)]),
}


@pytest.mark.parametrize("name", MODELS)
def test_models(tmp_path: Path, name: str) -> None:
    schema, body = MODELS[name]
    (tmp_path / "api.json").write_text(json.dumps(_model(schema, body)), "utf-8")
    request = {"httpMethod": "POST", "path": "/x", "headers": {"Content-Type": "application/json"}, "body": body}
    (tmp_path / "m.vtl.json").write_text(
        json.dumps({"api": "api.json", "cases": [{"name": "m", "methodRequest": request}]}), "utf-8"
    )
    outcome, message = outcomes(tmp_path, "--limit", "seconds=1")["m"]
    assert outcome in ("passed", "failed") or message == "the case takes more than 1 seconds"


def test_selection_patterns(tmp_path: Path) -> None:
    integration = {
        "type": "AWS",
        "httpMethod": "POST",
        "uri": "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:eu-central-1:123456789012:function:f/invocations",
        "integrationResponses": {
            "200": {"statusCode": "200"},
            "400": {"statusCode": "400", "selectionPattern": "(a|aa)+c"},
        },
    }
    case = {"name": "s", "backend": {"lambdaError": "a" * 60 + "!"}}
    (tmp_path / "s.vtl.json").write_text(json.dumps({"integration": integration, "cases": [case]}), "utf-8")
    outcome, message = outcomes(tmp_path, "--limit", "seconds=1")["s"]
    assert outcome in ("passed", "failed") or message == "the case takes more than 1 seconds"


def _laughs(depth: int) -> str:
    return "\n".join(["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, depth))])


DOCUMENTS = {
    "aliases": "inline: x\ncases: [{name: a, context: {a: [" + ", ".join(f"&b{n} [x]" for n in range(50)) + "]}}]\n",
    "laughs": f"defaults:\n  context:\n    {_laughs(40).replace(chr(10), chr(10) + '    ')}\n"
    "inline: $context\ncases: [{name: a}]\n",
    "deep": "inline: x\ncases: [{name: a, context: " + "{a: " * 5000 + "1" + "}" * 5000 + "}]\n",
    "deep lists": "inline: x\ncases: [{name: a, methodRequest: {body: " + "[" * 20000 + "]" * 20000 + "}}]\n",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_case_files(tmp_path: Path, name: str) -> None:
    (tmp_path / "d.vtl.yaml").write_text(DOCUMENTS[name], "utf-8")
    ((outcome, message),) = outcomes(tmp_path, "--limit", "seconds=2").values()
    assert outcome in ("passed", "failed", "error", "broken file")
    assert "Error" not in message


def test_comparing(tmp_path: Path) -> None:
    """Lists in any order, and a pattern for paths: both are compared within the case's time."""
    data = [[n % 7, n] for n in range(3000)]
    for name, compare in (("o", {"ignore_order": True}), ("p", {"exclude_regex_paths": "^(\\w+|\\[)+$"})):
        case = {
            "name": name,
            "methodRequest": {"body": {"a" * 60: data}},
            "compare": compare,
            "expect": {"output": {"a" * 60: data[::-1], "b": 1}},
        }
        file = {"inline": "$input.json('$')", "cases": [case]}
        (tmp_path / f"{name}.vtl.json").write_text(json.dumps(file), "utf-8")
    for outcome, message in outcomes(tmp_path, "--limit", "seconds=1").values():
        assert outcome in ("passed", "failed") or message == "the case takes more than 1 seconds"
