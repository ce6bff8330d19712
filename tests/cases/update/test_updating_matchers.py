"""Expectations with matchers rewritten: a matcher that holds stays, and only the place of one that does not changes."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from vtlharness.cases.loading import load_case_file
from vtlharness.cases.matchers.presence import WORDS, is_written_matcher
from vtlharness.cases.matchers.records import TYPE_NAMES
from vtlharness.cases.matchers.writing import literal
from vtlharness.cases.running import run_case
from vtlharness.cases.update.updating import Update, update_case_files
from vtlharness.cases.update.yaml_writing import block_text
from vtlharness.engines.native import NativeEngine


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def updated(text: str, name: str = "a.vtl.yaml") -> tuple[str, list[Update]]:
    """The text after an update, which makes every case pass that it does not refuse."""
    path = Path(name)
    path.write_text(text, "utf-8")
    updates = update_case_files([run_case(case, NativeEngine()) for case in load_case_file(path).cases])
    refused = [update.case.name for update in updates if update.refusal is not None]
    results = [run_case(case, NativeEngine()) for case in load_case_file(path).cases]
    assert [result.case.name for result in results if result.outcome != "passed"] == refused
    return path.read_text("utf-8"), updates


def template_case(output: str, expect: str, more: str = "") -> str:
    return f"inline: |\n  {output}\ncases:\n- name: a\n{more}  expect:\n    {expect}\n"


TEMPLATES: list[tuple[str, str, str, str]] = [
    ("""{"id": "x-1", "n": 2}""", """output: {id: {matches: "x-[0-9]"}, n: 1}   # why""",
     """output: {id: {matches: "x-[0-9]"}, n: 2}   # why""", ""),
    ("""{"id": 1, "n": 2}""", """output: {id: {any: string}, n: {any: integer}}""", """output: {id: 1, n: {any: integer}}""", ""),
    ("""{"a": [{"id": "x", "n": 1}, {"id": "y", "n": 2}]}""", """output: {a: [{id: {any: string}, n: 1}, {id: {any: string}, n: 1}]}""",
     """output: {a: [{id: {any: string}, n: 1}, {id: {any: string}, n: 2}]}""", ""),
    ("""{"a": {"b": 1, "c": 2}, "d": 3}""", """output: {contains: {a: {b: {any: string}}}}""", """output: {contains: {a: {b: 1}}}""", ""),
    ("""{"a": {"b": 1, "c": 2}, "d": 3}""", """output: {contains: {a: {b: {any: integer}}, d: 4}}""",
     """output: {contains: {a: {b: {any: integer}}, d: 3}}""", ""),
    ("""{"v": {"any": "string", "n": 1}}""", """output: {v: {equals: {any: string, n: 2}}}""", """output: {v: {equals: {any: string, n: 1}}}""", ""),
    ("""{"v": {"any": "string"}}""", """output: {v: 1}""", """output: {v: {equals: {any: string}}}""", ""),
    ("""{"v": {"length": 3}}""", """output: {v: {length: 3}}""", """output: {v: {equals: {length: 3}}}""", ""),
    ("""{"v": [3, "x"]}""", """output: {v: [{any: string}, {any: integer}]}""", """output: {v: [{any: string}, {any: integer}]}""",
     "  compare: {ignore_order: true}\n"),
    ("""{"v": [3, "x", 4]}""", """output: {v: [{any: string}, {any: integer}]}""", """output: {v: [{any: integer}, {any: string}, 4]}""",
     "  compare: {ignore_order: true}\n"),
    ("""{"t": 5, "u": 6}""", """output: {t: {any: string}, u: 7}""", """output: {t: {any: string}, u: 6}""",
     "  compare: {exclude_paths: \"root['t']\"}\n"),
    ("hello", """output: {matches: "^bye"}""", "output: |\n      hello", ""),
    ("""{"file": "x"}""", """output: {matches: "^bye"}""", """output: {equals: {file: x}}""", ""),
    ("""{"file": "x"}""", """output: {equals: {file: z}}""", """output: {equals: {file: x}}""", ""),
    ("""{"a": 1}""", """output: {any: array}""", """output: {a: 1}""", ""),
    ("#set($context.requestOverride.header.X = 'y')\n  #set($context.requestOverride.header.Y = 'w')",
     """requestOverride: {header: {X: {matches: y}, Y: z}}""", """requestOverride: {header: {X: {matches: y}, Y: w}}""", ""),
    ("#set($context.requestOverride.header.X = 5)\n  #set($context.requestOverride.header.Z = 'w')",
     """requestOverride: {header: {contains: {X: 6}}}""", """requestOverride: {header: {contains: {X: "5"}}}""", ""),
    ("#set($context.responseOverride.status = 404)", """responseOverride: {status: {approx: 400}}""", """responseOverride: {status: 404}""", ""),
]  # fmt: skip


@pytest.mark.parametrize(("output", "before", "after", "more"), TEMPLATES, ids=[row[1] for row in TEMPLATES])
def test_a_template(output: str, before: str, after: str, more: str) -> None:
    assert updated(template_case(output, before, more))[0] == template_case(output, after, more)


MESSAGES: list[tuple[str, str]] = [
    ("response: {statusCode: {any: integer}, headers: {X-Id: {matches: '^q'}}}", "response: {statusCode: {any: integer}, headers: {X-Id: abc}}"),
    ("response: {statusCode: {matches: ^2}, headers: {X-Id: {matches: '^a'}}}", "response: {statusCode: 404, headers: {X-Id: {matches: '^a'}}}"),
    ("response: {body: {id: {any: string}, n: 2}}", "response: {body: {id: {any: string}, n: 1}}"),
    ("response: {body: {contains: {id: {any: integer}}}}", "response: {body: {contains: {id: x}}}"),
    ("integrationRequest: {queryStringParameters: {a: {any: integer}, b: z}}", "integrationRequest: {queryStringParameters: {a: {any: integer}, b: w}}"),
    ("integrationRequest: {uri: {matches: '^http:'}, httpMethod: {any: string}}", 'integrationRequest: {uri: "https://example.com/", httpMethod: {any: string}}'),
    ("integrationRequest: {queryStringParameters: {contains: {b: z}}}", "integrationRequest: {queryStringParameters: {contains: {b: w}}}"),
    ("gatewayResponse: {matches: TIMEOUT}", "gatewayResponse: null"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), MESSAGES)
def test_a_message(before: str, after: str) -> None:
    def file(expect: str) -> str:
        return (
            "integration: {type: HTTP_PROXY, httpMethod: GET, uri: 'https://example.com/'}\ncases:\n- name: a\n"
            "  methodRequest: {queryStringParameters: {a: 5, b: w}}\n"
            "  backend: {statusCode: 404, headers: {X-Id: abc}, body: {id: x, n: 1}}\n"
            f"  expect:\n    {expect}\n"
        )

    assert updated(file(before))[0] == file(after)


def test_an_expected_file_keeps_its_matchers() -> None:
    Path("out.json").write_text('{\n  "id": {"any": "string"},\n  "n": 1\n}\n', "utf-8")
    text = template_case('{"id": "x", "n": {"length": 1}}', "output: {file: out.json}")
    updated(text)
    assert Path("out.json").read_text("utf-8") == (
        '{\n  "id": {"any": "string"},\n  "n": {\n    "equals": {\n      "length": 1\n    }\n  }\n}\n'
    )


def test_a_new_expected_file_has_no_matchers_by_chance() -> None:
    updated(template_case('{"length": 1}', "output: {file: out.json}"))
    assert Path("out.json").read_text("utf-8") == '{\n  "equals": {\n    "length": 1\n  }\n}\n'


def some_data(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.randrange(8 if depth < 3 else 5)
    if kind < 5:
        return [None, True, chance.randrange(3), 1.5, chance.choice(["", "a", "ab", "5", "null"])][kind]
    if kind == 5:
        return [some_data(chance, depth + 1) for _ in range(chance.randrange(3))]
    names = ["a", "b", *(sorted(WORDS) if chance.random() < 0.3 else ())]
    return {chance.choice(names): some_data(chance, depth + 1) for _ in range(chance.randrange(3))}


def some_matcher(chance: random.Random, value: Any) -> Any:
    """Expected data that may hold on a value, with matchers in it."""
    roll = chance.random()
    if roll < 0.25 and isinstance(value, dict):
        kept = {key: item for key, item in value.items() if key not in WORDS and chance.random() < 0.7}
        return {"contains": {key: some_matcher(chance, item) for key, item in kept.items()}}
    if roll < 0.25 and isinstance(value, list) and value:
        return {"contains": some_matcher(chance, chance.choice(value))}
    if roll < 0.4:
        return {"any": chance.choice([*TYPE_NAMES, None])}
    if roll < 0.5:
        return chance.choice([{"matches": "a"}, {"length": chance.randrange(3)}, {"approx": 1, "within": 0.5}])
    if roll < 0.6:
        return {"equals": value if chance.random() < 0.5 else some_data(chance)}
    if isinstance(value, dict):
        if is_written_matcher(value):
            return literal(value)
        return {key: some_matcher(chance, item) for key, item in value.items()}
    if isinstance(value, list):
        return [some_matcher(chance, item) for item in value]
    return value


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize("ignore_order", [False, True])
def test_matchers_in_the_place_of_anything(suffix: str, ignore_order: bool) -> None:
    chance = random.Random(f"{suffix} {ignore_order}")
    for number in range(150):
        actual = some_data(chance)
        expected = some_matcher(chance, actual if chance.random() < 0.7 else some_data(chance))
        if isinstance(expected, dict) and ("file" in expected or "base64" in expected):
            continue
        body = json.dumps(actual)
        case = {"name": "a", "methodRequest": {"body": body}, "expect": {"output": expected}}
        case["compare"] = {"ignore_order": ignore_order}
        data = {"inline": "$input.body", "cases": [case]}
        layout = json.dumps(data, indent=2) if suffix == ".json" or number % 2 else block_text(data, 0) + "\n"
        after, updates = updated(layout, f"a.vtl{suffix}")
        assert [update.refusal for update in updates if update.refusal is not None] == [], layout
        assert after != layout or not updates
        results = [run_case(one, NativeEngine()) for one in load_case_file(f"a.vtl{suffix}").cases]
        assert update_case_files(results) == []
