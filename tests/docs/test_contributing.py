"""CONTRIBUTING.md names files that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_files_exist() -> None:
    named = set(re.findall(r"`((?:vtlharness|tests|docs|fixtures|benchmarks|\.ci)/[\w./-]*)`", TEXT))
    assert len(named) > 25
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_its_links_lead_to_its_sections() -> None:
    slugs = {
        title.lower().replace("`", "").replace("$", "").replace(" ", "-")
        for title in re.findall("^## (.*)$", TEXT, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= slugs
