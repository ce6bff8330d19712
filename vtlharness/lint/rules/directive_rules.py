"""`VTL22x` and `VTL23x` in text: directives that print instead of doing something, and slips of `$` and `#`.

Comes in: the literal texts of a template. Goes out: findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vtlharness.errors import VtlSyntaxError
from vtlharness.lint.findings_list import Report
from vtlharness.vtl.syntax.nodes import Block, Failure, If, Node, Reference, Text

_MEANT = {
    **dict.fromkeys(("elsif", "elif", "elsefi", "eleseif", "elseiff", "esleif", "elsesif"), "#elseif"),
    **dict.fromkeys(("endif", "endfor", "endforeach", "endset", "enddefine", "endd", "edn", "ned"), "#end"),
    **dict.fromkeys(("eles", "esle"), "#else"),
    **dict.fromkeys(
        ("for", "each", "forach", "foreech", "foeach", "forech", "foreahc", "froeach", "foreac"), "#foreach"
    ),
    **dict.fromkeys(("fi", "iff", "unless", "fif"), "#if"),
    **dict.fromkeys(("let", "var", "ste", "sett", "assign", "st", "est"), "#set"),
    **dict.fromkeys(("brake", "brak"), "#break"),
    **dict.fromkeys(("def", "defin", "defien"), "#define"),
}
_OF_OTHER_SERVICES = frozenset({"return"})
"""Directives of AppSync's templates."""
_CALLED = frozenset({"set", "if", "elseif", "foreach", "define", "else", "end"})
_WORD = re.compile(r"#\{?([A-Za-z]+)\b\}?([ \t]*\()?")
_COMMENT = re.compile(r"#[ \t]+\S")
_ELSE_IF = re.compile(r"\A[ \t]*if[ \t]*\(")


_FAULT_IN = re.compile(r"in #([A-Za-z]+), found")


def misspelt_directive(fault: VtlSyntaxError, report: Report) -> bool:
    """Finds the misspelt directive that makes a template fail to parse; whether there is one."""
    offset, text = fault.offset or 0, report.source.text
    if fault.message.endswith("without its parentheses"):
        report.add("VTL225", offset, fault.message, fault.hint)
        return True
    found = _FAULT_IN.search(fault.message)
    meant = _meant(found[1]) if found else None
    if found is None or meant is None:
        return False
    at = text.rfind(f"#{found[1]}", 0, offset)
    report.add("VTL225", at, f"there is no directive #{found[1]}", f"did you mean {meant}?")
    return True


def directive_rules(nodes: Iterable[Node], report: Report, *, data: bool) -> None:
    """Finds what prints although it looks like a directive; `data`: the output is JSON, XML or a form."""
    for container in nodes:
        if isinstance(container, If) and container.otherwise is not None:
            _else_if(container, report)
        if isinstance(container, Failure):
            word = container.message.split()[0]
            if word in ("#parse", "#include"):
                report.add("VTL226", container.offset, f"the service has no {word}: the template fails there", None)
            else:
                report.add("VTL341", container.offset, container.message, container.hint)
        if not isinstance(container, Block):
            continue
        previous: Node | None = None
        for statement in container.statements:
            if isinstance(statement, Text):
                _text(statement, previous, report, data=data)
            elif isinstance(statement, Reference) and statement.runt:
                _lost_end(statement, previous, report)
            previous = statement


def _text(node: Text, previous: Node | None, report: Report, *, data: bool) -> None:
    source = report.source.text
    if source[node.start : node.end] != node.text:
        return  # an escape or a text block: it prints on purpose
    word = _WORD.match(node.text)  # the parser begins a text at each number sign
    if word is not None and not source.endswith("&", 0, node.start):
        _word(word, node, report)
    if node.text.startswith("##") and isinstance(previous, Reference) and previous.end == node.start:
        shown = report.shown(previous.offset, previous.end)
        message = f"## prints after {shown}: right behind a property it does not begin a comment"
        braced = f"${{{source[previous.offset : previous.end].lstrip('$!')}}}"
        report.add("VTL232", previous.offset, message, f"write {braced}##, or put a blank before the comment")
    if data and _COMMENT.match(node.text) and not source[: node.start].rpartition("\n")[2].strip():
        report.add("VTL225", node.start, "a comment begins with ##: a line with one # prints", "write ##")


def _meant(name: str) -> str | None:
    """The directive that a name means which is not one; None for a name that means none, and for a directive's own."""
    meant = _MEANT.get(name.lower())
    if meant is None and name not in _CALLED and name.lower() in _CALLED:
        meant = f"#{name.lower()}"
    return meant


def _word(match: re.Match[str], node: Text, report: Report) -> None:
    name, parenthesis, at = match[1], match[2], node.start
    if name in _OF_OTHER_SERVICES and parenthesis:
        message = f"the service has no #{name}: it prints as it stands"
        report.add("VTL225", at, message, "end the template with #stop, or put the rest into an #if")
        return
    meant = "#set" if name == "set" else _meant(name)
    if meant is None:
        return
    needs = meant in ("#set", "#if", "#elseif", "#foreach", "#define")
    if needs and not parenthesis:
        if name.lower() not in ("set", "foreach") or not re.match(
            r"[ \t]+\$", report.source.text[at + len(match[0]) :]
        ):
            return
        report.add("VTL225", at, f"#{name} without parentheses prints as text", f"write {_EXAMPLES[meant]}")
        return
    if not needs and parenthesis:
        return
    report.add("VTL225", at, f"there is no directive #{name}: it prints as text", f"did you mean {meant}?")


_EXAMPLES = {"#set": "#set($x = 1)", "#foreach": "#foreach($x in $list)"}


def _else_if(node: If, report: Report) -> None:
    block = node.otherwise
    if block is None or not block.statements:
        return
    first = block.statements[0]
    if isinstance(first, Text) and _ELSE_IF.match(first.text):
        at = report.source.text.rfind("#", 0, block.start)
        report.add("VTL225", at, "#else if(...) is #else and the text `if(...)`, which prints", "write #elseif(...)")


def _lost_end(node: Reference, previous: Node | None, report: Report) -> None:
    if node.steps and isinstance(previous, Text) and previous.end == node.start and previous.text.endswith("$$."):
        at = node.start - 3
        end = max(node.end, node.start)
        shown = report.shown(at, end)
        message = f"{shown} loses its end: behind `$$.` a dot and a name are read as a reference to nothing"
        report.add("VTL233", at, message, "set the dollar sign apart: #set($d = '$') and ${d}${d}.State.Name")
