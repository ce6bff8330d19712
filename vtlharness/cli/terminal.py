"""The output of a command: lines with or without colour, a temporary status line, errors.

Comes in: lines of text. Goes out: standard output and standard error. Colour and the status line are for
terminals only.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Literal, TextIO

from vtlharness.report.text.style import ANSI, PLAIN

ColorWhen = Literal["auto", "always", "never"]


def wants_color(stream: TextIO, when: ColorWhen) -> bool:
    """Whether to write colour: as `--color` says; on `auto` NO_COLOR, FORCE_COLOR, then the kind of stream decide."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _is_terminal(stream) and os.environ.get("TERM") != "dumb"


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


class Terminal:
    """The place where a command prints for people, with its `style`."""

    def __init__(self, when: ColorWhen = "auto", stream: TextIO | None = None) -> None:
        """`stream` is standard output by default."""
        self.stream = stream or sys.stdout
        self.style = ANSI if wants_color(self.stream, when) else PLAIN
        self._status_stream = sys.stderr if _is_terminal(sys.stderr) and _is_terminal(self.stream) else None
        self._status = ""
        # A terminal with another encoding shows other characters as \x..; they never stop a run.
        if hasattr(self.stream, "reconfigure"):
            self.stream.reconfigure(errors="backslashreplace")

    @property
    def shows_status(self) -> bool:
        """Whether there is a status line: if both streams are terminals."""
        return self._status_stream is not None

    def line(self, text: str = "") -> None:
        """Writes one line."""
        self.clear_status()
        self.stream.write(text + "\n")

    def lines(self, texts: Iterable[str]) -> None:
        """Writes lines."""
        for text in texts:
            self.line(text)

    def status(self, text: str) -> None:
        """Replaces the status line, if both streams are terminals."""
        if self._status_stream is None or text == self._status:
            return
        self.stream.flush()
        self._status_stream.write(f"\r\x1b[2K{text}")
        self._status_stream.flush()
        self._status = text

    def clear_status(self) -> None:
        """Removes the status line."""
        if self._status and self._status_stream is not None:
            self._status_stream.write("\r\x1b[2K")
            self._status_stream.flush()
            self._status = ""


def print_error(text: str) -> None:
    """Writes to standard error in any encoding; ignores a reader that has gone away."""
    try:
        if hasattr(sys.stderr, "reconfigure"):
            sys.stderr.reconfigure(errors="backslashreplace")
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
