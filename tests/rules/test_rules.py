"""The rules: their examples, their page, that each id in the package has one, and that no run loads them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.commands import command_environment
from tests.rules.running import findings_of
from vtlharness.rules.logic import LOGIC
from vtlharness.rules.page import page
from vtlharness.rules.registry import FAMILIES, RULES, by_id
from vtlharness.rules.rule import Rule, TemplateExample

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rules.md"
PACKAGE = ROOT / "vtlharness"
ANY = RULES["VTL201"]
EACH = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


# Examples


@EACH
def test_the_wrong_example_gives_this_finding_alone(rule: Rule) -> None:
    assert [(found.rule, found.message) for found in findings_of(rule.wrong)] == [(rule.id, rule.message)]


@EACH
def test_the_right_example_gives_none(rule: Rule) -> None:
    assert findings_of(rule.right) == []


@EACH
def test_both_examples_are_on_the_same_payload(rule: Rule) -> None:
    assert type(rule.wrong) is type(rule.right)
    if isinstance(rule.wrong, TemplateExample) and isinstance(rule.right, TemplateExample):
        assert rule.wrong.body == rule.right.body


# Evidence


@EACH
def test_the_evidence_is_where_a_reader_finds_it(rule: Rule) -> None:
    assert rule.evidence
    for one in rule.evidence:
        if not one.link.startswith("https://"):
            _assert_anchor(ROOT / "docs", one.link)


def _assert_anchor(folder: Path, link: str) -> None:
    file, _, anchor = link.partition("#")
    text = (folder / file).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert anchor in slugs.union(re.findall(r'<a id="([\w-]+)">', text))


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "docs/fidelity.md"])
def test_links_to_rules_lead_somewhere(name: str) -> None:
    file = ROOT / name
    for link in re.findall(r"\]\(((?:docs/)?rules\.md#[^)]*)\)", file.read_text(encoding="utf-8")):
        _assert_anchor(file.parent, link)


# The registry


def _ids_in_the_package() -> Iterator[str]:
    for file in PACKAGE.rglob("*.py"):
        if file.relative_to(PACKAGE).parts[0] != "rules":
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield from re.findall(r"\A(?:VTL|API)\d{3}\Z", node.value)


def test_the_package_uses_the_ids_of_the_registry_and_no_others() -> None:
    assert set(_ids_in_the_package()) == set(RULES)


def test_two_rules_of_one_id_or_name_are_refused() -> None:
    same_id = replace(LOGIC, rules=(ANY, replace(ANY, name="another-name")))
    with pytest.raises(ValueError, match="two rules have the id VTL201: true-although-missing and another-name"):
        by_id([same_id])
    same_name = replace(LOGIC, rules=(ANY, replace(ANY, id="VTL299")))
    with pytest.raises(ValueError, match="two rules have the name true-although-missing: VTL201 and VTL299"):
        by_id([same_name])
    with pytest.raises(ValueError, match="two rules have the id VTL201"):
        by_id([LOGIC, LOGIC])


def test_a_rule_of_another_family_is_refused() -> None:
    with pytest.raises(ValueError, match="the rule VTL301 does not belong to the family VTL2"):
        replace(LOGIC, rules=(RULES["VTL301"],))


@pytest.mark.parametrize("wrong", ["VTL20", "VTL2011", "vtl201", "ABC201", "VTL001", "VTL201 "])
def test_an_id_of_another_form_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="the id of a rule is VTL or API and three digits, not "):
        replace(ANY, id=wrong)


@pytest.mark.parametrize("wrong", ["", "Missing", "is missing", "-missing", "missing-"])
def test_a_name_of_another_form_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="the name of a rule is lower-case words with hyphens between them, not "):
        replace(ANY, name=wrong)


def test_the_registry_is_in_order_and_does_not_change() -> None:
    assert list(RULES) == sorted(RULES, key=lambda id: (id.startswith("API"), id))
    assert {id for family in FAMILIES for id in (rule.id for rule in family.rules)} == set(RULES)
    with pytest.raises(TypeError):
        RULES["VTL999"] = ANY  # type: ignore[index]


# The page


def test_the_page_is_current() -> None:
    assert PAGE.read_bytes().decode("utf-8") == page(FAMILIES), "run: python -m vtlharness.rules --write docs/rules.md"


def _run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "vtlharness.rules", *arguments]
    return subprocess.run(command, env=command_environment(), capture_output=True, timeout=60)


def test_the_page_is_printed_or_written(tmp_path: Path) -> None:
    assert _run().stdout == PAGE.read_bytes()
    written = tmp_path / "rules.md"
    assert _run("--write", str(written)).stdout == b""
    assert written.read_bytes() == PAGE.read_bytes()


@pytest.mark.parametrize("arguments", [("--write",), ("--read", "x"), ("x",), ("--write", "a", "b")])
def test_other_arguments_are_refused(arguments: tuple[str, ...]) -> None:
    done = _run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"usage: python -m vtlharness.rules [--write PATH]")


# What is loaded


def _loaded(code: str, folder: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        cwd=folder,
        env=command_environment(XDG_CACHE_HOME=str(folder / "cache")),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.decode().split("\n")[-2].split())


RENDER = """
from vtlharness import MappingTemplate, MethodRequest, render_request
print(render_request(MappingTemplate.from_text({!r}), MethodRequest()).warnings)
"""
RUN = """
from vtlharness.cli import vtl_run
try: vtl_run([])
except SystemExit: pass
"""


def test_a_plain_render_loads_neither_rules_nor_messages(tmp_path: Path) -> None:
    loaded = _loaded(RENDER.format("plain $input.params('a')"), tmp_path)
    assert not {name for name in loaded if name.startswith("vtlharness.rules")}
    assert not {"vtlharness.vtl.trap_messages", "vtlharness.jsonpath.path_findings"} & loaded


def test_a_render_with_findings_loads_no_rules(tmp_path: Path) -> None:
    loaded = _loaded(RENDER.format("#if($a)#end"), tmp_path)
    assert "vtlharness.vtl.trap_messages" in loaded
    assert not {name for name in loaded if name.startswith("vtlharness.rules")}


def test_a_run_loads_no_rules(tmp_path: Path) -> None:
    (tmp_path / "a.vtl.yaml").write_text("inline: '#if($a)b#end'\ncases: [{name: a, expect: {output: b}}]\n")
    loaded = _loaded(RUN, tmp_path)
    assert not {name for name in loaded if name.startswith("vtlharness.rules")}
