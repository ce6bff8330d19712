"""`tags`, `skip`, `xfail` and `description`: what they do to a case, from Python and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands import Command, command, write
from vtlharness import CaseFileError, run_cases
from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.model import Marks
from vtlharness.source import Source

__all__ = ["command", "write"]

Write = Callable[[Mapping[str, str]], Path]

FILE = """\
inline: a
defaults: {tags: base}
cases:
- {name: passes, tags: [slow, "1.2"], description: "two\\nlines", expect: {output: a}}
- {name: skipped, skip: waits for the table, expect: {output: b}}
- {name: known, xfail: bug 7, expect: {output: b}}
- {name: mended, xfail: true, expect: {output: a}}
- {name: neither, skip: false, xfail: null, tags: null, expect: {output: a}}
"""


def _marks(case: str) -> Marks:
    text = f"inline: a\ndefaults: {{tags: base, skip: later}}\ncases:\n- {{name: a, {case}}}\n"
    return parse_case_file(Path("a.vtl.yaml"), Source(text, "a.vtl.yaml")).cases[0].marks


@pytest.mark.parametrize(
    ("case", "marks"),
    [
        ("", Marks(("base",), "later")),
        ("tags: x", Marks(("x",), "later")),
        ("tags: [x, y, x], skip: null", Marks(("x", "y"))),
        ("tags: [], skip: false", Marks()),
        ("skip: true, xfail: bug, description: d", Marks(("base",), "", "bug", "d")),
    ],
)
def test_the_marks_of_a_case(case: str, marks: Marks) -> None:
    assert _marks(case) == marks


A_TAG = "a tag begins with a letter or a digit, and has letters, digits, `_`, `-` and `.`"


@pytest.mark.parametrize(
    ("case", "message", "hint"),
    [
        ("tags: 1", "`cases[0].tags` must be a tag or a list of tags, but this is the number 1", None),
        ("tags: [1]", "a tag must be text, but this is the number 1", "put it in quotes"),
        ("tags: a b", "'a b' can't be a tag", A_TAG),
        ("tags: _a", "'_a' can't be a tag", A_TAG),
        ("tags: a:b", "'a:b' can't be a tag", A_TAG),
        ("tags: [a, not]", "`not` can't be a tag: it has a meaning of its own", None),
        ("tags: skip", "`skip` is not a tag", "`skip` is a key of the case"),
        ("tags: xfail", "`xfail` is not a tag", "`xfail` is a key of the case"),
        ("tags: parametrize", "`parametrize` is not a tag", "`parameters` is a key of the case"),
        *(
            (f"tags: {word}", f"`{word}` can't be a tag: it has a meaning of its own", None)
            for word in ("and", "or", "not", "skipif", "usefixtures", "filterwarnings")
        ),
        ("skip: 1", "`cases[0].skip` must be true or a reason, but this is the number 1", None),
        ("xfail: ' '", "`cases[0].xfail` has no reason", "write why, or `true`"),
        ("description: [a]", "`cases[0].description` must be text, but this is a list", None),
        ("tag: a", "a case has no key `tag`", "did you mean `tags`?"),
        ("xfial: a", "a case has no key `xfial`", "did you mean `xfail`?"),
    ],
)
def test_what_is_wrong(case: str, message: str, hint: str | None) -> None:
    with pytest.raises(CaseFileError) as caught:
        _marks(case)
    assert (caught.value.message, caught.value.hint) == (message, hint)
    assert caught.value.line == 4


def test_records(tmp_path: Path) -> None:
    (tmp_path / "a.vtl.yaml").write_text(FILE)
    for processes in (1, 2):
        records = run_cases(tmp_path, cache=False, processes=processes)
        assert [(record.outcome, record.reason, record.tags) for record in records] == [
            ("passed", "", ("slow", "1.2")),
            ("skipped", "waits for the table", ("base",)),
            ("xfailed", "bug 7", ("base",)),
            ("xpassed", "", ("base",)),
            ("passed", "", ()),
        ]
        assert records[2].differences


def test_the_run(command: Command, write: Write) -> None:
    write({"a.vtl.yaml": FILE})
    done = command("vtl-run", "-v")
    assert done.out.splitlines()[:-1] == [
        "PASSED a.vtl.yaml::passes",
        "SKIPPED a.vtl.yaml::skipped (waits for the table)",
        "XFAILED a.vtl.yaml::known (bug 7)",
        "XPASSED a.vtl.yaml::mended",
        "PASSED a.vtl.yaml::neither",
    ]
    assert done.out.splitlines()[-1].startswith("2 passed, 1 skipped, 1 xfailed, 1 xpassed in ")
    assert done.code == 0
    assert command("vtl-run", "-n", "2").out.startswith("2 passed, 1 skipped, 1 xfailed, 1 xpassed in ")


def test_reports(command: Command, write: Write, tmp_path: Path) -> None:
    write({"a.vtl.yaml": FILE})
    command("vtl-run", "--report", "json=r.json", "--report", "junit=r.xml")
    report = json.loads((tmp_path / "r.json").read_text())
    counts = report["counts"]
    assert (counts["passed"], counts["skipped"], counts["xfailed"], counts["xpassed"]) == (2, 1, 1, 1)
    assert [(case["outcome"], case.get("reason"), case.get("tags")) for case in report["cases"]][2:] == [
        ("xfailed", "bug 7", ["base"]), ("xpassed", None, ["base"]), ("passed", None, None),
    ]  # fmt: skip
    suite = next(ElementTree.parse(tmp_path / "r.xml").iter("testsuite"))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("5", "0", "2")
    skipped = {case.get("name"): case.find("skipped") for case in suite}
    assert {name: found.get("message") for name, found in skipped.items() if found is not None} == {
        "skipped": "waits for the table",
        "known": "bug 7",
    }


def test_an_error_is_not_expected(command: Command, write: Write) -> None:
    endless = "#foreach($i in [1..1000])#foreach($j in [1..1000])#foreach($k in [1..1000])x#end#end#end"
    write({"a.vtl.yaml": f"inline: '{endless}'\nlimits: {{rounds: 100}}\ncases:\n- {{name: a, xfail: true}}\n"})
    done = command("vtl-run")
    assert "1 error in" in done.out
    assert done.code == 4
