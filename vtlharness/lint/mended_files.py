"""Writes changes of templates into the files that have them, alone or inside a definition.

Comes in: a file's text, and the changes of each template in it. Goes out: the file's new text, in which the templates
alone differ, and the templates that can't be changed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from vtlharness.definitions.reading.embedded_source import EmbeddedSource, QuotedSource
from vtlharness.documents.nodes import Node
from vtlharness.documents.positions import Positions
from vtlharness.lint.findings_list import Change
from vtlharness.lint.places import file_offset
from vtlharness.lint.written_scalars import changes_in_file, in_quotes
from vtlharness.source import Source


class ChangedTemplate(NamedTuple):
    """A template, its changes, and its text after them."""

    source: Source
    changes: tuple[Change, ...]
    text: str


class _Scalar(NamedTuple):
    """A scalar of a file, and whether Fn::Sub reads it."""

    node: Node
    filled_in: bool


def applied(text: str, changes: Iterable[Change]) -> str:
    """The text with changes that do not overlap."""
    for change in sorted(changes, reverse=True):
        text = f"{text[: change.start]}{change.text}{text[change.end :]}"
    return text


def disjoint(changes: Iterable[Change]) -> list[Change]:
    """The changes without those that overlap an earlier one."""
    kept: list[Change] = []
    for change in sorted(set(changes)):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept


def file_name(source: Source) -> str:
    """The name of the file with a template."""
    return source.parts[2].source.name if isinstance(source, QuotedSource) else source.name


def mended_file(text: str, templates: Sequence[ChangedTemplate]) -> tuple[str, list[ChangedTemplate]]:
    """The text of a file with its templates changed, and the templates that it keeps as they are."""
    alone = [template for template in templates if type(template.source) is Source]
    if alone:
        return applied(text, disjoint(change for template in alone for change in template.changes)), []
    root = _nodes(text)
    refused = []
    for template in sorted(templates, key=lambda one: _start(one.source, root), reverse=True):
        after = _changed(text, root, template)
        if after is None:
            refused.append(template)
        else:
            text = after
    return text, refused


def _changed(text: str, root: Node | None, template: ChangedTemplate) -> str | None:
    """The file's text with one template changed; None if something else would change with it."""
    scalar = None if root is None else _scalar_at(text, root, _start(template.source, root))
    changes = _in_file(text, scalar, template)
    if changes is not None:
        after = applied(text, disjoint(changes))
        if root is None or _only_differs(root, after, template.text if _is_whole(scalar, template) else None):
            return after
    if scalar is None or root is None or not _is_whole(scalar, template):
        return None
    value = template.text.replace("${", "${!") if scalar.filled_in else template.text
    quoted = in_quotes(text, scalar.node, value)
    if quoted is None:
        return None
    after = applied(text, [quoted])
    return after if _only_differs(root, after, value) else None


def _is_whole(scalar: _Scalar | None, template: ChangedTemplate) -> bool:
    """Whether the file's scalar is the template, with nothing filled in."""
    return scalar is not None and scalar.node.text == template.source.text and not scalar.filled_in


def _in_file(text: str, scalar: _Scalar | None, template: ChangedTemplate) -> list[Change] | None:
    source = template.source
    if isinstance(source, EmbeddedSource) and "\n" in source.text:
        filled_in = scalar is not None and scalar.filled_in
        changes = []
        for change in template.changes:
            start, end = file_offset(source, change.start), file_offset(source, change.end)
            if start is None or end is None:
                return None
            written = change.text.replace("${", "${!") if filled_in else change.text
            changes.append(Change(start, end, written))
        return changes
    if scalar is None or scalar.node.text != source.text:
        return None
    return changes_in_file(text, scalar.node, template.changes, filled_in=scalar.filled_in)


def _start(source: Source, root: Node | None) -> int:
    """Where a template begins in its file."""
    if isinstance(source, QuotedSource):
        _, _, positions, path = source.parts
        return positions.nearest(path).start
    if isinstance(source, EmbeddedSource):
        _, file, first_line, indent = source.parts
        return file.line_starts[first_line - 1] + indent
    return 0


def _nodes(text: str) -> Node | None:
    """The tree of a YAML or JSON file; None for another file."""
    for json in (True, False) if text.lstrip().startswith(("{", "[")) else (False,):
        try:
            return Positions(Source(text, ""), json=json).root
        except Exception:
            continue
    return None


def _scalar_at(text: str, node: Node, offset: int, filled_in: bool = False) -> _Scalar | None:
    """The scalar at an offset of the file."""
    while node.kind != "scalar":
        filled_in = filled_in or text.startswith("!Sub", node.start)
        children = [*(pair for pair in node.pairs), *((None, item) for item in node.items)]
        found = next(((key, one) for key, one in reversed(children) if one.start <= offset <= one.end), None)
        if found is None:
            return None
        key, node = found
        filled_in = filled_in or (key is not None and key.text == "Fn::Sub")
    return _Scalar(node, filled_in or text.startswith("!Sub", node.start))


def _only_differs(root: Node, after: str, expected: str | None) -> bool:
    """Whether the changed file has the same content but for one text, which is now the expected one, if any."""
    tree = _nodes(after)
    if tree is None:
        return False
    pairs = list(_differences(root, tree))
    new = {second.text for _, second in pairs if second.kind == "scalar"}
    return len(new) == 1 and len(pairs) == 1 and (expected is None or new == {expected})


def _differences(first: Node, second: Node) -> Iterator[tuple[Node, Node]]:
    waiting = [(first, second)]
    while waiting:
        one, other = waiting.pop()
        if one.kind != other.kind or len(one.pairs) != len(other.pairs) or len(one.items) != len(other.items):
            yield one, Node("list", 0, 0, "flow")
            yield one, other
        elif one.text != other.text:
            yield one, other
        for pair, another in zip(one.pairs, other.pairs, strict=False):
            waiting.extend(zip(pair, another, strict=True))
        waiting.extend(zip(one.items, other.items, strict=False))
