"""The case files and tables in docs/ are true: each YAML block is run, each variable of `$context` is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.hostile_inputs import assert_json_stays
from vtlharness import CaseFileError, MappingTemplate, MethodRequest, render_request
from vtlharness.cases.loading import parse_case_file
from vtlharness.cases.running import run_case
from vtlharness.engines import load_engine
from vtlharness.source import Source

DOCS = Path(__file__).resolve().parents[2] / "docs"
CALL = MethodRequest("POST", "/orders/7", "/orders/{id}", {"id": "7"}, headers={"User-Agent": "curl/8.5.0"})


def _case_files() -> list[tuple[str, str]]:
    """The title above each YAML block of the pages that hold whole case files, and its text."""
    found = []
    for page in ("context.md", "recipes.md"):
        for section in re.split(r"^#+ ", (DOCS / page).read_text(encoding="utf-8"), flags=re.MULTILINE):
            title = section.split("\n", 1)[0]
            found += [(f"{page}: {title}", text) for text in re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)]
    return found


@pytest.mark.parametrize(("title", "text"), _case_files(), ids=[title for title, _ in _case_files()])
def test_the_case_files_pass(title: str, text: str) -> None:
    case_file = parse_case_file(Path("recipe.vtl.yaml"), Source(text, "recipe.vtl.yaml"))
    engine = load_engine("native")
    results = [run_case(case, engine) for case in case_file.cases]
    assert [(result.case.name, result.differences) for result in results if result.outcome != "passed"] == []
    assert [finding for result in results for finding in result.findings] == []


def _inline_files() -> list[tuple[str, str]]:
    """The case files on any page whose template is written in them, by page and place."""
    found = []
    for path in sorted(DOCS.glob("*.md")):
        for match in re.finditer(r"```yaml\n(inline:.*?)```", path.read_text(encoding="utf-8"), re.DOTALL):
            found.append((f"{path.name}:{match.string.count(chr(10), 0, match.start()) + 1}", match[1]))
    return found


@pytest.mark.parametrize(("place", "text"), _inline_files(), ids=[place for place, _ in _inline_files()])
def test_the_pages_teach_no_unescaped_text(place: str, text: str) -> None:
    engine = load_engine("native")
    try:
        cases = parse_case_file(Path("page.vtl.yaml"), Source(text, place)).cases
    except CaseFileError:
        pytest.skip("the page shows a file that is refused")
    for case in cases:
        assert_json_stays(case, engine)


def _variables() -> list[tuple[str, str]]:
    section = (DOCS / "context.md").read_text(encoding="utf-8").split("## In every call")[1].split("\n## ")[0]
    return re.findall(r"^\| `([\w.]+)` \| (.+?) \|", section, re.MULTILINE)


@pytest.mark.parametrize(("name", "sample"), _variables())
def test_samples_of_context(name: str, sample: str) -> None:
    rendering = render_request(MappingTemplate.from_text(f"$context.{name}"), CALL)
    assert rendering.text == ("" if sample == "nothing" else sample.strip("`"))


def test_every_variable_of_context_is_on_the_page() -> None:
    template = MappingTemplate.from_text(
        "#foreach($k in $context.keySet())$k #end#foreach($k in $context.identity.keySet())identity.$k #end"
        "#foreach($k in $context.requestOverride.keySet())requestOverride.$k #end"
        "#foreach($k in $context.responseOverride.keySet())responseOverride.$k #end"
    )
    names = set(render_request(template, CALL).text.split()) - {"identity", "requestOverride", "responseOverride"}
    assert {name for name, _ in _variables()} == names


def _snippets() -> list[tuple[str, str]]:
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    parts = [(part.split("\n", 1)[0], part) for part in text.split("\n## ")]
    return [(title, code) for title, part in parts for code in re.findall(r"```python\n(.*?)```", part, re.DOTALL)]


@pytest.mark.parametrize(("title", "code"), _snippets(), ids=[title for title, _ in _snippets()])
def test_the_python_of_the_api_page_runs(title: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS.parent)
    exec(compile(code, f"api.md: {title}", "exec"), {})


def test_the_page_on_speed_names_modules_that_exist() -> None:
    """Below the package, or below the repository."""
    root = DOCS.parent
    named = set(re.findall(r"`([\w/]+\.py)`", (DOCS / "performance.md").read_text(encoding="utf-8")))
    assert len(named) > 10
    assert [
        name for name in sorted(named) if not any((folder / name).is_file() for folder in (root, root / "vtlharness"))
    ] == []
