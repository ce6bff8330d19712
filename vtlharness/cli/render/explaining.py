"""`vtl-render --explain`: for each line of the template, what its references were.

Comes in: a template, and the values of its references as a rendering met them. Goes out: the lines of the template,
with the values below them. A reference in a loop has a value for each round; the first few are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from vtlharness.gateway.backend_reply import BackendReply
from vtlharness.gateway.method_request import MethodRequest
from vtlharness.gateway.templates.mapping_template import MappingTemplate
from vtlharness.gateway.templates.render import render_request, render_response
from vtlharness.gateway.templates.rendering import Rendering
from vtlharness.java.json_text import quoted
from vtlharness.java.text import text_of
from vtlharness.limits.budget import LimitExceeded
from vtlharness.report.text.style import Style
from vtlharness.report.text.visible import safe
from vtlharness.source import Source
from vtlharness.vtl.syntax.nodes import Reference, Set
from vtlharness.vtl.syntax.parser import Parser
from vtlharness.vtl.syntax.walk import walk

_MOST_VALUES = 5
_MOST_CHARACTERS = 200


class Explained:
    """One template and the values that its references had. The `template` is what renders."""

    def __init__(self, source: Source) -> None:
        """Raises VtlSyntaxError if the service would refuse the template."""
        self.source = source
        self._values: dict[int, list[str]] = {}
        self._counts: dict[int, int] = {}
        self.template = MappingTemplate(source, watcher=self._watch)

    def render(self, request: MethodRequest, reply: BackendReply | None, **values: Any) -> Rendering:
        """Renders the template for a request, or a backend's reply, and keeps the values. Raises as the engine does."""
        if reply is None:
            return render_request(self.template, request, **values)
        return render_response(self.template, request, reply, **values)

    def _watch(self, seen: tuple[int, Any]) -> None:
        offset, value = seen
        self._counts[offset] = self._counts.get(offset, 0) + 1
        values = self._values.setdefault(offset, [])
        if len(values) < _MOST_VALUES:
            values.append(_shown(value))  # now, because a list or a map may change

    def lines(self, style: Style) -> Iterator[str]:
        """Each line of the template, numbered, and below it a line for each of its references."""
        by_line: dict[int, list[Reference]] = {}
        assigned: set[int] = set()  # offsets of references that `#set` writes, and does not read
        for node in walk(Parser(self.source).parse()):
            if isinstance(node, Set) and not node.target.steps:
                assigned.add(node.target.offset)
            if isinstance(node, Reference) and not node.runt and node.computable and node.offset not in assigned:
                by_line.setdefault(self.source.position(node.offset).line, []).append(node)
        first = self.source.first_line
        text = self.source.text.removesuffix("\n").split("\n")
        width = len(str(first + len(text) - 1))
        for number, line in enumerate(text, first):
            yield f"{style.paint(style.faint, f'{number:>{width}} |')} {safe(line)}"
            for node in sorted(by_line.get(number, ()), key=lambda one: one.offset):
                yield f"{' ' * width} {style.paint(style.faint, '=')} {self._line(node, style)}"

    def _line(self, node: Reference, style: Style) -> str:
        name = safe(" ".join(self.source.text[node.offset : node.end].split()))
        values = self._values.get(node.offset)
        if values is None:
            return style.paint(style.faint, f"  {name}: not evaluated")
        count = self._counts[node.offset]
        more = f", … ({count} times)" if count > len(values) else ""
        return f"  {name}: {', '.join(values)}{more}"


def _shown(value: Any) -> str:
    """A value on one line: a text in quotes, null for one that does not exist."""
    if value is None:
        return "null"
    try:
        text = quoted(value) if type(value) is str else text_of(value)
    except (LimitExceeded, RecursionError):
        return "(too large to show)"
    text = safe(text.replace("\n", "\\n"))
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}… ({len(text):,} characters)"
