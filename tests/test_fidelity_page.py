"""docs/fidelity.md says how much was recorded on the service: its counts and ids are those of the recordings.

`python -m tests.test_fidelity_page --write` writes the tables of counts into the page; without the option it prints
them.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.suite import load
from tests.observations import needs_recordings, rows
from tests.test_integrations import EXCEPTIONS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "fidelity.md"
GROUPS = {
    "lang": "the language",
    "payload": "payloads",
    "template": "whole templates in a request or a response",
}
EVIDENCE = ("aws", "aws-documentation", "published", "velocity-1.7", "localstack-unit")
KINDS = {
    "aws": "recorded on the service",
    "aws-documentation": "its documentation",
    "published": "published by an author",
    "velocity-1.7": "the engine",
    "localstack-unit": "a simulator's unit test",
}
CLASSES = {
    "Recorded",
    "Published",
    "Documented",
    "Documented only",
    "Documented or published",
    "From the engine",
    "From a simulator's tests only",
    "Decided",
}
"""What a statement on the page rests on."""
SUBJECTS = {
    "routing, API keys, validation": ("routing", "api-key", "validation"),
    "choice of the request template, passthrough": ("passthrough", "content-type"),
    "templates and overrides in whole calls": ("template", "http-echo", "overrides"),
    "parameter mapping": ("parameter-mapping", "response-parameters"),
    "address, stage variables, verb": ("uri", "uri-path", "querystring", "http-method", "stage-variables", "canary"),
    "headers and trace ids": ("headers", "header-remapping", "trace"),
    "content handling": ("binary", "request-conversion", "response-conversion"),
    "mocks": ("mock", "mock-parse"),
    "Lambda and other services, not proxied": ("lambda", "async", "service"),
    "Lambda proxy": ("aws-proxy", "aws-proxy-event", "aws-proxy-response"),
    "choice of the integration response": ("selection-pattern", "status-selection"),
    "choice of the response template": ("response-template-selection",),
    "errors and gateway responses": ("error", "gateway-response"),
    "the execution log": ("log", "test-invoke"),
    "what the control plane takes": ("control-plane", "import"),
}
"""Subjects of the second table, and the topics of the recordings that belong to them."""

CONFORMANCE_CASES = load()

_NAMED = re.compile(r"`((?:(?:lang|payload|template)/|aws-|ls-)[^`]*)`(?: \((\d+)(?: with [^)]*)?\))?")


def counts() -> str:
    """The table of templates, as Markdown."""
    found = Counter((row["id"].split("/")[0], row["evidence"]) for row in rows("templates"))
    head = ["observations of", *(KINDS[kind] for kind in EVIDENCE), "all"]
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    for group, name in GROUPS.items():
        numbers = [found[group, kind] for kind in EVIDENCE]
        lines.append(_line(name, [*numbers, sum(numbers)]))
    sums = [sum(found[group, kind] for group in GROUPS) for kind in EVIDENCE]
    lines.append(_line("all", [*sums, sum(sums)]))
    paths = rows("jsonpath")
    differ = sum(row["jayway_2_0"] != row["jayway_2_10"] for row in paths)
    lines += ["", f"Besides, {len(paths)} JSONPaths as Jayway 2.10 reads them; 2.0 reads {differ} of them otherwise."]
    return "\n".join(lines) + "\n"


def integration_counts() -> str:
    """The table of whole integrations, as Markdown, and what of them is not checked."""
    found = rows("integrations")
    kinds = [kind for kind in EVIDENCE if any(row["evidence"] == kind for row in found)]
    head = ["observations of", *(KINDS[kind] for kind in kinds), "all"]
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    for subject, topics in {**SUBJECTS, "all, each counted once": _topics()}.items():
        of_subject = Counter(row["evidence"] for row in found if not set(topics).isdisjoint(row["topic"]))
        lines.append(_line(subject, [*(of_subject[kind] for kind in kinds), sum(of_subject.values())]))
    lines += ["", _kept([row["expect"] for row in found if row["evidence"] == "aws"])]
    lines += ["", f"{len(found) - len(EXCEPTIONS)} of the {len(found)} are checked. The others:", ""]
    for reason in dict.fromkeys(EXCEPTIONS.values()):
        left_out = ", ".join(f"`{name}`" for name, why in EXCEPTIONS.items() if why == reason)
        lines.append(f"- {left_out}: {reason}.")
    return "\n".join(lines) + "\n"


def _kept(expected: list[dict[str, Any]]) -> str:
    """What recordings hold, from their `expect`."""
    requests = sum("integration_request" in expect for expect in expected)
    responses = [expect.get("response", expect) for expect in expected]
    bodies = sum(any(key.startswith("body") for key in response) for response in responses)
    bare = sum(expect == {"response": {"status": expect.get("response", {}).get("status")}} for expect in expected)
    return (
        f"Of the {len(expected)} recordings {requests} tell what the backend got, {bodies} tell of the body of the "
        f"answer, {bare} of nothing but its status."
    )


def _topics() -> set[str]:
    return {topic for row in rows("integrations") for topic in row["topic"]}


TABLES: dict[str, Callable[[], str]] = {"counts": counts, "counts of integrations": integration_counts}
"""What stands between the marks of each name."""


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"


def _line(name: str, numbers: list[int]) -> str:
    return "| " + " | ".join([name, *(str(number) if number else "" for number in numbers)]) + " |"


def _ids() -> list[str]:
    return [row["id"] for name in ("templates", "integrations") for row in rows(name)]


def _named(text: str) -> list[tuple[str, list[str], str]]:
    """The ids on the page: as written, the observations that they name, and the number that stands behind."""
    ids = _ids()
    found = []
    for written, number in _NAMED.findall(text):
        pattern = re.compile(".*".join(re.escape(part) for part in written.split("*")))
        found.append((written, [id_ for id_ in ids if pattern.fullmatch(id_)], number))
    return found


@needs_recordings
@pytest.mark.parametrize("name", TABLES)
def test_counts(name: str) -> None:
    begin, end = _marks(name)
    page = PAGE.read_text(encoding="utf-8")
    assert page.split(begin)[1].split(end)[0] == TABLES[name](), "python -m tests.test_fidelity_page --write"


@needs_recordings
def test_every_topic_belongs_to_one_subject() -> None:
    assert Counter(topic for topics in SUBJECTS.values() for topic in topics) == Counter(_topics())


@needs_recordings
def test_every_id_exists_as_often_as_the_page_says() -> None:
    wrong = {
        written: f"{len(ids)}, the page says {number or 'at least one'}"
        for written, ids, number in _named(PAGE.read_text(encoding="utf-8"))
        if not ids or (number and len(ids) != int(number))
    }
    assert wrong == {}


@needs_recordings
def test_every_observation_is_on_the_page() -> None:
    """Those of a simulator's template tests excepted: what they say of the language has stronger witnesses."""
    named = {id_ for _, ids, _ in _named(PAGE.read_text(encoding="utf-8")) for id_ in ids}
    assert [id_ for id_ in _ids() if id_ not in named and not id_.startswith("template/ls-")] == []


def test_known_differences_are_five_at_most() -> None:
    section = PAGE.read_text(encoding="utf-8").split("## Known differences from the engine\n")[1]
    assert 1 <= len(re.findall(r"^\d+\. ", section, re.MULTILINE)) <= 5


def _explicit_anchors(text: str) -> list[str]:
    return re.findall(r'<a id="([^"]*)"></a>', text)


def _heading_slugs(text: str) -> list[str]:
    """The anchors that GitHub gives to headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]


def _anchors(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [*_explicit_anchors(text), *_heading_slugs(text)]


def test_every_anchor_is_unique() -> None:
    assert [name for name, count in Counter(_anchors(PAGE)).items() if count > 1] == []


def test_anchors_are_kebab_case() -> None:
    names = _explicit_anchors(PAGE.read_text(encoding="utf-8"))
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


def test_every_statement_has_an_anchor() -> None:
    """Those that say only that nothing is decided, or that something is not checked, excepted."""
    bullets = re.findall(r"^- (.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    bare = [text for text in bullets if not text.startswith("<a id=") and "**" in text]
    assert [text for text in bare if not text.startswith(("**Decided.** Nothing", "**Not checked.**"))] == []


def test_every_statement_begins_with_a_class_of_evidence() -> None:
    found = set(re.findall(r"^- <a id=[^>]*></a>\*\*([^*]*)\*\*", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {text.rstrip(".") for text in found} == CLASSES


def test_every_published_number_is_cited_by_a_test() -> None:
    """A number such as `published 3` names the same report on the page and in a test's name."""
    on_the_page = set(re.findall(r"\bpublished (\d+)", PAGE.read_text(encoding="utf-8")))
    files = [file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py") if file != Path(__file__)]
    tested = {number for text in files for number in re.findall(r"published[ _](\d+)", text)}
    assert len(on_the_page) >= 14
    assert on_the_page - tested == set()


def _template_rules() -> dict[str, list[str]]:
    """The anchors of each section that speaks of templates, by the slug of its heading."""
    text = PAGE.read_text(encoding="utf-8")
    sections = re.split(r"^## (.+)$", text.split("\n## Known differences from the engine\n")[0], flags=re.MULTILINE)[1:]
    return {
        _heading_slugs(f"## {heading}")[0]: _explicit_anchors(body)
        for heading, body in zip(sections[::2], sections[1::2], strict=True)
    }


def test_every_rule_of_templates_has_three_conformance_cases() -> None:
    counted = Counter(case.rule for case in CONFORMANCE_CASES)
    rules = [rule for of_section in _template_rules().values() for rule in of_section]
    assert len(rules) > 100
    assert {rule: counted[rule] for rule in rules if counted[rule] < 3} == {}


def test_every_conformance_case_lies_with_its_rule() -> None:
    """Its rule is on the page, in the section after which the file is named."""
    rules = _template_rules()
    assert [case.id for case in CONFORMANCE_CASES if case.rule not in rules.get(case.area, [])] == []


def _citations() -> Iterator[tuple[str, str]]:
    """File and anchor of each `docs/fidelity.md#anchor` in the code and its tests."""
    for folder in ("vtlharness", "tests"):
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".java", ".md", ".json", ".yaml", ".toml"):
                for name in re.findall(r"docs/fidelity\.md#([\w-]+)", file.read_text(encoding="utf-8")):
                    yield str(file.relative_to(ROOT)), name


def test_the_package_cites_nothing_that_its_reader_does_not_have() -> None:
    """No notes and no ids of recordings: the package cites the page, which names them, or a public source."""
    private = re.compile(
        r"\bfacts/|\b(?:gateway|language|published|terraform)\.md\b|\b(?:templates|integrations|jsonpath)\.jsonl\b"
        r"|`(?:(?:lang|payload|template)/|aws-|ls-)|\b(?:payload|template)/(?:aws|ls|toqoz|published|yyolk)\b|\blang/[A-Z]"
    )
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in sorted((ROOT / "vtlharness").rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if private.search(line)
    ]
    assert found == []


@needs_recordings
def test_the_package_names_no_recording() -> None:
    ids = re.compile("|".join(re.escape(id_) + r"(?![\w-])" for id_ in sorted(_ids(), key=len, reverse=True)))
    files = sorted((ROOT / "vtlharness").rglob("*.py"))
    assert [str(file.relative_to(ROOT)) for file in files if ids.search(file.read_text(encoding="utf-8"))] == []


def test_every_cited_anchor_is_on_the_page() -> None:
    there = {*_anchors(PAGE), "anchor"}  # "anchor" stands for any in explanations
    assert [f"{file}: #{name}" for file, name in _citations() if name not in there] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    broken = []
    for file, name in re.findall(r"\]\(([\w./-]*\.md)?(?:#([\w-]+))?\)", text):
        aim = page.parent / file if file else page
        if not aim.is_file() or (name and name not in _anchors(aim)):
            broken.append(f"{file}#{name}")
    assert broken == []


def main() -> None:
    """Prints the tables, or writes them into the page."""
    page = PAGE.read_text(encoding="utf-8")
    for name, table in TABLES.items():
        begin, end = _marks(name)
        page = f"{page.split(begin)[0]}{begin}{table()}{end}{page.split(end)[1]}"
        if "--write" not in sys.argv[1:]:
            print(table())
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
