"""Case files read: what becomes of their keys, and every way in which they can be wrong, as whole messages."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import pytest

from tests.disk_cache.folders import opened
from vtlharness.cases.loading import data_cache, load_case_file
from vtlharness.cases.model import CompareOptions, Expectation, ExpectedData, ExpectedText, MissingFile, TemplateCase
from vtlharness.errors import CaseFileError
from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def only_case(text: str, name: str = "a.vtl.yaml") -> TemplateCase:
    (case,) = load_case_file(write(name, text)).cases
    return case


FULL = """\
# yaml-language-server: $schema=x
template: templates/put.vtl
defaults:
  stageVariables: {table: orders, limit: 5}
  methodRequest:
    headers: {Accept: a/b, X-Gone: 1}
    body: {never: seen}
  context: {stage: prod, authorizer: {claims: {sub: abc, gone: null}}}
  compare: {ignore_order: true, exclude_paths: [root]}
cases:
  - name: a request
    methodRequest:
      httpMethod: POST
      path: /orders/42
      resourcePath: /orders/{id}
      pathParameters: {id: 42}
      queryStringParameters: {tag: [a, 1], page: true, none: [], null: null}
      headers: {Content-Type: application/json, X-Gone: null}
      body: {é: [1.0, null, "x"]}
    context: {authorizer: {claims: {sub: xyz}}}
    stageVariables: {table: other, limit: null}
    compare: {exclude_paths: "root['a']", significant_digits: 2}
    expect:
      output: {a: 1}
      requestOverride: {header: {A: b}}
      responseOverride: {status: 404}

  - name: a response
    integrationResponse: {statusCode: 502, headers: {A: [b, c]}, body: "text"}
    expect: {output: "text\\n"}
  - name: files
    methodRequest: {body: {file: data/body.json}}
    integrationResponse: {}
    expect: {output: {file: data/out.json}}
  - name: text file
    methodRequest: {body: null}
    expect: {output: {file: data/out.txt}}
  - name: error
    compare: null
    expect: {error: broke}
  - name: nothing
"""


def test_everything() -> None:
    write("sub/templates/put.vtl", "hello\r\n")
    write("sub/data/body.json", '{ "kept":  "as it is" }\n')
    write("sub/data/out.json", '\ufeff{"a": 18446744073709551616}')
    write("sub/data/out.txt", "one\r\ntwo")
    file = load_case_file(write("sub/a.vtl.yaml", FULL))
    assert file.path == Path("sub/a.vtl.yaml")
    assert file.cases[0].template.path == Path("sub/templates/put.vtl")
    assert (file.cases[0].template.source.text, file.cases[0].template.source.name) == (
        "hello\r\n",
        "sub/templates/put.vtl",
    )
    request, response, files, text_file, error, nothing = file.cases
    assert request.id == "sub/a.vtl.yaml::a request"
    assert [case.line for case in file.cases] == [11, 28, 31, 35, 38, 41]
    assert request.method_request == MethodRequest(
        http_method="POST",
        path="/orders/42",
        resource_path="/orders/{id}",
        path_parameters={"id": 42},
        query_string={"tag": ["a", 1], "page": True},
        headers={"Accept": "a/b", "Content-Type": "application/json"},
        body='{"é":[1.0,null,"x"]}',
    )
    assert request.integration_response is None
    assert request.context == {"stage": "prod", "authorizer": {"claims": {"sub": "xyz", "gone": None}}}
    assert request.stage_variables == {"table": "other"}
    assert request.compare == CompareOptions(ignore_order=True, exclude_paths=("root['a']",), significant_digits=2)
    assert request.expect == Expectation(ExpectedData({"a": 1}), {"header": {"A": "b"}}, {"status": 404})
    assert response.integration_response == BackendReply(502, {"A": ["b", "c"]}, "text")
    assert response.method_request.body == '{"never":"seen"}'
    assert response.stage_variables == {"table": "orders", "limit": "5"}
    assert response.expect == Expectation(ExpectedText("text\n"))
    assert files.method_request.body == '{ "kept":  "as it is" }\n'
    assert files.integration_response == BackendReply()
    assert files.expect == Expectation(ExpectedData({"a": 18446744073709551616}, Path("sub/data/out.json")))
    assert text_file.expect == Expectation(ExpectedText("one\r\ntwo", Path("sub/data/out.txt")))
    assert text_file.method_request.body is None
    assert error.expect == Expectation(error="broke")
    assert error.compare == CompareOptions()
    assert nothing.expect == Expectation()
    assert pickle.loads(pickle.dumps(file)).cases == file.cases


def test_json_says_the_same() -> None:
    data = {
        "$schema": "x",
        "inline": "t",
        "defaults": {"stageVariables": {"a": 1.5}},
        "cases": [{"name": "one", "expect": {"output": None}}, {"name": "two"}],
    }
    file = load_case_file(write("a.vtl.json", json.dumps(data, indent=2)))
    assert file.cases[0].template.source.name == "a.vtl.json (inline)"
    assert file.cases[0].template.path is None
    assert file.cases[0].expect == Expectation(ExpectedData(None))
    assert file.cases[1].stage_variables == {"a": "1.5"}
    assert [case.line for case in file.cases] == [10, 16]


def test_a_byte_order_mark_does_not_count() -> None:
    assert only_case("\ufeffinline: x\ncases: [{name: a}]").line == 2
    assert only_case('\ufeff{"inline": "x", "cases": [{"name": "a"}]}', "a.vtl.json").line == 1


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ("text", "text"), ('""', ""), ("null", None), ("1", "1"), ("true", "true"), ("[]", "[]"), ("1.50", "1.5"),
        ("18446744073709551616", "18446744073709551616"), ("{a: {file: x}}", '{"a":{"file":"x"}}'), ("2024-01-01", "2024-01-01"),
        ("{010: yes}", '{"010":"yes"}'),
    ],
)  # fmt: skip
def test_bodies(body: str, sent: str | None) -> None:
    assert only_case(f"inline: x\ncases: [{{name: a, methodRequest: {{body: {body}}}}}]").method_request.body == sent


def test_null_takes_a_default_away() -> None:
    case = only_case("""\
inline: x
defaults:
  methodRequest: {body: x, headers: {A: b}}
  integrationResponse: {body: y}
cases: [{name: a, integrationResponse: null, methodRequest: {body: null, headers: null}}]
""")
    assert case.integration_response is None
    assert case.method_request == MethodRequest()


# Files, and the whole message about the first.
WRONG: dict[str, tuple[dict[str, str | bytes], str]] = {
    "missing": ({}, "a.vtl.yaml does not exist"),
    "empty": (
        {"a.vtl.yaml": ""},
        "a.vtl.yaml:1:1: the file is empty\n1 | \n    ^\nhint: a case file has `template:`, `inline:`, `api:` or `integration:`, and `cases:`",
    ),
    "yaml": (
        {"a.vtl.yaml": "inline: 'x\ncases: []\n"},
        "a.vtl.yaml:1:9: the quote that opens here is never closed\n1 | inline: 'x\n            ^",
    ),
    "not utf-8": (
        {"a.vtl.yaml": b"inline: x\n# caf\xe9\ncases: []"},
        "a.vtl.yaml:2:6: the text is not UTF-8: byte 0xE9 at byte offset 15\n2 | # caf\ufffd\n         ^\nhint: save it as UTF-8",
    ),
    "unknown key": (
        {"a.vtl.yaml": "inline: x\ncases:\n  - name: a\n    methodRequest:\n\n      # c\n      querystring: {}\n"},
        "a.vtl.yaml:7:7: methodRequest has no key `querystring`\n7 |       querystring: {}\n          ^^^^^^^^^^^\n"
        "hint: did you mean `queryStringParameters`?",
    ),
    "unknown key above an odd space": (
        {"a.vtl.yaml": "inline: x\ncases:\n- name: a\n  Expect: {}\n  \u00a0x: 1\n"},
        "a.vtl.yaml:4:3: a case has no key `Expect`\n4 |   Expect: {}\n      ^^^^^^\nhint: did you mean `expect`?\n"
        "a.vtl.yaml:5:3: a no-break space (U+00A0) is used where YAML allows only spaces\n5 |   ·x: 1\n      ^\nhint: indent with spaces",
    ),
    "unknown key in flow": (
        {"a.vtl.yaml": "inline: x\ncases: [{name: a, expect: {outputs: {}}}]\n"},
        "a.vtl.yaml:2:28: expect has no key `outputs`\n2 | cases: [{name: a, expect: {outputs: {}}}]\n                               ^^^^^^^\nhint: did you mean `output`?",
    ),
    "wrong kind": (
        {"a.vtl.yaml": "inline: x\ncases:\n- name: a\n  integrationResponse:\n    statusCode: \"200\"\n"},
        'a.vtl.yaml:5:17: `integrationResponse.statusCode` must be a whole number, but this is text\n5 |     statusCode: "200"\n                    ^^^^^\nhint: remove the quotes',
    ),
    "names twice": (
        {"a.vtl.yaml": "inline: x\ncases:\n- name: a\n- name: b\n- {name: a}\n"},
        "a.vtl.yaml:5:10: two cases have the name 'a' (the other is number 1)\n5 | - {name: a}\n             ^",
    ),
    "no name": (
        {"a.vtl.yaml": "inline: x\ncases:\n  - expect: {}\n"},
        "a.vtl.yaml:3:5: this case has no `name`\n3 |   - expect: {}\n        ^\n"
        "hint: add `name:` with a text that is unique in the file",
    ),
    "template and inline": (
        {"a.vtl.yaml": "template: a\ninline: x\ncases: [{name: a}]\n"},
        "a.vtl.yaml:2:1: a case file has `template` or `inline`, not both\n2 | inline: x\n    ^^^^^^",
    ),
    "no template": (
        {"a.vtl.yaml": "# c\ncases: [{name: a}]\n"},
        "a.vtl.yaml:2:1: the file names nothing to test\n2 | cases: [{name: a}]\n    ^\n"
        "hint: add `template: <path>`, `inline: |` with a template's text, `api: <path>` or `integration: <path>`",
    ),
    "through an alias": (
        {"a.vtl.yaml": "inline: x\ndefaults:\n  context: &c {x: 1}\ncases: [{name: a, headers: *c}]\n"},
        "a.vtl.yaml:4:19: a case has no key `headers`\n4 | cases: [{name: a, headers: *c}]\n                      ^^^^^^^\nhint: it belongs in methodRequest",
    ),
    "template missing": (
        {"a.vtl.yaml": "template: put-itm.vtl\ncases: [{name: a}]", "put-item.vtl": ""},
        "a.vtl.yaml:1:11: the template 'put-itm.vtl' does not exist\n1 | template: put-itm.vtl\n              ^^^^^^^^^^^\n"
        "hint: did you mean put-item.vtl?",
    ),
    "template in no folder": (
        {"a.vtl.yaml": "template: t/a.vtl\ncases: [{name: a}]"},
        "a.vtl.yaml:1:11: the template 't/a.vtl' does not exist\n1 | template: t/a.vtl\n              ^^^^^^^\nhint: the folder t does not exist",
    ),
    "template without a near name": (
        {"a.vtl.yaml": "template: zzz\ncases: [{name: a}]"},
        "a.vtl.yaml:1:11: the template 'zzz' does not exist\n1 | template: zzz\n              ^^^\nhint: paths are relative to the case file",
    ),
    "template is a folder": (
        {"a.vtl.yaml": "template: t\ncases: [{name: a}]", "t/x": ""},
        "a.vtl.yaml:1:11: the template 't' is a folder\n1 | template: t\n              ^",
    ),
    "template is not a file": (
        {"a.vtl.yaml": "template: /dev/zero\ncases: [{name: a}]"},
        "a.vtl.yaml:1:11: the template '/dev/zero' lies outside of the project's root {root}\n1 | template: /dev/zero\n              ^^^^^^^^^\n"
        "hint: `--allow-outside DIR` opens another folder (`--vtl-allow-outside` in pytest, `allow_outside` in Python)",
    ),
    "template with a NUL in its name": (
        {"a.vtl.yaml": 'template: "a\\0b"\ncases: [{name: a}]'},
        "a.vtl.yaml:1:11: the template 'a\\x00b' cannot be read: embedded null byte\n1 | template: \"a\\0b\"\n              ^^^^^^",
    ),
    "template not utf-8": (
        {"a.vtl.yaml": "template: t.vtl\ncases: [{name: a}]", "t.vtl": "é\n#set($x = 'é')\n".encode() + b"caf\xe9 #end"},
        "t.vtl:3:4: the text is not UTF-8: byte 0xE9 at byte offset 22\n3 | caf\ufffd #end\n       ^\nhint: save it as UTF-8",
    ),
    "body missing": (
        {"a.vtl.yaml": "inline: x\ncases:\n- name: a\n  methodRequest:\n    body: {file: b.json}\n"},
        "a.vtl.yaml:5:18: the body file 'b.json' does not exist\n5 |     body: {file: b.json}\n                     ^^^^^^\nhint: paths are relative to the case file",
    ),
    "default body missing": (
        {"a.vtl.yaml": "inline: x\ndefaults: {methodRequest: {body: {file: b}}}\ncases:\n- name: a\n"},
        "a.vtl.yaml:2:41: the body file 'b' does not exist\n2 | defaults: {methodRequest: {body: {file: b}}}\n                                            ^\nhint: paths are relative to the case file",
    ),
    "expected not json": (
        {"a.vtl.yaml": "inline: x\ncases: [{name: a, expect: {output: {file: o.json}}}]", "o.json": '{\n  "a": 1,\n}\n'},
        "o.json:2:9: this expected file is not JSON: nothing follows the comma before `}`\n2 |   \"a\": 1,\n            ^\n"
        "hint: a file whose name does not end in .json is compared as text",
    ),
    "json": (
        {"a.vtl.json": '{"inline": "x",\n "cases": [{name: 1}]}'},
        "a.vtl.json:2:13: this is not JSON: a key must be in double quotes, but this is `name`\n2 |  \"cases\": [{name: 1}]}\n                ^",
    ),
    "json key twice": (
        {"a.vtl.json": '{"inline": "x", "cases": [{"name": "a",\n "name": "b"}]}'},
        "a.vtl.json:2:2: the key 'name' is repeated\n2 |  \"name\": \"b\"}]}\n     ^^^^^^\nhint: keep one of them",
    ),
    "json unknown key": (
        {"a.vtl.json": '{"inline": "x", "cases": [\n\t{"name": "a", "Expect": {}}]}'},
        'a.vtl.json:2:16: a case has no key `Expect`\n2 | \t{"name": "a", "Expect": {}}]}\n    \t              ^^^^^^^^\nhint: did you mean `expect`?',
    ),
    "number loses its zeros": (
        {"a.vtl.yaml": "inline: x\ndefaults:\n  stageVariables: {account: 012345678901}\ncases: [{name: a}]\n"},
        "a.vtl.yaml:3:29: `stageVariables.account` becomes text, but the number 012345678901 would become 12345678901\n"
        "3 |   stageVariables: {account: 012345678901}\n                                ^^^^^^^^^^^^\nhint: write \"012345678901\"",
    ),
    "version loses its zero": (
        {"a.vtl.yaml": "inline: x\ncases: [{name: a, methodRequest: {headers: {V: [a, 1.10]}}}]\n"},
        "a.vtl.yaml:2:52: `headers.V[1]` becomes text, but the number 1.10 would become 1.1\n"
        "2 | cases: [{name: a, methodRequest: {headers: {V: [a, 1.10]}}}]\n                                                       ^^^^\nhint: write \"1.10\"",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong(name: str) -> None:
    files, message = WRONG[name]
    if "/dev/zero" in message and not os.path.exists("/dev/zero"):
        pytest.skip("no such device here")
    for path, text in files.items():
        write(path, text)
    with pytest.raises(CaseFileError) as caught:
        load_case_file(next(iter(files), "a.vtl.yaml"))
    assert str(caught.value) == message.replace("{root}", os.getcwd())


def test_an_expected_file_may_not_exist_yet() -> None:
    write("out.txt", "")
    case = only_case("inline: x\ncases: [{name: a, expect: {output: {file: sub/../ou.txt}}}]")
    assert case.expect.output == MissingFile(Path("ou.txt"), "did you mean out.txt?")
    case = only_case("inline: x\ncases: [{name: a, expect: {output: {file: sub/out.txt}}}]")
    assert case.expect.output == MissingFile(Path("sub/out.txt"), "the folder sub does not exist")


def test_odd_numbers_are_fine_as_data() -> None:
    case = only_case("inline: x\ncases: [{name: a, methodRequest: {body: {v: 1.10}}, expect: {output: [007, 1e3]}}]")
    assert case.method_request.body == '{"v":1.1}'
    assert case.expect.output == ExpectedData([7, 1000.0])


def test_a_pipe_does_not_hang() -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    os.mkfifo("t.vtl")
    write("a.vtl.yaml", "template: t.vtl\ncases: [{name: a}]")
    with pytest.raises(CaseFileError, match="is not a regular file"):
        load_case_file("a.vtl.yaml")


def test_a_huge_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vtlharness.documents.reading.MAX_BYTES", 1024 * 1024)
    write("a.vtl.yaml", b"#" * (1024 * 1024 + 1))
    with pytest.raises(CaseFileError) as caught:
        load_case_file("a.vtl.yaml")
    assert str(caught.value) == "a.vtl.yaml is larger than 1 MB"


def test_no_validator_is_imported() -> None:
    import subprocess
    import sys

    generators = ("vtlharness.cases.file.json_schema", "vtlharness.cases.file.key_tables")
    write("a.vtl.yaml", "inline: x\ncases: [{name: a}]")
    write("a.vtl.json", '{"inline": "x", "cases": [{"name": "a"}]}')
    for name, absent in [
        ("a.vtl.yaml", ("jsonschema", "deepdiff", *generators)),
        ("a.vtl.json", ("yaml", "jsonschema", "deepdiff", *generators)),
    ]:
        script = (
            "import sys\nfrom vtlharness.cases.loading import data_cache, load_case_file\n"
            f"load_case_file({name!r})\nprint([n for n in {absent!r} if n in sys.modules])"
        )
        root = str(Path(__file__).resolve().parents[2])
        env = {**os.environ, "PYTHONPATH": root}
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, check=True)
        assert done.stdout.strip() == "[]"


def test_kept_data_is_that_of_the_text(tmp_path: Path) -> None:
    kept_in = opened(tmp_path / "cache")
    text = "inline: $input.body\ncases:\n  - {name: a, methodRequest: {body: {n: 1.5, x: [~, true]}}}\n  - name: b\n"
    write("a.vtl.yaml", text)
    read, kept = (load_case_file("a.vtl.yaml", data_cache(kept_in)).cases for _ in range(2))
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert [case.method_request for case in kept] == [case.method_request for case in read]
    assert [case.line for case in kept] == [case.line for case in read] == [3, 4]
    write("a.vtl.yaml", text + "  - name: c\n")
    assert len(load_case_file("a.vtl.yaml", data_cache(kept_in)).cases) == 3


def test_a_file_that_does_not_parse_or_fit_fails_alike_each_time(tmp_path: Path) -> None:
    kept_in = opened(tmp_path / "cache")
    for text in ("cases: [", "inline: x\ncases: [{nam: a}]", "inline: x\ncases: [{name: a, stageVariables: {v: 007}}]"):
        write("a.vtl.yaml", text)
        messages = set()
        for _ in range(3):
            with pytest.raises(CaseFileError) as caught:
                load_case_file("a.vtl.yaml", data_cache(kept_in))
            messages.add(str(caught.value))
        assert len(messages) == 1
