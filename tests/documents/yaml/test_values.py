"""YAML by the 1.2 core rules, with both of PyYAML's parsers."""

# ruff: noqa: E501 (tables, a row to a line)

from __future__ import annotations

import random
from typing import Any

import pytest

from vtlharness.cases.update.yaml_writing import flow_text, pair_text
from vtlharness.documents.nodes import Node
from vtlharness.documents.yaml import events as yaml_parser
from vtlharness.documents.yaml.node_parser import yaml_nodes
from vtlharness.documents.yaml.values import MAX_ALIASED, YamlText
from vtlharness.errors import CaseFileError
from vtlharness.source import Source

PARSERS = ["libyaml", "python"] if yaml_parser.CParser is not None else ["python"]


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "python":
        monkeypatch.setattr(yaml_parser, "CParser", None)
    return str(request.param)


def read(text: str) -> Any:
    return YamlText(Source(text, "x.vtl.yaml")).value


SCALARS: list[tuple[str, object]] = [
    ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nULL", "nULL"),
    ("true", True), ("True", True), ("FALSE", False), ("tRUE", "tRUE"),
    ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("y", "y"), ("N", "N"),
    ("0", 0), ("-0", 0), ("+7", 7), ("010", 10), ("007", 7), ("0o17", 15), ("0x1F", 31), ("0b11", "0b11"),
    ("1_000", "1_000"), ("1:30", "1:30"), ("2024-01-31", "2024-01-31"), ("2024-01-31 10:00:00", "2024-01-31 10:00:00"),
    ("18446744073709551616", 18446744073709551616), ("1.5", 1.5), (".5", 0.5), ("5.", 5.0), ("-1e3", -1000.0),
    ("1e3", 1000.0), ("+1.E+2", 100.0), (".", "."), ("-", [None]), ("--", "--"), ("+", "+"), ("1e", "1e"), ("1.2.3", "1.2.3"),
    ("0x", "0x"), ("12abc", "12abc"), ("=", "="), ("<<", "<<"), ("'1'", "1"), ('"null"', "null"), ("!!str 1", "1"),
    ("!!int '1'", 1), ("!!float 1", 1.0), ("!!bool true", True), ("!!bool false", False), ("!!null ''", None),
    ('"\\u00e9\\n\\x41"', "é\nA"), ("|\n a\n b\n", "a\nb\n"), (">-\n a\n b\n", "a b"), ("a b  # c", "a b"),
    ("!!map {a: 1}", {"a": 1}), ("!!seq [1]", [1]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SCALARS, ids=[text for text, _ in SCALARS])
def test_scalars(parser: str, text: str, value: object) -> None:
    found = read(f"k: {text}" if not text.startswith("-") or len(text) > 1 else f"k:\n{text}")["k"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("---\na: 1\n...\n", {"a": 1}),
        ("1: a\n1.50: b\ntrue: c\nnull: d\n'': e\n", {"1": "a", "1.50": "b", "true": "c", "null": "d", "": "e"}),
        ("a: &x {b: 1}\nc: *x\nd: {<<: *x, e: 2}\n", {"a": {"b": 1}, "c": {"b": 1}, "d": {"e": 2, "b": 1}}),
        (
            "a: &x {k: 1, l: 1}\nb: &y {k: 2}\nc: {k: 3, <<: [*x, *y]}",
            {"a": {"k": 1, "l": 1}, "b": {"k": 2}, "c": {"k": 3, "l": 1}},
        ),
        ("a: {'<<': 1}", {"a": {"<<": 1}}),
        ("a: &x k\n*x : 2", {"a": "k", "k": 2}),
        ("a: &x 1\nb: &x 2\nc: *x", {"a": 1, "b": 2, "c": 2}),
        ("{'a': [1, {\"b\": null}], c}", {"a": [1, {"b": None}], "c": None}),
    ],
)
def test_documents(parser: str, text: str, value: object) -> None:
    assert read(text) == value


# Text, and the whole message; `python` where PyYAML's own parser points elsewhere.
ERRORS: dict[str, tuple[str, str]] = {
    "tab": (
        "a:\n\tb: 1",
        "x.vtl.yaml:2:1: a tab is used where YAML allows only spaces\n2 | \tb: 1\n    ^\nhint: indent with spaces",
    ),
    "two colons": (
        "a: b: c",
        "x.vtl.yaml:1:5: YAML does not allow `:` here\n1 | a: b: c\n        ^\n"
        "hint: put the value in quotes if its text contains `: `; otherwise check the indentation of this line and the line before",
    ),
    "open quote": ("a: 'x\nb: 1\n", "x.vtl.yaml:1:4: the quote that opens here is never closed\n1 | a: 'x\n       ^"),
    "open bracket": (
        "a: [1, 2\n",
        "x.vtl.yaml:1:4: the list that opens here is not closed by `]`, or lacks a `,`\n1 | a: [1, 2\n       ^",
    ),
    "open brace": (
        "a: {b: 1\n",
        "x.vtl.yaml:1:4: the mapping that opens here is not closed by `}`, or lacks a `,`\n1 | a: {b: 1\n       ^",
    ),
    "at sign": (
        "a: @x",
        "x.vtl.yaml:1:4: a YAML value cannot begin with `@`\n1 | a: @x\n       ^\nhint: put the value in quotes",
    ),
    "list then mapping": (
        "- a\nb: 1",
        "x.vtl.yaml:2:1: YAML cannot place this: it does not belong to anything above it\n2 | b: 1\n    ^\n"
        "hint: check its indentation, and look for text after a closing quote or bracket",
    ),
    "no colon": (
        "a: 1\nfoo\n",
        "x.vtl.yaml:2:1: YAML expects `key: value` here, but the `:` is missing\n2 | foo\n    ^",
    ),
    "unknown alias": (
        "a: *.json",
        "x.vtl.yaml:1:4: `*` begins an alias: a name must follow\n1 | a: *.json\n       ^\n"
        "hint: put the value in quotes if it is text",
    ),
    "undefined alias": (
        "a: *nope",
        "x.vtl.yaml:1:4: the alias `*nope` has no anchor `&nope` above it\n1 | a: *nope\n       ^^^^^\n"
        "hint: quote text that begins with `*`",
    ),
    "alias in itself": (
        "a: &x [*x]",
        "x.vtl.yaml:1:8: the alias `*x` is inside its own anchor\n1 | a: &x [*x]\n           ^^",
    ),
    "unknown tag": (
        "a: !sub b",
        "x.vtl.yaml:1:4: the tag `!sub` does not fit here; a case file holds plain values\n1 | a: !sub b\n       ^^^^^^\n"
        "hint: quote text that begins with `!`",
    ),
    "python tag": (
        "a: !!python/object/apply:os.system [ls]",
        "x.vtl.yaml:1:4: the tag `!!python/object/apply:os.system` does not fit here; a case file holds plain values\n"
        "1 | a: !!python/object/apply:os.system [ls]\n       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "hint: quote text that begins with `!`",
    ),
    "key twice": (
        "a: 1\nb: {é: 1, é: 2}",
        "x.vtl.yaml:2:11: the key 'é' is repeated\n2 | b: {é: 1, é: 2}\n              ^\nhint: keep one of them",
    ),
    "mapping as key": (
        "{a: b}: c",
        "x.vtl.yaml:1:1: a key must be text\n1 | {a: b}: c\n    ^\nhint: quote a value that begins with a brace: \"{...}\"",
    ),
    "merge of text": (
        "a: {<<: b}",
        "x.vtl.yaml:1:5: `<<` merges mappings, but this is not a mapping\n1 | a: {<<: b}\n        ^^",
    ),
    "two documents": (
        "a: 1\n---\nb: 2\n",
        "x.vtl.yaml:2:1: a case file is one YAML document, but a second one begins here\n2 | ---\n    ^^^",
    ),
    "control character": (
        "é: \x07",
        "x.vtl.yaml:1:4: YAML does not allow the control character U+0007\n1 | é: ·\n       ^\n"
        'hint: write it as an escape in double quotes: "\\u0007"',
    ),
    "escape without its digits": (
        'a: "\\uzz"',
        'x.vtl.yaml:1:7: this is not a valid character escape in YAML\n1 | a: "\\uzz"\n          ^\n'
        "hint: YAML has no surrogate pairs: write the character itself, or `\\UXXXXXXXX` with its code point",
    ),
    "anchor without a name": (
        "a: & b",
        "x.vtl.yaml:1:4: `&` begins an anchor and `*` an alias: a name must follow\n1 | a: & b\n       ^\n"
        "hint: put the value in quotes if it is text",
    ),
    "text behind the sign of a block": (
        "a: |x\n  b",
        "x.vtl.yaml:1:5: after `|` or `>` the text begins on the next line\n1 | a: |x\n        ^",
    ),
    "tag of an unknown handle": (
        "a: !x!y z",
        "x.vtl.yaml:1:4: `!` begins a tag, but this tag is unknown\n1 | a: !x!y z\n       ^\n"
        "hint: put the value in quotes if it is text",
    ),
    "text behind the document's end": (
        "a: 1\n...\nb: 2",
        "x.vtl.yaml:3:1: the document ends before this line\n3 | b: 2\n    ^\n"
        "hint: the file is one YAML document: look for `...` or a value before this line",
    ),
    "text behind a quote": (
        "a: 'x' y",
        "x.vtl.yaml:1:8: YAML cannot place this: it does not belong to anything above it\n1 | a: 'x' y\n           ^\n"
        "hint: check its indentation, and look for text after a closing quote or bracket",
    ),
    "infinity": (
        "a: .inf",
        "x.vtl.yaml:1:4: `.inf` is not a JSON number\n1 | a: .inf\n       ^^^^\nhint: quote it if it is text",
    ),
    "too big for a float": (
        "a: 1e999",
        "x.vtl.yaml:1:4: `1e999` is not a JSON number\n1 | a: 1e999\n       ^^^^^\nhint: quote it if it is text",
    ),
    "crlf": (
        "a: 1\r\nb: 'x\r\n",
        "x.vtl.yaml:2:4: the quote that opens here is never closed\n2 | b: 'x\n       ^",
    ),
    "astral characters": ("a: 😀😀\n😀: @", "x.vtl.yaml:2:4: a YAML value cannot begin with `@`\n2 | 😀: @\n       ^\nhint: put the value in quotes"),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_errors(parser: str, name: str) -> None:
    text, message = ERRORS[name]
    with pytest.raises(CaseFileError) as caught:
        read(text)
    assert str(caught.value) == message


def test_nesting_has_a_limit(parser: str) -> None:
    assert read("[" * 150 + "]" * 150)
    with pytest.raises(CaseFileError, match="values are nested more than 200 deep"):
        read("[" * 300 + "]" * 300)


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000, "0x" + "f" * 5000, "0o" + "7" * 5000])
@pytest.mark.parametrize("tag", ["", "!!int ", "!!float "])
def test_a_number_of_endless_digits(parser: str, number: str, tag: str) -> None:
    with pytest.raises(CaseFileError, match="the number has too many digits") as caught:
        read(f"a: {tag}{number}")
    assert len(str(caught.value)) < 600


def test_digits_that_are_text(parser: str) -> None:
    for written in ("!!str " + "9" * 5000, "'" + "9" * 5000 + "'"):
        assert read(f"a: {written}") == {"a": "9" * 5000}
    assert read("a: 0x" + "f" * 3000) == {"a": 16**3000 - 1}


def test_aliases_cannot_explode(parser: str) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines.extend(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10))
    with pytest.raises(CaseFileError, match=f"stand for more than {MAX_ALIASED} values"):
        read("\n".join(lines))


def test_lines_of_the_cases(parser: str) -> None:
    found = YamlText(
        Source("# é😀\r\ninline: |\r\n  x\r\n  y\r\n\r\ncases:\r\n- name: a\r\n  b: [1]\r\n\r\n# c\r\n- name: d\r\n")
    )
    assert found.item_lines("cases") == [7, 11]


def test_lines_of_the_cases_beside_another_list(parser: str) -> None:
    found = YamlText(Source("strict: [VTL1, API4]\nx: &x\n- name: a\n- name: b\ncases: *x\ny: [1]\n"))
    assert found.item_lines("cases") == [3, 4]
    assert YamlText(Source("cases: 1\n")).item_lines("cases") == []
    assert YamlText(Source("- 1\n")).item_lines("cases") == []


def slices(node: Node, text: str) -> Any:
    """Every node's text, to see that offsets are right."""
    if node.kind == "mapping":
        return {key.text: slices(value, text) for key, value in node.pairs}
    if node.kind == "list":
        return [slices(item, text) for item in node.items]
    return text[node.start : node.end]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_nodes(parser: str, line_end: str) -> None:
    text = line_end.join([
        "# é😀", "a: 😀 x # c", "b: |  # why", "  one", "", "  two  ", "", "# comment", "c:", "- 'x''y'", "-", "  d: {e: [1, \"2\"]}",
        "f: >+", "  keep", "", "", "g: &x text", "h: *x", "i:", "j: |-", "  end",
    ])  # fmt: skip
    found = slices(yaml_nodes(text), text)
    assert found == {
        "a": "😀 x",
        "b": line_end.join(["|  # why", "  one", "", "  two  "]),
        "c": ["'x''y'", {"d": {"e": ["1", '"2"']}}],
        "f": line_end.join([">+", "  keep", "", ""]),
        "g": "&x text",
        "h": "*x",
        "i": "",
        "j": line_end.join(["|-", "  end"]),
    }


def random_value(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.randrange(8 if depth < 4 else 5)
    if kind == 0:
        return chance.choice([None, True, False])
    if kind == 1:
        return chance.choice([0, -1, 10**20, 1.5, 1e16, -0.5e-7])
    if kind < 5:
        alphabet = "ab:#-,'\"{}[]\\ \n\t&*!|>%@`é😀\x01\x7f\x85\u2028=?~0."
        fixed = [
            "",
            "null",
            "yes",
            "1",
            "1.0",
            "<<",
            " x",
            "x ",
            "\n",
            "a\n\n",
            "\n a",
            "0x1",
            "=",
            "- a",
            "a: b",
            "#a",
        ]
        free = "".join(chance.choice(alphabet) for _ in range(chance.randrange(12)))
        return chance.choice([free, free, chance.choice(fixed)])
    size = chance.randrange(4)
    if kind == 5:
        return [random_value(chance, depth + 1) for _ in range(size)]
    return {str(random_value(chance, 4)): random_value(chance, depth + 1) for _ in range(size)}


def test_what_is_written_reads_back(parser: str) -> None:
    chance = random.Random(1)
    failed = []
    for _ in range(2500):
        value = random_value(chance)
        assert read(f"k: {flow_text(value)}\n") == {"k": value}
        text = pair_text("k", value, 0) + "\nl: 1\n"
        try:
            same = read(text) == {"k": value, "l": 1}
        except CaseFileError:
            same = False
        if not same:
            failed.append(text)
    assert failed == []


@pytest.mark.parametrize("word", ["y", "n", "yes", "no", "on", "off", "Y", "No", "ON", "true", "null", "~", "1", ""])
def test_a_text_that_other_readers_take_for_something_else_is_quoted(word: str) -> None:
    assert flow_text(word) == f'"{word}"'


@pytest.mark.parametrize("word", ["yess", "of", "nob", "a", "once"])
def test_a_plain_text_is_not_quoted(word: str) -> None:
    assert flow_text(word) == word
