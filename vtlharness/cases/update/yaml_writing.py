"""Writes values as YAML text, for updates: as plainly as is safe, in the style of the text that they replace.

Comes in: a value, and the style and place of the old one. Goes out: text for that place. `updating` does not trust the
result: it reads the text back before it writes a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from vtlharness.documents.nodes import Style
from vtlharness.documents.yaml.values import plain_value

_PLAIN = re.compile(r"[A-Za-z_/][\w./@+=-]*(?: [\w./@+=(-][\w./@+=()-]*)*", re.ASCII)
_OLD_BOOLEANS = frozenset({"y", "n", "yes", "no", "on", "off"})
_NOT_IN_BLOCKS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_NOT_IN_QUOTES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
FLOW_WIDTH = 100


def scalar_text(value: object, style: Style = "plain") -> str:
    """A scalar on one line, text in the given style of quotes if it can."""
    if not isinstance(value, str):
        return json.dumps(value)
    if style == "plain" and _is_plain(value):
        return value
    if style != '"' and not _NOT_IN_QUOTES.search(value) and (style == "'" or '"' in value or "\\" in value):
        return "'" + value.replace("'", "''") + "'"
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def flow_text(value: object) -> str:
    """A value on one line, collections with brackets and braces."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar_text(key)}: {flow_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return scalar_text(value)


def block_scalar(text: str, indent: int, parent_indent: int) -> str | None:
    """Text as a literal block (`|`), its lines indented by `indent`, without its last line end.

    None where it cannot be written so.
    """
    if not text.strip() or _NOT_IN_BLOCKS.search(text):
        return None
    chomping = "-" if not text.endswith("\n") else "+" if text.endswith("\n\n") else ""
    body = text if chomping == "-" else text[:-1]
    first = next(line for line in body.split("\n") if line.strip())
    indicator = str(indent - parent_indent) if first.startswith((" ", "\t")) or body.startswith(" ") else ""
    lines = [" " * indent + line if line else "" for line in body.split("\n")]
    return "\n".join([f"|{indicator}{chomping}", *lines])


def block_text(value: object, indent: int) -> str:
    """A collection in block style; its first line begins where it is put, the others are indented by `indent`."""
    return "\n".join(_block_lines(value, indent))[indent:]


def pair_text(key: str, value: object, indent: int) -> str:
    """`key: value` for a block mapping whose keys stand `indent` deep; the first line without its indentation."""
    return "\n".join(_pair_lines(key, value, indent))[indent:]


def _block_lines(value: object, indent: int) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _pair_lines(key, item, indent)
    elif isinstance(value, list) and value:
        for item in value:
            lines = list(_block_lines(item, indent + 2))
            yield f"{' ' * indent}- {lines[0][indent + 2 :]}"
            yield from lines[1:]
    else:
        yield " " * indent + _inline(value, indent, indent - 2)  # the dash of its list stands two columns before


def _pair_lines(key: str, value: object, indent: int) -> Iterator[str]:
    lead = f"{' ' * indent}{scalar_text(key)}:"
    if isinstance(value, (dict, list)) and value:
        yield lead
        yield from _block_lines(value, indent + 2)
    else:
        yield f"{lead} {_inline(value, indent + 2, indent)}"


def _inline(value: object, indent: int, parent_indent: int) -> str:
    if isinstance(value, str) and "\n" in value.rstrip("\n"):
        literal = block_scalar(value, indent, parent_indent)
        if literal is not None:
            return literal
    return flow_text(value)


def _is_plain(text: str) -> bool:
    if _PLAIN.fullmatch(text) is None or text.lower() in _OLD_BOOLEANS:
        return False
    try:
        return isinstance(plain_value(text), str)
    except ValueError:  # an integer of too many digits
        return False
