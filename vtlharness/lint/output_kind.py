"""What kind of text a template prints: JSON, a form, XML or another text.

The first characters decide, then a Content-Type that the template sets, then the content type of its entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from vtlharness.lint.known_names import TEXT_METHODS
from vtlharness.vtl.syntax.nodes import Block, Constant, Foreach, If, Node, Property, Reference, Set, Statement, Text

OutputKind = Literal["json", "form", "xml", "text"]
_MEMBER = re.compile(r'"[^"\\\r\n]*"\s*:')
_FORM = re.compile(r"[A-Za-z_][\w.\[\]-]*=(?![=\s])")
_HASH_LINES = re.compile(r"\A(?:#[ \t][^\r\n]*[\r\n\s]*)+")
"""Lines that were meant as comments (VTL225)."""
_JSON_TYPE = re.compile(r"[\w.+-]*/(?:[\w.-]+\+)?(?:x-amz-)?json\b")


def output_kind(block: Block, nodes: Iterable[Node], content_type: str | None) -> OutputKind:
    """The kind of a template's output; `nodes` are all of its tree.

    `content_type` is the one of its entry, None if it is not known.
    """
    declared = _declared(nodes)
    if declared is not None:
        return _of_type(declared)
    begins = [text for text in _beginnings(block.statements) if text is not None]
    kinds = {_of_beginning(text) for text in begins}
    if len(kinds) == 1:
        found = kinds.pop()
        if found == "form" and content_type is not None and content_type.startswith("text/"):
            return "text"
        return found
    if not kinds and content_type is not None:
        return _of_type(content_type)
    return "text"


def _of_beginning(text: str) -> OutputKind:
    if text[0] in "{[" or _MEMBER.match(text):
        return "json"
    if text[0] == "<":
        return "xml"
    return "form" if _FORM.match(text) else "text"


def _of_type(content_type: str) -> OutputKind:
    if _JSON_TYPE.match(content_type):
        return "json"
    if content_type.startswith("application/x-www-form-urlencoded"):
        return "form"
    return "xml" if "xml" in content_type else "text"


def _declared(nodes: Iterable[Node]) -> str | None:
    """The Content-Type that the template sets as a header, if it is written out."""
    for node in nodes:
        if (
            node.__class__ is Set
            and isinstance(node, Set)
            and node.target.root == "context"
            and isinstance(node.value, Constant)
        ):
            last = node.target.steps[-1] if node.target.steps else None
            if isinstance(last, Property) and last.name.lower() == "content-type":
                return str(node.value.value)
    return None


def _beginnings(statements: Iterable[Statement]) -> Iterator[str | None]:
    """The first texts that a block may print, blanks aside; None for a reference, or if it may print nothing."""
    for statement in statements:
        if isinstance(statement, Text):
            text = _HASH_LINES.sub("", statement.text.lstrip("\ufeff \t\r\n")).strip("\ufeff \t\r\n")
            if text:
                yield text
                return
        elif isinstance(statement, Reference):
            if not statement.steps or not _is_silent(statement):
                yield None
                return
        elif isinstance(statement, (If, Foreach)):
            blocks = [statement.body] if isinstance(statement, Foreach) else [one for _, one in statement.branches]
            if isinstance(statement, If) and statement.otherwise is not None:
                blocks.append(statement.otherwise)
            found = [text for block in blocks for text in _beginnings(block.statements)]
            yield from found
            if isinstance(statement, If) and statement.otherwise is not None and found:
                return


def _is_silent(reference: Node) -> bool:
    """Whether a reference is called for what it changes, rather than to print."""
    last = reference.steps[-1] if isinstance(reference, Reference) and reference.steps else None
    name = getattr(last, "name", "")
    if isinstance(reference, Reference) and name in TEXT_METHODS and len(reference.steps) == 1:
        return reference.root != "util"  # written for what it seems to change (VTL213)
    return name in ("put", "add", "addAll", "putAll", "remove", "set", "clear")
