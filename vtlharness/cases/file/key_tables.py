"""The tables of keys in `docs/cases.md`, made from the table in `format`.

`python -m vtlharness.cases.file.key_tables docs/cases.md` renews them: everything between `<!-- keys of NAME -->` and
`<!-- end of keys -->`, where NAME is the name of a section. A run does not import this module.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from vtlharness.cases.file.format.sections import (
    SUBJECTS,
    AnyKind,
    CasesOf,
    EntriesOf,
    Key,
    ListOf,
    Merge,
    NamesOf,
    PathOr,
    Section,
    WordOr,
    sections_below,
)
from vtlharness.cases.file.format.table import CASE, DEFAULTS, FILE
from vtlharness.cases.file.format.value_kinds import Kind

SECTIONS = {section.name: section for subject in SUBJECTS for section in sections_below(FILE, subject)}
"""Every section of the format, by its name."""

_MERGES: dict[Merge, str] = {
    "replace": "replaces it",
    "names": "merged by name",
    "headers": "merged by name, in any casing",
    "keys": "merged by key",
    "never": "has no default",
}
_TABLE = re.compile(r"(<!-- keys of (\w+) -->\n).*?(<!-- end of keys -->)", re.DOTALL)


def with_key_tables(page: str) -> str:
    """The page with new tables between its markers. Raises KeyError for an unknown section."""
    return _TABLE.sub(lambda found: f"{found[1]}\n{key_table(SECTIONS[found[2]])}\n{found[3]}", page)


def key_table(section: Section) -> str:
    """The table of a section's keys, in Markdown."""
    in_defaults = section is CASE or any(key.kind is section and key.merge == "keys" for key in CASE.keys)
    restricted = any(key.of != SUBJECTS for key in section.keys)
    head = ["key", "value", "what it is"]
    if restricted and section is not FILE:
        head.append("in files about")
    if in_defaults:
        head.append("beside a default")
    rows = [head, ["---"] * len(head)]
    for key in section.keys:
        row = [f"`{key.name}`", _words(key.kind), _meaning(key)]
        if "in files about" in head:
            row.append("all" if key.of == SUBJECTS else " or ".join(_ABOUT[subject] for subject in key.of))
        if in_defaults:
            row.append(_MERGES[key.merge])
        rows.append(row)
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n" for row in rows)


_ABOUT = {"template": "a template", "api": "an API", "integration": "an integration"}


def _words(kind: AnyKind) -> str:
    if isinstance(kind, Kind):
        return kind.words
    if isinstance(kind, Section):
        return f"[mapping](#{_anchor(kind)})"
    if isinstance(kind, PathOr):
        return f"a path, or a [mapping](#{_anchor(kind.section)})"
    if isinstance(kind, WordOr):
        return f"{', '.join(f'`{word}`' for word in kind.words)}, or a [mapping](#{_anchor(kind.section)})"
    if isinstance(kind, CasesOf):
        return f"a list of [cases](#{_anchor(kind.section)})"
    if isinstance(kind, ListOf):
        return f"a list of [mappings](#{_anchor(kind.section)})"
    if isinstance(kind, NamesOf):
        return f"names, each with {kind.words}, or a [mapping](#{_anchor(kind.section)})"
    return _entries_words(kind)


def _entries_words(kind: EntriesOf) -> str:
    words = f"names, each with an [integration response](#{_anchor(kind.section)})"
    return f"{words}, or a list of them" if kind.or_list else words


def _anchor(section: Section) -> str:
    return "the-case" if section is CASE else "defaults" if section is DEFAULTS else section.name.lower()


def _meaning(key: Key) -> str:
    if not key.examples:
        return key.description
    return f"{key.description} For example {', '.join(f'`{_example(example)}`' for example in key.examples)}."


def _example(example: object) -> str:
    return example if isinstance(example, str) else json.dumps(example)


def main(pages: list[str]) -> int:
    """Renews the tables of these pages. The exit code is 2 for wrong usage."""
    if not pages:
        print("usage: python -m vtlharness.cases.file.key_tables PAGE...")
        return 2
    for name in pages:
        page = Path(name)
        page.write_text(with_key_tables(page.read_text("utf-8")), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
