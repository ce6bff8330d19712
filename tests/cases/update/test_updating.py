"""Expectations rewritten: what stays, what changes, what is refused. Before and after are whole files."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
import os
import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cases.echo import EchoEngine
from vtlharness.cases.loading import load_case_file
from vtlharness.cases.model import CompareOptions
from vtlharness.cases.results import CaseResult
from vtlharness.cases.running import run_case
from vtlharness.cases.update.updating import Update, update_case_files
from vtlharness.documents.yaml import events as yaml_parser
from vtlharness.errors import VtlHarnessError


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*names: str) -> list[CaseResult]:
    return [run_case(case, EchoEngine()) for name in names for case in load_case_file(name).cases]


def updated(name: str, text: str) -> tuple[str, list[Update]]:
    """The text of a case file after an update, which must leave nothing to update but what it refused."""
    path = Path(name)
    path.write_bytes(text.encode())
    updates = update_case_files(run(name))
    after = path.read_bytes().decode()
    refused = [update.case.name for update in updates if update.refusal is not None]
    assert [result.case.name for result in run(name) if result.outcome != "passed"] == refused
    again = update_case_files(run(name))
    assert all(update.refusal for update in again)
    assert path.read_bytes().decode() == after
    return after, updates


# Before and after; every case prints its request body.
YAML: dict[str, tuple[str, str]] = {
    "comments, order and quotes stay": ("""\
# top
inline: x   # the template
cases:
  # before the case
  - name: "one"  # its name
    methodRequest: {body: {a: 1, b: {c: "x"}, d: [1, {e: 2}]}}
    expect:
      # before output
      output:  # behind output
        d: [1, {e: 3}]  # behind d
        # before a
        a: 2   # behind a

        b:
          "c": 'y'   # behind c
  # end
""", """\
# top
inline: x   # the template
cases:
  # before the case
  - name: "one"  # its name
    methodRequest: {body: {a: 1, b: {c: "x"}, d: [1, {e: 2}]}}
    expect:
      # before output
      output:  # behind output
        d: [1, {e: 2}]  # behind d
        # before a
        a: 1   # behind a

        b:
          "c": 'x'   # behind c
  # end
"""),
    "keys come and go": ("""\
inline: x
cases:
- name: one
  methodRequest: {body: {b: 1, new: {x: [1, "two\\nlines\\n"]}, last: []}}
  expect:
    output:
      a: 1  # goes
      b: 1  # stays
      # goes too? no
      c:
        d: 1
        e: 2
""", """\
inline: x
cases:
- name: one
  methodRequest: {body: {b: 1, new: {x: [1, "two\\nlines\\n"]}, last: []}}
  expect:
    output:
      b: 1  # stays
      new:
        x:
          - 1
          - |
            two
            lines
      last: []
      # goes too? no
"""),
    "block text": ("""\
inline: x
cases:
- name: literal
  methodRequest: {body: "<a>\\n  <b/>\\n</a>\\n"}
  expect:
    output: |
        <a>
        </a>
- name: folded
  methodRequest: {body: "one\\ntwo"}
  expect:
    output: >-   # why
      one two
      three

- name: keeps line ends
  methodRequest: {body: "one\\n\\n\\n"}
  expect:
    output: |+
      one

- name: begins with blanks
  methodRequest: {body: "\\n  {\\n  x\\n"}
  expect:
    output: |
      {
""", """\
inline: x
cases:
- name: literal
  methodRequest: {body: "<a>\\n  <b/>\\n</a>\\n"}
  expect:
    output: |
        <a>
          <b/>
        </a>
- name: folded
  methodRequest: {body: "one\\ntwo"}
  expect:
    output: |-   # why
      one
      two

- name: keeps line ends
  methodRequest: {body: "one\\n\\n\\n"}
  expect:
    output: |+
      one


- name: begins with blanks
  methodRequest: {body: "\\n  {\\n  x\\n"}
  expect:
    output: |2

        {
        x
"""),
    "every style of text": ("""\
inline: x
cases:
- {name: plain, methodRequest: {body: new text}, expect: {output: old text}}
- {name: single, methodRequest: {body: it's}, expect: {output: 'old'}}
- {name: double, methodRequest: {body: "a\\n\\"b\\""}, expect: {output: "old"}}
- {name: plain that cannot stay, methodRequest: {body: "a: b #c"}, expect: {output: old}}
- {name: plain like a number, methodRequest: {body: "10"}, expect: {output: old}}
- {name: plain like a boolean, methodRequest: {body: "true"}, expect: {output: old}}
- {name: empty, methodRequest: {body: ""}, expect: {output: old}}
- {name: was empty, methodRequest: {body: x}, expect: {output: ""}}
- {name: unicode, methodRequest: {body: "é😀\\u2028\\x7f"}, expect: {output: é}}
- name: several lines in the place of one
  methodRequest: {body: "a\\nb\\n"}
  expect:
    output: a  # why
- name: one line in the place of several
  methodRequest: {body: a}
  expect:
    output: |
      a
      b
- name: blanks at the end
  methodRequest: {body: "a  \\n\\tb \\n"}
  expect:
    output: |
      a
""", """\
inline: x
cases:
- {name: plain, methodRequest: {body: new text}, expect: {output: new text}}
- {name: single, methodRequest: {body: it's}, expect: {output: 'it''s'}}
- {name: double, methodRequest: {body: "a\\n\\"b\\""}, expect: {output: "a\\n\\"b\\""}}
- {name: plain that cannot stay, methodRequest: {body: "a: b #c"}, expect: {output: "a: b #c"}}
- {name: plain like a number, methodRequest: {body: "10"}, expect: {output: "10"}}
- {name: plain like a boolean, methodRequest: {body: "true"}, expect: {output: "true"}}
- {name: empty, methodRequest: {body: ""}, expect: {output: ""}}
- {name: was empty, methodRequest: {body: x}, expect: {output: "x"}}
- {name: unicode, methodRequest: {body: "é😀\\u2028\\x7f"}, expect: {output: "é😀\\u2028\\u007f"}}
- name: several lines in the place of one
  methodRequest: {body: "a\\nb\\n"}
  expect:
    output: |  # why
      a
      b
- name: one line in the place of several
  methodRequest: {body: a}
  expect:
    output: a
- name: blanks at the end
  methodRequest: {body: "a  \\n\\tb \\n"}
  expect:
    output: |
      a \x20
      \tb\x20
"""),
    "kinds of value": ("""\
inline: x
cases:
- name: list for mapping
  methodRequest: {body: [1, {a: b}]}
  expect:
    output:  # why
      a: 1
- name: mapping for number
  methodRequest: {body: {a: [1]}}
  expect:
    output: 5  # why
- name: number for mapping
  methodRequest: {body: 5}
  expect:
    output:
      a: 1
      b: 2
- name: nothing
  methodRequest: {body: "null"}
  expect: {output: {}}
- name: value for nothing
  methodRequest: {body: {a: b}}
  expect:
    output:
- name: scalars
  methodRequest: {body: [null, true, 1.5, 10000000000000000000000, "x"]}
  expect: {output: [1, 2, 3, 4, 5]}
- name: a longer list
  methodRequest: {body: [1, [2, 3], {a: {b: c, d: []}}]}
  expect:
    output:
    - 1
    - 2
- name: a short list becomes long
  methodRequest: {body: ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccccccccccccc"]}
  expect:
    output: [a]
""", """\
inline: x
cases:
- name: list for mapping
  methodRequest: {body: [1, {a: b}]}
  expect:
    output:  # why
      - 1
      - a: b
- name: mapping for number
  methodRequest: {body: {a: [1]}}
  expect:
    output:  # why
      a:
        - 1
- name: number for mapping
  methodRequest: {body: 5}
  expect:
    output:
      5
- name: nothing
  methodRequest: {body: "null"}
  expect: {output: null}
- name: value for nothing
  methodRequest: {body: {a: b}}
  expect:
    output:
      a: b
- name: scalars
  methodRequest: {body: [null, true, 1.5, 10000000000000000000000, "x"]}
  expect: {output: [null, true, 1.5, 10000000000000000000000, x]}
- name: a longer list
  methodRequest: {body: [1, [2, 3], {a: {b: c, d: []}}]}
  expect:
    output:
    - 1
    - - 2
      - 3
    - a:
        b: c
        d: []
- name: a short list becomes long
  methodRequest: {body: ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccccccccccccc"]}
  expect:
    output:
      - aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      - bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
      - cccccccccccccccccccccccccccccc
"""),
    "overrides": ("""\
inline: x
cases:
- name: one
  context:
    requestOverride: {header: {A: "5", B: [x, "1"]}, querystring: {q: z}}
    responseOverride: {status: 404, header: {C: d}}
  expect:
    requestOverride:
      header:
        A: 5  # the same
        B: y
      path: {}
    responseOverride: {status: 200}  # why
""", """\
inline: x
cases:
- name: one
  context:
    requestOverride: {header: {A: "5", B: [x, "1"]}, querystring: {q: z}}
    responseOverride: {status: 404, header: {C: d}}
  expect:
    requestOverride:
      header:
        A: 5  # the same
        B:
          - x
          - "1"
      path: {}
      querystring:
        q: z
    responseOverride: {status: 404, header: {C: d}}  # why
"""),
    "errors": ("""\
inline: x
cases:
- name: another error
  methodRequest: {body: "!it broke: twice"}
  expect:
    error: part  # why
- name: no error any more
  methodRequest: {body: {a: [1]}}
  expect:
    error: part  # why
- {name: no error any more in flow, methodRequest: {body: text}, expect: {error: part}}
""", """\
inline: x
cases:
- name: another error
  methodRequest: {body: "!it broke: twice"}
  expect:
    error: "it broke: twice"  # why
- name: no error any more
  methodRequest: {body: {a: [1]}}
  expect:
    output:  # why
      a:
        - 1
- {name: no error any more in flow, methodRequest: {body: text}, expect: {output: text}}
"""),
    "looser comparison keeps what it leaves out": ("""\
inline: x
cases:
- name: one
  methodRequest: {body: {ts: 99, id: 7, price: 1.001, tags: [b, a], list: [{ts: 9, v: 2}], other: [c, a]}}
  compare: {ignore_order: true, significant_digits: 1, exclude_paths: "root['ts']", exclude_regex_paths: "\\\\['gone'\\\\]|\\\\]\\\\['ts'\\\\]"}
  expect:
    output:
      ts: 1
      id: 6
      price: 1.04
      tags: [a, b]
      list: [{ts: 1, v: 1}]
      other: [a, b]
      gone: 1
""", """\
inline: x
cases:
- name: one
  methodRequest: {body: {ts: 99, id: 7, price: 1.001, tags: [b, a], list: [{ts: 9, v: 2}], other: [c, a]}}
  compare: {ignore_order: true, significant_digits: 1, exclude_paths: "root['ts']", exclude_regex_paths: "\\\\['gone'\\\\]|\\\\]\\\\['ts'\\\\]"}
  expect:
    output:
      ts: 1
      id: 7
      price: 1.04
      tags: [a, b]
      list: [{ts: 1, v: 2}]
      other: [c, a]
      gone: 1
"""),
    "paths in other spellings": ("""\
inline: '{"it\'\'s": 2, "ts": 3, "b": 4}'
cases:
- name: one
  compare: {exclude_paths: ['root["it\'\'s"]', '["ts"]']}
  expect: {output: {"it's": 1, ts: 1, b: 1}}
""", """\
inline: '{"it\'\'s": 2, "ts": 3, "b": 4}'
cases:
- name: one
  compare: {exclude_paths: ['root["it\'\'s"]', '["ts"]']}
  expect: {output: {"it's": 1, ts: 1, b: 4}}
"""),
    "looser comparison adds nothing that it leaves out": ("""\
inline: x
cases:
- name: one
  methodRequest: {body: {n: 2, id: x, new: {id: y, m: 1, list: [{id: z, k: 1}]}, list: [{id: 1}, {id: 2}]}}
  compare: {exclude_paths: id, exclude_regex_paths: "id'"}
  expect:
    output:
      n: 1
      list: []
""", """\
inline: x
cases:
- name: one
  methodRequest: {body: {n: 2, id: x, new: {id: y, m: 1, list: [{id: z, k: 1}]}, list: [{id: 1}, {id: 2}]}}
  compare: {exclude_paths: id, exclude_regex_paths: "id'"}
  expect:
    output:
      n: 2
      list: [{}, {}]
      new:
        m: 1
        list:
          - k: 1
"""),
    "an alias becomes a value of its own": ("""\
inline: x
cases:
- name: one
  methodRequest: {body: {a: 1}}
  expect: {output: &same {a: 1}}
- name: two
  methodRequest: {body: {a: 2}}
  expect: {output: *same}
- name: three
  methodRequest: {body: {a: 1}}
  expect:
    output: *same
""", """\
inline: x
cases:
- name: one
  methodRequest: {body: {a: 1}}
  expect: {output: &same {a: 1}}
- name: two
  methodRequest: {body: {a: 2}}
  expect: {output: {a: 2}}
- name: three
  methodRequest: {body: {a: 1}}
  expect:
    output: *same
"""),
    "lists under their keys": ("""\
inline: x
cases:
- name: list
  methodRequest: {body: {a: [1], z: 1}}
  expect:
    output:
      a:  # comment
      - 1
      - 2
      z: 1
- name: map
  methodRequest: {body: {a: {b: 2, c: [1]}, z: 1}}
  expect:
    output:
      a:  # comment
      - 1
      - 2
      z: 1
- name: text
  methodRequest: {body: {a: x, z: 1}}
  expect:
    output:
      a:  # comment
      - 1
      - 2
      z: 1
- name: lines
  methodRequest: {body: {a: "x\\ny\\n", z: 1}}
  expect:
    output:
      a:  # comment
      - 1
      - 2
      z: 1
- name: no items
  methodRequest: {body: {a: [], z: 1}}
  expect:
    output:
      a:  # comment
      - 1
      - 2
      z: 1
- name: list in a list
  methodRequest: {body: {a: [[1], 2], z: 1}}
  expect:
    output:
      a:  # comment
      - 1
      - 2
      z: 1
""", """\
inline: x
cases:
- name: list
  methodRequest: {body: {a: [1], z: 1}}
  expect:
    output:
      a:  # comment
      - 1
      z: 1
- name: map
  methodRequest: {body: {a: {b: 2, c: [1]}, z: 1}}
  expect:
    output:
      a:  # comment
        b: 2
        c:
          - 1
      z: 1
- name: text
  methodRequest: {body: {a: x, z: 1}}
  expect:
    output:
      a:  # comment
        x
      z: 1
- name: lines
  methodRequest: {body: {a: "x\\ny\\n", z: 1}}
  expect:
    output:
      a:  # comment
        |
        x
        y
      z: 1
- name: no items
  methodRequest: {body: {a: [], z: 1}}
  expect:
    output:
      a:  # comment
        []
      z: 1
- name: list in a list
  methodRequest: {body: {a: [[1], 2], z: 1}}
  expect:
    output:
      a:  # comment
      -
        - 1
      - 2
      z: 1
"""),
    "quotes and headers of several lines": ("""\
inline: x
cases:
- name: quoted
  methodRequest: {body: "a\\nb\\n"}
  expect:
    output: "a"
- name: header
  methodRequest: {body: "c\\nd\\n"}
  expect:
    output: |  # 2 lines
        a
        b
- name: header with a digit
  methodRequest: {body: "c\\nd\\n"}
  expect:
    output: |4  # lines
          a

        b
""", """\
inline: x
cases:
- name: quoted
  methodRequest: {body: "a\\nb\\n"}
  expect:
    output: "a\\nb\\n"
- name: header
  methodRequest: {body: "c\\nd\\n"}
  expect:
    output: |  # 2 lines
        c
        d
- name: header with a digit
  methodRequest: {body: "c\\nd\\n"}
  expect:
    output: |  # lines
      c
      d
"""),
    "no line end at the end": (
        "inline: x\ncases: [{name: one, methodRequest: {body: a}, expect: {output: b}}]",
        "inline: x\ncases: [{name: one, methodRequest: {body: a}, expect: {output: a}}]",
    ),
    "a key at the end without a line end": (
        "inline: x\ncases:\n- name: one\n  methodRequest: {body: {a: 1, b: 2}}\n  expect:\n    output:\n      a: 1",
        "inline: x\ncases:\n- name: one\n  methodRequest: {body: {a: 1, b: 2}}\n  expect:\n    output:\n      a: 1\n      b: 2",
    ),
    "long flow over several lines": ("""\
inline: x
cases:
- name: one
  methodRequest: {body: {a: 1, b: {c: 2}}}
  expect:
    output: {
      "a": 1,  # first
      "b": {"c": 3}
    }
""", """\
inline: x
cases:
- name: one
  methodRequest: {body: {a: 1, b: {c: 2}}}
  expect:
    output: {
      "a": 1,  # first
      "b": {"c": 2}
    }
"""),
    "duplicate keys elsewhere in quotes": ("""\
inline: x
cases:
- name: one
  methodRequest: {body: {"a b": 1, "": 2}}
  expect:
    output:
      "a b": 0
      "": 0
""", """\
inline: x
cases:
- name: one
  methodRequest: {body: {"a b": 1, "": 2}}
  expect:
    output:
      "a b": 1
      "": 2
"""),
}  # fmt: skip


@pytest.mark.parametrize("parser", ["libyaml", "python"])
@pytest.mark.parametrize("name", YAML)
def test_yaml(name: str, parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if parser == "python":
        monkeypatch.setattr(yaml_parser, "CParser", None)
    before, after = YAML[name]
    text, updates = updated("a.vtl.yaml", before)
    assert text == after
    assert all(update.refusal is None for update in updates)


@pytest.mark.parametrize("name", YAML)
def test_yaml_with_crlf_and_a_byte_order_mark(name: str) -> None:
    before, after = YAML[name]
    text, _ = updated("a.vtl.yaml", "\ufeff" + before.replace("\n", "\r\n"))
    assert text == "\ufeff" + after.replace("\n", "\r\n")


JSON: dict[str, tuple[str, str]] = {
    "indented": ("""\
{
    "inline": "x",
    "cases": [
        {
            "name": "one",
            "methodRequest": {"body": {"a": 1, "b": {"c": [1, "é"]}}},
            "expect": {
                "output": {
                    "b": {"c": [ 1,  "e" ]},
                    "a": 2
                }
            }
        },
        {"name": "two", "methodRequest": {"body": {"x": [1]}}, "expect": {"output": 1}},
        {
            "name": "three",
            "methodRequest": {"body": {"x": [1]}},
            "expect": {
                "output": {
                    "y": 1
                }
            }
        }
    ]
}
""", """\
{
    "inline": "x",
    "cases": [
        {
            "name": "one",
            "methodRequest": {"body": {"a": 1, "b": {"c": [1, "é"]}}},
            "expect": {
                "output": {
                    "b": {"c": [ 1,  "é" ]},
                    "a": 1
                }
            }
        },
        {"name": "two", "methodRequest": {"body": {"x": [1]}}, "expect": {"output": {"x": [1]}}},
        {
            "name": "three",
            "methodRequest": {"body": {"x": [1]}},
            "expect": {
                "output": {
                    "x": [
                        1
                    ]
                }
            }
        }
    ]
}
"""),
    "compact": (
        '{"inline":"x","cases":[{"name":"a","methodRequest":{"body":{"a":1,"b":2}},"expect":{"output":{"a":1}}}]}',
        '{"inline":"x","cases":[{"name":"a","methodRequest":{"body":{"a":1,"b":2}},"expect":{"output":{"a":1,"b":2}}}]}',
    ),
    "text": (
        '{"inline": "x", "cases": [{"name": "a", "methodRequest": {"body": "a\\n\\"b\\" é"}, "expect": {"output": ""}}]}\n',
        '{"inline": "x", "cases": [{"name": "a", "methodRequest": {"body": "a\\n\\"b\\" é"}, "expect": {"output": "a\\n\\"b\\" é"}}]}\n',
    ),
    "no error any more": (
        '{"inline": "x", "cases": [{"name": "a", "expect": {"error": "b"}}]}',
        '{"inline": "x", "cases": [{"name": "a", "expect": {"output": "x"}}]}',
    ),
    "no indentation": (
        '{\n"inline": "x",\n"cases": [{"name": "a", "methodRequest": {"body": {"a": [1]}},\n"expect": {\n"output": {\n"b": 1\n}\n}}]\n}\n',
        '{\n"inline": "x",\n"cases": [{"name": "a", "methodRequest": {"body": {"a": [1]}},\n"expect": {\n"output": {\n  "a": [\n    1\n  ]\n}\n}}]\n}\n',
    ),
    "compact in a spacious file": (
        '{"inline": "x", "cases": [{"name": "a", "methodRequest": {"body": {"a": [1, 2], "b": {"c": 1}}}, "expect": {"output":{"a":1,"b":2}}}]}',
        '{"inline": "x", "cases": [{"name": "a", "methodRequest": {"body": {"a": [1, 2], "b": {"c": 1}}}, "expect": {"output":{"a":[1,2],"b":{"c":1}}}}]}',
    ),
    "tabs": (
        '{\n\t"inline": "x",\n\t"cases": [{"name": "a", "methodRequest": {"body": {"a": {"b": 1}}}, "expect": {\n\t\t"output": {\n\t\t\t"b": 1\n\t\t}\n\t}}]\n}\n',
        '{\n\t"inline": "x",\n\t"cases": [{"name": "a", "methodRequest": {"body": {"a": {"b": 1}}}, "expect": {\n\t\t"output": {\n\t\t\t"a": {\n\t\t\t\t"b": 1\n\t\t\t}\n\t\t}\n\t}}]\n}\n',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", JSON)
def test_json(name: str) -> None:
    before, after = JSON[name]
    assert updated("a.vtl.json", before)[0] == after
    assert updated("a.vtl.json", before.replace("\n", "\r\n"))[0] == after.replace("\n", "\r\n")


def test_what_is_said() -> None:
    _, updates = updated("a.vtl.yaml", "\n".join([
        "inline: x",
        "cases:",
        "- {name: fine, expect: {output: x}}",
        "- {name: text, expect: {output: y}}",
        "- {name: both, context: {responseOverride: {status: 1}}, expect: {output: y, responseOverride: {}}}",
        "- {name: not json, expect: {output: {}}}",
        "- {name: fails, methodRequest: {body: '!no'}, expect: {output: {}}}",
    ]))  # fmt: skip
    assert [(update.case.name, update.changed, update.refusal) for update in updates] == [
        ("text", ("output",), None),
        ("both", ("output", "responseOverride"), None),
        ("not json", (), "the output is no longer JSON; fix the template, or expect text"),
        ("fails", (), "rendering failed, but output is expected; fix the template, or expect the error"),
    ]


def test_merged_expectations_are_left_alone() -> None:
    before = "inline: x\ncases:\n- name: a\n  expect: &e {output: x}\n- name: b\n  methodRequest: {body: y}\n  expect: {<<: *e}\n"
    text, updates = updated("a.vtl.yaml", before)
    assert text == before
    assert [update.refusal for update in updates] == [
        "the expectation comes from a YAML merge key; please edit it by hand"
    ]


def test_an_expectation_that_two_cases_share_is_left_alone() -> None:
    before = (
        "inline: x\ncases:\n- name: a\n  expect: &e {output: x}\n- name: b\n  methodRequest: {body: y}\n  expect: *e\n"
    )
    text, updates = updated("a.vtl.yaml", before)
    assert text == before
    assert [update.refusal for update in updates] == [
        "the new value cannot be written into the file safely; please edit it by hand"
    ]


def test_one_case_that_cannot_be_updated_does_not_stop_the_others() -> None:
    before = "inline: x\ncases:\n- name: a\n  expect: &e {output: x}\n- name: b\n  methodRequest: {body: y}\n  expect: *e\n- name: c\n  expect: {output: z} # c\n"
    text, updates = updated("a.vtl.yaml", before)
    assert text == before.replace("{output: z}", "{output: x}")
    assert [update.refusal is None for update in updates] == [False, True]


def test_digits_of_a_text_stay_text() -> None:
    for digits in ("9" * 5000, "0x" + "f" * 5000):
        text, updates = updated(
            "a.vtl.yaml",
            f"inline: x\ncases:\n- name: a\n  methodRequest: {{body: '{digits}'}}\n  expect: {{output: z}}\n",
        )
        assert [update.refusal for update in updates] == [None]
        assert digits in text.partition("expect")[2]
        assert [result.outcome for result in run("a.vtl.yaml")] == ["passed"]


@pytest.mark.parametrize("depth", [190, 500, 900, 1010])
@pytest.mark.parametrize("name", ["a.vtl.yaml", "a.vtl.json"])
def test_a_value_that_nests_too_deep_stops_nothing(name: str, depth: int) -> None:
    deep = "[" * depth + "]" * depth
    case = {"name": "a", "methodRequest": {"body": deep}, "expect": {"output": [1]}}
    other = {"name": "b", "methodRequest": {"body": "[2]"}, "expect": {"output": [1]}}
    in_file = {"name": "c", "methodRequest": {"body": deep}, "expect": {"output": {"file": "c.json"}}}
    Path("c.json").write_text("[]", "utf-8")
    text, updates = updated(name, json.dumps({"inline": "x", "cases": [case, other, in_file]}))
    assert updates[1].refusal is None
    assert json.loads(text)["cases"][1]["expect"] == {"output": [2]}
    for update in (updates[0], updates[2]):
        assert update.refusal in (
            None,
            "the new value nests too deep to be written",
            "the new value cannot be written into the file safely; please edit it by hand",
        )


def test_an_expectation_that_takes_too_long_is_left_alone() -> None:
    before = (
        "limits: {seconds: 0.5}\ninline: x\ncases:\n- name: a\n"
        f"  methodRequest: {{body: {{{'a' * 60}: 1}}}}\n  expect: {{output: {{b: 1}}}}\n"
    )
    Path("a.vtl.yaml").write_text(before, encoding="utf-8")
    (result,) = run("a.vtl.yaml")
    slow = replace(result.case, compare=CompareOptions(exclude_regex_paths=("(a|aa)+(?:b|c)",)))
    (update,) = update_case_files([result._replace(case=slow)])
    assert update.refusal == "the case takes more than 0.5 seconds"
    assert Path("a.vtl.yaml").read_text(encoding="utf-8") == before


def test_a_file_that_changed_meanwhile_is_left_alone() -> None:
    Path("a.vtl.yaml").write_text("inline: x\ncases: [{name: a, expect: {output: y}}]", encoding="utf-8")
    results = run("a.vtl.yaml")
    Path("a.vtl.yaml").write_text("inline: x\ncases: [{name: a, expect: {output: z}}]", encoding="utf-8")
    assert [update.refusal for update in update_case_files(results)] == ["the file has changed since it was read"]
    Path("a.vtl.yaml").unlink()
    assert [update.refusal for update in update_case_files(results)] == [
        "a.vtl.yaml cannot be read again: does not exist"
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_stays_a_link() -> None:
    Path("real.vtl.yaml").write_text("inline: x\ncases: [{name: a, expect: {output: y}}]", encoding="utf-8")
    Path("real.vtl.yaml").chmod(0o600)
    Path("a.vtl.yaml").symlink_to("real.vtl.yaml")
    update_case_files(run("a.vtl.yaml"))
    assert Path("a.vtl.yaml").is_symlink()
    assert "output: x" in Path("real.vtl.yaml").read_text(encoding="utf-8")
    assert Path("real.vtl.yaml").stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_behind_when_writing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.vtl.yaml").write_text("inline: x\ncases: [{name: a, expect: {output: y}}]", encoding="utf-8")
    results = run("a.vtl.yaml")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert [update.refusal for update in update_case_files(results)] == [
        "a.vtl.yaml cannot be written: No space left on device"
    ]
    assert os.listdir() == ["a.vtl.yaml"]
    assert "output: y" in Path("a.vtl.yaml").read_text(encoding="utf-8")


def test_what_could_not_run_is_not_updated() -> None:
    Path("a.vtl.yaml").write_text("inline: x\ncases: [{name: a, expect: {output: y}}]", encoding="utf-8")
    (case,) = load_case_file("a.vtl.yaml").cases
    assert [
        update.refusal for update in update_case_files([CaseResult(case, "error", error=VtlHarnessError("gone"))])
    ] == ["the case could not be run"]
    (result,) = run("a.vtl.yaml")
    (update,) = update_case_files([result._replace(engine="airspeed")])
    assert update.refusal == "expectations are updated only from the native engine, not from airspeed"
    assert "output: y" in Path("a.vtl.yaml").read_text(encoding="utf-8")


def test_several_files() -> None:
    for name in ("a", "b"):
        Path(f"{name}.vtl.yaml").write_text(
            f"inline: {name}\ncases: [{{name: a, expect: {{output: y}}}}]", encoding="utf-8"
        )
    updates = update_case_files(run("a.vtl.yaml", "b.vtl.yaml"))
    assert [update.file.name for update in updates] == ["a.vtl.yaml", "b.vtl.yaml"]
    assert all(result.outcome == "passed" for result in run("a.vtl.yaml", "b.vtl.yaml"))


def random_data(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.randrange(7 if depth < 3 else 4)
    if kind == 0:
        return chance.choice([None, True, False, 0, -1, 2.5, 10**18])
    if kind < 4:
        return "".join(chance.choice("ab:# -\n'\"{é😀\t,") for _ in range(chance.randrange(8)))
    if kind == 4:
        return [random_data(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice("abcde"): random_data(chance, depth + 1) for _ in range(chance.randrange(4))}


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_anything_in_the_place_of_anything(suffix: str) -> None:
    """Random data in block, flow and JSON style: always updated, always passing afterwards."""
    from vtlharness.cases.update.yaml_writing import flow_text, pair_text

    chance = random.Random(2)
    for _ in range(40):
        cases = []
        lines = ["inline: x", "cases:"]
        for number in range(6):
            body, expected = ([random_data(chance)], [random_data(chance)]) if chance.random() < 0.5 else (
                {"k": random_data(chance), "l": 1}, {"k": random_data(chance), "m": 1})  # fmt: skip
            case = {"name": str(number), "methodRequest": {"body": json.dumps(body)}, "expect": {"output": expected}}
            cases.append(case)
            lines.append(f"- name: '{number}'\n  methodRequest: {{body: {flow_text(case['methodRequest']['body'])}}}")  # type: ignore[index]
            flow = f"output: {flow_text(expected)} # c"
            lines.append(
                f"  expect:\n    {chance.choice([flow, pair_text('output', expected, 4)])}\n    # end {number}"
            )
        name = f"a.vtl.{suffix}"
        text = (
            "\n".join(lines)
            if suffix == "yaml"
            else json.dumps({"inline": "x", "cases": cases}, indent=chance.choice([None, 2]))
        )
        try:
            after, updates = updated(name, text)
        except Exception:
            print(text)
            raise
        assert [update.refusal for update in updates if update.refusal] == [], (text, after)
        if suffix == "yaml":
            assert all(f"# end {number}" in after for number in range(6)), (text, after)
