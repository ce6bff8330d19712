"""The path of the JSON Schema of the case file, for editors and for `# yaml-language-server: $schema=`.

`python -m vtlharness.cases.schema` prints the path; `--write` also regenerates the schema from the table of the format.
"""

from __future__ import annotations

from pathlib import Path

SCHEMA_PATH = Path(__file__).with_name("schema.json")


def main(arguments: list[str]) -> int:
    """Prints the path of the schema; with `--write`, writes it first. The exit code is 2 for wrong usage."""
    if arguments not in ([], ["--write"]):
        print("usage: python -m vtlharness.cases.schema [--write]")
        return 2
    if arguments:
        from vtlharness.cases.file.json_schema import schema_text

        SCHEMA_PATH.write_text(schema_text(), "utf-8", newline="\n")
    print(SCHEMA_PATH)
    return 0


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
