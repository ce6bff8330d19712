"""The golden text of values: what the findings say of each kind of expression, wherever a template can use it.

values.jsonl has the expressions, each with the text before it. `values.txt` has a line for each of them: the uses that
have a finding, with its rule and what it says of the value. `python -m tests.lint --write` writes it again.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from vtlharness.lint.template_rules import TemplateSubject, lint_template
from vtlharness.source import Source

HERE = Path(__file__).parent
GOLDEN = HERE / "values.txt"
VALUES: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "values.jsonl").read_text(encoding="utf-8").splitlines()
]
_USES = {
    "condition": "#if($x)#end",
    "difference": "#set($_ = $x - 1)",
    "order": "#set($_ = $x > 1)",
    "quoted": '"$x",',
    "bare": "$x,",
    "property": "$x.word,",
    "member": '"$x.get("word")",',
    "member as it is": '$x.get("word"),',
    "items": '#foreach($i in $x)#set($_ = $i > 1)"$i",#end',
    "equal": "#set($q = $input.path('$.q'))#if($q == $x)\"$q\"#end 0]",
}
"""Each use of `$x` has a line of its own; those that print stand in one JSON array."""
_SAID = re.compile(r"comes from (.*?) and|is (a list or a map|a text)")


def golden_text_of_values() -> str:
    """The text that stands in the golden file when the same is known of each value."""
    return "\n".join(map(line, VALUES)) + "\n"


def line(row: dict[str, Any]) -> str:
    """The line of one expression."""
    begin = f"{row.get('before', '')}#set($x = {row['value']})"
    source = Source("\n".join((f"{begin}[", *_USES.values())), "put.vtl")
    uses = ["itself", *_USES]
    said = []
    for finding, _, _ in lint_template(TemplateSubject(source, row.get("role", "unknown"), "application/json")):
        found = _SAID.search(finding.message)
        what = f" ({found[1] or found[2]})" if found else ""
        said.append(f"{uses[(finding.line or 1) - 1]} {finding.rule}{what}")
    role = f" in a {row['role']}" if "role" in row else ""
    return f"{begin}{role}: {', '.join(said) or 'nothing'}"
