"""Appends a case to the text of a case file, which stays as it is otherwise.

Comes in: the text, its nodes, the data of the new case. Goes out: texts that may hold it, the prettiest first. `saving`
reads them back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from vtlharness.cases.update.splicing import Edit, apply_edits
from vtlharness.cases.update.yaml_writing import FLOW_WIDTH, flow_text, pair_text
from vtlharness.documents.nodes import Node


def new_text(api: object, case: dict[str, object], *, as_json: bool) -> str:
    """The text of a new file with one case."""
    if as_json:
        return json.dumps({"api": api, "cases": [case]}, ensure_ascii=False, indent=2) + "\n"
    return f"{pair('api', api, 0)}\ncases:\n  - {block_case(case, 4)}\n"


def texts_with(text: str, cases: Node, case: dict[str, object], *, as_json: bool) -> Iterator[str]:
    """The texts with the case behind the others; `cases` is the node of their list."""
    if as_json:
        yield apply_edits(text, [_json_edit(text, cases, case)])
    elif cases.style == "flow":
        for comma in (", ", " "):  # the list may end in a comma
            end = len(text[: cases.end - 1].rstrip())
            yield apply_edits(text, [Edit(end, end, f"{comma}{flow_text(case)}")])
    else:
        column = cases.start - (text.rfind("\n", 0, cases.start) + 1)
        written = f"{' ' * column}- {block_case(case, column + 2)}"
        for end in (_line_end(text, cases.items[-1].end), len(text)):
            before = "" if text[:end].endswith("\n") else "\n"
            after = "" if text[end : end + 2].startswith(("\n", "\r\n")) else "\n"
            yield apply_edits(text, [Edit(end, end, f"{before}{written}{after}")])


def block_case(case: dict[str, object], column: int) -> str:
    """A case as a block, a key to a line where it fits; its first line without its indentation."""
    return "\n".join(" " * column + pair(key, value, column) for key, value in case.items())[column:]


def pair(key: str, value: object, column: int) -> str:
    """`key: value` on one line where it fits, else as a block; its first line without its indentation."""
    line = f"{key}: {flow_text(value)}"
    if isinstance(value, dict) and value and (len(line) + column > FLOW_WIDTH or _has_lines(value)):
        inner = column + 2
        pairs = [" " * inner + pair(name, item, inner) for name, item in value.items() if _is_plain_key(name)]
        if len(pairs) == len(value):
            return "\n".join([f"{key}:", *pairs])
    if isinstance(value, (dict, list)) and (len(line) + column <= FLOW_WIDTH and not _has_lines(value)):
        return line
    return pair_text(key, value, column)


def _is_plain_key(name: str) -> bool:
    return flow_text({name: None}) == f"{{{name}: null}}"


def _has_lines(value: object) -> bool:
    """Whether a text in a value has several lines, which read best as a block."""
    if isinstance(value, dict):
        return any(map(_has_lines, value.values()))
    if isinstance(value, list):
        return any(map(_has_lines, value))
    return isinstance(value, str) and "\n" in value.rstrip("\n")


def _json_edit(text: str, cases: Node, case: dict[str, object]) -> Edit:
    last = cases.items[-1]
    line_start = text.rfind("\n", 0, last.start) + 1
    lead = text[line_start : last.start]
    if lead.strip():  # the list stands on one line
        return Edit(last.end, last.end, f", {json.dumps(case, ensure_ascii=False)}")
    unit = next(
        (line[: len(line) - len(line.lstrip())] for line in text.split("\n") if line[:1] in " \t" and line.strip()),
        "  ",
    )
    written = json.dumps(case, ensure_ascii=False, indent=unit).replace("\n", f"\n{lead}")
    return Edit(last.end, last.end, f",\n{lead}{written}")


def _line_end(text: str, offset: int) -> int:
    """The end of the line on which a value ends, before its line end; the offset itself at the start of a line."""
    if text[:offset].endswith("\n"):
        return offset
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" and end > offset else end
