"""What to write instead: the cure of a fault, by the format of the output and the place of the value in it.

The patterns are those of the gallery ("Escape what others send").
"""

from __future__ import annotations

from vtlharness.documents.json.values import QUOTES_HINT
from vtlharness.hostile.attributing import Origin
from vtlharness.hostile.changes import Change
from vtlharness.hostile.formats import Format
from vtlharness.hostile.searching import Weakness
from vtlharness.vtl.template import shown_length

_LONGEST = 60
_MEND_APOSTROPHE = """.replaceAll("\\\\'", "'")"""
_XML = '.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("""", "&quot;")'
_NO_CONTROLS = '.replaceAll("[\\p{Cntrl}&&[^\\t\\n\\r]]", "")'


def cure(weakness: Weakness, output_format: Format, origin: Origin | None) -> str | None:
    """The advice for a weakness; `origin` is the reference that prints the value, if it is known."""
    fault, change = weakness.fault, weakness.change
    if fault.kind == "fails":
        return _of_failure(change)
    if fault.head is not None:
        return fault.hint
    value = "$value" if origin is None else _reference(origin)
    if output_format == "form":
        return f"write $util.urlEncode({value})"
    if output_format == "XML":
        if change.value is not None and isinstance(change.value, str) and not change.value.isprintable():
            return f"take out what XML cannot hold: {value}{_NO_CONTROLS}"
        return f"write {value}{_XML}"
    if origin is None:
        return fault.hint
    return _of_json(weakness, origin, value)


def _of_failure(change: Change) -> str:
    if change.family == "text":
        return "check the value before it is used, with `matches` for example, or accept the failure in the case file"
    return "ask for the value before it is used, or accept the failure in the case file"


def _of_json(weakness: Weakness, origin: Origin, value: str) -> str | None:
    fault, change, own = weakness.fault, weakness.change, weakness.place.value
    written = origin.template.text[origin.offset : origin.offset + shown_length(origin.template, origin.offset)]
    if _in_string(origin.before):
        if value.startswith(("$input.json(", "$input.body")):
            return QUOTES_HINT
        if "util.escapeJavaScript(" in written:
            if ".replace" in written:
                return fault.hint
            return f"`\\'` is not JSON: follow $util.escapeJavaScript(...) with {_MEND_APOSTROPHE}"
        return f'write "$util.escapeJavaScript({value}){_MEND_APOSTROPHE}"'
    if change.family == "missing":
        return f"{value} may be missing: print it only where it is not, or print $input.json(...), which is always JSON"
    if change.family == "list" and fault.hint:
        return fault.hint
    general = "print $input.json(...), which is always JSON, without quotes"
    if isinstance(own, bool):
        return f"{general}; or write #if({value} == true)true#{{else}}false#end"
    if isinstance(own, (dict, list)):
        return general
    return f"{general}; for a number write #if({value} >= 0){value}#{{else}}null#end"


def _reference(origin: Origin) -> str:
    """The reference as it is written, if it is a short one."""
    length = shown_length(origin.template, origin.offset)
    written = origin.template.text[origin.offset : origin.offset + length]
    if length > _LONGEST or written.startswith(("$util.", "$!util.", "${util.", "$!{util.")):
        return "$value"
    return written.replace("$!", "$").replace("{", "").replace("}", "")


def _in_string(before: str) -> bool:
    """Whether JSON that has been printed so far ends inside a string."""
    inside = False
    escaped = False
    for char in before:
        if escaped:
            escaped = False
        elif inside and char == "\\":
            escaped = True
        elif char == '"':
            inside = not inside
    return inside
