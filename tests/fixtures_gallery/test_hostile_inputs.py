"""No text from a client, an authorizer or a backend breaks the JSON of a gallery template, or adds a key to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.fixtures_gallery.gallery import CASES, FOLDER, name
from tests.hostile_inputs import assert_json_stays
from vtlharness.cases.model import Case
from vtlharness.engines import Engine, load_engine

WITH_TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.suffix in {".vtl", ".yaml", ".yml", ".json"})


@pytest.fixture(scope="module")
def native() -> Engine:
    """One engine for all cases, so that each template is compiled once."""
    return load_engine("native")


@pytest.mark.parametrize("case", CASES, ids=name)
def test_hostile_texts_leave_json_as_it_is(case: Case, native: Engine) -> None:
    assert_json_stays(case, native)


@pytest.mark.parametrize("path", WITH_TEMPLATES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_escape_javascript_never_goes_without_replace_all(path: Path) -> None:
    text = path.read_text("utf-8").replace('\\"', '"').replace("\\\\", "\\")
    for call in re.finditer(r"\$util\.escapeJavaScript\(", text):
        end, depth = call.end(), 1
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        assert re.match(r"""\.replaceAll\("\\{1,2}'", "'"\)""", text[end:]), text[call.start() : end + 30]
