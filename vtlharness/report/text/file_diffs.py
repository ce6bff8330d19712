"""What an update writes into files, as a unified diff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff

from vtlharness.cases.update.file_changes import FileChange
from vtlharness.report.text.style import PLAIN, Style
from vtlharness.report.text.visible import safe


def diff_lines(changes: Iterable[FileChange], style: Style = PLAIN) -> list[str]:
    """The lines of the diff, file by file, safe for a terminal."""
    return [line for change in changes for line in _of_file(change, style)]


def _of_file(change: FileChange, style: Style) -> Iterator[str]:
    name = safe(change.path.as_posix())
    try:
        before, after = _lines(change.before or b""), _lines(change.after)
    except UnicodeDecodeError:
        yield f"{name}: {len(change.before or b'')} bytes become {len(change.after)}"
        return
    old = "/dev/null" if change.before is None else name
    for number, line in enumerate(unified_diff(before, after, old, name, lineterm="")):
        text = safe(line)
        if number < 2:
            yield style.paint(style.strong, text)
        else:
            code = {"+": style.good, "-": style.bad, "@": style.notice}.get(line[:1], "")
            yield style.paint(code, text)


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8", "surrogatepass").replace("\r\n", "\n")
    lines = text.split("\n")
    last = lines.pop()
    return [*lines, last + "  (no line end)"] if last else lines
