"""The execution log, line by line as TestInvokeMethod prints it.

Comes in: entries, appended by the stages and written out when someone reads them, which a passing case does not. Goes
out: lines with the time of the call. Evidence: facts/gateway.md 18,
`aws-test-invoke-*-log`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta, timezone

from vtlharness.gateway.context import Call

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# An entry holds 1,024 characters: 998 of them for the headers of an endpoint request, behind their label.
_ENTRY_LIMIT = 1024


class ExecutionLog:
    """The log of one call; stages append to it, each what it knows for good."""

    __slots__ = ("_call", "_entries")

    def __init__(self, call: Call) -> None:
        self._call = call
        self._entries: list[Callable[[], Iterable[str]]] = []

    def add(self, entries: Callable[[], Iterable[str]]) -> None:
        """Appends the entries of a stage, as a function that writes them."""
        self._entries.append(entries)

    def lines(self) -> tuple[str, ...]:
        """The log: its heading, then every entry behind the time of the call; one that is too long is cut."""
        stamp = log_time(self._call.request_time_epoch)
        heading = f"Execution log for request {self._call.request_id}"
        return (heading, *(f"{stamp} : {_cut(entry)}" for written in self._entries for entry in written()))


def _cut(entry: str) -> str:
    return entry if len(entry) <= _ENTRY_LIMIT else f"{entry[:_ENTRY_LIMIT]} [TRUNCATED]"


def log_text(lines: tuple[str, ...]) -> str:
    """The log as one text; its last line is ended too."""
    return "".join(f"{line}\n" for line in lines)


def printed_map(values: Mapping[str, object]) -> str:
    """A map as Java prints it: `{a=b, c=d}`."""
    return "{" + ", ".join(f"{name}={value}" for name, value in values.items()) + "}"


def log_time(epoch: int) -> str:
    """A time in milliseconds as `Tue May 20 13:27:30 UTC 2025`."""
    when = utc(epoch)
    return f"{_DAYS[when.weekday()]} {_MONTHS[when.month - 1]} {when.day:02} {when:%H:%M:%S} UTC {when.year:04}"


def http_date(epoch: int) -> str:
    """A time in milliseconds as the header `Date` has it: `Tue, 20 May 2025 13:27:30 GMT`."""
    when = utc(epoch)
    return f"{_DAYS[when.weekday()]}, {when.day:02} {_MONTHS[when.month - 1]} {when.year:04} {when:%H:%M:%S} GMT"


def utc(epoch: int) -> datetime:
    """A time in milliseconds; one that no calendar holds counts as the epoch."""
    try:
        return _EPOCH + timedelta(milliseconds=epoch)
    except OverflowError:
        return _EPOCH
