"""Where the JSON Schema of the case file is, for editors and for `# yaml-language-server: $schema=`.

Files are checked by `checking`, which is quick; the schema says the same (a test holds both to it).
"""

from __future__ import annotations

from pathlib import Path

SCHEMA_PATH = Path(__file__).with_name("schema.json")

if __name__ == "__main__":
    print(SCHEMA_PATH)
