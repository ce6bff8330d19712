"""The golden text of what hostile input finds: the message and the advice of each finding of findings.yaml.

`python -m tests.hostile_runs.words --write` writes `words.txt` again; its difference shows what changed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from vtlharness import CaseRecord, HostileFinding, run_cases

HERE = Path(__file__).parent
GOLDEN = HERE / "words.txt"
FINDINGS: list[dict[str, Any]] = yaml.safe_load((HERE / "findings.yaml").read_text("utf-8"))
_REQUEST = ("body", "headers", "queryStringParameters", "pathParameters")


def case_file(entry: dict[str, Any], **more: object) -> str:
    """The case file of an entry."""
    case: dict[str, Any] = {"name": "own", "methodRequest": {key: entry[key] for key in _REQUEST if key in entry}}
    if "context" in entry:
        case["context"] = entry["context"]
    if "backend" in entry:
        case["integrationResponse"] = {"body": entry["backend"]}
    data = {"inline": entry["template"], **more, "cases": [case]}
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def hostile_findings(record: CaseRecord) -> list[HostileFinding]:
    """The findings of a record, which has nothing else."""
    assert record.outcome == ("failed" if record.differences else "passed"), record.error
    return [one for one in record.differences if isinstance(one, HostileFinding)]


def found_in(folder: Path, text: str) -> list[HostileFinding]:
    """What hostile input finds in a case file."""
    file = folder / "own.vtl.yaml"
    file.write_text(text, "utf-8")
    (record,) = run_cases(file, cache=False, hostile=True)
    return hostile_findings(record)


def words_of(entry: dict[str, Any], found: list[HostileFinding]) -> str:
    """The part of the golden text for one entry."""
    lines = [entry["name"]]
    for one in found:
        lines += [f"  {one.part} {one.place} {one.input}: {one.kind}", f"    {one.message}"]
        lines += [f"    hint: {one.hint}"] if one.hint else []
    return "\n".join(lines)


def _written(entry: dict[str, Any]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return words_of(entry, found_in(Path(folder), case_file(entry)))


def main(arguments: list[str]) -> int:
    """Writes the golden file."""
    if arguments != ["--write"]:
        print("usage: python -m tests.hostile_runs.words --write", file=sys.stderr)
        return 2
    GOLDEN.write_text("\n\n".join(map(_written, FINDINGS)) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
