"""Turns each of PyYAML's errors into one clear sentence.

Comes in: a yaml.YAMLError of either parser (their wordings differ). Goes out: an error of the file's kind, at the
place that the user has to change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from yaml import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source

_Error = TypeVar("_Error", bound=VtlHarnessError)

_QUOTE = "put the value in quotes"

# The parser's words (a pattern for "context | problem") → our message, a hint, and whether the context is the place.
_SENTENCES: list[tuple[str, str, str | None, bool]] = [
    (
        r"mapping values are not allowed",
        "YAML does not allow `:` here",
        f"{_QUOTE} if its text contains `: `; otherwise check the indentation of this line and the line before",
        False,
    ),
    (
        r"quoted scalar \| found unexpected end of stream",
        "the quote that opens here is never closed",
        None,
        True,
    ),
    (r"unknown escape", "YAML does not know this escape", r"write `\\` for a backslash, or use single quotes", False),
    (
        r"invalid Unicode character escape|expected hexdecimal number|expected escape sequence",
        "this is not a valid character escape in YAML",
        r"YAML has no surrogate pairs: write the character itself, or `\UXXXXXXXX` with its code point",
        False,
    ),
    (r"flow sequence \|", "the list that opens here is not closed by `]`, or lacks a `,`", None, True),
    (r"flow mapping \|", "the mapping that opens here is not closed by `}`, or lacks a `,`", None, True),
    (
        r"block (collection|mapping|sequence) \|",
        "YAML cannot place this: it does not belong to anything above it",
        "check its indentation, and look for text after a closing quote or bracket",
        False,
    ),
    (r"could not find expected ':'", "YAML expects `key: value` here, but the `:` is missing", None, True),
    (
        r"anchor \|",
        "`&` begins an anchor and `*` an alias: a name must follow",
        f"{_QUOTE} if it is text",
        True,
    ),
    (r"alias \|", "`*` begins an alias: a name must follow", f"{_QUOTE} if it is text", True),
    (r"block scalar \|", "after `|` or `>` the text begins on the next line", None, False),
    (r"undefined tag handle", "`!` begins a tag, but this tag is unknown", f"{_QUOTE} if it is text", False),
    (
        r"document start",
        "the document ends before this line",
        "the file is one YAML document: look for `...` or a value before this line",
        False,
    ),
]


def yaml_error(error: YAMLError, source: Source, kind: type[VtlHarnessError]) -> VtlHarnessError:
    """The error as one of the kind, at its place in the text."""
    if isinstance(error, ReaderError):
        return _unreadable(error, source, kind)
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return kind(f"this is not YAML: {error}", source=source)
    offset = min(error.problem_mark.index, len(source.text))
    lines = [error.problem_mark.line + 1, *([error.context_mark.line + 1] if error.context_mark else [])]
    odd = odd_space_error(source, [*lines, error.problem_mark.line], kind)
    if odd is not None:
        return odd
    if "cannot start any token" in (error.problem or ""):
        return _wrong_start(source, offset, kind)
    said = f"{error.context or ''} | {error.problem or ''}"
    for pattern, sentence, hint, at_context in _SENTENCES:
        if re.search(pattern, said):
            if at_context and error.context_mark is not None:
                offset = error.context_mark.index
            return kind(sentence, source=source, offset=offset, hint=hint)
    return kind(f"this is not YAML: {error.problem}", source=source, offset=offset)


def odd_space_error(source: Source, lines: Iterable[int], kind: type[_Error], *, tabs: bool = True) -> _Error | None:
    """The error about the first tab or odd space where YAML needs spaces, on one of these lines (from 1).

    None if there is none. The lines are those where a fault shows: what looks like a space is then its likely cause.
    Without `tabs`, as for a text that YAML can read, tabs are none.
    """
    from vtlharness.documents.odd_spaces import odd_space_where_syntax_is

    for line in lines:
        if not 1 <= line <= len(source.line_starts):
            continue
        text = source.line_text(line)
        found = odd_space_where_syntax_is(text, tabs=tabs)
        if found is not None:
            at, name = found
            hint = "write a space instead" if text[:at].strip() else "indent with spaces"
            offset = source.line_starts[line - 1] + at
            return kind(f"{name} is used where YAML allows only spaces", source=source, offset=offset, hint=hint)
    return None


def _wrong_start(source: Source, offset: int, kind: type[VtlHarnessError]) -> VtlHarnessError:
    char = source.text[offset : offset + 1]
    if char == "\t":
        return kind(
            "a tab is used where YAML allows only spaces", source=source, offset=offset, hint="indent with spaces"
        )
    return kind(f"a YAML value cannot begin with `{char}`", source=source, offset=offset, hint=_QUOTE)


def _unreadable(error: ReaderError, source: Source, kind: type[VtlHarnessError]) -> VtlHarnessError:
    code = error.character if isinstance(error.character, int) else ord(error.character[:1] or "\0")
    offset = source.text.find(chr(code))
    return kind(
        f"YAML does not allow the control character U+{code:04X}",
        source=source,
        offset=max(offset, 0),
        hint=f'write it as an escape in double quotes: "\\u{code:04x}"',
    )
