"""Decodes the bytes of a file or of standard input as UTF-8; the error names the first invalid byte."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import TypeAlias

from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source
from vtlharness.visible import one_line

Decode: TypeAlias = Callable[[bytes, str, type[VtlHarnessError]], str]
"""Gives the text of bytes; the text's name and the kind of error are for messages."""


def utf8_text(data: bytes, name: str, kind: type[VtlHarnessError]) -> str:
    """The text, line ends and byte order mark as they are; messages call it `name`.

    Raises an error of the kind, with the place, where the bytes are not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        start = problem.start
        raise kind(
            f"the text is not UTF-8: byte 0x{data[start]:02X} at byte offset {start}",
            source=Source(data.decode("utf-8", errors="replace"), name),
            offset=len(data[:start].decode("utf-8")),
            hint="save it as UTF-8",
        ) from None


def utf_text(data: bytes, name: str, kind: type[VtlHarnessError]) -> str:
    """The text, which may also be UTF-16 with a byte order mark: PowerShell's `>` writes what a tool prints so.

    Raises as `utf8_text` does.
    """
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return utf8_text(data, name, kind)
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as problem:
        reason = f"the text is not UTF-16, although it begins with its byte order mark: {problem.reason}"
        raise kind(f"{one_line(name)}: {reason} at byte offset {problem.start}", hint="save it as UTF-8") from None
