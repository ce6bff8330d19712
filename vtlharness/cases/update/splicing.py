"""Puts a new value into the text of a file with the smallest edits that keep comments, order and layout.

Comes in: the text, the node of the old value, the old and the new data. Goes out: edits, and the text with the edits
made. Used by `updating`, which reads the result back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from vtlharness.cases.compare.equality import json_equal
from vtlharness.cases.update.yaml_writing import FLOW_WIDTH, block_scalar, block_text, flow_text, pair_text, scalar_text
from vtlharness.documents.nodes import Node

_BLOCK_HEADER = re.compile(r"[|>][-+\d]*(?P<comment>[ \t]+#[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces `text[start:end]` by `replacement`, in which `\\n` means the file's line end."""

    start: int
    end: int
    replacement: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made; they must not overlap. New lines end as the text's first line does."""
    line_end = "\r\n" if text[: text.find("\n") + 1].endswith("\r\n") else "\n"
    ordered = sorted(enumerate(edits), key=lambda numbered: (numbered[1].start, numbered[0]), reverse=True)
    for _, edit in ordered:  # from the end; at the same place the later edit first, so that its text comes second
        text = text[: edit.start] + edit.replacement.replace("\n", line_end) + text[edit.end :]
    return text


class YamlSplicer:
    """Edits of a YAML text. With `careful`, new values stand on one line in quotes: less pretty, hardly ever wrong."""

    def __init__(self, text: str, *, careful: bool = False) -> None:
        self._text = text
        self._careful = careful

    def edits(self, node: Node, old: Any, new: Any, indent: int, *, flow: bool = False) -> Iterator[Edit]:
        """The edits that make a node's value the new one.

        `indent` is the column (from 0) of the mapping's keys or list's dashes that the node stands under; `flow` says
        that it stands inside brackets or braces.
        """
        if json_equal(old, new):
            return
        inside = flow or node.style == "flow"
        if not self._careful and not node.shared:
            if (
                isinstance(old, dict)
                and isinstance(new, dict)
                and node.kind == "mapping"
                and self._in_part(node, old, new)
            ):
                yield from self._mapping_edits(node, old, new, indent, inside)
                return
            if isinstance(old, list) and isinstance(new, list) and len(old) == len(new) == len(node.items):
                inner = indent if node.style == "flow" else self._column(node.start)
                for index, item in enumerate(node.items):
                    yield from self.edits(item, old[index], new[index], inner, flow=inside)
                return
        yield self._replacement(node, new, indent, flow)

    def pair_edit(self, key: Node, value: Node, name: str, new: Any) -> Edit:
        """The edit that puts another key and value in the place of a pair of a block mapping."""
        if self._careful:
            return Edit(key.start, value.end, f"{scalar_text(name)}: {flow_text(new)}")
        return self._edit(key.start, max(key.end, value.end), pair_text(name, new, self._column(key.start)))

    def added_edit(self, holder: Node, name: str, new: Any, before: str) -> Edit:
        """The edit that adds a pair to a mapping: in front of the key `before` if it has that, else at its end.

        With `careful` always at its end, on one line.
        """
        names = [key.text for key, _ in holder.pairs]
        count = names.index(before) if before in names[1:] and not self._careful else len(names)
        key, value = holder.pairs[count - 1]
        end = max(key.end, value.end)
        if holder.style == "flow":
            return Edit(end, end, f", {scalar_text(name)}: {flow_text(new)}")
        column = self._column(holder.pairs[0][0].start)
        pair = f"{scalar_text(name)}: {flow_text(new)}" if self._careful else pair_text(name, new, column)
        end = self._line_end(end)
        return Edit(end, end, f"\n{' ' * column}{pair}")

    def _edit(self, start: int, end: int, replacement: str) -> Edit:
        """An edit that leaves a comment behind the old value on the line where the new one begins."""
        line_end = self._line_end(end)
        behind = self._text[end:line_end]
        header = _BLOCK_HEADER.match(self._text, start)
        if header and not behind:
            behind = header["comment"]
        if behind.lstrip().startswith("#"):
            first, line_break, others = replacement.partition("\n")
            return Edit(start, line_end, f"{first}{behind}{line_break}{others}")
        return Edit(start, end, replacement)

    def _in_part(self, node: Node, old: dict[str, Any], new: dict[str, Any]) -> bool:
        """Whether a mapping can be edited pair by pair."""
        if [key.text for key, _ in node.pairs] != list(old) or any(key.shared for key, _ in node.pairs):
            return False
        if old.keys() == new.keys():
            return True
        if node.style == "flow" or not old.keys() & new.keys():
            return False
        return all(key.text in new or self._starts_line(key.start) for key, _ in node.pairs)

    def _mapping_edits(
        self, node: Node, old: dict[str, Any], new: dict[str, Any], indent: int, flow: bool
    ) -> Iterator[Edit]:
        inner = indent if node.style == "flow" else self._column(node.start)
        last_kept = node.pairs[0][1]
        for key, value in node.pairs:
            if key.text in new:
                last_kept = value if value.end > key.end else key
                yield from self.edits(value, old[key.text], new[key.text], inner, flow=flow)
            else:
                end = self._line_end(max(key.end, value.end))
                yield Edit(self._line_start(key.start), self._after_line_end(end), "")
        added = [pair_text(key, value, inner) for key, value in new.items() if key not in old]
        if added:
            end = self._line_end(last_kept.end)
            yield Edit(end, end, "".join(f"\n{' ' * inner}{pair}" for pair in added))

    def _replacement(self, node: Node, new: Any, indent: int, flow: bool) -> Edit:
        start, end = node.start, node.end
        # Only the dashes of a list may stand right under the key: anything else stands deeper.
        deeper = "  " if node.style == "block" and self._column(start) == indent else ""
        if self._careful:
            text = scalar_text(new, '"') if isinstance(new, str) else flow_text(new)
        elif isinstance(new, (dict, list)) and new and not (flow or self._fits_its_line(node, new)):
            if node.kind != "scalar" and node.style == "block":
                lead = deeper if isinstance(new, dict) else ""
                return Edit(start, end, lead + block_text(new, self._column(start) + len(lead)))
            child = indent + 2
            return self._edit(self._blanks_before(start), end, f"\n{' ' * child}{block_text(new, child)}")
        elif isinstance(new, (dict, list)):
            text = flow_text(new)
        else:
            text = self._scalar(node, new, indent, flow)
        lead = " " if self._text[start - 1 : start] == ":" else deeper
        return self._edit(start, end, lead + text)

    def _fits_its_line(self, node: Node, new: Any) -> bool:
        """Whether a collection can go on one line where one already was."""
        return node.style == "flow" and len(flow_text(new)) <= FLOW_WIDTH

    def _scalar(self, node: Node, new: Any, indent: int, flow: bool) -> str:
        style = node.style
        several = isinstance(new, str) and "\n" in new
        if several and not flow and style != '"':
            literal = block_scalar(new, self._content_indent(node, indent), indent)
            if literal is not None:
                return literal
        return scalar_text(new, style if style in ("plain", "'", '"') else "plain")

    def _content_indent(self, node: Node, indent: int) -> int:
        """How deep the lines of an old block scalar stand, otherwise how deep they should."""
        if node.style in ("|", ">"):
            for line in self._text[node.start : node.end].split("\n")[1:]:
                if line.strip():
                    depth = len(line) - len(line.lstrip(" "))
                    header = self._text[node.start : node.end].split("\n")[0]
                    return indent + 2 if any(char.isdigit() for char in header.split("#")[0]) else depth
        return indent + 2

    def _column(self, offset: int) -> int:
        return offset - self._line_start(offset)

    def _line_start(self, offset: int) -> int:
        return self._text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        """The end of an offset's line, before its line end."""
        end = self._text.find("\n", offset)
        end = len(self._text) if end < 0 else end
        return end - 1 if self._text[end - 1 : end] == "\r" and end > offset else end

    def _after_line_end(self, end: int) -> int:
        after = self._text.find("\n", end) + 1
        return after or len(self._text)

    def _starts_line(self, offset: int) -> bool:
        return not self._text[self._line_start(offset) : offset].strip()

    def _blanks_before(self, offset: int) -> int:
        return len(self._text[:offset].rstrip(" "))


class JsonSplicer:
    """Edits of a JSON text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def edits(self, node: Node, old: Any, new: Any, around: Node | None = None) -> Iterator[Edit]:
        """The edits that make a node's value the new one; `around` is the collection that it stands in."""
        if json_equal(old, new):
            return
        if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
            for key, value in node.pairs:
                yield from self.edits(value, old[key.text], new[key.text], node)
        elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
            for index, item in enumerate(node.items):
                yield from self.edits(item, old[index], new[index], node)
        else:
            yield Edit(node.start, node.end, self._written(node, new, around))

    def pair_edit(self, key: Node, value: Node, name: str, new: Any, around: Node) -> Edit:
        """The edit that puts another key and value in the place of a pair."""
        return Edit(key.start, value.end, f"{json.dumps(name)}: {self._written(value, new, around)}")

    def added_edit(self, holder: Node, name: str, new: Any) -> Edit:
        """The edit that adds a pair at the end of an object."""
        key, value = holder.pairs[-1]
        lead = self._text[self._text.rfind("\n", 0, key.start) + 1 : key.start]
        if lead.strip():
            return Edit(value.end, value.end, f", {json.dumps(name)}: {json.dumps(new, ensure_ascii=False)}")
        written = json.dumps(new, ensure_ascii=False, indent=self._unit()).replace("\n", f"\n{lead}")
        return Edit(value.end, value.end, f",\n{lead}{json.dumps(name)}: {written}")

    def _written(self, node: Node, new: Any, around: Node | None) -> str:
        old = self._text[node.start : node.end]
        line_start = self._text.rfind("\n", 0, node.start) + 1
        line = self._text[line_start : node.start]
        whole = self._text[around.start : around.end] if around else self._text.strip()
        if "\n" not in (whole if node.kind == "scalar" else old):
            compact = '":' in whole and '": ' not in whole
            return json.dumps(new, ensure_ascii=False, separators=(",", ":") if compact else None)
        lead = line[: len(line) - len(line.lstrip())]
        return json.dumps(new, ensure_ascii=False, indent=self._unit()).replace("\n", f"\n{lead}")

    def _unit(self) -> str:
        """What the file indents by, taken from its first indented line."""
        for line in self._text.split("\n")[1:]:
            if line.strip() and line[0] in " \t":
                return line[: len(line) - len(line.lstrip())]
        return "  "
