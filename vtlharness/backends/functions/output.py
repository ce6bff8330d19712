"""What a function prints: its standard output and standard error, in one stream.

The process writes into a pipe, which a thread reads. `taken` writes a mark into the same pipe and waits for it: what
the process printed before its answer is in front of the mark.
"""

from __future__ import annotations

import os
from threading import Event, Lock, Thread
from uuid import uuid4

MOST_BYTES = 65_536
"""The bytes of output that are kept of a call; of more, the last."""

_PATIENCE_S = 1.0


class Output:
    """The output of one process; `descriptor` is where the process writes."""

    def __init__(self) -> None:
        """Raises OSError."""
        self._read, self.descriptor = os.pipe()
        self._lock = Lock()
        self._text = bytearray()
        self._left_out = 0
        self._mark = b""
        self._marked = Event()
        self._is_open = True
        Thread(target=self._collect, daemon=True).start()

    def taken(self) -> tuple[str, ...]:
        """The lines printed since the last time, the last `MOST_BYTES` of them."""
        with self._lock:
            if not self._is_open:
                return ()
            self._mark = f"\0{uuid4().hex}\n".encode()
            self._marked.clear()
        os.write(self.descriptor, self._mark)
        self._marked.wait(_PATIENCE_S)
        with self._lock:
            before, _, after = self._text.partition(self._mark)
            left_out, self._left_out = self._left_out, 0
            self._text, self._mark = after, b""
        return _lines(bytes(before), left_out)

    def close(self) -> None:
        """Ends the stream, once no process writes into it any more."""
        with self._lock:
            if self._is_open:
                self._is_open = False
                os.close(self.descriptor)

    def _collect(self) -> None:
        while data := os.read(self._read, 65_536):
            with self._lock:
                self._text += data
                if self._mark and self._mark in self._text:
                    self._marked.set()
                elif len(self._text) > 2 * MOST_BYTES:
                    self._left_out += len(self._text) - MOST_BYTES
                    del self._text[:-MOST_BYTES]
        os.close(self._read)


def _lines(text: bytes, left_out: int) -> tuple[str, ...]:
    if len(text) > MOST_BYTES:
        left_out += len(text) - MOST_BYTES
        text = text[-MOST_BYTES:]
    lines = text.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    if left_out:
        lines.insert(0, f"(vtlharness: {left_out} bytes before this are left out)")
    return tuple(lines)
