"""Decodes the bytes of a file or of standard input as UTF-8; the error names the first invalid byte."""

from __future__ import annotations

from vtlharness.errors import VtlHarnessError
from vtlharness.source import Source


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
