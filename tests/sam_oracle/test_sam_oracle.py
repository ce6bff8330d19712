"""Every SAM template gives the API that AWS's own transform makes of it, and what the transform refuses is refused."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.sam_oracle.cases import Case, cases, refused
from tests.sam_oracle.comparison import shown
from tests.sam_oracle.recorded import read_expansions
from vtlharness.definitions import load_definition
from vtlharness.errors import DefinitionError

CASES = {case.name: case for case in cases()}
REFUSED = {case.name: case for case in refused()}
EXPANSIONS = read_expansions()

needs_the_transform = pytest.mark.skipif(
    importlib.util.find_spec("samtranslator") is None, reason="aws-sam-translator is not installed"
)


def _apis(expansion: dict[str, Any]) -> list[str]:
    resources = expansion["Resources"].items()
    return [name for name, resource in resources if resource["Type"] == "AWS::ApiGateway::RestApi"]


def _loaded(name: str, template: dict[str, Any], case: Case, api: str, stage: str | None = None) -> dict[str, Any]:
    Path(name).write_text(json.dumps(template), encoding="utf-8")
    found = load_definition(name, parameters=case.values, api=api, stage=stage)
    # Each finding has its own place in each of the files.
    findings = tuple(finding._replace(file=None, line=None, column=None) for finding in found.findings)
    return shown(replace(found, findings=findings))


@pytest.fixture(autouse=True)
def _in_tmp_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_there_are_enough_templates_and_each_is_another_one() -> None:
    assert len(CASES) == len(cases()) >= 150
    assert len({json.dumps([case.template, case.values]) for case in CASES.values()}) == len(CASES)
    assert list(EXPANSIONS) == list(CASES), "record them: python -m tests.sam_oracle --record"


@pytest.mark.parametrize("name", CASES)
def test_a_template_is_its_expansion(name: str) -> None:
    case, expansion = CASES[name], EXPANSIONS[name]
    for api in _apis(expansion):
        found = _loaded("sam.json", case.template, case, api)
        assert found == _loaded("expansion.json", expansion, case, api)
        assert found["methods"], api


def test_the_stage_that_a_deployment_makes_is_there_too() -> None:
    for name in ("parts-stage-variables", "cors-openapi"):
        case, expansion = CASES[name], EXPANSIONS[name]
        found = []
        for file, template in (("sam.json", case.template), ("expansion.json", expansion)):
            try:
                found.append(_loaded(file, template, case, "Api", stage="Stage")["stage"])
            except DefinitionError as error:
                found.append(error.message)
        assert found[0] == found[1]


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_transform_refuses_is_refused(name: str) -> None:
    case = REFUSED[name]
    Path("sam.json").write_text(json.dumps(case.template, indent=1), encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_definition("sam.json", parameters=case.values)
    assert str(caught.value).startswith("sam.json:")


@needs_the_transform
@pytest.mark.parametrize("name", CASES)
def test_a_recorded_expansion_is_what_the_transform_makes_today(name: str) -> None:
    from tests.sam_oracle.transform import expanded

    case = CASES[name]
    assert json.loads(json.dumps(expanded(case.template, case.values))) == EXPANSIONS[name]


@needs_the_transform
@pytest.mark.parametrize("name", REFUSED)
def test_the_transform_refuses_it_today(name: str) -> None:
    from samtranslator.model.exceptions import InvalidDocumentException

    from tests.sam_oracle.transform import expanded

    with pytest.raises(InvalidDocumentException):
        expanded(REFUSED[name].template, REFUSED[name].values)
