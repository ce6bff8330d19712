"""docs/fidelity.md says how much was recorded on the service: its counts and ids are those of the recordings.

`python -m tests.test_fidelity_page --write` writes the table of counts into the page; without the option it prints it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.observations import FOLDER, rows

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "fidelity.md"
BEGIN, END = "<!-- counts -->\n", "<!-- end of counts -->\n"
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
_NAMED = re.compile(r"`((?:lang|payload|template)/[^`]*)`(?: \((\d+)(?: with [^)]*)?\))?")


def counts() -> str:
    """The table of the page, as Markdown."""
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


def _line(name: str, numbers: list[int]) -> str:
    return "| " + " | ".join([name, *(str(number) if number else "" for number in numbers)]) + " |"


def _named(text: str) -> list[tuple[str, list[str], str]]:
    """The ids on the page: as written, the observations that they name, and the number that stands behind."""
    ids = [row["id"] for row in rows("templates")]
    found = []
    for written, number in _NAMED.findall(text):
        pattern = re.compile(".*".join(re.escape(part) for part in written.split("*")))
        found.append((written, [id_ for id_ in ids if pattern.fullmatch(id_)], number))
    return found


needs_recordings = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no recordings at {FOLDER}")


@needs_recordings
def test_counts() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.split(BEGIN)[1].split(END)[0] == counts(), "python -m tests.test_fidelity_page --write"


@needs_recordings
def test_every_id_exists_as_often_as_the_page_says() -> None:
    wrong = {
        written: f"{len(ids)}, the page says {number or 'at least one'}"
        for written, ids, number in _named(PAGE.read_text(encoding="utf-8"))
        if not ids or (number and len(ids) != int(number))
    }
    assert wrong == {}


@needs_recordings
def test_every_recording_of_the_language_is_on_the_page() -> None:
    named = {id_ for _, ids, _ in _named(PAGE.read_text(encoding="utf-8")) for id_ in ids}
    assert [row["id"] for row in rows("templates") if row["id"] not in named and "/ls-" not in row["id"]] == []


def test_known_differences_are_five_at_most() -> None:
    section = PAGE.read_text(encoding="utf-8").split("## Known differences from the engine\n")[1]
    assert 1 <= len(re.findall(r"^\d+\. ", section, re.MULTILINE)) <= 5


def main() -> None:
    """Prints the table, or writes it into the page."""
    if "--write" in sys.argv[1:]:
        page = PAGE.read_text(encoding="utf-8")
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}{counts()}{END}{after}", encoding="utf-8")
    else:
        print(counts(), end="")


if __name__ == "__main__":
    main()
