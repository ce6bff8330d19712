"""Why the output of a template is not JSON: the rule, the sentence, the cure, and the place in the template.

Comes in: the traced run of a template, and where its output ceases to be JSON. Goes out: a `Finding` of a rule of the
family `VTL1`. Only a call whose output is not JSON imports this module.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from vtlharness.documents.json.values import JsonTextError, check_json
from vtlharness.findings import Finding
from vtlharness.gateway.templates.rendering import TemplateRun
from vtlharness.vtl.template import shown_length

_ODD = re.compile(r'["\\\x00-\x1f]')
_ESCAPES = frozenset('"\\/bfnrtu')
_LONGEST = 80
_CONTROLS = {"\n": "a line end", "\r": "a line end", "\t": "a tab"}
_UNQUOTED = """.replaceAll("\\\\'", "'")"""


class _Piece(NamedTuple):
    """A piece of the output from `begin` to `end`, and the offset in the template of what wrote it."""

    begin: int
    end: int
    written_at: int


class _Output:
    """The output of a traced run, and its pieces."""

    def __init__(self, run: TemplateRun) -> None:
        self.source = run.template
        self.text = run.rendering.text
        self._origins = run.rendering.origins

    def piece(self, offset: int) -> _Piece:
        """The piece that holds a character."""
        return self._piece(bisect_right(self._origins, (offset, sys.maxsize)) - 1)

    def empty_before(self, offset: int) -> _Piece | None:
        """The last reference that printed nothing where only blanks follow before an offset."""
        index = bisect_right(self._origins, (offset, sys.maxsize)) - 1
        start = len(self.text[:offset].rstrip())
        while index >= 0 and self._origins[index][0] >= start:
            piece = self._piece(index)
            if piece.begin == piece.end and self.is_reference(piece):
                return piece
            index -= 1
        return None

    def is_reference(self, piece: _Piece) -> bool:
        """Whether a reference wrote the piece, rather than the template's own text."""
        template = self.source.text
        if not template.startswith("$", piece.written_at):
            return False
        text = self.text[piece.begin : piece.end]
        return not text or not template.startswith(text, piece.written_at)

    def is_json(self, piece: _Piece) -> bool:
        """Whether the piece alone is a JSON text."""
        try:
            check_json(self.text[piece.begin : piece.end])
        except JsonTextError:
            return False
        return True

    def shown(self, piece: _Piece) -> str:
        """The reference that wrote a piece, as the template has it."""
        text, at = self.source.text, piece.written_at
        end = at + shown_length(self.source, at)
        if text.startswith(("${", "$!{"), at) and text.startswith("}", end):
            end += 1
        shown = text[at:end]
        return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"

    def place(self, offset: int) -> int:
        """The place in the template of a character of the output: in literal text exactly, else the reference."""
        piece = self.piece(offset)
        exact = piece.written_at + offset - piece.begin
        if self.source.text[exact : exact + 1] == self.text[offset : offset + 1] and not self.is_reference(piece):
            return exact
        return piece.written_at

    def _piece(self, index: int) -> _Piece:
        begin, written_at = self._origins[index] if index >= 0 else (0, 0)
        following = index + 1
        end = self._origins[following][0] if following < len(self._origins) else len(self.text)
        return _Piece(begin, end, written_at)


def not_json_finding(run: TemplateRun, problem: JsonTextError, reader: str) -> Finding:
    """The finding for a traced run whose output is not JSON; `reader` is the backend that refuses it."""
    output = _Output(run)
    at = min(problem.offset, max(len(output.text) - 1, 0))
    rule, message, hint, written_at = (
        _in_string(output, len(output.text) if problem.cause == "no closing quote" else at)
        or _out_of_string(output, problem, at)
        or ("VTL141", f"the output is not JSON, because {problem.message}", problem.hint, output.place(at))
    )
    place = run.template.position(written_at)
    return Finding(rule, f"{message}: {reader} refuses the request", place.line, place.column, hint, run.template.name)


_Account = tuple[str, str, str | None, int]
"""The rule, the message, the hint, and the offset in the template."""


def _in_string(output: _Output, until: int) -> _Account | None:
    """The last reference before an offset that printed into a string what a string cannot hold."""
    suspect: int | None = None
    for suspect in _suspects(output, until):  # noqa: B007 (the last one counts)
        pass
    if suspect is None:
        return None
    piece = output.piece(suspect)
    shown = output.shown(piece)
    if output.text.startswith("\\'", suspect):
        message = f"{shown} prints \\' into a JSON string, and JSON has no such escape"
        return "VTL102", message, f"follow it with {_UNQUOTED}", piece.written_at
    if _is_json_in_quotes(output, piece):
        message = f"{shown} stands in quotes, but prints JSON, which has quotes of its own"
        return "VTL103", message, _quotes_hint(shown), piece.written_at
    what = _CONTROLS.get(output.text[suspect]) or {'"': "a quote", "\\": "a backslash"}.get(
        output.text[suspect], "a control character"
    )
    message = f"{shown} prints {what} into a JSON string, and nothing escapes it"
    return "VTL101", message, f"write {_escaped(shown)}", piece.written_at


def _suspects(output: _Output, until: int) -> Iterator[int]:
    """The places up to an offset where a reference prints what a JSON string cannot hold, or its end."""
    text = output.text
    opened: _Piece | None = None
    skipped = -1
    for found in _ODD.finditer(text, 0, until + 1):
        at = found.start()
        if at <= skipped:
            continue
        character = found[0]
        piece = output.piece(at)
        if opened is None:
            opened = piece if character == '"' else None
            continue
        foreign = piece != opened and output.is_reference(piece)
        if character == "\\":
            skipped = at + 1
            if foreign and (text[at + 1 : at + 2] not in _ESCAPES or at + 1 >= piece.end):
                yield at
            continue
        if foreign:
            yield at
        if character == '"':
            opened = None


def _is_json_in_quotes(output: _Output, piece: _Piece) -> bool:
    """Whether a reference right after a quote printed a whole JSON text that needs no quotes around it."""
    printed = output.text[piece.begin : piece.end]
    return (
        output.text[piece.begin - 1 : piece.begin] == '"' and printed[:1] in ("{", "[", '"') and output.is_json(piece)
    )


def _out_of_string(output: _Output, problem: JsonTextError, at: int) -> _Account | None:
    if problem.cause == "trailing comma":
        return "VTL122", f"the output is not JSON, because {problem.message}", problem.hint, output.place(at)
    piece = output.piece(at)
    if problem.cause == "no comma" and (not output.is_reference(piece) or output.is_json(piece)):
        hint = problem.hint or "print commas between items: #if($foreach.hasNext),#end"
        return "VTL121", f"the output is not JSON, because {problem.message}", hint, output.place(at)
    empty = output.empty_before(at) if problem.cause == "no value" else None
    if empty is not None:
        message = f"{output.shown(empty)} prints nothing where JSON needs a value"
        return "VTL112", message, "print it with $input.json, or write another value with #if", empty.written_at
    if output.is_reference(piece) and problem.cause != "no closing quote":
        message = f"{output.shown(piece)} prints something other than JSON where JSON needs a value"
        hint = "print a part of the payload with $input.json, which writes JSON, or put a text in quotes and escape it"
        return "VTL112", message, hint, piece.written_at
    return None


def _escaped(shown: str) -> str:
    """The reference with its value escaped for a JSON string."""
    if shown.endswith("…") or "escapeJavaScript" in shown:
        return f"$util.escapeJavaScript(...){_UNQUOTED} around it"
    return f"$util.escapeJavaScript({shown}){_UNQUOTED}"


def _quotes_hint(shown: str) -> str:
    return f"remove the quotes around it; for JSON inside a string, write {_escaped(shown)}"
