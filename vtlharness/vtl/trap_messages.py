"""The messages for traps of the language: a sentence and a hint for each rule.

Comes in: a compiled template's trap. Goes out: its Finding. A run without traps does not import this module.
"""

from __future__ import annotations

from vtlharness.findings import Finding
from vtlharness.source import Source
from vtlharness.vtl.missing_methods import missing_method

MESSAGES: dict[str, tuple[str, str | None]] = {
    "VTL111": (
        "{0} prints a map as Java does, {{k=v}}, which is not JSON",
        "write its fields one by one, or print it with $input.json",
    ),
    "VTL142": (
        "the template begins with a byte order mark (U+FEFF), and so does its output",
        "save the template as UTF-8 without a byte order mark",
    ),
    "VTL201": (
        "{0} is true although it is missing, empty or 0: in a mapping template only `false` and null are false",
        'compare the value: != "" for a text, > 0 for a number, .size() > 0 for a list or a map, == true for a Boolean',
    ),
    "VTL202": (
        "this condition never holds: a literal other than `true`, or a calculation, counts as false",
        "write a comparison, such as #if($count == 1)",
    ),
    "VTL211": ("#set({0} = ...) does not set ${1}: the name after the $ must stand alone", "write #set(${1} = ...)"),
    "VTL221": (
        "the service defines no macros: #{0}(...) prints as it stands",
        "use #define for a block without arguments, or write the text out where it is needed",
    ),
    "VTL222": (
        "the service has no #evaluate: it prints as it stands",
        "write the text out: a mapping template cannot render a value as a template",
    ),
    "VTL223": (
        "expected 'in' after the loop variable, found '{0}': this #foreach runs over nothing",
        "write #foreach($item in $list)",
    ),
    "VTL224": (
        "an argument after the list takes the place of the loop's body: the text up to #end does not print",
        "write #foreach($item in $list)",
    ),
    "VTL311": (
        "a #foreach runs at most {0} rounds on the service: it leaves out the rest of the list",
        "ask the backend for pages, or let the backend build this part of the output",
    ),
}
"""By rule: the message, and the hint. `{0}`, `{1}` stand for the trap's details."""


def trap_finding(source: Source, rule: str, offset: int, length: int, details: tuple[str, ...]) -> Finding:
    """The finding of a trap (see `vtl.syntax.nodes.Trap`) in a template."""
    place = source.position(offset)
    if rule == "VTL248":
        name, root, count = details
        rule, message, hint = missing_method(name, root, int(count))
        return Finding(rule, message, place.line, place.column, hint, source.name)
    message, hint = MESSAGES[rule]
    return Finding(
        rule, message.format(*details), place.line, place.column, hint and hint.format(*details), source.name
    )
